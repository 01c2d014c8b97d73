"""The ceiling per third party (BUD16): what one organisation may hold under an Action."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.core.findings import Finding, Level
from portal.core.money import format_amount
from portal.core.text import N_

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class HeldGrant:
    """A grant of an organisation as lead under the Action, from the award on.

    Units: euro; `final` is what was finally granted, once closed or terminated, else None.
    """

    maximum: Decimal
    final: Decimal | None = None


def committed(grants: Iterable[HeldGrant]) -> Decimal:
    """What the grants of one organisation weigh on its ceiling.

    Source: rules.md 12 (Ceiling per third party).
    """
    return sum((g.maximum if g.final is None else g.final for g in grants), ZERO)


def room_below_ceiling(held: Decimal, ceiling: Decimal) -> Decimal:
    """How much an organisation may still be granted under the Action."""
    return max(ZERO, ceiling - held)


def check_ceiling(
    organisation: str, *, held: Decimal, asked: Decimal, ceiling: Decimal
) -> Finding | None:
    """BUD16: with this grant the organisation stays within the ceiling per third party.

    Units: euro; exactly the ceiling is allowed. Source: rules.md 5.3 (FS01), 6.3.
    """
    if held + asked <= ceiling:
        return None
    message = N_(
        "With this grant %(organisation)s would reach %(sum)s; the ceiling per third party "
        "is %(ceiling)s.",
        organisation=organisation,
        sum=format_amount(held + asked),
        ceiling=format_amount(ceiling),
    )
    return Finding("BUD16", Level.ERROR, message, field="requested")
