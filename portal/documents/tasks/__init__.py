"""Work of the worker: issuing one document, making an evaluation dossier."""

from portal.documents.tasks.dossiers import dossier
from portal.documents.tasks.issuing import issue

__all__ = ["dossier", "issue"]
