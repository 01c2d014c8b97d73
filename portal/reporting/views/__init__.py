"""Pages of the reporting area."""

from flask import Blueprint

bp = Blueprint("reporting", __name__)

# The pages hang themselves onto `bp`, so it must be there before they are imported.
from portal.reporting.views import ledger, parts, reports, review  # noqa: E402

__all__ = ["bp", "ledger", "parts", "reports", "review"]
