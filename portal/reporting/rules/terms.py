"""What a report asks and the numbers it is held to, read from the data stored with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Part:
    """One text of the narrative. Units: `words` at most."""

    key: str
    group: str
    title: str
    help: str
    words: int


@dataclass(frozen=True)
class Terms:
    """The terms of one report.

    Units: `explain_over` in per cent of a line; `tolerance` in euro; days are calendar days.
    """

    parts: tuple[Part, ...]
    explain_over: Decimal
    tolerance: Decimal
    activity_words: int
    questions_days: int
    reminder_days: tuple[int, ...]
    overdue_every: int

    def part(self, key: str) -> Part | None:
        """The part with this key."""
        return next((part for part in self.parts if part.key == key), None)


def terms_of(stored: Mapping[str, Any]) -> Terms:
    """The terms as they were stored with the report when it was scheduled."""
    return Terms(
        parts=tuple(Part(**entry) for entry in stored["sections"]),
        explain_over=Decimal(stored["explain_over"]),
        tolerance=Decimal(stored["tolerance"]),
        activity_words=int(stored["activity_words"]),
        questions_days=int(stored["questions_days"]),
        reminder_days=tuple(stored["reminder_days"]),
        overdue_every=int(stored["overdue_every"]),
    )
