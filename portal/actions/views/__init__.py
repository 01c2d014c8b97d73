"""Pages about the Actions: public ones, and the lead's overview."""

from portal.actions.views import board, home, public
from portal.actions.views.blueprint import bp

__all__ = ["board", "bp", "home", "public"]
