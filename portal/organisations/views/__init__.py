"""Pages of the organisations area."""

from flask import Blueprint

bp: Blueprint = Blueprint("organisations", __name__)

# The pages hang themselves onto `bp`, so it must be there before they are imported.
from portal.organisations.views import (  # noqa: E402
    bank,
    documents,
    duplicates,
    home,
    invitations,
    managed,
    people,
    profile,
)
from portal.organisations.views.chosen import chosen_organisation  # noqa: E402

__all__ = [
    "bank",
    "bp",
    "chosen_organisation",
    "documents",
    "duplicates",
    "home",
    "invitations",
    "managed",
    "people",
    "profile",
]
