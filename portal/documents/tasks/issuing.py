"""Issuing documents: read, render outside of any transaction, keep."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from portal.core.clock import day_in
from portal.core.db import WRITE, db, transaction
from portal.core.errors import Conflict
from portal.documents import layouts, queries, rules, service
from portal.documents.engine.finish import page_count
from portal.documents.gather import SOURCES
from portal.documents.models import Document
from portal.jobs.registry import Payload, task

TRIES = 20  # each lost race means that another document of the series was issued


@dataclass(frozen=True)
class _Ready:
    """Everything rendering needs, read in one go. `before`: the data as the last version has it."""

    about: service.About
    place: rules.Place
    data: object
    before: object | None
    before_sha256: str = ""


@contextmanager
def reading() -> Iterator[None]:
    """A look at the database that never holds SQLite's write lock."""
    db.session.rollback()
    token = WRITE.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        WRITE.reset(token)


@task("documents.issue")
def issue(payload: Payload, at: datetime) -> None:
    """Issue the document of a kind about one thing; a further one is its next version.

    Shape:  {"kind": "ACK", "subject": id}.
    When the same data were issued already nothing happens: the handler may run twice.
    """
    kind, subject_id = str(payload["kind"]), uuid.UUID(str(payload["subject"]))
    for _ in range(TRIES):
        ready = _read(kind, subject_id, at)
        if ready.before is not None and _hash(ready.before) == ready.before_sha256:
            return
        content = layouts.render(ready.data)
        try:
            with transaction():
                service.issue(ready.about, ready.place, content, pages=page_count(content), at=at)
        except Conflict:
            continue
        return
    raise Conflict("The series is too busy: no number could be taken.")


def _read(kind: str, subject_id: uuid.UUID, at: datetime) -> _Ready:
    with reading():
        found = SOURCES[kind](subject_id)
        today = day_in(found.zone, at)
        last = queries.latest(kind, subject_id)
        if last is None:
            action = found.action.code if found.action else "PORTAL"
            place = queries.next_place(rules.series(action, found.part, kind, today.year))
            return _Ready(found.about, place, found.build(found.letterhead(place, today)), None)
        place = queries.place_of(last)
        issued_on = day_in(found.zone, last.issued_at)
        before = found.build(found.letterhead(place, issued_on))
        further = replace(place, version=_next_version(last))
        data = found.build(found.letterhead(further, today))
        return _Ready(found.about, further, data, before, last.sha256)


def _next_version(last: Document) -> int:
    return queries.latest_version(last.reference) + 1


def _hash(data: object) -> str:
    return hashlib.sha256(layouts.render(data)).hexdigest()
