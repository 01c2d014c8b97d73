"""An assessor's sheet as rows of a spreadsheet, and the rows read back.

Shape: a row is code, question, weight, score, comment. The first column says what a row is: the
code of a criterion, the code of a section (its comment), or one of `WORDS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.core.text import N_, Text, clean
from portal.evaluation.rules.grid import Grid, Scale

Row = Sequence[object]
HEADS = ("Code", "Question", "Weight", "Score", "Comment")
NUMBER = "Application"
WORDS: Mapping[str, str] = {
    "Strengths": "strengths",
    "Weaknesses": "weaknesses",
    "Recommendation": "recommendation",
    "Own notes": "own_notes",
}
RECOMMENDATIONS = ("fund", "fund_with_changes", "do_not_fund")
LONGEST = 5000


@dataclass(frozen=True)
class NotUnderstood:
    """A row that was left out, and why. Shape: `row` counts from 1, as the spreadsheet does."""

    row: int
    code: str
    why: Text


@dataclass
class OfflineSheet:
    """What a workbook says. Shape: by code; what stands in no row is not in here."""

    scores: dict[str, int] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    section_comments: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    refused: list[NotUnderstood] = field(default_factory=list)

    @property
    def understood(self) -> int:
        """How many answers were read."""
        comments = len(self.comments) + len(self.section_comments)
        return len(self.scores) + comments + len(self.words)


def rows_of(
    number: str,
    grid: Grid,
    *,
    scores: Mapping[str, int],
    comments: Mapping[str, str],
    section_comments: Mapping[str, str],
    words: Mapping[str, str],
) -> list[tuple[object, ...]]:
    """The sheet with what is on it."""
    rows: list[tuple[object, ...]] = [(NUMBER, number, None, None, None)]
    for section in grid.sections:
        rows += [
            (one.code, one.title, one.weight, scores.get(one.code), comments.get(one.code, ""))
            for one in section.criteria
        ]
        comment = section_comments.get(section.code, "")
        rows.append((section.code, f"Comment on {section.title}", None, None, comment))
    rows += [(label, _hint(name), None, None, words.get(name, "")) for label, name in WORDS.items()]
    return rows


def _hint(name: str) -> str:
    return "One of: " + ", ".join(RECOMMENDATIONS) if name == "recommendation" else ""


def read_sheet(rows: Sequence[Row], number: str, grid: Grid) -> OfflineSheet:
    """Every row is understood, or named with its reason; one of another application refuses all.

    Source: PRODUCT.md 3.2 E6.
    """
    found = OfflineSheet()
    criteria = {one.code for section in grid.sections for one in section.criteria}
    sections = {section.code for section in grid.sections}
    seen: set[str] = set()
    why: Text | None
    for place, cells in enumerate(rows, start=1):
        code = _text(cells, 0)
        if not code or code == HEADS[0]:
            continue
        if code in seen:
            why = N_("This code stands in an earlier row too.")
        elif code == NUMBER:
            if _text(cells, 1) != number:
                found = OfflineSheet()
                why = N_("The workbook is of another application; nothing was read.")
                found.refused.append(NotUnderstood(place, code, why))
                return found
            continue
        elif code in criteria:
            seen.add(code)
            why = _criterion(found, code, cells, grid.scale)
        elif code in sections or code in WORDS:
            seen.add(code)
            why = _comment(found, code, cells, sections)
        else:
            why = N_("The sheet has no such code.")
        if why is not None:
            found.refused.append(NotUnderstood(place, code, why))
    return found


def _criterion(found: OfflineSheet, code: str, cells: Row, scale: Scale) -> Text | None:
    comment = _text(cells, 4)
    if len(comment) > LONGEST:
        return N_("The comment is longer than %(most)s characters.", most=LONGEST)
    if comment:
        found.comments[code] = comment
    written = _text(cells, 3)
    if not written:
        return None
    score = _whole(written)
    if score is None or score not in scale:
        return N_(
            "The score %(score)s is no whole number from %(low)s to %(high)s.",
            score=written,
            low=scale.lowest,
            high=scale.highest,
        )
    found.scores[code] = score
    return None


def _comment(found: OfflineSheet, code: str, cells: Row, sections: set[str]) -> Text | None:
    text = _text(cells, 4)
    if len(text) > LONGEST:
        return N_("The comment is longer than %(most)s characters.", most=LONGEST)
    if _text(cells, 3):
        return N_("This row takes a comment and no score.")
    if not text:
        return None
    if code in sections:
        found.section_comments[code] = text
        return None
    if WORDS[code] == "recommendation" and text not in RECOMMENDATIONS:
        choices = ", ".join(RECOMMENDATIONS)
        return N_("The recommendation is one of: %(choices)s.", choices=choices)
    found.words[WORDS[code]] = text
    return None


def _text(cells: Row, place: int) -> str:
    return clean(str(cells[place])) if place < len(cells) and cells[place] is not None else ""


def _whole(text: str) -> int | None:
    """4 and 4.0, as programs write it; nothing else."""
    whole, _dot, rest = text.partition(".")
    if whole.isascii() and whole.isdigit() and len(whole) < 4 and not rest.strip("0"):
        return int(whole)
    return None
