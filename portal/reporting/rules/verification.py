"""Which items are checked, and what the errors found in them mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import ceil

from portal.core.ratio import percentage

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class SampleRules:
    """How a lead samples; all settings of the contract.

    Units: up to `all_up_to` items everything is checked; else every item from `large_from` euro
    on and `percent` of the smaller ones; `error_limit` in per cent of the random part.
    """

    all_up_to: int
    large_from: Decimal
    percent: Decimal
    error_limit: Decimal


@dataclass(frozen=True)
class Sample:
    """The items to check. Shape: numbers of items; `large` by size, `drawn` by lot."""

    large: frozenset[str]
    drawn: frozenset[str]
    is_everything: bool

    @property
    def numbers(self) -> frozenset[str]:
        return self.large | self.drawn


def draw_sample(amounts: Mapping[str, Decimal], rules: SampleRules, *, seed: str) -> Sample:
    """The items to check; the same seed draws the same items whatever their order.

    Shape:  amounts in euro by the number of the item. The share of the smaller items is rounded
            up.
    Source: rules.md 7.6, 12 (Verification).
    """
    large = frozenset(number for number, eur in amounts.items() if eur >= rules.large_from)
    small = sorted(number for number in amounts if number not in large)
    if len(amounts) <= rules.all_up_to:
        return Sample(large, frozenset(small), is_everything=True)
    count = ceil(Fraction(rules.percent) * len(small) / 100)
    small.sort(key=lambda number: sha256(f"{seed}:{number}".encode()).digest())
    return Sample(large, frozenset(small[:count]), is_everything=count >= len(small))


@dataclass(frozen=True)
class ErrorRate:
    """Disallowed in checked amount of the random part; the large items stand beside it.

    Units: cents; percent exact, None where nothing was drawn.
    """

    checked: Decimal
    disallowed: Decimal
    large_checked: Decimal
    large_disallowed: Decimal
    percent: Fraction | None

    def demands_full_check(self, rules: SampleRules) -> bool:
        """More errors than the limit: every item must be checked (exactly the limit is not)."""
        return self.percent is not None and self.percent > Fraction(rules.error_limit)


def error_rate(
    amounts: Mapping[str, Decimal], disallowed: Mapping[str, Decimal], sample: Sample
) -> ErrorRate:
    """The error rate of a checked sample. Source: rules.md 12 (Verification)."""
    checked, refused = _sum(amounts, sample.drawn), _sum(disallowed, sample.drawn)
    return ErrorRate(
        checked=checked,
        disallowed=refused,
        large_checked=_sum(amounts, sample.large),
        large_disallowed=_sum(disallowed, sample.large),
        percent=percentage(refused, checked),
    )


def _sum(amounts: Mapping[str, Decimal], numbers: Iterable[str]) -> Decimal:
    return sum((amounts.get(number, ZERO) for number in numbers), ZERO)
