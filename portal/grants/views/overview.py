"""What the overview of a grant says: the one next step, the money, the timeline, what to do."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import gettext as _

from portal.applications.rules import HEADINGS
from portal.core.days import add_months
from portal.core.money import in_currency
from portal.core.ratio import rounded
from portal.grants import queries
from portal.grants.models import Grant, Instalment
from portal.grants.policy import OPEN_RECOVERY, UNSIGNED
from portal.grants.queries import GrantMoney
from portal.grants.states import GrantState, InstalmentState
from portal.reporting import queries as reporting
from portal.reporting.models import Report
from portal.reporting.queries import MonthSpending
from portal.web.context import month_short
from portal.web.filters import amount, day, words

S, I = GrantState, InstalmentState  # noqa: E741
ZERO = Decimal("0.00")
Costs = list[MonthSpending]
UNDER_WAY = (I.REQUESTED, I.CHECKED, I.APPROVED)


@dataclass(frozen=True)
class NextStep:
    """The box at the top: what is next, and where to do it; `done` when nothing waits."""

    title: str
    text: str
    action: str = ""
    url: str = ""
    icon: str = "clock"
    is_overdue: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class Spent:
    """One bar: a heading with its budget and what is spent. Units: cents."""

    name: str
    spent: Decimal
    budget: Decimal


def next_step(grant: Grant, today: date) -> NextStep:
    """What the grantee does next, or what they wait for."""
    base = f"/grants/{grant.id}"
    if grant.state in UNSIGNED:
        return _contract_step(grant, base, today)
    if any(row.state in OPEN_RECOVERY for row in grant.recoveries):
        return _recovery_step(grant, base, today)
    for row in grant.instalments:
        if found := _payment_step(row, base):
            return found
    report = reporting.next_report(grant.id)
    if report is not None:
        return _report_step(report, base, today)
    return _calm_step(grant)


def _contract_step(grant: Grant, base: str, today: date) -> NextStep:
    if grant.state is not S.SENT:
        return NextStep(
            _("Your contract is being prepared"),
            _("You get a message when it is ready to be read and accepted. Enter your bank account "
              "in the meantime."),
            _("Bank account"), "/organisation/bank", icon="file",
        )  # fmt: skip
    version = queries.contract(grant)
    if version and any(row.side == "grantee" for row in version.acceptances):
        return NextStep(
            _("You have accepted the contract"),
            _("The signatory of the lead accepts next. You get a message then."),
            icon="check", is_done=True,
        )  # fmt: skip
    due_on = grant.signature_due_on
    return NextStep(
        _("Read and accept the contract"),
        _("To be accepted by %(day)s. A signatory of your organisation does it.", day=day(due_on)),
        _("Read the contract"), f"{base}/agreement", icon="file",
        is_overdue=due_on is not None and due_on < today,
    )  # fmt: skip


def _recovery_step(grant: Grant, base: str, today: date) -> NextStep:
    row = next(row for row in grant.recoveries if row.state in OPEN_RECOVERY)
    return NextStep(
        _("Pay back %(amount)s", amount=in_currency(row.amount, grant.currency)),
        _("More was paid than the final grant. Due on %(day)s.", day=day(row.due_on)),
        _("See the payments"), f"{base}/payments", icon="euro", is_overdue=row.due_on < today,
    )  # fmt: skip


def _payment_step(row: Instalment, base: str) -> NextStep | None:
    currency = row.grant.currency
    if row.state is I.DUE:
        return NextStep(
            _("Ask for %(amount)s", amount=in_currency(row.planned_amount, currency)),
            _("Payment %(number)s can be asked for now, by a signatory of your organisation.",
              number=row.number),
            _("Ask for the payment"), f"{base}/payments", icon="euro",
        )  # fmt: skip
    if row.state is I.PAID:
        return NextStep(
            _("Confirm that %(amount)s arrived", amount=in_currency(row.paid_amount, currency)),
            _("We paid on %(day)s.", day=day(row.value_date)),
            _("Confirm the payment"), f"{base}/payments", icon="euro",
        )  # fmt: skip
    if row.state is I.ON_HOLD:
        return NextStep(
            _("Payment %(number)s is on hold", number=row.number), row.hold_reason or "",
            _("See the payments"), f"{base}/payments", icon="pause", is_overdue=True,
        )  # fmt: skip
    return None


def _report_step(report: Report, base: str, today: date) -> NextStep:
    title = _("Final report") if report.kind == "final" else _("Interim report")
    if report.state == "not_due":
        return NextStep(
            _("%(report)s opens on %(day)s", report=title, day=day(report.period_to)),
            _("Enter costs with their proofs as they come; the report takes them from there. Due "
              "on %(day)s.", day=day(report.due_on)),
            _("Open the expenditure"), f"{base}/expenditure", icon="calendar",
        )  # fmt: skip
    late = report.due_on < today
    text = _("%(report)s is overdue", report=title) if late else _("%(report)s is due on %(day)s",
        report=title, day=day(report.due_on))  # fmt: skip
    return NextStep(
        text,
        _("Covers %(first)s to %(last)s. Due on %(day)s at midnight.",
          first=day(report.period_from), last=day(report.period_to), day=day(report.due_on)),
        _("Continue the report"), f"{base}/reports/{report.id}", is_overdue=late,
    )  # fmt: skip


def _calm_step(grant: Grant) -> NextStep:
    row = next((row for row in grant.instalments if row.state in UNDER_WAY), None)
    if row is not None:
        return NextStep(
            _("Payment %(number)s is on its way", number=row.number),
            _("%(amount)s, to be paid by %(day)s.",
              amount=in_currency(row.requested_amount, grant.currency),
              day=day(row.due_on)),
            is_done=True,
        )  # fmt: skip
    if grant.state in {S.CLOSED, S.ARCHIVED}:
        return NextStep(
            _("This grant is closed"),
            _("Keep all records until %(day)s.", day=day(grant.keep_until)), is_done=True,
        )  # fmt: skip
    return NextStep(
        _("Nothing is due now"),
        _("The project ends on %(day)s.", day=day(grant.ends_on)), is_done=True,
    )  # fmt: skip


def money_items(
    grant: Grant, money: GrantMoney, spent: Decimal | None
) -> list[tuple[str, str, str]]:
    """The row of amounts: label, amount, a quiet line."""
    share = f"{grant.share_percent}\u00a0%"

    def sum_of(value: Decimal) -> str:
        return in_currency(value, grant.currency, 0)

    items = [
        (
            _("Grant") if grant.final_amount is None else _("Final grant"),
            sum_of(money.awarded),
            _("plus %(own)s of your own", own=sum_of(money.own)) if money.own else share,
        ),
        (_("Received"), sum_of(money.paid), _payments_words(money)),
    ]
    if spent is not None:
        part = int(spent * 100 / grant.total_eligible) if grant.total_eligible else 0
        items.append((_("Costs entered"), sum_of(spent), _("%(part)s %% of the budget", part=part)))
    else:
        items.append((_("Asked for"), sum_of(money.requested), _("not paid yet")))
    if money.recovery:
        items.append((_("To pay back"), sum_of(money.recovery), _("more was paid than granted")))
    else:
        items.append((_("Still to come"), sum_of(money.to_pay), _("at most")))
    return items


def _payments_words(money: GrantMoney) -> str:
    if not money.payments:
        return str(_("no payment yet"))
    return (
        str(_("1 payment")) if money.payments == 1 else str(_("%(n)s payments", n=money.payments))
    )


def spending(grant: Grant, costs: Costs) -> list[Spent]:
    """Budget and costs entered so far, by heading."""
    entered: dict[int, Decimal] = {}
    for row in costs:
        entered[row.heading] = entered.get(row.heading, ZERO) + row.amount
    budget: dict[int, Decimal] = {}
    for line in grant.lines:
        budget[line.heading] = budget.get(line.heading, ZERO) + line.total
    return [
        Spent(words(HEADINGS[number]), entered.get(number, ZERO), total)
        for number, total in sorted(budget.items())
    ]


def bars(rows: list[Spent]) -> list[tuple[str, Decimal, Decimal, str, str, str]]:
    """The rows as the chart takes them: label, value, of, and their words."""
    return [
        (
            row.name, row.spent, row.budget, amount(row.spent, 0), amount(row.budget, 0),
            f"{int(row.spent * 100 / row.budget)} %" if row.budget else "",
        )
        for row in rows
    ]  # fmt: skip


def timeline(grant: Grant, today: date) -> list[tuple[str, str, str]]:
    """Title, day and state ("done", "now", "") of each step, in order; one of them is now."""
    steps: list[tuple[str, str, bool]] = []
    if grant.sent_at is None:
        steps.append((_("Contract sent"), _("In preparation"), False))
    else:
        steps.append((_("Contract sent"), day(grant.sent_at), True))
    due = _("By %(day)s", day=day(grant.signature_due_on)) if grant.signature_due_on else ""
    is_signed = grant.signed_at is not None
    steps.append((_("Contract accepted by both sides"), day(grant.signed_at) if is_signed else due,
                  is_signed))  # fmt: skip
    if grant.starts_on:
        started = is_signed and grant.starts_on <= today
        steps.append((_("Project starts"), day(grant.starts_on), started))
    steps += [_payment(row) for row in grant.instalments if row.kind == "prefinancing"]
    if grant.ends_on:
        steps.append((_("Project ends"), day(grant.ends_on), is_signed and grant.ends_on < today))
        report = grant.ends_on + timedelta(days=grant.report_days_final)
        approved = grant.final_amount is not None
        words_ = _("Approved") if approved else _("Due on %(day)s", day=day(report))
        steps.append((_("Final report"), words_, approved))
    steps += [_payment(row) for row in grant.instalments if row.kind == "balance"]
    steps.append((_("Grant closed"), day(grant.closed_at), grant.closed_at is not None))
    return _marked(steps)


def _payment(row: Instalment) -> tuple[str, str, bool]:
    name = _("Balance") if row.kind == "balance" else _("Payment %(number)s", number=row.number)
    paid = row.paid_amount or row.planned_amount
    title = f"{name}, {in_currency(paid, row.grant.currency, 0)}"
    if row.paid_amount is not None:
        return title, day(row.value_date), True
    if row.state is I.CANCELLED:
        return str(name), _("Nothing was due"), True
    if row.due_on:
        return title, _("To be paid by %(day)s", day=day(row.due_on)), False
    waits = {
        "signature": _("After both sides have accepted the contract"),
        "interim_report": _("After the interim report is approved"),
        "final_report": _("After the final report is approved"),
    }
    return title, str(waits[row.condition]), False


def _marked(steps: list[tuple[str, str, bool]]) -> list[tuple[str, str, str]]:
    now_at = next((place for place, step in enumerate(steps) if not step[2]), None)
    return [
        (title, small, "done" if done else "now" if place == now_at else "")
        for place, (title, small, done) in enumerate(steps)
    ]


@dataclass(frozen=True)
class Curve:
    """Costs over time: running totals by month, with an even plan. Units: cents."""

    labels: list[str]
    values: list[Decimal]
    planned: list[Decimal]
    top: Decimal
    summary: str
    last: str


def curve(grant: Grant, costs: Costs, today: date) -> Curve | None:
    """The running total of costs by month; None before the project has dates."""
    if grant.starts_on is None or grant.ends_on is None:
        return None
    months = _months(grant.starts_on, grant.ends_on)
    values = [
        sum((row.amount for row in costs if row.month <= month), ZERO)
        for month in months
        if month <= today
    ]
    words_ = [
        f"{month_short(month)} {amount(total, 0)}"
        for month, total in zip(months, values, strict=False)
    ]
    return Curve(
        labels=[month_short(month) for month in months],
        values=values,
        planned=[rounded(grant.total_eligible * (n + 1) / len(months)) for n in range(len(months))],
        top=Decimal(-(-int(grant.total_eligible) // 3000) * 3000),
        summary=_("Running total of costs by month: %(months)s.", months=", ".join(words_)),
        last=_("Entered %(sum)s", sum=amount(values[-1], 0)) if values else "",
    )


def _months(first: date, last: date) -> list[date]:
    """The first day of each month that the project touches."""
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month = add_months(month, 1)
    return found
