"""Changes of a contract: notification, addendum or refused (the 25 % rule)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.core.findings import Finding, Level
from portal.core.ratio import percent_of, percentage, plain
from portal.core.text import N_, Text

ZERO = Decimal("0.00")
HUMAN_RESOURCES = 1


class ChangeKind(StrEnum):
    """What a change is."""

    NOTIFICATION = "notification"
    ADDENDUM = "addendum"
    REFUSED = "refused"


class Subject(StrEnum):
    """What a change that is not about the budget touches."""

    BANK_ACCOUNT = "bank_account"
    ADDRESS = "address"
    CONTACT = "contact"
    END_DATE = "end_date"
    ACTIVITIES = "activities"
    CO_BENEFICIARY = "co_beneficiary"
    MAXIMUM_GRANT = "maximum_grant"


_BY_SUBJECT = {
    Subject.BANK_ACCOUNT: ChangeKind.NOTIFICATION,
    Subject.ADDRESS: ChangeKind.NOTIFICATION,
    Subject.CONTACT: ChangeKind.NOTIFICATION,
    Subject.END_DATE: ChangeKind.ADDENDUM,
    Subject.ACTIVITIES: ChangeKind.ADDENDUM,
    Subject.CO_BENEFICIARY: ChangeKind.ADDENDUM,
    Subject.MAXIMUM_GRANT: ChangeKind.REFUSED,
}


@dataclass(frozen=True)
class BudgetBase:
    """What budget changes are measured against.

    Shape: `headings` are the amounts of the contract or of the last addendum that changed the
    budget, by heading; `moved` the net change of each heading by notification since then.
    Units: cents, down is negative.
    """

    headings: Mapping[int, Decimal]
    moved: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class BudgetChange:
    """A change asked for, net per heading; a move inside a heading changes none.

    Units: cents, down is negative; `indirect` and `contingency` likewise.
    """

    headings: Mapping[int, Decimal]
    indirect: Decimal = ZERO
    contingency: Decimal = ZERO
    touches_rates: bool = False


@dataclass(frozen=True)
class HeadingChange:
    """What a change does to one heading, for the note: before, after, cumulative.

    Units: cents; percent of the base exact, None where the base is zero.
    """

    heading: int
    base: Decimal
    change: Decimal
    cumulative: Decimal
    limit: Fraction
    percent: Fraction | None

    @property
    def is_within(self) -> bool:
        """Amounts are compared, never a rounded percentage; exactly the limit is allowed."""
        return abs(Fraction(self.cumulative)) <= self.limit


@dataclass(frozen=True)
class Classified:
    """The answer: what the change is, heading by heading, and the words that go with it."""

    kind: ChangeKind
    headings: tuple[HeadingChange, ...] = ()
    reason: Text | None = None
    warnings: tuple[Finding, ...] = ()


def move_between(source: int, target: int, amount: Decimal) -> BudgetChange:
    """The change that moves an amount from one heading to another (or inside one)."""
    if source == target:
        return BudgetChange({})
    return BudgetChange({source: -amount, target: amount})


def classify_change(base: BudgetBase, change: BudgetChange, *, limit: Decimal) -> Classified:
    """Whether a budget change is a notification, needs an addendum, or is refused.

    A notification while the cumulative net change of each heading concerned, up or down, stays
    within the limit of its base. A heading with base 0 always needs an addendum. Indirect costs,
    contingency and rates are refused with the words that an addendum is the way.
    Units: limit in per cent (25).
    Source: rules.md 6.6, 12 (25 % rule), example 4.
    """
    if change.indirect or change.contingency or change.touches_rates:
        reason = N_(
            "Indirect costs, contingency and rates cannot be changed by notification or by "
            "moving money between headings; ask for an addendum."
        )
        return Classified(ChangeKind.REFUSED, reason=reason)
    rows = tuple(
        _heading_change(base, number, delta, limit)
        for number, delta in sorted(change.headings.items())
        if delta
    )
    over = [row for row in rows if not row.is_within]
    if not over:
        return Classified(ChangeKind.NOTIFICATION, rows, warnings=_warn(rows))
    reason = N_(
        "Heading %(headings)s would change by more than %(limit)s %% of the contract; "
        "an addendum is needed.",
        headings=", ".join(str(row.heading) for row in over),
        limit=plain(limit),
    )
    return Classified(ChangeKind.ADDENDUM, rows, reason, _warn(rows))


def _heading_change(base: BudgetBase, number: int, delta: Decimal, limit: Decimal) -> HeadingChange:
    amount = base.headings.get(number, ZERO)
    cumulative = base.moved.get(number, ZERO) + delta
    return HeadingChange(
        heading=number,
        base=amount,
        change=delta,
        cumulative=cumulative,
        limit=percent_of(amount, limit),
        percent=percentage(cumulative, amount),
    )


def _warn(rows: tuple[HeadingChange, ...]) -> tuple[Finding, ...]:
    if all(row.heading != HUMAN_RESOURCES for row in rows):
        return ()
    message = N_("Discuss changes of human resources with the grant manager first.")
    return (Finding("CHANGE", Level.WARNING, message, line=str(HUMAN_RESOURCES)),)


def note_change(base: BudgetBase, change: BudgetChange) -> BudgetBase:
    """The base with a notification counted in; only for a change classified as one."""
    return BudgetBase(base.headings, _added(base.moved, change.headings, 1))


def take_out(base: BudgetBase, change: BudgetChange) -> BudgetBase:
    """The base with a contested notification taken out of the counter again."""
    return BudgetBase(base.headings, _added(base.moved, change.headings, -1))


def after_addendum(headings: Mapping[int, Decimal]) -> BudgetBase:
    """The base from an addendum that changed the budget: new amounts, every counter at zero."""
    return BudgetBase(dict(headings))


def _added(
    moved: Mapping[int, Decimal], change: Mapping[int, Decimal], sign: int
) -> dict[int, Decimal]:
    return {
        number: moved.get(number, ZERO) + sign * change.get(number, ZERO)
        for number in sorted({*moved, *change})
    }


def classify_subject(subject: Subject) -> ChangeKind:
    """What a change that is not about the budget is. Source: rules.md 6.6."""
    return _BY_SUBJECT[subject]


def check_addendum_date(asked_on: date, effect_on: date, *, days: int) -> Finding | None:
    """An addendum is asked for so many days before its effect (rules.md 2.8: 30)."""
    if asked_on + timedelta(days=days) <= effect_on:
        return None
    message = N_("Ask for an addendum at least %(days)s days before it takes effect.", days=days)
    return Finding("CHANGE", Level.ERROR, message, field="effect_on")
