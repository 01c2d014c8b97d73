"""Taking files in, keeping the portal's own, and clearing away what nobody attached."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.access import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.files import rules
from portal.files.models import StoredFile
from portal.files.store import store as file_store

KEEP_UNATTACHED = timedelta(days=1)
ALLOWED = rules.ALLOWED
LARGEST = rules.LARGEST


def store(
    data: bytes,
    *,
    name: str,
    actor: Actor,
    at: datetime,
    allowed: Iterable[str] = ALLOWED,
    largest: int = LARGEST,
    field: str | None = None,
) -> StoredFile:
    """Take in a file of a person; call `attach` when something of the domain holds it.

    Units:  `largest` in bytes; `allowed` are name endings: "pdf", "docx".
    Raises: RuleBroken (at `field`) saying which rule the file breaks; nothing is left behind.
    """
    name = rules.tidy_name(name)
    try:
        media_type = rules.check(data, name=name, allowed=allowed, largest=largest)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field=field) from broken
    return _keep(data, name=name, media_type=media_type, kind="upload", actor=actor, at=at)


def keep(
    data: bytes, *, name: str, media_type: str, at: datetime, actor: Actor = SYSTEM
) -> StoredFile:
    """Keep a file the portal made itself; it counts as attached from the start."""
    made = _keep(data, name=name, media_type=media_type, kind="made", actor=actor, at=at)
    attach(made)
    return made


def _keep(
    data: bytes, *, name: str, media_type: str, kind: str, actor: Actor, at: datetime
) -> StoredFile:
    stored = StoredFile(
        sha256=file_store().put(data),
        size=len(data),
        media_type=media_type,
        name=name,
        kind=kind,
        created_at=at,
        created_by=actor.user_id,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def attach(stored: StoredFile) -> None:
    """Something of the domain holds this file now: it stays."""
    stored.is_attached = True
    db.session.flush()


def detach(stored: StoredFile) -> None:
    """Nothing holds this file any more: the next clean-up may take it."""
    stored.is_attached = False
    db.session.flush()


def forget_unattached(*, at: datetime) -> int:
    """Delete rows of files that nobody attached for a day; answers how many went.

    A file that something refers to although nobody said `attach` is kept and marked.
    """
    gone = 0
    left = select(StoredFile).where(
        StoredFile.is_attached.is_(False), StoredFile.created_at < at - KEEP_UNATTACHED
    )
    for stored in db.session.scalars(left).all():
        try:
            with db.session.begin_nested():
                db.session.delete(stored)
        except IntegrityError:
            attach(stored)
        else:
            gone += 1
    return gone


def sweep_store(*, at: datetime) -> int:
    """Remove bytes older than a day that no row names; answers how many went. Writes no row."""
    known = set(db.session.scalars(select(StoredFile.sha256)))
    gone = 0
    for sha256 in file_store().older_than((at - KEEP_UNATTACHED).timestamp()):
        if sha256 not in known:
            file_store().remove(sha256)
            gone += 1
    return gone
