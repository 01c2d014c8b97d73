"""The parts of a sheet as frozen data: what is said, not how it is set."""

from dataclasses import dataclass
from typing import Literal

from portal.documents.engine import Letterhead

_BESIDE = 8  # letters: yes and no


@dataclass(frozen=True)
class Heading:
    """A heading. Units: level 1 for a page of the form, 2 for one question."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Words:
    """Running text; an empty line parts paragraphs. `is_quiet`: a remark in small print."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels with values; pairs without a value are left out."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    """A list without order."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What may be ticked, each with a box before it; two short ones stand beside each other."""

    texts: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """The boxes with their words, line by line."""
        boxes = [f"☐\u00a0{text}" for text in self.texts]
        return ["\u2003".join(boxes)] if sum(map(len, self.texts)) <= _BESIDE else boxes


@dataclass(frozen=True)
class Column:
    """A column. Units: the shares of a table add up to 1."""

    head: str
    share: float
    is_number: bool = False


@dataclass(frozen=True)
class Rows:
    """A table with its head row. Shape: a cell for each column; `strong` names rows set in bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[int, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What the reader must not miss."""

    text: str


@dataclass(frozen=True)
class Room:
    """Room to write by hand. Units: lines."""

    lines: int = 6


Part = Heading | Words | Facts | Items | Choices | Rows | Notice | Room


@dataclass(frozen=True)
class Sheet:
    """A whole paper: what stands around it, one sentence on what it is, its parts."""

    head: Letterhead
    title: str
    lead: str
    parts: tuple[Part, ...]
