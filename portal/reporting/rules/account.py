"""What is accepted of one report when earlier reports were accepted before it."""

from dataclasses import dataclass
from decimal import Decimal

from portal.grants.rules import AcceptedCosts, accepted_costs

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Earlier:
    """Sums over the accepted reports before this one. Units: cents."""

    direct: Decimal = ZERO
    indirect: Decimal = ZERO
    claimed: Decimal = ZERO


def accepted_with(
    direct: Decimal, *, claimed: Decimal, rate: Decimal, earlier: Earlier
) -> tuple[AcceptedCosts, AcceptedCosts]:
    """Accepted costs of this report and of all reports so far.

    Indirect costs are rounded once, over the whole project, and never more than was claimed.
    Units:  rate in per cent. Source: rules.md 12 (Final report).
    """
    whole = accepted_costs(
        earlier.direct + direct, indirect_rate=rate, claimed_indirect=earlier.claimed + claimed
    )
    return AcceptedCosts(direct, whole.indirect - earlier.indirect), whole
