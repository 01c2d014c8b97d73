"""The order of applications in one lot, with the levels that break a tie."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from portal.core.findings import Finding
from portal.evaluation.rules.consolidation import Consolidated, check_thresholds, role_score
from portal.evaluation.rules.grid import Grid, Role, ScoringRules


class TieLevel(StrEnum):
    """What put an application behind the one above it with the same total."""

    RELEVANCE = "relevance"
    DESIGN = "design"
    BUDGET = "budget"
    CAPACITY = "capacity"
    SUBMISSION = "submission"
    NUMBER = "number"


@dataclass(frozen=True)
class Entry:
    """One application in the ranking of a lot.

    Shape: `number` is the dossier number, `organisation` any key of the lead applicant;
    `failures` are the thresholds missed. Units: points exact, `requested` in euro.
    """

    number: str
    organisation: str
    requested: Decimal
    submitted_at: datetime
    total: Fraction
    relevance: Fraction
    design: Fraction
    budget: Fraction = Fraction(0)
    capacity: Fraction = Fraction(0)
    failures: tuple[Finding, ...] = ()

    @property
    def passes(self) -> bool:
        return not self.failures


@dataclass(frozen=True)
class Placed:
    """An application at its place, 1 first; `tie` says what parted it from the one above."""

    position: int
    entry: Entry
    tie: TieLevel | None = None


@dataclass(frozen=True)
class Ranking:
    """The result of a lot: those that pass in order, and those below a threshold."""

    placed: tuple[Placed, ...]
    rejected: tuple[Entry, ...]


def make_entry(
    result: Consolidated,
    grid: Grid,
    rules: ScoringRules,
    *,
    number: str,
    organisation: str,
    requested: Decimal,
    submitted_at: datetime,
) -> Entry:
    """The entry of an application from its consolidated score, thresholds tested."""
    return Entry(
        number=number,
        organisation=organisation,
        requested=requested,
        submitted_at=submitted_at,
        total=result.total,
        relevance=role_score(result, grid, Role.RELEVANCE),
        design=role_score(result, grid, Role.DESIGN),
        budget=role_score(result, grid, Role.BUDGET),
        capacity=role_score(result, grid, Role.CAPACITY),
        failures=tuple(check_thresholds(result, grid, rules)),
    )


def rank(entries: Iterable[Entry]) -> Ranking:
    """The ranking of a lot, highest total first; the order of the input does not matter.

    Ties: relevance, design, budget, capacity, earlier submission (instants), dossier number.
    Source: rules.md 4.6, 12 (Scores).
    """
    ordered = sorted(entries, key=_order)
    passing = [entry for entry in ordered if entry.passes]
    placed = tuple(
        Placed(position, entry, _tie(passing[position - 2], entry) if position > 1 else None)
        for position, entry in enumerate(passing, start=1)
    )
    return Ranking(placed, tuple(entry for entry in ordered if not entry.passes))


def _order(entry: Entry) -> tuple[Any, ...]:
    return (-entry.total, *(key for _, key in _levels(entry)))


def _levels(entry: Entry) -> tuple[tuple[TieLevel, Any], ...]:
    return (
        (TieLevel.RELEVANCE, -entry.relevance),
        (TieLevel.DESIGN, -entry.design),
        (TieLevel.BUDGET, -entry.budget),
        (TieLevel.CAPACITY, -entry.capacity),
        (TieLevel.SUBMISSION, entry.submitted_at),
        (TieLevel.NUMBER, natural(entry.number)),
    )


def natural(number: str) -> list[tuple[int, str]]:
    """Digits as numbers, so that 9 comes before 10."""
    return [
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.split(r"([0-9]+)", number)
        if part
    ]


def _tie(above: Entry, entry: Entry) -> TieLevel | None:
    if above.total != entry.total:
        return None
    pairs = zip(_levels(above), _levels(entry), strict=True)
    return next((level for (level, first), (_, second) in pairs if first != second), None)
