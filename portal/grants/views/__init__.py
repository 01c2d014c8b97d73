"""Pages of the grants: the grantee's, the lead's, and what everybody may read."""

from portal.grants.views import contract, grantee, manage, payments, public
from portal.grants.views.blueprint import bp

__all__ = ["bp", "contract", "grantee", "manage", "payments", "public"]
