"""The money of an Action, line by line, with sums that add up.

Flow:
1. Envelopes of the lots and `GrantMoneyFact` of the grants come in, each under its place.
2. `money_rows(...)` adds them up per place (a country, "region", or a cluster).
3. `total(rows)` is the sum of the rows, so that what is printed always adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class GrantMoneyFact:
    """One grant from the award on.

    Units: euro. `awarded` is the final grant once there is one, else the maximum; `reported`
    is the cost claimed in reports sent so far, `accepted` what was accepted of it.
    """

    place: str
    awarded: Decimal
    paid: Decimal
    reported: Decimal = ZERO
    accepted: Decimal = ZERO

    @property
    def to_pay(self) -> Decimal:
        """What is left of the award; nothing when more than that was paid."""
        return max(ZERO, self.awarded - self.paid)


@dataclass(frozen=True)
class MoneyRow:
    """The sums of one place. Units: euro; `grants` counts."""

    place: str
    grants: int = 0
    envelope: Decimal = ZERO
    awarded: Decimal = ZERO
    paid: Decimal = ZERO
    reported: Decimal = ZERO
    accepted: Decimal = ZERO
    to_pay: Decimal = ZERO


def money_rows(
    places: Sequence[str], envelopes: Mapping[str, Decimal], grants: Iterable[GrantMoneyFact]
) -> list[MoneyRow]:
    """One row for each place, in the order given; places that only occur come after them."""
    facts = list(grants)
    others = sorted({*envelopes, *(fact.place for fact in facts)} - set(places))
    return [
        _row(place, envelopes.get(place, ZERO), [fact for fact in facts if fact.place == place])
        for place in (*places, *others)
    ]


def _row(place: str, envelope: Decimal, facts: Sequence[GrantMoneyFact]) -> MoneyRow:
    return MoneyRow(
        place=place,
        grants=len(facts),
        envelope=envelope,
        awarded=sum((fact.awarded for fact in facts), ZERO),
        paid=sum((fact.paid for fact in facts), ZERO),
        reported=sum((fact.reported for fact in facts), ZERO),
        accepted=sum((fact.accepted for fact in facts), ZERO),
        to_pay=sum((fact.to_pay for fact in facts), ZERO),
    )


def total(rows: Iterable[MoneyRow]) -> MoneyRow:
    """The sum of the rows."""
    kept = list(rows)
    sums = {
        name.name: sum((getattr(row, name.name) for row in kept), ZERO)
        for name in fields(MoneyRow)
        if name.name not in {"place", "grants"}
    }
    return MoneyRow(place="", grants=sum(row.grants for row in kept), **sums)
