"""Pages about the Actions: public ones, and the lead's overview."""

from portal.actions.views import home, public
from portal.actions.views.blueprint import bp

__all__ = ["bp", "home", "public"]
