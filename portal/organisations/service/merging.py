"""Two records of one organisation become one; everything that refers to the other moves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, func, select, update
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.accounts.service import person_id, recipient
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import Base, db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.mail import service as mail
from portal.organisations import policy, queries
from portal.organisations.models import (
    DistinctPair,
    Membership,
    Organisation,
    OrganisationKey,
    OrganisationYear,
)
from portal.organisations.service.doubts import set_keys
from portal.organisations.states import MemberRole

_GO = frozenset({OrganisationKey.__tablename__, DistinctPair.__tablename__})


def merge(
    kept: Organisation, other: Organisation, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Move everything of `other` to `kept`; `other` stays as a pointer.

    Called by the area of applications, which first looks whether both apply in one call. Owners of
    both get a mail.
    Raises: NotAllowed; RuleBroken at "reason".
    """
    for one in sorted((kept, other), key=lambda record: record.id):
        lock(one)
    require(policy.can_merge(actor, kept, other))
    if not (reason := clean(reason)):
        raise RuleBroken(N_("Say why the two are one organisation"), field="reason")
    told = {person.id: person for one in (kept, other) for person in queries.people_to_tell(one.id)}
    _end_doubled(kept, other, at)
    years = _drop_known_years(kept, other)
    moved = _move_all(kept, other)
    kept.bank_asked_at = kept.bank_asked_at or other.bank_asked_at
    other.merged_into_id, other.merged_at = kept.id, at
    set_keys(kept)
    details = {"kept": str(kept.id), "merged": str(other.id), "moved": moved, "years": years}
    for one in (kept, other):
        audit.record(actor, "organisation.merged", one, at=at, reason=reason, details=details)
    for person in told.values():
        _tell(person, kept, other, reason=reason, actor=actor, at=at)


def _end_doubled(kept: Organisation, other: Organisation, at: datetime) -> None:
    """Of what an organisation has once, the kept record's counts; the other's stays as history."""
    order = list(MemberRole)
    theirs = {
        row.user_id: row
        for row in db.session.scalars(_open(Membership, Membership.ended_at, other))
    }
    for row in db.session.scalars(_open(Membership, Membership.ended_at, kept)).all():
        if double := theirs.get(row.user_id):
            row.role = min(row.role, double.role, key=order.index)
            row.is_signatory = row.is_signatory or double.is_signatory
            double.ended_at = at
    has_account = queries.current_bank_account(kept.id) is not None
    if has_account and (account := queries.current_bank_account(other.id)):
        account.replaced_at = at
    if change := queries.waiting_bank_change(other.id):
        change.outcome, change.decided_at = "replaced", at
    present = queries.documents(kept.id)
    for kind, document in queries.documents(other.id).items():
        if kind in present:
            document.replaced_at = at
    db.session.flush()


def _open(model: type[Membership], ended: Any, organisation: Organisation) -> Any:
    return select(model).where(model.organisation_id == organisation.id, ended.is_(None))


def _drop_known_years(kept: Organisation, other: Organisation) -> list[int]:
    mine = aliased(OrganisationYear)
    known = select(mine.year).where(mine.organisation_id == kept.id)
    doubled = db.session.scalars(
        select(OrganisationYear).where(
            OrganisationYear.organisation_id == other.id, OrganisationYear.year.in_(known)
        )
    ).all()
    for year in doubled:
        db.session.delete(year)
    db.session.flush()
    return sorted(year.year for year in doubled)


def _move_all(kept: Organisation, other: Organisation) -> dict[str, int]:
    """Point every row of the database that refers to `other` to `kept`; how many by table."""
    moved: dict[str, int] = {}
    for table, column in referring():
        mine = select(func.count()).select_from(table).where(column == other.id)
        count = int(db.session.scalar(mine) or 0)
        if not count:
            continue
        if table.name in _GO:
            db.session.execute(delete(table).where(column == other.id))
            continue
        moved[table.name] = moved.get(table.name, 0) + count
        db.session.execute(update(table).where(column == other.id).values({column: kept.id}))
    db.session.expire_all()
    return moved


def referring() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of the database that names an organisation: none can be forgotten."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.target_fullname == "organisations.id" for key in column.foreign_keys):
                yield table, column


def _tell(
    person: User,
    kept: Organisation,
    other: Organisation,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    mail.queue(
        "organisation_merged",
        to=recipient(person),
        about=kept,
        actor=actor,
        at=at,
        link="/organisation",
        kept=kept.legal_name,
        kept_number=kept.registration_number,
        other=other.legal_name,
        other_number=other.registration_number,
        reason=reason,
    )


def keep_apart(
    first: Organisation, second: Organisation, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Note that two records are two organisations: they are not shown as doubles again.

    Raises: NotAllowed; RuleBroken at "apart_reason".
    """
    require(policy.can_merge(actor, first, second))
    if not (reason := clean(reason)):
        raise RuleBroken(N_("Say how you know that they are two"), field="apart_reason")
    low, high = sorted((first.id, second.id))
    known = select(DistinctPair.id).where(
        DistinctPair.first_id == low, DistinctPair.second_id == high
    )
    if db.session.scalar(known) is not None:
        return
    db.session.add(
        DistinctPair(
            first_id=low,
            second_id=high,
            reason=reason,
            decided_by=person_id(actor),
            decided_at=at,
        )
    )
    db.session.flush()
    details = {"other": str(second.id)}
    audit.record(actor, "organisation.kept_apart", first, at=at, reason=reason, details=details)
