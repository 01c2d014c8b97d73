"""Accepted costs, the final grant, the balance or recovery, and how long papers are kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.days import add_months
from portal.core.ratio import percent_of, rounded

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class AcceptedCosts:
    """What was accepted of the costs. Units: cents."""

    direct: Decimal
    indirect: Decimal

    @property
    def total(self) -> Decimal:
        return self.direct + self.indirect


@dataclass(frozen=True)
class FinalGrant:
    """The end of the accounts.

    Units: cents; share in per cent. `balance` is what is still paid and `recovery` what comes
    back: at least one of them is zero. `own_contribution` is the part of accepted cost that the
    grant does not pay.
    """

    maximum: Decimal
    share: Decimal
    accepted: Decimal
    amount: Decimal
    paid: Decimal
    balance: Decimal
    recovery: Decimal
    own_contribution: Decimal

    @property
    def is_capped(self) -> bool:
        """Whether the maximum grant, and not the share, set the amount."""
        return self.amount < rounded(percent_of(self.accepted, self.share))


def accepted_costs(
    direct: Decimal, *, indirect_rate: Decimal, claimed_indirect: Decimal
) -> AcceptedCosts:
    """Accepted direct cost and the indirect cost that follows from it.

    Indirect = contract rate of accepted direct, rounded once, never more than was claimed.
    Units: rate in per cent. Source: rules.md 12 (Final report), example 3.
    """
    indirect = min(rounded(percent_of(direct, indirect_rate)), claimed_indirect)
    return AcceptedCosts(direct, indirect)


def final_grant(
    accepted: Decimal, *, maximum: Decimal, share: Decimal, paid: Decimal
) -> FinalGrant:
    """The final grant from total accepted cost: the share of it, rounded, then capped.

    Units: share in per cent as printed in the contract (94.98). Source: rules.md 7.6, 12 (Contract
    share, Final report), example 3 and its recovery twin.
    """
    amount = min(maximum, rounded(percent_of(accepted, share)))
    return FinalGrant(
        maximum=maximum,
        share=share,
        accepted=accepted,
        amount=amount,
        paid=paid,
        balance=max(ZERO, amount - paid),
        recovery=max(ZERO, paid - amount),
        own_contribution=accepted - amount,
    )


def keep_until(balance_paid_on: date, *, years: int) -> date:
    """The last day on which the papers must be kept, counted from the payment of the balance.

    Source: rules.md 7.6 (portal default: 7 years after the balance of the main grant).
    """
    return add_months(balance_paid_on, 12 * years)
