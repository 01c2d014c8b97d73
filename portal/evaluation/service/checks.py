"""Opening and administrative check. Source: rules.md 2.4, 5.1."""

from datetime import datetime

from portal.applications import queries as applied
from portal.applications import service as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit import service as audit
from portal.calls import service as calls
from portal.calls.rules import in_words, is_in_time
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import Conflict, RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import CheckItem, EvaluationSession
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.conflicts import look_for_conflicts
from portal.evaluation.service.results import ADM, conclude, demand_open
from portal.evaluation.states import SESSION_MOVES
from portal.jobs import service as jobs
from portal.mail import service as mail

S = ApplicationState


def open_applications(session: EvaluationSession, *, actor: Actor, at: datetime) -> int:
    """Open everything submitted in time and start the check; answers how many were opened.

    What the portal knows (times, amounts, limits, lots) is answered at once.
    Raises: RuleBroken while a declaration is missing, or an applicant was given more time.
    """
    lock(session)
    lock(session.call)  # no more time can be given meanwhile
    require(policy.can_open(actor, session, queries.standing(actor, session)))
    signed = queries.declarations(session.id)
    missing = sorted(
        {
            member.user.name
            for member in queries.members(session.id)
            if member.sits and member.user_id not in signed
        }
    )
    if missing:
        raise RuleBroken(
            N_("The declaration is not signed yet by: %(names)s.", names=", ".join(missing))
        )
    _wait_for_extensions(session, at)
    for draft in applied.applications_in(session.call_id, S.DRAFT):
        applications.let_stand(draft, at=at)
    move(session, "open", SESSION_MOVES)
    session.opened_at = at
    calls.start_evaluation(session.call, actor=actor, at=at)
    received = queries.applications_of(session.call_id)
    waiting = [one for one in received if one.state is S.SUBMITTED]
    for application in waiting:
        applications.open_application(application, actor=actor, at=at)
    move(session, "start_checks", SESSION_MOVES)
    _answer_by_machine(session, at=at)
    look_for_conflicts(session, at=at)
    audit.record(actor, "evaluation.opened", session, at=at, details={"opened": len(waiting)})
    jobs.enqueue(
        "documents.issue",
        {"kind": "OPR", "subject": str(session.id)},
        at=at,
        dedupe_key=f"OPR:{session.id}",
    )
    return len(waiting)


def _wait_for_extensions(session: EvaluationSession, at: datetime) -> None:
    """Nothing is opened while one applicant can still change what it sent."""
    call = session.call
    for application in applied.applications_in(call.id, S.DRAFT, S.SUBMITTED):
        until = application.extended_until
        if until and is_in_time(at, closes_at=until, grace_seconds=call.grace_seconds):
            raise RuleBroken(
                N_(
                    "%(name)s may submit until %(when)s. The applications can be opened then.",
                    name=application.organisation.legal_name,
                    when=in_words(until, call.time_zone),
                )
            )


def _answer_by_machine(session: EvaluationSession, *, at: datetime) -> None:
    for facts in queries.administrative_facts(session.call_id):
        for code, (answer, note) in rules.answer_administrative(facts).items():
            db.session.add(
                CheckItem(
                    application_id=facts.application_id,
                    code=code,
                    answer=answer,
                    note=note,
                    is_automatic=True,
                    checked_at=at,
                )
            )
    db.session.flush()


def answer_check(
    application: Application,
    session: EvaluationSession,
    *,
    code: str,
    answer: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Answer one item by hand; items that the portal answered stand.

    Raises: RuleBroken when the item is unknown, answered by the portal, or a no has no note.
    """
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_check(actor, session, standing))
    if application.state is not S.OPENED:
        raise RuleBroken(N_("The check of this application is finished."))
    if code not in rules.ADMINISTRATIVE:
        raise RuleBroken(N_("There is no such item."))
    demand_open(application, ADM)
    set_item(application, code, answer, note, actor=actor, at=at)


def demand_unchanged(application: Application, seen: str | None) -> None:
    """Nobody answered the sheet since the page was loaded; `seen` is its stamp, None unknown.

    Raises: Conflict, so that the answers of the first of two people are not lost.
    """
    lock(application)
    items = queries.check_items([application.id]).get(application.id, {})
    if seen is not None and seen != queries.stamp_of(items):
        raise Conflict(
            N_("Somebody else saved answers to this check meanwhile. Load the page again.")
        )


def set_item(
    application: Application, code: str, answer: str, note: str, *, actor: Actor, at: datetime
) -> None:
    """Write the answer of a person to one item of a check sheet."""
    if answer not in {"yes", "no", "na", "ask"}:
        raise RuleBroken(N_("Choose an answer for %(code)s", code=code), field=code)
    if answer in {"no", "ask"} and not clean(note):
        raise RuleBroken(N_("Say why %(code)s is not a yes", code=code), field=code)
    known = queries.check_items([application.id]).get(application.id, {}).get(code)
    if known is not None and known.is_automatic:
        raise RuleBroken(N_("%(code)s was answered by the portal.", code=code), field=code)
    if known is None:
        known = CheckItem(application_id=application.id, code=code, answer=answer, checked_at=at)
        db.session.add(known)
    known.answer, known.note = answer, clean(note)
    known.checked_by_id, known.checked_at = actor.user_id, at
    audit.record(
        actor,
        "application.checked",
        application,
        at=at,
        details={"item": code, "answer": answer},
        reason=clean(note),
    )


def pass_check(
    application: Application, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """The application is complete and goes to the assessors.

    Raises: RuleBroken while an item is open, asked or a no.
    """
    lock(application)
    require(policy.can_check(actor, session, queries.standing(actor, session)))
    items = queries.check_items([application.id]).get(application.id, {})
    open_items = [code for code in rules.ADMINISTRATIVE if code not in items]
    if open_items:
        raise RuleBroken(N_("Answer %(codes)s first.", codes=", ".join(open_items)))
    stopping = [code for code, item in sorted(items.items()) if item.answer in {"no", "ask"}]
    if stopping:
        raise RuleBroken(N_("Not passed: %(codes)s.", codes=", ".join(stopping)))
    conclude(application, session, sheet=ADM, is_passed=True, actor=actor, at=at)


def fail_check(
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """A mandatory item is missing and cannot be cured.

    Raises: RuleBroken unless an item is a no and the reason is written.
    """
    lock(application)
    require(policy.can_check(actor, session, queries.standing(actor, session)))
    items = queries.check_items([application.id]).get(application.id, {})
    if not any(item.answer == "no" for item in items.values()):
        raise RuleBroken(N_("An application fails only when an item is answered with no."))
    if not clean(reason):
        raise RuleBroken(N_("Enter the reason for the applicant"), field="reason")
    conclude(application, session, sheet=ADM, is_passed=False, reason=reason, actor=actor, at=at)


def start_scoring(session: EvaluationSession, *, actor: Actor, at: datetime) -> None:
    """Hand the checked applications to their assessors, who get a mail.

    Raises: RuleBroken while a check is open or an application lacks assessors.
    """
    lock(session)
    require(policy.can_start_scoring(actor, session, queries.standing(actor, session)))
    if queries.applications_of(session.call_id, S.OPENED, S.CLARIFICATION):
        raise RuleBroken(N_("Finish the administrative check of every application first."))
    progress = queries.progress(session.call)
    if not progress:
        raise RuleBroken(N_("No application passed the administrative check."))
    short = [one.application.number or "" for one in progress if one.needs_assignment]
    if short:
        raise RuleBroken(
            N_(
                "Assign %(n)s assessors to: %(numbers)s.",
                n=session.call.assessors_per_application,
                numbers=", ".join(sorted(short)),
            )
        )
    move(session, "start_scoring", SESSION_MOVES)
    audit.record(actor, "evaluation.scoring_started", session, at=at)
    for user in {sheet.assessor for one in progress for sheet in one.sheets}:
        mail.queue(
            "evaluation/assigned",
            to=recipient(user),
            about=session,
            actor=actor,
            at=at,
            link="/evaluate",
            call=session.call,
            due_at=session.scores_due_at,
            count=sum(sheet.assessor_id == user.id for one in progress for sheet in one.sheets),
        )
