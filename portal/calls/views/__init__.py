"""Pages of the calls: public ones, and those of the lead's staff."""

from portal.calls.views import changes, manage, public, setup
from portal.calls.views.blueprint import bp

__all__ = ["bp", "changes", "manage", "public", "setup"]
