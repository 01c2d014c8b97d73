"""Writes of the documents: keeping what was rendered, and orders of dossiers."""

from portal.documents.service.dossiers import (
    finish_order,
    finish_with_same,
    note_progress,
    order_dossier,
)
from portal.documents.service.issuing import About, issue, note_download

__all__ = [
    "About",
    "finish_order",
    "finish_with_same",
    "issue",
    "note_download",
    "note_progress",
    "order_dossier",
]
