"""The evaluation of a call at a glance: phase, what is next, who has signed, how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.access import Actor, Verdict, require
from portal.core.clock import now
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import IdentitiesForm
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.states import SessionState
from portal.evaluation.views import bp, proposal
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.acts import pressed
from portal.web.downloads import send_stored, show_stored
from portal.web.headers import with_frames
from portal.web.refusal import page

PHASES = (
    (SessionState.PLANNED, "Committee named"),
    (SessionState.CONSTITUTED, "Declarations signed"),
    (SessionState.ADMIN_CHECK, "Administrative check"),
    (SessionState.SCORING, "Scoring"),
    (SessionState.CONSOLIDATION, "Comparison and third assessors"),
    (SessionState.RANKING, "Ranking"),
    (SessionState.REPORT_DRAFT, "Report signed"),
    (SessionState.REPORT_SIGNED, "Award decision"),
    (SessionState.DECIDED, "Letters"),
    (SessionState.CLOSED, "Closed"),
)
Do = Callable[..., object]


@dataclass(frozen=True)
class Next:
    """The next step: a button with its verdict, or a page to go to."""

    title: str
    text: str
    label: str
    verdict: Verdict
    url: str
    is_post: bool


@bp.get("/manage/calls/<reference>/evaluation")
def session(reference: str) -> ResponseReturnValue:
    """The dashboard of the session; before it exists, the way to begin it."""
    actor = current_actor()
    call = queries.call_for_staff(actor, reference) or abort(404)
    found = queries.session_for_staff(actor, reference)
    if found is None:
        verdict = policy.can_plan(actor, call)
        return page("evaluation/not_planned.html", call=call, verdict=verdict)
    standing = queries.standing(actor, found)
    counts = queries.counts(call.id)
    return page(
        "evaluation/session.html",
        call=call,
        session=found,
        side=steps(found, standing),
        phases=_phases(found),
        next=_next(found, standing, actor),
        members=queries.members(found.id),
        signed=queries.declarations(found.id),
        counts=counts,
        sheets=queries.sheet_counts(call.id),
        conflicts=queries.conflicts_of_session(call.id),
        me=actor,
        has_declared=standing.has_declared,
        can_open_identities=policy.can_open_identities(actor, found, standing),
        identities=IdentitiesForm(),
    )


def _phases(found: EvaluationSession) -> list[tuple[str, str]]:
    """Each phase with done, now or later."""
    order = [state for state, _label in PHASES]
    here = (
        order.index(found.state) if found.state in order else order.index(SessionState.ADMIN_CHECK)
    )
    return [
        (_(label), "done" if place < here else "now" if place == here else "later")
        for place, (_state, label) in enumerate(PHASES)
    ]


Asks = Callable[[Actor, EvaluationSession, Standing], Verdict]


def _decides(actor: Actor, found: EvaluationSession, _standing: Standing) -> Verdict:
    return policy.can_decide(actor, found, applicants=queries.applicant_ids(found.call_id))


# By state: title, text, button, the step to post or the page to open, and who may.
NEXT: dict[SessionState, tuple[str, str, str, str, Asks]] = {
    SessionState.PLANNED: (
        "Appoint the committee",
        "Name chair, secretary, voters and assessors.",
        "Open the committee",
        "evaluation.committee",
        lambda actor, found, _standing: policy.can_appoint(actor, found),
    ),
    SessionState.CONSTITUTED: (
        "Open the applications",
        "Possible when every member has signed the declaration.",
        "Open the applications",
        "open",
        policy.can_open,
    ),
    SessionState.ADMIN_CHECK: (
        "Start the scoring",
        "When every application is checked and has its assessors.",
        "Start the scoring",
        "scoring",
        policy.can_start_scoring,
    ),
    SessionState.SCORING: (
        "Compare the sheets",
        "When all sheets of every application are in. Third assessors follow where two scores "
        "are far apart.",
        "Compare the sheets",
        "consolidation",
        policy.can_consolidate,
    ),
    SessionState.CONSOLIDATION: (
        "Lock the sheets and rank",
        "When every third sheet is in. Sheets cannot be changed after that.",
        "Lock and rank",
        "ranking",
        policy.can_rank,
    ),
    SessionState.RANKING: (
        "Freeze the ranking of each lot",
        "Then write the report.",
        "Open the ranking",
        "evaluation.ranking",
        policy.can_see_ranking,
    ),
    SessionState.REPORT_DRAFT: (
        "Sign the report",
        "Chair, secretary and voters sign.",
        "Open the report",
        "evaluation.decision",
        policy.can_see_ranking,
    ),
    SessionState.REPORT_SIGNED: (
        "Decide on the awards",
        "A signatory of the lead approves or sends the proposal back.",
        "Open the decision",
        "evaluation.decision",
        _decides,
    ),
    SessionState.DECIDED: (
        "Send the letters",
        "Every applicant is told by mail and letter.",
        "Open the letters",
        "evaluation.letters",
        lambda actor, found, _standing: policy.can_send_letters(actor, found),
    ),
}


def _next(found: EvaluationSession, standing: Standing, actor: Actor) -> Next | None:
    if found.state not in NEXT:
        return None
    title, text, button, target, asks = NEXT[found.state]
    is_post = target in STEPS
    reference = found.call.reference
    url = (
        url_for("evaluation.step", reference=reference, step=target)
        if is_post
        else url_for(target, reference=reference)
    )
    return Next(_(title), _(text), _(button), asks(actor, found, standing), url, is_post)


@bp.post("/manage/calls/<reference>/evaluation/plan")
def plan(reference: str) -> ResponseReturnValue:
    """Begin the evaluation of a closed call."""
    actor = current_actor()
    call = queries.call_for_staff(actor, reference) or abort(404)
    return _try(lambda: service.plan(call, actor=actor, at=now()), "committee", reference)


STEPS: dict[str, tuple[Do, str, str]] = {
    "open": (service.open_applications, "checks", "The applications are open."),
    "scoring": (service.start_scoring, "scores", "The assessors have been told."),
    "consolidation": (service.consolidate, "scores", "The sheets can be compared."),
    "ranking": (service.start_ranking, "ranking", "The sheets are locked."),
}


@bp.post("/manage/calls/<reference>/evaluation/<step>")
def step(reference: str, step: str) -> ResponseReturnValue:
    """Move the session one step on."""
    if step not in STEPS:
        abort(404)
    found, _standing = load(reference, with_grid=True)
    do, target, told = STEPS[step]
    return _try(lambda: do(found, actor=current_actor(), at=now()), target, reference, told)


def _try(
    act: Callable[[], object], target: str, reference: str, told: str = ""
) -> ResponseReturnValue:
    """Do it and go on; a broken rule is said on the dashboard."""
    if pressed(act) is None:
        return redirect(url_for(".session", reference=reference))
    if told:
        flash(_(told))
    return redirect(url_for(f".{target}", reference=reference))


@bp.post("/manage/calls/<reference>/evaluation/identities")
def open_identities(reference: str) -> ResponseReturnValue:
    """Open the names of an anonymous call to those who scored and vote."""
    found, standing = load(reference)
    actor, form = current_actor(), IdentitiesForm()
    require(policy.can_open_identities(actor, found, standing))
    if pressed(
        lambda: service.open_identities(found, reason=form.reason.data or "", actor=actor, at=now())
    ):
        flash(_("The names are open. It stands in the audit trail with your reason."))
    return redirect(url_for(".session", reference=reference))


@bp.get("/evaluate/applications/<uuid:application_id>")
def read(application_id: UUID) -> ResponseReturnValue:
    """One opened application for the committee, after signing and without a conflict."""
    found, session = _readable(application_id)
    application = queries.get_application(found) or abort(404)
    masked = policy.is_masked(current_actor(), session)
    content = applications.for_evaluation(application, is_masked=masked) or abort(404)
    response = page(
        "evaluation/read.html",
        session=session,
        side=steps(session, queries.standing(current_actor(), session)),
        application=application,
        content=content,
        masked=masked,
        # an answer to a question may name the applicant anywhere
        rounds=[] if masked else applications.clarifications(found),
        labels=applications.labels_of_items(content),
        titles=proposal.titles(content),
        files=proposal.files(
            content,
            lambda key: url_for(".read_file", application_id=found, attachment_id=key),
        ),
    )
    return with_frames(response)


@bp.get("/evaluate/applications/<uuid:application_id>/files/<uuid:attachment_id>")
def read_file(application_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A document of an application the committee reads."""
    found, session = _readable(application_id)
    if policy.is_masked(current_actor(), session):
        return proposal.send_masked(queries.get_application(found) or abort(404), attachment_id)
    attachment = applications.attachment(found, attachment_id) or abort(404)
    return (show_stored if request.args.get("show") else send_stored)(attachment.file)


def _readable(application_id: UUID) -> tuple[UUID, EvaluationSession]:
    actor = current_actor()
    application = queries.get_application(application_id) or abort(404)
    found = queries.session_of(application.call_id) or abort(404)
    sits = actor.holds("call", found.call_id, *policy.COMMITTEE, "observer")
    if not (sits or _leads(actor, found.call)) or application.state is ApplicationState.DRAFT:
        abort(404)
    standing = queries.standing(actor, found)
    if sits:
        require(policy.can_read_files(actor, found, standing))
    if application_id in standing.conflicts or found.opened_at is None:
        abort(404)
    return application_id, found


def _leads(actor: Actor, call: Call) -> bool:
    return bool(policy.can_see_session(actor, call))
