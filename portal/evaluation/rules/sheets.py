"""One assessor's sheet: what is missing on it, and its sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from portal.core.errors import RuleBroken
from portal.core.findings import Finding, Level
from portal.core.text import N_
from portal.evaluation.rules.grid import Criterion, Grid, Section


@dataclass(frozen=True)
class Sheet:
    """The marks and comments of one assessor.

    Shape: `scores` and `comments` by criterion code; `section_comments` by section code;
    `assessor` is any stable key of the sheet.
    """

    assessor: str
    scores: Mapping[str, int]
    section_comments: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetTotals:
    """The sums of one sheet.

    Shape: `sections` by section code; `scores` by criterion code.
    Units: points, exact fractions (a carried section is a mean).
    """

    assessor: str
    sections: Mapping[str, Fraction]
    total: Fraction
    scores: Mapping[str, Fraction] = field(default_factory=dict)


def preset_scores(
    grid: Grid, *, has_co_applicants: bool, is_partnership_required: bool
) -> dict[str, int]:
    """Marks that the rules give and nobody enters: full marks for partnership where there is none.

    Source: rules.md 4.3 (B4.3 is scored 5 without co-applicants unless partnership is required).
    """
    if has_co_applicants or is_partnership_required:
        return {}
    return {c.code: grid.scale.highest for c in grid.criteria() if c.is_partnership}


def check_sheet(
    sheet: Sheet, grid: Grid, *, preset: Mapping[str, int] | None = None, comment_length: int = 1
) -> list[Finding]:
    """What keeps a sheet from being handed in, in print order.

    Shape:  codes SCORE (a mark missing or not on the scale) and COMMENT (per section, and per
            criterion for the marks that the scale wants explained); line is the criterion or
            section. Preset marks need no comment.
    Units:  `comment_length` in characters.
    Source: rules.md 4.1.
    """
    given = preset or {}
    found: list[Finding] = []
    for section in grid.sections:
        if section.carried_max is not None:
            continue
        for criterion in section.criteria:
            if criterion.code not in given:
                found.extend(_check_criterion(sheet, criterion, grid, comment_length))
        found.extend(_check_section_comment(sheet, section, comment_length))
    return found


def missing_recommendation() -> Finding:
    """The sheet has no recommendation; the assessor must choose one."""
    return Finding(
        "RECOMMENDATION", Level.ERROR, N_("Choose what you recommend"), line="recommendation"
    )


def _check_criterion(
    sheet: Sheet, criterion: Criterion, grid: Grid, length: int
) -> Iterator[Finding]:
    score, scale = sheet.scores.get(criterion.code), grid.scale
    if score is None or score not in scale:
        message = N_(
            "Give %(code)s a whole number from %(low)s to %(high)s.",
            code=criterion.code,
            low=scale.lowest,
            high=scale.highest,
        )
        yield Finding("SCORE", Level.ERROR, message, line=criterion.code, field="score")
    elif score in scale.explained and _is_short(sheet.comments.get(criterion.code), length):
        message = N_("Explain the score %(score)s for %(code)s.", score=score, code=criterion.code)
        yield Finding("COMMENT", Level.ERROR, message, line=criterion.code, field="comment")


def _check_section_comment(sheet: Sheet, section: Section, length: int) -> Iterator[Finding]:
    if _is_short(sheet.section_comments.get(section.code), length):
        message = N_("Write a comment for section %(code)s.", code=section.code)
        yield Finding("COMMENT", Level.ERROR, message, line=section.code, field="comment")


def _is_short(comment: str | None, length: int) -> bool:
    return len((comment or "").strip()) < length


@cache
def whole(points: int) -> Fraction:
    """A whole number of points: the same few numbers stand on every sheet."""
    return Fraction(points)


def sheet_totals(
    sheet: Sheet,
    grid: Grid,
    *,
    preset: Mapping[str, int] | None = None,
    carried: Mapping[str, Fraction] | None = None,
) -> SheetTotals:
    """The sums of a complete sheet.

    Shape:  `carried` holds by section code the exact mean brought over from the concept note, the
            same for every assessor.
    Raises: RuleBroken naming the criterion without a mark on the scale, or the carried section.
    Source: rules.md 4.1, 4.3, 12 (Scores).
    """
    marks = {**sheet.scores, **(preset or {})}
    sections = {
        section.code: _section_total(section, grid, marks, carried or {})
        for section in grid.sections
    }
    scores = {criterion.code: whole(marks[criterion.code]) for criterion in grid.criteria()}
    return SheetTotals(sheet.assessor, sections, sum(sections.values(), Fraction(0)), scores)


def _section_total(
    section: Section, grid: Grid, marks: Mapping[str, int], carried: Mapping[str, Fraction]
) -> Fraction:
    if section.carried_max is not None:
        if section.code not in carried:
            raise RuleBroken(
                N_("Section %(code)s has no score from the concept note.", code=section.code),
                field=section.code,
            )
        return Fraction(carried[section.code])
    for criterion in section.criteria:
        score = marks.get(criterion.code)
        if score is None or score not in grid.scale:
            raise RuleBroken(N_("No mark for %(code)s.", code=criterion.code), field=criterion.code)
    return whole(sum(marks[c.code] * c.weight for c in section.criteria))
