"""Days of a complaint, and what an upheld one does to the order of a lot. Source: rules.md 4.6."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


def last_day(letter_on: date, days: int) -> date:
    """The last day on which an applicant may complain; it counts."""
    return letter_on + timedelta(days=days)


@dataclass(frozen=True)
class Standing:
    """One application in the order of a lot. Shape: `place` is its present place, 1 first."""

    key: str
    total: Decimal
    place: int


def reorder(standings: Sequence[Standing], key: str, total: Decimal) -> list[str]:
    """The keys in their new order when one has another total.

    The others keep their order among themselves. With an equal total it goes behind those that
    were there: a complaint never pushes back somebody as good.
    """
    rest = sorted((one for one in standings if one.key != key), key=lambda one: one.place)
    ahead = [one.key for one in rest if one.total >= total]
    behind = [one.key for one in rest if one.total < total]
    return [*ahead, key, *behind]
