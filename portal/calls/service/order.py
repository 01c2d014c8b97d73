"""Things of a call that stand in an order: lots, documents, sections, criteria."""

from collections.abc import Sequence
from typing import Protocol


class Placed(Protocol):
    """Something with a place among its kind, counted from 1."""

    position: int


def shift(rows: Sequence[Placed], row: Placed, step: int) -> None:
    """Move one of them a place up (-1) or down (+1); at the end nothing happens."""
    ordered = list(rows)
    place = ordered.index(row)
    target = place + (1 if step > 0 else -1)
    if 0 <= target < len(ordered):
        ordered[place], ordered[target] = ordered[target], ordered[place]
    number(ordered)


def number(rows: Sequence[Placed]) -> None:
    """Count the places again, in the order given."""
    for place, row in enumerate(rows, 1):
        row.position = place
