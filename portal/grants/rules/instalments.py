"""The instalment plan of a contract and how much of a further instalment may be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.core.errors import RuleBroken
from portal.core.ratio import floored, percent_of, percentage, plain, rounded
from portal.core.text import N_

ZERO = Decimal("0.00")


class InstalmentKind(StrEnum):
    """What an instalment is paid for; a pre-financing after the first is a further one."""

    PREFINANCING = "prefinancing"
    BALANCE = "balance"


@dataclass(frozen=True)
class PlannedInstalment:
    """One part of the plan. Units: percent of the maximum grant; amount in cents."""

    number: int
    kind: InstalmentKind
    percent: Decimal
    amount: Decimal


def plan_instalments(
    maximum: Decimal, percents: Sequence[Decimal], *, prefinancing_limit: Decimal
) -> tuple[PlannedInstalment, ...]:
    """The plan in cents that add up to the maximum grant; the last part is the balance.

    Each pre-financing is rounded half up, but their sum never passes the limit; the balance takes
    what is left.
    Shape:  percents like (80, 20) or (50, 30, 20). Units: per cent; limit 90.
    Raises: RuleBroken when the parts do not make 100 %, one is not above zero, there is only one,
            or pre-financing passes the limit.
    Source: rules.md 7.6.
    """
    _check_percents(percents, prefinancing_limit)
    ceiling = floored(percent_of(maximum, prefinancing_limit))
    parts: list[PlannedInstalment] = []
    paid = ZERO
    for number, percent in enumerate(percents[:-1], start=1):
        amount = min(rounded(percent_of(maximum, percent)), ceiling - paid)
        parts.append(PlannedInstalment(number, InstalmentKind.PREFINANCING, percent, amount))
        paid += amount
    last = PlannedInstalment(len(percents), InstalmentKind.BALANCE, percents[-1], maximum - paid)
    return (*parts, last)


def _check_percents(percents: Sequence[Decimal], prefinancing_limit: Decimal) -> None:
    if len(percents) < 2 or any(percent <= 0 for percent in percents):
        raise RuleBroken(
            N_("A plan has at least one pre-financing and a balance, each above zero."),
            field="plan",
        )
    if sum(percents, ZERO) != 100:
        raise RuleBroken(
            N_("The instalments make %(sum)s %%, not 100 %%.", sum=plain(sum(percents, ZERO))),
            field="plan",
        )
    advance = sum(percents[:-1], ZERO)
    if advance > prefinancing_limit:
        raise RuleBroken(
            N_(
                "Pre-financing of %(sum)s %% is above the limit of %(limit)s %%.",
                sum=plain(advance),
                limit=plain(prefinancing_limit),
            ),
            field="plan",
        )


class Reduction(StrEnum):
    """How a further pre-financing shrinks when too little of the money paid is spent."""

    SHORTFALL = "shortfall_to_70"
    UNUSED = "unused_amount"


@dataclass(frozen=True)
class NextInstalment:
    """The calculation behind a further pre-financing, for the payment approval sheet.

    Units: amounts in cents; `spent_percent` is spent in per cent of what was paid last, after the
    earlier ones, exact; None where nothing was paid before.
    """

    planned: Decimal
    paid_before: Decimal
    spent: Decimal
    required: Fraction
    shortfall: Fraction
    spent_percent: Fraction | None
    payable: Decimal

    @property
    def is_full(self) -> bool:
        return self.payable == self.planned

    @property
    def reduction(self) -> Decimal:
        return self.planned - self.payable


def next_instalment(
    planned: Decimal,
    *,
    paid: Sequence[Decimal],
    spent: Decimal,
    threshold: Decimal,
    reduction: Reduction,
) -> NextInstalment:
    """How much of a further pre-financing may be paid.

    In full when `spent` covers all earlier payments and the threshold's share of the last one;
    otherwise less the shortfall to that mark, or (older rule) less the whole unused amount.
    Shape:  `paid` are the amounts really paid so far, oldest first; `spent` is the grant-financed
            part of all accepted cost (`grant_financed`).
    Units:  threshold in per cent (70); result half up to the cent and never below zero.
    Source: rules.md 7.6, 12 (70 % rule), example 5.
    """
    last, earlier = (paid[-1] if paid else ZERO), sum(paid[:-1], ZERO)
    required = Fraction(earlier) + percent_of(last, threshold)
    shortfall = max(Fraction(0), required - Fraction(spent))
    less = Fraction(0)
    if shortfall:
        unused = Fraction(earlier + last - spent)
        less = shortfall if reduction is Reduction.SHORTFALL else unused
    return NextInstalment(
        planned=planned,
        paid_before=earlier + last,
        spent=spent,
        required=required,
        shortfall=shortfall,
        spent_percent=percentage(spent - earlier, last),
        payable=max(ZERO, rounded(Fraction(planned) - less)),
    )


def grant_financed(accepted: Decimal, share: Decimal) -> Decimal:
    """The part of accepted cost that the grant pays.

    Units: share in per cent as printed in the contract; half up to the cent.
    """
    return rounded(percent_of(accepted, share))
