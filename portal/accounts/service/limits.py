"""Counting of tries, in the database so that all workers count together."""

import hashlib
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts import queries, rules
from portal.accounts.models import RateHit
from portal.core.db import db
from portal.core.errors import TooManyTries
from portal.core.text import N_


def bucket(kind: str, value: str) -> str:
    """Name of a counter; the value itself (an address) is not kept."""
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:48]}"


def minute(at: datetime) -> datetime:
    """The minute in which tries are counted together."""
    return at.replace(second=0, microsecond=0)


def hit(name: str, *, at: datetime) -> None:
    """Count one try: a single upsert, so parallel tries are all counted."""
    postgres = db.session.get_bind().dialect.name == "postgresql"
    insert = (postgresql if postgres else sqlite).insert
    table = cast(Table, RateHit.__table__)
    statement = insert(RateHit).values(bucket=name, window_at=minute(at), hits=1)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["bucket", "window_at"], set_={"hits": table.c.hits + 1}
        )
    )


def demand(name: str, *, most: int, window: timedelta, at: datetime) -> None:
    """Raise TooManyTries when `most` tries were counted within the window before `at`."""
    if queries.hits(name, at - window) >= most:
        raise TooManyTries(
            N_(
                "Too many tries. Wait %(minutes)s minutes and try again, or reset your password",
                minutes=int(window.total_seconds() // 60),
            )
        )


def count_from(kind: str, address: str, *, at: datetime) -> None:
    """Count a request for mail by client address.

    Raises: TooManyTries after 10 within 15 minutes.
    """
    name = bucket(f"{kind}-from", address)
    demand(name, most=rules.TRIES, window=rules.TRIES_WINDOW, at=at)
    hit(name, at=at)


def may_mail_link(email: str, *, at: datetime) -> bool:
    """Whether this address may get one more link by mail: at most 3 an hour. Counts it."""
    name = bucket("link-mail", email)
    if queries.hits(name, at - rules.RESET_MAILS_WINDOW) >= rules.RESET_MAILS:
        return False
    hit(name, at=at)
    return True


def take_back(name: str, *, at: datetime) -> None:
    """Uncount the try of this minute that turned out to be right."""
    db.session.execute(
        update(RateHit)
        .where(RateHit.bucket == name, RateHit.window_at == minute(at), RateHit.hits > 0)
        .values(hits=RateHit.hits - 1)
    )


def forget(name: str) -> None:
    """Forget all tries of this counter."""
    db.session.execute(delete(RateHit).where(RateHit.bucket == name))
