"""Two versions of an application word by word and line by line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

_PIECES = re.compile(r"\S+\s*|\s+")  # a word with the space behind it
_MOST = 3000  # words of one text; beyond that it is told as replaced as a whole
SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"


@dataclass(frozen=True)
class Piece:
    """A run of text. Shape: `kind` is same, added or removed."""

    kind: str
    text: str


def words_changed(before: str, after: str) -> list[Piece]:
    """The text with what was taken away and what was put in, in reading order.

    The same and removed pieces make `before`, the same and added ones `after`, to the letter.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if before == after:
        return _pieces([(SAME, before)])
    if len(old) > _MOST or len(new) > _MOST:
        return _pieces([(REMOVED, before), (ADDED, after)])
    found: list[tuple[str, str]] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append((SAME, "".join(old[i:j])))
            continue
        found += [(REMOVED, "".join(old[i:j])), (ADDED, "".join(new[k:m]))]
    return _pieces(found)


def _pieces(parts: Iterable[tuple[str, str]]) -> list[Piece]:
    return [Piece(kind, text) for kind, text in parts if text]


@dataclass(frozen=True)
class Line:
    """A budget line as it is compared. Units: total in cents."""

    code: str
    heading: int
    description: str
    quantity: str
    unit_value: str
    total: Decimal
    reason: str


@dataclass(frozen=True)
class LinePair:
    """One line before and after; one of them is None when it was added or removed."""

    kind: str
    before: Line | None
    after: Line | None


def lines_changed(before: Sequence[Line], after: Sequence[Line]) -> list[LinePair]:
    """Each line of both budgets once: found again by heading and description, else by its number.

    Shape: in the order of the later budget, removed lines of a heading behind those that are there.
    """
    left = list(before)
    pairs: list[LinePair] = []
    for line in after:
        found = _same_line(line, left)
        if found is None:
            pairs.append(LinePair(ADDED, None, line))
            continue
        left.remove(found)
        pairs.append(LinePair(SAME if found == line else CHANGED, found, line))
    pairs += [LinePair(REMOVED, line, None) for line in left]
    return sorted(pairs, key=_heading)


def _heading(pair: LinePair) -> int:
    line = pair.after or pair.before
    return line.heading if line else 0


def _same_line(line: Line, among: Sequence[Line]) -> Line | None:
    name = _folded(line)
    named = [one for one in among if _folded(one) == name]
    exact = [one for one in named if one == line]
    coded = [one for one in among if one.code == line.code and one.heading == line.heading]
    return next(iter([*exact, *named, *coded]), None)


def _folded(line: Line) -> tuple[int, str]:
    return line.heading, " ".join(line.description.casefold().split())
