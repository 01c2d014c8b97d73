"""The two stages of an application: which sections belong to which, and what may change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.core.findings import Finding, Level
from portal.core.money import format_amount
from portal.core.ratio import percentage, plain, shown_beside
from portal.core.text import N_, Text, count_words


class Stage(StrEnum):
    """What the applicant hands in at one submission."""

    CONCEPT_NOTE = "concept_note"
    FULL_APPLICATION = "full_application"
    ONE_STEP = "one_step"


@dataclass(frozen=True)
class SectionLimit:
    """One section of the form with its limit.

    Shape: `key` starts with A (concept note) or B (full application). Units: `words` counted as
    runs of characters without white space; None is no limit.
    """

    key: str
    title: str
    words: int | None = None
    is_required: bool = True


def sections_of(stage: Stage, sections: Iterable[SectionLimit]) -> list[SectionLimit]:
    """The sections that are handed in at a stage, in the order of the form.

    Source: rules.md 3.2, 3.3: part A is the concept note, part B the full application; a one-step
    call asks for both at once.
    """
    parts = {Stage.CONCEPT_NOTE: "A", Stage.FULL_APPLICATION: "B", Stage.ONE_STEP: "AB"}[stage]
    return [section for section in sections if section.key[:1] in parts]


def words_over(text: str, limit: int | None) -> int:
    """By how many words a text is over its limit; 0 when it keeps it or there is none."""
    return 0 if limit is None else max(0, count_words(text) - limit)


def check_sections(
    texts: Mapping[str, str], sections: Iterable[SectionLimit], *, is_final: bool
) -> list[Finding]:
    """Sections over their word limit, and on submission (`is_final`) those left empty.

    Shape:  `texts` by section key; the finding's line is the key. A text that is too long can be
            saved (W) and not submitted (E).
    Source: rules.md 3 (checked on the server; blocks submission, not saving), ADM02, ADM14.
    """
    level = Level.ERROR if is_final else Level.WARNING
    found = []
    for section in sections:
        text = texts.get(section.key, "")
        over = words_over(text, section.words)
        if over:
            found.append(Finding("WORDS", level, _too_long(section, over), line=section.key))
        elif is_final and section.is_required and not text.strip():
            message = N_("%(section)s is empty.", section=f"{section.key} {section.title}")
            found.append(Finding("EMPTY", level, message, line=section.key))
    return found


def _too_long(section: SectionLimit, over: int) -> Text:
    words = (section.words or 0) + over
    return N_(
        "%(section)s has %(words)s words; the limit is %(limit)s.",
        section=f"{section.key} {section.title}",
        words=words,
        limit=section.words,
    )


def check_stage_amount(concept: Decimal, now: Decimal, *, percent: Decimal) -> Finding | None:
    """BUD17: the full application stays near the amount of the concept note.

    Units: amounts in euro; `percent` 20 allows a fifth up or down, exactly that included.
    Source: rules.md 3.3 (stage rule), 6.3.
    """
    change = abs(now - concept)
    if Fraction(change) * 100 <= Fraction(percent) * Fraction(concept):
        return None
    difference = percentage(change, concept)
    message = N_(
        "You asked %(concept)s in the concept note and now %(now)s: a difference of "
        "%(percent)s %%, limit %(limit)s %%.",
        concept=format_amount(concept),
        now=format_amount(now),
        percent=100 if difference is None else shown_beside(difference, percent),
        limit=plain(percent),
    )
    return Finding("BUD17", Level.ERROR, message, field="requested")


def check_duration(months: int, *, low: int | None, high: int | None) -> Finding | None:
    """ADM09: the duration lies inside the call's range, both ends allowed."""
    if (low is None or months >= low) and (high is None or months <= high):
        return None
    if low is None or high is None:
        message = N_("A project of %(months)s months is outside the call's range.", months=months)
    else:
        message = N_(
            "A project of %(months)s months is outside %(low)s–%(high)s months.",
            months=months,
            low=low,
            high=high,
        )
    return Finding("ADM09", Level.ERROR, message, field="duration_months")
