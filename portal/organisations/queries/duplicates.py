"""Records that may be of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, selectinload

from portal.core.access import Actor
from portal.core.db import db
from portal.core.paging import PER_PAGE, Page
from portal.organisations.models import DistinctPair, Organisation, OrganisationKey
from portal.organisations.queries.reading import visible_to

KINDS = ("number", "tax", "name", "look")


@dataclass(frozen=True)
class Pair:
    """Two records and what they have in common. Shape: `kinds` as in rules.Key."""

    first: Organisation
    second: Organisation
    kinds: tuple[str, ...]


def duplicates(actor: Actor, page: int = 1) -> Page[Pair]:
    """Pairs the actor sees both sides of and nobody has told apart, 50 a page. Queries: 3."""
    found = _pairs(actor)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.execute(
        found.order_by("first_id", "second_id").limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    ).all()
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    known = {
        one.id: one
        for one in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    }
    pairs = [
        Pair(known[row.first_id], known[row.second_id], _kinds(row.kinds or "")) for row in rows
    ]
    return Page(pairs, page, total, PER_PAGE)


def duplicate_count(actor: Actor) -> int:
    """How many pairs wait to be looked at. Queries: 1."""
    return db.session.scalar(select(func.count()).select_from(_pairs(actor).subquery())) or 0


def _kinds(text: str) -> tuple[str, ...]:
    given = set(text.split(","))
    kinds = tuple(kind for kind in KINDS if kind in given)
    return kinds if kinds == ("look",) else tuple(kind for kind in kinds if kind != "look")


def _pairs(actor: Actor) -> Select[UUID, UUID, str]:
    one, two = aliased(OrganisationKey), aliased(OrganisationKey)
    first, second = one.organisation_id, two.organisation_id
    visible = visible_to(actor).where(Organisation.merged_into_id.is_(None))
    ids = visible.with_only_columns(Organisation.id).order_by(None)
    told_apart = select(DistinctPair.id).where(
        DistinctPair.first_id == first, DistinctPair.second_id == second
    )
    return (
        select(
            first.label("first_id"),
            second.label("second_id"),
            func.aggregate_strings(one.kind, ",").label("kinds"),
        )
        .join(two, (one.kind == two.kind) & (one.key == two.key) & (first < second))
        .where(first.in_(ids), second.in_(ids), ~told_apart.exists())
        .group_by(first, second)
    )


def two(actor: Actor, first_id: UUID, second_id: UUID) -> tuple[Organisation, Organisation] | None:
    """Two visible records with their turnover, neither merged, in the order asked. Queries: 2."""
    found: Sequence[Organisation] = db.session.scalars(
        visible_to(actor)
        .where(Organisation.id.in_((first_id, second_id)), Organisation.merged_into_id.is_(None))
        .options(selectinload(Organisation.years))
    ).all()
    known = {one.id: one for one in found}
    if len(known) != 2:
        return None
    return known[first_id], known[second_id]


def merged_into(organisation_id: UUID) -> Sequence[Organisation]:
    """Records that now point to this one, the latest first. Queries: 1."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.merged_into_id == organisation_id)
        .order_by(Organisation.merged_at.desc(), Organisation.id)
    ).all()
