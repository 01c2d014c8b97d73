"""The financial report: each heading or line against the budget."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from portal.core.ratio import percent_of, percentage, rounded

K = TypeVar("K", bound=Hashable)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Variation(Generic[K]):
    """One row of the financial report.

    Shape: `key` is the heading number or line code. Units: cents; `amount` is reported less
    budget; `percent` of the budget exact, None where nothing was budgeted.
    """

    key: K
    budget: Decimal
    reported: Decimal
    amount: Decimal
    percent: Fraction | None
    is_within: bool
    needs_explanation: bool

    @property
    def balance(self) -> Decimal:
        """What is left of the budget; negative when overspent."""
        return self.budget - self.reported

    @property
    def percent_shown(self) -> Decimal | None:
        """The percentage for print: two decimals."""
        return None if self.percent is None else rounded(self.percent)


def variations(
    budget: Mapping[K, Decimal],
    reported: Mapping[K, Decimal],
    *,
    limit: Decimal,
    explain_over: Decimal,
) -> list[Variation[K]]:
    """Each heading (or line) of the budget or the report with its difference, in budget order.

    Units:  `limit` and `explain_over` in per cent of the budgeted amount (25 and 10); amounts are
            compared, exactly the limit is within.
    Source: rules.md 7.2, example 3.
    """
    keys = [*budget, *(key for key in reported if key not in budget)]
    return [
        _variation(key, budget.get(key, ZERO), reported.get(key, ZERO), limit, explain_over)
        for key in keys
    ]


def _variation(
    key: K, budget: Decimal, reported: Decimal, limit: Decimal, explain_over: Decimal
) -> Variation[K]:
    amount = reported - budget
    size = abs(Fraction(amount))
    return Variation(
        key=key,
        budget=budget,
        reported=reported,
        amount=amount,
        percent=percentage(amount, budget),
        is_within=size <= percent_of(budget, limit),
        needs_explanation=size > percent_of(budget, explain_over),
    )
