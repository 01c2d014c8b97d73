"""Reading stored files."""

from uuid import UUID

from portal.core.db import db
from portal.files.models import StoredFile
from portal.files.store import store


def get(file_id: UUID) -> StoredFile | None:
    """The file's row, or None; who may see it is the question of the thing that holds it."""
    return db.session.get(StoredFile, file_id)


def read(stored: StoredFile) -> bytes:
    """The bytes exactly as they came, checked against their hash."""
    return store().get(stored.sha256)
