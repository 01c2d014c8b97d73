"""The list of expenditure: entering, changing and removing costs. Source: rules.md 7.4, 7.5."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.db import db, lock
from portal.core.errors import Locked, RuleBroken
from portal.core.text import N_, clean, clean_name
from portal.files import service as files
from portal.grants.models import Grant, GrantLine
from portal.reporting import policy, queries, template
from portal.reporting.models import Expenditure, Report
from portal.reporting.rules import to_eur
from portal.reporting.states import EDITABLE

PROOFS = ("pdf", "png", "jpg", "xlsx", "docx")


@dataclass(frozen=True)
class Cost:
    """A cost as entered.

    Shape:  `line` is the code of a line of the contract's budget.
    Units:  amounts in `currency`; `rate` is units of it for one euro, None for the fixed one.
    """

    line: str
    description: str
    supplier: str
    document_type: str
    document_number: str
    document_on: date
    amount_local: Decimal
    currency: str
    rate: Decimal | None = None
    rate_source: str = ""
    paid_on: date | None = None
    payment_proof: str = ""
    vat_local: Decimal = Decimal("0.00")
    activity: str = ""
    financed_by: str = "grant"


@dataclass(frozen=True)
class Proof:
    """A scan of the document as somebody gave it."""

    name: str
    data: bytes


def add_cost(
    grant: Grant, cost: Cost, *, actor: Actor, at: datetime, proof: Proof | None = None
) -> Expenditure:
    """Enter one supporting document; it gets the next number of the grant's list.

    Raises: NotAllowed; RuleBroken naming the field.
    """
    lock(grant)
    require(policy.can_enter(actor, grant, queries.final_of(grant.id)))
    line = _checked(grant, cost, at=at)
    known = queries.ledger(grant.id)
    _refuse_double(cost, [row for row in known])
    item = Expenditure(
        grant_id=grant.id,
        number=max((row.number for row in known), default=0) + 1,
        created_by_id=actor.user_id,
        created_at=at,
    )
    _set(item, cost, line, grant.currency)
    _keep_proof(item, proof, actor=actor, at=at)
    if (report := _report_for(grant, item)) is not None:
        item.report_id = report.id
    db.session.add(item)
    db.session.flush()
    audit.record(actor, "expenditure.entered", item, at=at, details=_facts(item))
    return item


def change_cost(
    item: Expenditure, cost: Cost, *, actor: Actor, at: datetime, proof: Proof | None = None
) -> None:
    """Correct a cost; what was decided about it in an earlier review no longer counts.

    Raises: NotAllowed; Locked when its report was submitted; RuleBroken naming the field.
    """
    _hold(item, actor)
    line = _checked(item.grant, cost, at=at)
    _refuse_double(cost, [row for row in queries.ledger(item.grant_id) if row.id != item.id])
    before = _facts(item)
    _set(item, cost, line, item.grant.currency)
    _keep_proof(item, proof, actor=actor, at=at)
    item.accepted_eur = item.disallowed_eur = item.reason_code = None
    item.checked_by_id = item.checked_at = None
    db.session.flush()
    details = {"before": before, "after": _facts(item)}
    audit.record(actor, "expenditure.changed", item, at=at, details=details)


def remove_cost(item: Expenditure, *, actor: Actor, at: datetime) -> None:
    """Take a cost off the list; its number is not used again while later ones stand.

    Raises: NotAllowed; Locked when its report was submitted.
    """
    _hold(item, actor)
    audit.record(actor, "expenditure.removed", item, at=at, details=_facts(item))
    file = item.file
    db.session.delete(item)
    db.session.flush()
    if file is not None:
        files.detach(file)


def _hold(item: Expenditure, actor: Actor) -> None:
    lock(item.grant)
    if item.report is not None:
        lock(item.report)
        if item.report.state not in EDITABLE and actor.is_member(item.grant.organisation_id):
            raise Locked(N_("This cost is in a report that was submitted. It is locked."))
    require(policy.can_change(actor, item, queries.final_of(item.grant_id)))


def _checked(grant: Grant, cost: Cost, *, at: datetime) -> GrantLine:
    line = next((row for row in grant.lines if row.code == cost.line), None)
    if line is None:
        raise RuleBroken(N_("Choose a line of the budget"), field="line")
    if cost.currency not in template.currencies(grant.currency):
        raise RuleBroken(N_("Choose the currency of the document"), field="currency")
    if cost.amount_local <= 0:
        raise RuleBroken(N_("Enter the amount of the document"), field="amount_local")
    if cost.vat_local > cost.amount_local:
        raise RuleBroken(N_("VAT cannot be more than the amount"), field="vat_local")
    if cost.document_on > day_in(grant.action.time_zone, at):
        raise RuleBroken(N_("The date must not be in the future"), field="document_on")
    if cost.paid_on is not None and cost.paid_on > day_in(grant.action.time_zone, at):
        raise RuleBroken(N_("The date must not be in the future"), field="paid_on")
    return line


def _refuse_double(cost: Cost, others: list[Expenditure]) -> None:
    for row in others:
        is_same = (
            row.supplier.casefold() == clean_name(cost.supplier).casefold()
            and row.document_number.casefold() == clean_name(cost.document_number).casefold()
            and (row.amount_local, row.currency) == (cost.amount_local, cost.currency)
        )
        if is_same:
            message = N_(
                "Cost %(number)s has the same supplier, document and amount", number=row.number
            )
            raise RuleBroken(message, field="document_number")


def _set(item: Expenditure, cost: Cost, line: GrantLine, base: str) -> None:
    item.line_id, item.line = line.id, line
    item.rate, item.rate_source = _rate(cost, base)
    item.description, item.supplier = clean(cost.description), clean_name(cost.supplier)
    item.document_type = cost.document_type
    item.document_number, item.document_on = clean_name(cost.document_number), cost.document_on
    item.paid_on, item.payment_proof = cost.paid_on, clean_name(cost.payment_proof)
    item.amount_local, item.vat_local = cost.amount_local, cost.vat_local
    item.currency, item.activity = cost.currency, cost.activity
    item.financed_by = cost.financed_by
    item.amount_eur = to_eur(item.amount_local, item.rate)


def _rate(cost: Cost, base: str) -> tuple[Decimal, str]:
    """The rate entered, or the fixed one; a cost in the currency of the grant has the rate 1."""
    known = template.currencies(base)[cost.currency]
    if cost.currency == base and known.rate is not None:
        return known.rate, known.source
    if cost.rate is not None:
        if cost.rate <= 0:
            raise RuleBroken(N_("The rate must be above zero"), field="rate")
        source = clean_name(cost.rate_source)
        if not source and cost.rate != known.rate:
            raise RuleBroken(N_("Say where the rate comes from"), field="rate_source")
        return cost.rate, source or known.source
    if known.rate is None:
        raise RuleBroken(N_("Enter how many units make one %(base)s", base=base), field="rate")
    return known.rate, known.source


def _keep_proof(item: Expenditure, proof: Proof | None, *, actor: Actor, at: datetime) -> None:
    if proof is None:
        return
    stored = files.store(
        proof.data, name=proof.name, actor=actor, at=at, allowed=PROOFS, field="proof"
    )
    if item.file is not None:
        files.detach(item.file)
    files.attach(stored)
    item.file_id, item.file = stored.id, stored


def _report_for(grant: Grant, item: Expenditure) -> Report | None:
    """The report being written in whose period the document lies; the final one takes the rest."""
    for report in queries.of_grant(grant.id):
        if report.state in policy.OPEN and (
            report.kind == "final" or item.document_on <= report.period_to
        ):
            return report
    return None


def _facts(item: Expenditure) -> dict[str, object]:
    return {
        "number": item.number,
        "line": item.line.code,
        "supplier": item.supplier,
        "document": item.document_number,
        "amount": item.amount_local,
        "currency": item.currency,
        "rate": item.rate,
        "amount_eur": item.amount_eur,
    }
