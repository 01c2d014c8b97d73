"""From two or three sheets to one score: third assessment, closest pair, thresholds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from portal.core.errors import RuleBroken
from portal.core.findings import Finding, Level
from portal.core.ratio import plain, rounded, shown_beside
from portal.core.text import N_
from portal.evaluation.rules.grid import Grid, Role, ScoredStage, ScoringRules
from portal.evaluation.rules.sheets import SheetTotals


class ThirdReason(StrEnum):
    """Why a third assessor is called."""

    GAP = "gap"
    STRADDLE = "straddle"


class Basis(StrEnum):
    """What the consolidated score rests on."""

    BOTH = "mean_of_two"
    CLOSEST_PAIR = "closest_pair"
    ALL_THREE = "mean_of_three"
    COMMITTEE = "committee"


@dataclass(frozen=True)
class Consolidated:
    """The score that counts for one application at one stage.

    Shape: `sections` by section code, `scores` by criterion code; `used` and `unused` are the
    assessors whose sheets count and do not.
    Units: points, exact means.
    """

    total: Fraction
    sections: Mapping[str, Fraction]
    scores: Mapping[str, Fraction]
    basis: Basis
    used: tuple[str, ...]
    unused: tuple[str, ...] = ()

    @property
    def total_shown(self) -> Decimal:
        """The total for print: two decimals, half up."""
        return rounded(self.total)

    def section_shown(self, code: str) -> Decimal:
        """A section's score for print: two decimals, half up."""
        return rounded(self.sections[code])


def gap(first: SheetTotals, second: SheetTotals) -> Fraction:
    """The distance between two totals, in points."""
    return abs(first.total - second.total)


def needs_third(
    first: SheetTotals, second: SheetTotals, grid: Grid, rules: ScoringRules
) -> ThirdReason | None:
    """Why a third assessor must score the application; None when two are enough.

    GAP: the totals differ by more than the call's share of the maximum (exactly that is allowed).
    STRADDLE: one total reaches the threshold, the other does not, and they differ by at least the
    call's smaller share; off where the threshold is off.
    Source: rules.md 4.5.3, 12 (Scores).
    """
    return third_by_totals(first.total, second.total, grid.maximum, rules)


def third_by_totals(
    first: Fraction, second: Fraction, maximum: int, rules: ScoringRules
) -> ThirdReason | None:
    """The same from the two totals and the most points of the grid."""
    distance = abs(first - second)
    if distance > _points(rules.third_gap, maximum):
        return ThirdReason.GAP
    if rules.minimum_total is None or rules.straddle_gap is None:
        return None
    minimum = Fraction(rules.minimum_total)
    is_straddling = (first >= minimum) != (second >= minimum)
    if is_straddling and distance >= _points(rules.straddle_gap, maximum):
        return ThirdReason.STRADDLE
    return None


def _points(percent: Decimal, maximum: int) -> Fraction:
    return Fraction(percent) * maximum / 100


def consolidate(sheets: Sequence[SheetTotals]) -> Consolidated:
    """The mean of two sheets; of three, the mean of the closest pair of totals.

    Where both gaps of three are equal the mean of all three counts. The order of the sheets does
    not matter, and three are read this way even where the third was not needed.
    Raises: RuleBroken unless there are two or three sheets.
    Source: rules.md 4.5.2, 4.5.4, 12 (Scores).
    """
    if len(sheets) == 2:
        return _mean(sheets, Basis.BOTH)
    if len(sheets) != 3:
        raise RuleBroken(N_("An application is consolidated from two or three assessments."))
    low, middle, high = sorted(sheets, key=lambda sheet: sheet.total)
    below, above = gap(low, middle), gap(middle, high)
    if below == above:
        return _mean(sheets, Basis.ALL_THREE)
    if below < above:
        return _mean((low, middle), Basis.CLOSEST_PAIR, unused=high)
    return _mean((middle, high), Basis.CLOSEST_PAIR, unused=low)


def committee_score(rescore: SheetTotals, sheets: Iterable[SheetTotals]) -> Consolidated:
    """The committee's own score in place of the mean; every sheet stays on file as unused.

    Source: rules.md 4.5.5 (only with written reasons, shown as such).
    """
    return Consolidated(
        total=rescore.total,
        sections=dict(rescore.sections),
        scores=dict(rescore.scores),
        basis=Basis.COMMITTEE,
        used=(rescore.assessor,),
        unused=tuple(sorted(sheet.assessor for sheet in sheets)),
    )


def _mean(
    sheets: Sequence[SheetTotals], basis: Basis, *, unused: SheetTotals | None = None
) -> Consolidated:
    return Consolidated(
        total=_mean_of([sheet.total for sheet in sheets]),
        sections=_means([sheet.sections for sheet in sheets]),
        scores=_means([sheet.scores for sheet in sheets]),
        basis=basis,
        used=tuple(sorted(sheet.assessor for sheet in sheets)),
        unused=() if unused is None else (unused.assessor,),
    )


def _means(rows: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    return {code: _mean_of([row[code] for row in rows]) for code in rows[0]}


@lru_cache(maxsize=4096)
def _ratio(points: int, count: int) -> Fraction:
    return Fraction(points, count)


def _mean_of(values: Sequence[Fraction]) -> Fraction:
    """The exact mean. Points are whole as a rule: then nothing needs to be reduced on the way."""
    if all(value.denominator == 1 for value in values):
        return _ratio(sum(value.numerator for value in values), len(values))
    return sum(values, Fraction(0)) / len(values)


def role_score(result: Consolidated, grid: Grid, role: Role) -> Fraction:
    """The points of the sections with a role; 0 where the grid has none."""
    return sum(
        (result.sections[section.code] for section in grid.sections if section.role is role),
        Fraction(0),
    )


def check_thresholds(result: Consolidated, grid: Grid, rules: ScoringRules) -> list[Finding]:
    """The thresholds that a score misses; an empty list passes.

    Shape:  T1 on a concept note and T4 on a full application test the total; a section's own
            minimum is T2 for capacity, T5 for relevance, else SECTION; T3 tests the items of
            capacity. All compare exact means, before any rounding; `line` names the section.
    Source: rules.md 4.4, 4.5.2, 12 (Scores).
    """
    total_code = "T1" if rules.stage is ScoredStage.CONCEPT_NOTE else "T4"
    found = [
        *_below_sections(result, grid),
        *_weak_items(result, grid, rules),
        *_below_total(total_code, result, rules),
    ]
    return sorted(found, key=lambda finding: finding.code)


_SECTION_CODES = {Role.CAPACITY: "T2", Role.RELEVANCE: "T5"}


def _below_sections(result: Consolidated, grid: Grid) -> Iterator[Finding]:
    for section in grid.sections:
        points = result.sections[section.code]
        if section.minimum is None or points >= Fraction(section.minimum):
            continue
        message = N_(
            "%(section)s has %(points)s points; at least %(minimum)s are needed.",
            section=section.title,
            points=shown_beside(points, section.minimum),
            minimum=plain(section.minimum),
        )
        code = _SECTION_CODES.get(section.role, "SECTION")
        yield Finding(code, Level.ERROR, message, line=section.code)


def _below_total(code: str, result: Consolidated, rules: ScoringRules) -> Iterator[Finding]:
    minimum = rules.minimum_total
    if minimum is None or result.total >= Fraction(minimum):
        return
    message = N_(
        "The total is %(points)s points; at least %(minimum)s are needed.",
        points=shown_beside(result.total, minimum),
        minimum=plain(minimum),
    )
    yield Finding(code, Level.ERROR, message)


def _weak_items(result: Consolidated, grid: Grid, rules: ScoringRules) -> list[Finding]:
    if rules.weak_capacity_item is None:
        return []
    floor = Fraction(rules.weak_capacity_item)
    return [
        Finding(
            "T3",
            Level.ERROR,
            N_(
                "%(code)s of the capacity section has an average of only %(points)s.",
                code=criterion.code,
                points=rounded(result.scores[criterion.code]),
            ),
            line=criterion.code,
        )
        for section in grid.sections
        if section.role is Role.CAPACITY
        for criterion in section.criteria
        if result.scores[criterion.code] <= floor
    ]
