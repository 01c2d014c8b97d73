"""What everybody may read of the grants: signed ones, unless withheld for safety."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.actions.models import Cluster
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.grants.models import Grant
from portal.grants.policy import PUBLISHED
from portal.grants.queries.reading import AROUND

PUBLIC = (
    Grant.state.in_(PUBLISHED),
    Grant.is_withheld.is_(False),
    Grant.signed_at.is_not(None),
)


def _public() -> Select[Grant]:
    return select(Grant).where(*PUBLIC)


@dataclass(frozen=True)
class ProjectFilters:
    """What the list of projects is narrowed to. `country` "region": regional projects."""

    country: str = ""
    cluster: str = ""
    year: str = ""


def projects(filters: ProjectFilters, *, page: int = 1) -> Page[Grant]:
    """Projects with a signed contract, the newest first, 50 a page. Queries: 2."""
    found = _public().options(*AROUND)
    if filters.country == "region":
        found = found.where(Grant.country.is_(None))
    elif filters.country:
        found = found.where(Grant.country == filters.country)
    if filters.cluster:
        found = found.join(Grant.cluster).where(Cluster.code == filters.cluster)
    if filters.year.isdigit():
        found = found.where(func.extract("year", Grant.starts_on) == int(filters.year))
    return paginate(found.order_by(Grant.signed_at.desc(), Grant.number), page)


def latest_awards(count: int) -> Sequence[Grant]:
    """The newest signed grants, for the landing page. Queries: 1."""
    return db.session.scalars(
        _public().options(*AROUND).order_by(Grant.signed_at.desc(), Grant.number).limit(count)
    ).all()


def projects_by_country() -> dict[str | None, int]:
    """How many projects there are in each country; None is regional. Queries: 1."""
    rows = db.session.execute(
        select(Grant.country, func.count(Grant.id)).where(*PUBLIC).group_by(Grant.country)
    )
    return {country: count for country, count in rows}


def project_clusters() -> Sequence[Cluster]:
    """The clusters that projects belong to. Queries: 1."""
    ids = select(Grant.cluster_id).where(*PUBLIC)
    return db.session.scalars(
        select(Cluster).where(Cluster.id.in_(ids)).order_by(Cluster.number, Cluster.id)
    ).all()


def project_years() -> list[int]:
    """The years in which projects start, the newest first. Queries: 1."""
    days = db.session.scalars(select(Grant.starts_on).where(*PUBLIC).distinct())
    return sorted({day.year for day in days if day is not None}, reverse=True)


def project(number: str) -> Grant | None:
    """One published project by its number. Queries: 2."""
    return db.session.scalar(
        _public()
        .where(Grant.number == number)
        .options(*AROUND, selectinload(Grant.impact_statements))
    )


@dataclass(frozen=True)
class Award:
    """One line of the yearly publication of awards. Units: cents; the share in per cent."""

    year: int
    number: str
    organisation: str
    place: str
    country: str | None
    title: str
    call: str
    amount: Decimal
    currency: str
    share: Decimal


def awards() -> list[Award]:
    """Every published award, the newest year first. Queries: 1."""
    grants = db.session.scalars(_public().options(*AROUND).order_by(Grant.number))
    found = [_award(grant) for grant in grants]
    return sorted(found, key=lambda row: (-row.year, row.number))


def _award(grant: Grant) -> Award:
    signed = grant.signed_at or grant.created_at
    return Award(
        year=day_in(grant.action.time_zone, signed).year,
        number=grant.number,
        organisation=grant.organisation.legal_name,
        place=grant.organisation.city,
        country=grant.country,
        title=grant.title,
        call=grant.call.reference,
        amount=grant.max_amount if grant.final_amount is None else grant.final_amount,
        currency=grant.currency,
        share=grant.share_percent,
    )
