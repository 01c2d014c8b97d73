"""Pages of the accounts area."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

# The pages hang themselves onto `bp`, so it must be there before they are imported.
from portal.accounts.views import account, admin, again, entry, own_data, presence, registration  # noqa: E402

__all__ = ["account", "admin", "again", "bp", "entry", "own_data", "presence", "registration"]
