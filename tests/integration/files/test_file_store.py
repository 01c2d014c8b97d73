"""What is stored comes back byte for byte; what nobody attached is cleared away."""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import config
from portal.core.access import SYSTEM, Actor
from portal.core.db import db, transaction
from portal.core.errors import RuleBroken
from portal.files import queries, service
from portal.files.models import StoredFile
from portal.files.store import Missing, store
from portal.files.tasks import clean_up
from tests.factories import files

AT = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)
ANA = Actor(uuid4(), "Ana")


def make_stored(data: bytes, name: str = "Буџет.pdf", at: datetime = AT) -> StoredFile:
    """One committed upload."""
    with transaction():
        return service.store(data, name=name, actor=ANA, at=at)


def on_disk() -> list[str]:
    """Names of all files in the store."""
    root = config.current().instance / "files"
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_store_keeps_the_bytes_and_what_they_are(app):
    data = files.pdf()

    stored = make_stored(data, "C:\\Documents\\Буџет.PDF")

    assert queries.read(stored) == data
    assert (stored.name, stored.size) == ("Буџет.PDF", len(data))
    assert (stored.media_type, stored.kind) == ("application/pdf", "upload")
    assert (stored.created_by, stored.is_attached) == (ANA.user_id, False)
    path = store().path(stored.sha256)
    assert path.parent.parts[-2:] == (stored.sha256[:2], stored.sha256[2:4])


def test_store_refuses_at_the_field_and_leaves_nothing(app):
    with pytest.raises(RuleBroken) as broken, transaction():
        service.store(b"<html>", name="a.pdf", actor=ANA, at=AT, field="statutes")

    assert broken.value.field == "statutes"
    assert db.session.scalars(select(StoredFile)).all() == []
    assert on_disk() == []


def test_same_bytes_twice_are_two_rows_and_one_file(app):
    first, second = make_stored(files.pdf(), "a.pdf"), make_stored(files.pdf(), "b.pdf")

    assert first.id != second.id
    assert on_disk() == [first.sha256]


def test_keep_is_for_what_the_portal_made(app):
    with transaction():
        made = service.keep(b"%PDF-", name="ACK.pdf", media_type="application/pdf", at=AT)

    assert (made.kind, made.is_attached, made.created_by) == ("made", True, SYSTEM.user_id)


def test_read_refuses_bytes_that_were_changed_or_are_gone(app):
    stored = make_stored(files.pdf())
    store().path(stored.sha256).write_bytes(b"other")
    with pytest.raises(Missing):
        queries.read(stored)

    store().remove(stored.sha256)
    with pytest.raises(Missing):
        queries.read(stored)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "a" * 63, "A" * 64])
def test_store_takes_no_other_keys(app, key):
    with pytest.raises(ValueError, match="SHA-256"):
        store().path(key)


def test_clean_up_takes_what_nobody_attached_for_a_day(app):
    left = make_stored(files.pdf(1), at=AT - timedelta(days=2))
    young = make_stored(files.pdf(2), at=AT)
    held = make_stored(files.pdf(3), at=AT - timedelta(days=2))
    with transaction():
        service.attach(held)
    _age(left, young, held)

    clean_up({}, AT)

    assert set(db.session.scalars(select(StoredFile.id))) == {young.id, held.id}
    assert set(on_disk()) == {young.sha256, held.sha256}


def test_clean_up_takes_bytes_that_no_row_names(app):
    orphan = store().put(b"left behind by a rolled-back transaction")
    young = store().put(b"its transaction may still be open")
    os.utime(store().path(orphan), (0, 0))
    os.utime(store().path(young), (AT.timestamp(), AT.timestamp()))

    clean_up({}, AT)

    assert on_disk() == [young]


def test_detached_file_goes_with_the_next_clean_up(app):
    stored = make_stored(files.pdf(), at=AT - timedelta(days=2))
    with transaction():
        service.attach(stored)
        service.detach(stored)

    clean_up({}, AT)

    assert db.session.scalars(select(StoredFile)).all() == []


def _age(*stored: StoredFile) -> None:
    for one in stored:
        at = one.created_at.timestamp()
        os.utime(store().path(one.sha256), (at, at))
