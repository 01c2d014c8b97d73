"""What a check found: a code, how serious it is, the words, and where it belongs on the form."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.core.text import Text


class Level(StrEnum):
    """E blocks the step; W is shown and blocks nothing."""

    ERROR = "E"
    WARNING = "W"


@dataclass(frozen=True)
class Finding:
    """One result of a check.

    Shape: `line` is the code or number of the row it speaks of, `field` the column or input; both
    are None for a finding about the whole.
    """

    code: str
    level: Level
    message: Text
    line: str | None = None
    field: str | None = None

    @property
    def is_blocking(self) -> bool:
        return self.level is Level.ERROR


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Only the findings that block."""
    return [finding for finding in findings if finding.is_blocking]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Only the findings that are shown and block nothing."""
    return [finding for finding in findings if not finding.is_blocking]
