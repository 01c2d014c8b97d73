"""Pages of the documents: one, the list of all, the check of a hash, the evaluation dossier."""

from flask import Blueprint

bp = Blueprint("documents", __name__)

from portal.documents.views import dossiers, papers  # noqa: E402  the pages register on bp

__all__ = ["bp", "dossiers", "papers"]
