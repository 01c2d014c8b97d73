"""The score matrix: every sheet that is in, by application, with what they have in common."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.applications.models import Application
from portal.calls.models import Call
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import Assessment
from portal.evaluation.queries.dossiers import applications_of
from portal.evaluation.queries.sheets import IN, Progress, progress

NOTHING = Fraction(-1)  # sorts what has no sheet behind everything that has one


@dataclass(frozen=True)
class MatrixSheet:
    """One sheet that is in, with its sums."""

    sheet: Assessment
    totals: rules.SheetTotals


@dataclass(frozen=True)
class MatrixRow:
    """One application with its sheets. `result` is None until two sheets are in."""

    application: Application
    sheets: tuple[MatrixSheet, ...]
    spread: rules.Spread | None
    result: rules.Consolidated | None
    third: rules.ThirdReason | None
    is_complete: bool


@dataclass(frozen=True)
class MatrixFilters:
    """What the matrix is narrowed to and sorted by; empty is everything, by number."""

    lot: str = ""
    show: str = ""
    sort: str = ""


SHOWS = ("apart", "incomplete", "complete")
SORTS = ("number", "score", "mean", "median", "spread")


def matrix(call: Call, *, hidden: frozenset[UUID]) -> list[MatrixRow]:
    """Every application that has sheets, by lot and number; those in `hidden` are left out.

    Queries: 3.
    """
    return [
        _row(one) for one in progress(call, applications_of(call.id, hidden=hidden)) if one.sheets
    ]


def _row(one: Progress) -> MatrixRow:
    totals = {total.assessor: total for total in one.totals}
    sheets = tuple(
        MatrixSheet(sheet, totals[str(sheet.position)]) for sheet in one.sheets if sheet.state in IN
    )
    enough = 2 <= len(one.totals) <= 3
    return MatrixRow(
        one.application,
        sheets,
        rules.spread_of([total.total for total in one.totals]),
        rules.consolidate(one.totals) if enough else None,
        one.third,
        one.is_complete,
    )


def with_comments(rows: list[MatrixRow]) -> list[MatrixRow]:
    """The same rows with marks and comments of their sheets loaded. Queries: 3."""
    ids = [one.sheet.id for row in rows for one in row.sheets]
    db.session.scalars(
        select(Assessment)
        .where(Assessment.id.in_(ids))
        .options(selectinload(Assessment.comments), selectinload(Assessment.scores))
    ).all()
    return rows


def leans_of(rows: list[MatrixRow]) -> dict[UUID, rules.Lean]:
    """How each assessor's totals lie against all totals of the same files."""
    found = rules.leans({str(row.application.id): _totals(row) for row in rows})
    return {UUID(who): lean for who, lean in found.items()}


def _totals(row: MatrixRow) -> dict[str, Fraction]:
    return {str(one.sheet.assessor_id): one.totals.total for one in row.sheets}


def narrowed(rows: list[MatrixRow], filters: MatrixFilters) -> list[MatrixRow]:
    """The rows that a reader asked for, in the order asked for; equal ones by number."""
    found = [row for row in rows if _is_wanted(row, filters)]
    key = filters.sort.removeprefix("-")
    if key in SORTS[1:]:
        found.sort(key=lambda row: _sort_key(row, key), reverse=filters.sort.startswith("-"))
    elif filters.sort == "-number":
        found.reverse()
    return found


def _is_wanted(row: MatrixRow, filters: MatrixFilters) -> bool:
    if filters.lot and row.application.lot.code != filters.lot:
        return False
    wanted = {"apart": row.third is not None, "incomplete": not row.is_complete}
    return wanted.get(filters.show, row.is_complete or filters.show != "complete")


def _sort_key(row: MatrixRow, key: str) -> Fraction:
    if key == "score":
        return row.result.total if row.result else NOTHING
    if row.spread is None:
        return NOTHING
    return {"mean": row.spread.mean, "median": row.spread.median, "spread": row.spread.width}[key]
