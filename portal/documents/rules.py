"""Series, numbers and references of documents: pure text. Source: rules.md section 8."""

from dataclasses import dataclass

WITHOUT_CALL = "GEN"


@dataclass(frozen=True)
class Place:
    """Where a document stands: its series, its number there, its version.

    Shape: series SHBB/SHBB-2026-01/ACK/2026 and number 7 make SHBB/SHBB-2026-01/ACK/007/2026.
    """

    series: str
    number: int
    version: int

    @property
    def reference(self) -> str:
        """{ACTION}/{CALL}/{TYPE}/{NNN}/{YEAR}; all versions share it."""
        front, _, year = self.series.rpartition("/")
        return f"{front}/{self.number:03d}/{year}"


def series(action: str, part: str, kind: str, year: int) -> str:
    """The series that is counted without a gap.

    Shape: `part` is the call's reference, or the event's code, or empty for neither.
    """
    return f"{action}/{part or WITHOUT_CALL}/{kind}/{year}"


def file_name(place: Place) -> str:
    """The name under which the file is downloaded."""
    return f"{place.reference.replace('/', '-')}-v{place.version}.pdf"
