"""How the sheets of a call lie beside each other: mean, median, spread, and each assessor's lean.

Shown to those who compare, and applied to nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Spread:
    """How the totals of one application lie.

    Units: points, exact; `width` is the highest less the lowest.
    """

    mean: Fraction
    median: Fraction
    width: Fraction


@dataclass(frozen=True)
class Lean:
    """How an assessor's totals lie against all totals of the same files.

    Units: points, exact; `own` is the mean of their totals, `same` the mean of the files' means.
    """

    files: int
    own: Fraction
    same: Fraction

    @property
    def difference(self) -> Fraction:
        """Above zero is milder than the others, below zero harsher."""
        return self.own - self.same


def spread_of(totals: Sequence[Fraction]) -> Spread | None:
    """Mean, median and spread of the totals; None without any."""
    if not totals:
        return None
    ordered = sorted(totals)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return Spread(_mean(ordered), median, ordered[-1] - ordered[0])


def leans(totals: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Lean]:
    """The lean of every assessor over the files that somebody else scored too.

    Shape: `totals` by file, then by assessor; a file with one sheet says nothing and is left out.
    """
    own: dict[str, list[Fraction]] = defaultdict(list)
    same: dict[str, list[Fraction]] = defaultdict(list)
    for sheets in totals.values():
        if len(sheets) < 2:
            continue
        mean = _mean(list(sheets.values()))
        for assessor, total in sheets.items():
            own[assessor].append(total)
            same[assessor].append(mean)
    return {who: Lean(len(own[who]), _mean(own[who]), _mean(same[who])) for who in own}


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
