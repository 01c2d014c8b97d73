"""The parts of a budget as plain data, the limits that a call sets, and the arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from portal.core.ratio import floored, percent_of, percentage, rounded
from portal.core.text import N_, Text

ZERO = Decimal("0.00")

HEADINGS: Mapping[int, Text] = MappingProxyType(
    {
        1: N_("Human resources"),
        2: N_("Travel"),
        3: N_("Equipment and supplies"),
        4: N_("Local office"),
        5: N_("Other costs, services"),
        6: N_("Other"),
    }
)


class SourceKind(StrEnum):
    """Who pays the part of the costs that the grant does not pay."""

    OWN = "own"
    OTHER = "other"
    INCOME = "income"


@dataclass(frozen=True)
class FundingSource:
    """One source of funding beside the grant.

    Units: amount in the budget's currency; counted whether secured or not (rules.md 12, Budget).
    """

    kind: SourceKind
    amount: Decimal
    name: str = ""
    is_secured: bool = True


@dataclass(frozen=True)
class BudgetLine:
    """One line of the budget as the applicant entered it.

    Units: quantity up to 4 decimals, unit value 2 (4 for cheap prints), total in cents.
    Shape: `heading` is 1-6 and agrees with the first part of the code; `total` is what was stored,
    None when nothing was; `persons` divides the months of a salary line.
    """

    code: str
    heading: int
    quantity: Decimal
    unit_value: Decimal
    total: Decimal | None = None
    description: str = ""
    unit: str = ""
    activity: str = ""
    justification: str = ""
    currency: str = "EUR"
    persons: int = 1
    is_regranting: bool = False


@dataclass(frozen=True)
class Budget:
    """A whole budget: lines of headings 1-6, then headings 8, 10 and 12, and who pays.

    Shape: `sources` holds everything beside the grant, which is `requested`; `activities` are the
    codes of the activities in the application form.
    """

    lines: tuple[BudgetLine, ...]
    requested: Decimal
    indirect: Decimal = ZERO
    contingency: Decimal = ZERO
    taxes: Decimal = ZERO
    sources: tuple[FundingSource, ...] = ()
    activities: tuple[str, ...] = ()


def lump_sum(amount: Decimal | None, activities: tuple[str, ...] = ()) -> Budget:
    """What a call without budgets has instead: one line with the sum asked, all of it granted."""
    if not amount:
        return Budget((), ZERO, activities=activities)
    line = BudgetLine(
        code="6.1", heading=6, quantity=Decimal(1), unit_value=amount, total=amount,
        description=N_("Lump sum"), unit="project",
    )  # fmt: skip
    return Budget((line,), amount, activities=activities)


@dataclass(frozen=True)
class Limits:
    """What the call and its lot allow; None or an empty mapping is "no limit set".

    Units: amounts in `currency`; shares, rates and caps in per cent (95, 7, 55); contingency rate
    0 is "not allowed"; duration in months; `per_diem_rate` per day in the country of the project,
    `per_diem_abroad` on journeys (1.3.1). `held` counts on the ceiling per third party.
    """

    min_grant: Decimal | None
    max_grant: Decimal | None
    max_share: Decimal | None
    min_share: Decimal | None
    indirect_rate: Decimal
    contingency_rate: Decimal
    currency: str = "EUR"
    duration_months: int | None = None
    heading_caps: Mapping[int, Decimal] = field(default_factory=dict)
    are_caps_blocking: bool = False
    per_diem_rate: Decimal | None = None
    per_diem_abroad: Decimal | None = None
    justification_words: int | None = None
    is_visibility_expected: bool = True
    are_activities_expected: bool = True
    is_regranting_allowed: bool = False
    held: Decimal = ZERO
    ceiling: Decimal | None = None
    organisation: str = ""


@dataclass(frozen=True)
class Totals:
    """The sums of a budget, always from recalculated lines.

    Shape: `lines` in the order of the budget; `headings` has every heading 1-6.
    Units: cents; `share` is the grant in per cent of heading 11, exact, None when 11 is zero.
    """

    lines: tuple[Decimal, ...]
    headings: Mapping[int, Decimal]
    direct: Decimal
    indirect: Decimal
    without_reserve: Decimal
    contingency: Decimal
    eligible: Decimal
    taxes: Decimal
    accepted: Decimal
    funding: Decimal
    share: Fraction | None

    @property
    def share_shown(self) -> Decimal | None:
        """The share as printed and as a contract stores it: two decimals, half up."""
        return None if self.share is None else rounded(self.share)


def line_total(quantity: Decimal, unit_value: Decimal) -> Decimal:
    """Quantity times unit value, half up to the cent. Source: rules.md 6.2."""
    return rounded(Fraction(quantity) * Fraction(unit_value))


def rate_limit(direct: Decimal, rate: Decimal) -> Decimal:
    """The most that indirect costs or contingency may be: rate of the direct costs, half up.

    Source: rules.md 12, Budget (limits in euro are rounded before the comparison).
    """
    return rounded(percent_of(direct, rate))


def totals(budget: Budget) -> Totals:
    """All sums of the budget: lines, headings 1-6, then 7 to 13, funding and the grant's share.

    Source: rules.md 6.1, 6.2.
    """
    lines = tuple(line_total(line.quantity, line.unit_value) for line in budget.lines)
    headings = dict.fromkeys(HEADINGS, ZERO)
    for line, total in zip(budget.lines, lines, strict=True):
        headings[line.heading] = headings.get(line.heading, ZERO) + total
    direct = sum(headings.values(), ZERO)
    eligible = direct + budget.indirect + budget.contingency
    return Totals(
        lines=lines,
        headings=headings,
        direct=direct,
        indirect=budget.indirect,
        without_reserve=direct + budget.indirect,
        contingency=budget.contingency,
        eligible=eligible,
        taxes=budget.taxes,
        accepted=eligible + budget.taxes,
        funding=sum((source.amount for source in budget.sources), budget.requested),
        share=percentage(budget.requested, eligible),
    )


def heading_shares(sums: Totals) -> dict[int, Fraction]:
    """Each heading in per cent of the direct costs, exact; empty while there are none."""
    if not sums.direct:
        return {}
    return {
        number: Fraction(amount) * 100 / Fraction(sums.direct)
        for number, amount in sums.headings.items()
    }


def largest_request(eligible: Decimal, max_share: Decimal) -> Decimal:
    """The largest grant that a share allows, cut off to the cent.

    Units: share in per cent. Source: rules.md 7.7, example 1.
    """
    return floored(percent_of(eligible, max_share))
