"""The result of a check sheet: recorded, confirmed by a second person, sent back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from portal.applications import service as applications
from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import CheckResult, EvaluationSession
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.ineligible import turn_down
from portal.jobs import service as jobs
from portal.mail import service as mail

ADM, ELI = "ADM", "ELI"
Effect = Callable[[Application, EvaluationSession, CheckResult, Actor, datetime], list[Application]]


def demand_open(application: Application, sheet: str) -> None:
    """Raises: RuleBroken while a result of the sheet waits for a second person."""
    if queries.waiting_result(application.id, sheet) is not None:
        raise RuleBroken(N_("The result of this check waits for the second person."))


def conclude(
    application: Application,
    session: EvaluationSession,
    *,
    sheet: str,
    is_passed: bool,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """Record the result; it takes effect at once, or when a second person has confirmed it.

    Answers: who moved up from the reserve by it.
    """
    demand_open(application, sheet)
    result = CheckResult(
        application_id=application.id,
        sheet=sheet,
        is_passed=is_passed,
        reason=clean(reason),
        made_by_id=actor.user_id,
        made_at=at,
    )
    is_first = not queries.waiting_results(session.call_id)
    db.session.add(result)
    db.session.flush()
    audit.record(
        actor,
        "application.check_concluded",
        application,
        at=at,
        details={"sheet": sheet, "passed": is_passed},
        reason=clean(reason),
    )
    if not session.call.confirms_checks:
        return _finish(result, application, session, actor=actor, at=at)
    if is_first:
        _ask_chair(session, result, actor=actor, at=at)
    return []


def _ask_chair(
    session: EvaluationSession, result: CheckResult, *, actor: Actor, at: datetime
) -> None:
    page = "eligibility" if result.sheet == ADM else "documents"
    for member in queries.members(session.id):
        if member.function == "chair" and member.sits and member.user_id != actor.user_id:
            mail.queue(
                "evaluation/check_to_confirm",
                to=recipient(member.user),
                about=session,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/{page}",
                call=session.call,
            )


def _finish(
    result: CheckResult,
    application: Application,
    session: EvaluationSession,
    *,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    result.finished_at = at
    moved = EFFECTS[result.sheet, result.is_passed](application, session, result, actor, at)
    jobs.enqueue(
        "documents.issue",
        {"kind": result.sheet, "subject": str(application.id)},
        at=at,
        dedupe_key=f"{result.sheet}:{result.id}",
    )
    return moved


def _pass_admin(
    application: Application,
    _session: EvaluationSession,
    _result: CheckResult,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    applications.pass_admin(application, actor=actor, at=at)
    return []


def _fail_admin(
    application: Application,
    _session: EvaluationSession,
    result: CheckResult,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    applications.fail_admin(application, reason=result.reason, actor=actor, at=at)
    return []


def _nothing(
    _application: Application,
    _session: EvaluationSession,
    _result: CheckResult,
    _actor: Actor,
    _at: datetime,
) -> list[Application]:
    return []  # the award follows, by a signatory


def _turn_down(
    application: Application,
    session: EvaluationSession,
    result: CheckResult,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    return turn_down(application, session, reason=result.reason, actor=actor, at=at)


EFFECTS: Mapping[tuple[str, bool], Effect] = {
    (ADM, True): _pass_admin,
    (ADM, False): _fail_admin,
    (ELI, True): _nothing,
    (ELI, False): _turn_down,
}


def confirm_check(
    result: CheckResult,
    application: Application,
    session: EvaluationSession,
    *,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """The second person agrees: the result takes effect. A second click changes nothing."""
    lock(application)
    if result.finished_at is not None and result.confirmed_by_id == actor.user_id:
        return []
    standing = queries.standing(actor, session)
    require(policy.can_confirm_check(actor, session, standing, result))
    result.confirmed_by_id = actor.user_id
    audit.record(
        actor, "application.check_confirmed", application, at=at, details={"sheet": result.sheet}
    )
    return _finish(result, application, session, actor=actor, at=at)


def send_check_back(
    result: CheckResult,
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The second person does not agree; the sheet is open again, and who checked is told why."""
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_confirm_check(actor, session, standing, result))
    if not clean(reason):
        raise RuleBroken(N_("Say what must be looked at again"), field="reason")
    result.sent_back_at, result.sent_back_reason = at, clean(reason)
    audit.record(
        actor,
        "application.check_sent_back",
        application,
        at=at,
        details={"sheet": result.sheet},
        reason=clean(reason),
    )
    page = (
        f"/manage/calls/{session.call.reference}/eligibility/{application.id}"
        if result.sheet == ADM
        else f"/manage/applications/{application.id}/eligibility"
    )
    mail.queue(
        "evaluation/check_sent_back",
        to=recipient(result.made_by),
        about=application,
        actor=actor,
        at=at,
        link=page,
        call=session.call,
        number=application.number,
        reason=clean(reason),
    )
