"""Which concept notes are invited to a full application."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.evaluation.rules.ranking import Entry, Placed, rank


@dataclass(frozen=True)
class Cut:
    """The result of the cut.

    Shape: `kept` and `cut` in rank order; `rejected` missed the threshold (T1).
    Units: `requested` is the sum of the kept notes in euro, `limit` what the cut allowed.
    """

    kept: tuple[Placed, ...]
    cut: tuple[Placed, ...]
    rejected: tuple[Entry, ...]
    requested: Decimal
    limit: Fraction | None


def cut_concept_notes(
    entries: Iterable[Entry],
    *,
    envelope: Decimal,
    percent: Decimal | None,
    invitations: int | None,
) -> Cut:
    """Keep ranked notes while the sum asked stays within so many per cent of the envelope.

    The first that does not fit ends the walk, unless its score equals the last one kept: equal
    scores at the cut all stay. Equal notes of which none fits are all cut. A call may set a number
    of invitations instead, or both.
    Units:  `percent` 200 is twice the envelope; None is off.
    Source: rules.md 4.2, 12 (Concept-note cut).
    """
    ranking = rank(entries)
    limit = None if percent is None else Fraction(envelope) * Fraction(percent) / 100
    kept: list[Placed] = []
    asked = Decimal(0)
    for item in ranking.placed:
        fits = limit is None or Fraction(asked + item.entry.requested) <= limit
        fits = fits and (invitations is None or len(kept) < invitations)
        if not fits:
            break
        kept.append(item)
        asked += item.entry.requested
    rest = ranking.placed[len(kept) :]
    if kept:
        equal = [item for item in rest if item.entry.total == kept[-1].entry.total]
        kept.extend(equal)
        rest = rest[len(equal) :]
    asked = sum((item.entry.requested for item in kept), Decimal(0))
    return Cut(tuple(kept), tuple(rest), ranking.rejected, asked, limit)
