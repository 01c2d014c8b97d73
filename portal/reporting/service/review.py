"""Review of a report: costs one by one, two confirmations, questions. Source: rules.md 7.6."""

from datetime import datetime, timedelta
from decimal import Decimal

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.reporting import policy, queries
from portal.reporting.models import Expenditure, Report
from portal.reporting.rules import Disallowance, check_disallowance
from portal.reporting.service.guard import held
from portal.reporting.service.notices import tell_grantee
from portal.reporting.states import MOVES

ZERO = Decimal("0.00")


def take_up(report: Report, *, actor: Actor, at: datetime) -> None:
    """Begin the review. Raises: NotAllowed; WrongState."""
    report = held(report)
    require(policy.can_take_up(actor, report))
    move(report, "review", MOVES)
    db.session.flush()
    audit.record(actor, "report.review_started", report, at=at)


def accept_cost(item: Expenditure, *, actor: Actor, at: datetime, comment: str = "") -> None:
    """Finance accepts a cost in full. Raises: NotAllowed."""
    item = _open_item(item, actor)
    _decide(item, None, comment, actor=actor, at=at)


def disallow_cost(
    item: Expenditure, disallowance: Disallowance, *, actor: Actor, at: datetime
) -> None:
    """Finance refuses a cost or a part of it, with a reason code and words.

    Raises: NotAllowed; RuleBroken at disallowed_eur, reason_code or check_comment.
    """
    item = _open_item(item, actor)
    check_disallowance(disallowance, item.amount_eur)
    if not clean(disallowance.comment):
        raise RuleBroken(N_("Say what is wrong; the grantee reads it"), field="check_comment")
    _decide(item, disallowance, disallowance.comment, actor=actor, at=at)


def accept_rest(report: Report, *, actor: Actor, at: datetime) -> int:
    """Finance accepts every cost that nobody has decided yet; answers how many."""
    report = held(report)
    require(policy.can_check_costs(actor, report))
    open_items = [item for item in report.expenditure if item.checked_at is None]
    for item in open_items:
        _decide(item, None, "", actor=actor, at=at)
    return len(open_items)


def _open_item(item: Expenditure, actor: Actor) -> Expenditure:
    if item.report is None:
        raise RuleBroken(N_("This cost is in no report."))
    report = held(item.report)
    require(policy.can_check_costs(actor, report))
    return next(row for row in report.expenditure if row.id == item.id)


def _decide(
    item: Expenditure,
    refusal: Disallowance | None,
    comment: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    item.disallowed_eur = refusal.amount if refusal else ZERO
    item.accepted_eur = item.amount_eur - item.disallowed_eur
    item.reason_code = refusal.code if refusal else None
    item.check_comment = clean(comment)
    item.checked_by_id, item.checked_at = actor.user_id, at
    db.session.flush()
    details = {"number": item.number, "accepted": item.accepted_eur,
               "disallowed": item.disallowed_eur, "code": item.reason_code}  # fmt: skip
    verb = "expenditure.disallowed" if refusal else "expenditure.accepted"
    audit.record(actor, verb, item, at=at, details=details, reason=item.check_comment)


def confirm_narrative(report: Report, *, actor: Actor, at: datetime) -> None:
    """Programme staff confirm the texts and results. Raises: NotAllowed."""
    report = held(report)
    require(policy.can_confirm_narrative(actor, report))
    report.programme_checked_by_id = actor.user_id
    db.session.flush()
    audit.record(actor, "report.narrative_confirmed", report, at=at)


def confirm_money(report: Report, *, actor: Actor, at: datetime) -> None:
    """Finance staff confirm the money when every cost is decided.

    Raises: NotAllowed; RuleBroken while a cost is open.
    """
    report = held(report)
    require(policy.can_confirm_money(actor, report))
    if left := sum(1 for item in report.expenditure if item.checked_at is None):
        raise RuleBroken(N_("%(left)s costs are not decided yet.", left=left))
    outcome = queries.account(report)
    report.finance_checked_by_id = actor.user_id
    db.session.flush()
    details = {"direct": outcome.own.direct, "disallowed": outcome.verified.disallowed}
    audit.record(actor, "report.money_confirmed", report, at=at, details=details)


def ask(report: Report, questions: str, *, actor: Actor, at: datetime) -> None:
    """Return the report with questions: only now the grantee can change it again.

    The clock of the lead stands still; both confirmations are taken back.
    Raises: NotAllowed; RuleBroken at questions.
    """
    report = held(report)
    require(policy.can_ask(actor, report))
    if not (words := clean(questions)):
        raise RuleBroken(N_("Write what you want to know"), field="questions")
    move(report, "ask", MOVES)
    today = day_in(report.grant.action.time_zone, at)
    report.questions, report.asked_at = words, at
    report.questions_due_on = today + timedelta(days=queries.terms(report).questions_days)
    report.programme_checked_by_id = report.finance_checked_by_id = None
    db.session.flush()
    audit.record(actor, "report.questions_asked", report, at=at, reason=words)
    tell_grantee(report, "questions", actor=actor, at=at)
