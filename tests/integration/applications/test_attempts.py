"""Every try to submit is on record; one applicant may be given more time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import policy, queries, service
from portal.applications.models import DeadlineExtension, SubmissionAttempt
from portal.applications.service.attempts import TooLate, kind_of
from portal.applications.states import ApplicationState, AttemptKind
from portal.calls import service as calls
from portal.calls.states import CallState
from portal.core.access import Held
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, NotAllowed, PortalError, RuleBroken, WrongState
from portal.documents.gather import SOURCES
from portal.documents.layouts import render
from portal.documents.rules import Place
from portal.evaluation import queries as evaluation
from portal.evaluation import service as evaluating
from portal.evaluation.states import SessionState
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_actor, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.evaluation import load_session, make_lead, make_session, seat
from tests.factories.organisations import make_membership
from tests.support.cast import Cast

S, K = ApplicationState, AttemptKind
SOON, LATER = AT + timedelta(minutes=5), AT + timedelta(hours=20)


def attempts(application):
    return list(
        db.session.scalars(
            select(SubmissionAttempt)
            .where(SubmissionAttempt.application_id == application.id)
            .order_by(SubmissionAttempt.at)
        )
    )


def closing(**overrides):
    """A call whose deadline is AT, still to be closed by the portal."""
    return make_call(**({"closes_at": AT, "state": CallState.PUBLISHED} | overrides))


def signatory(call, **more):
    held = Held("action", call.action_id, "signatory", **more)
    return make_actor(held, user_id=make_user().id)


def try_to_submit(application, *, actor, at):
    try:
        service.submit(application, actor=actor, at=at)
    except PortalError as refusal:
        service.note_refusal(application.id, refusal, actor=actor, at=at)
        return refusal
    return None


def test_every_try_is_on_record_with_time_person_kind_and_reason(app):
    owner, editor = make_user(), make_user()
    application = make_application(state=S.DRAFT, owner=owner, call=closing())
    make_membership(
        organisation=application.organisation, user=editor, role="editor", is_signatory=False
    )
    first = AT - timedelta(hours=3, microseconds=1588)
    kept, application.title = application.title, ""

    try_to_submit(application, actor=actor_of(owner), at=first)
    application.title = kept
    try_to_submit(application, actor=actor_of(editor), at=first + timedelta(minutes=1))
    try_to_submit(application, actor=actor_of(owner), at=first + timedelta(minutes=2))
    version = queries.latest_version(application.id)
    again = try_to_submit(application, actor=actor_of(owner), at=first + timedelta(minutes=3))
    service.reopen(application, actor=actor_of(owner), at=first + timedelta(minutes=4))
    late = try_to_submit(application, actor=actor_of(owner), at=AT)

    found = attempts(application)
    assert [one.kind for one in found] == [K.INCOMPLETE, K.NO_RIGHT, K.RECEIVED, K.AGAIN, K.LATE]
    assert [one.succeeded for one in found] == [False, False, True, False, False]
    assert found[0].at == first
    assert found[0].problems == {"identification": 1}
    assert [one.user_name for one in found[:2]] == [owner.name, editor.name]
    assert f"version 1 by {owner.name}" in again.message
    assert (found[-1].reason, "Version 1" in late.message) == (late.message, True)
    assert queries.latest_version(application.id).sha256 == version.sha256


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("refusal", "kind"),
    [(WrongState("x"), K.AGAIN), (Conflict("x"), K.REFUSED), (TooLate("x"), K.LATE)],
)
def test_a_refusal_has_a_kind(refusal, kind):
    assert kind_of(refusal) == kind


def test_more_time_holds_for_one_applicant_and_is_told(app):
    call = closing()
    owner, other_owner = make_user(), make_user()
    application = make_application(state=S.DRAFT, owner=owner, call=call)
    other = make_application(state=S.DRAFT, owner=other_owner, call=call)
    number = application.organisation.registration_number

    given = service.extend_deadline(
        call,
        applicant=f" {number.lower()} ",
        until=LATER,
        reason="No electricity.",
        actor=signatory(call),
        at=SOON,
    )
    calls.close(call, at=SOON)
    service.submit(application, actor=actor_of(owner), at=LATER - timedelta(milliseconds=1))
    late = try_to_submit(other, actor=actor_of(other_owner), at=SOON)

    assert [(one.before_at, one.until_at, one.reason) for one in given] == [
        (AT, LATER, "No electricity.")
    ]
    assert call.state is CallState.CLOSED
    assert application.state is S.SUBMITTED
    assert isinstance(late, TooLate)
    assert not policy.is_taken(application, LATER)
    with pytest.raises(TooLate):
        service.reopen(application, actor=actor_of(owner), at=LATER)
    told = db.session.scalars(
        select(MailMessage).where(MailMessage.template == "applications/extended")
    ).all()
    assert [(one.to_address, "No electricity." in one.body_text) for one in told] == [
        (owner.email, True)
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("applicant", "Nobody"), ("applicant", " "), ("until", AT), ("until", SOON), ("reason", " ")],
)
def test_more_time_needs_an_applicant_a_later_time_and_a_reason(app, field, value):
    call = closing()
    application = make_application(state=S.DRAFT, call=call)
    name = application.organisation.legal_name
    values = {"applicant": name, "until": LATER, "reason": "Flood."}

    with pytest.raises(RuleBroken) as refused:
        service.extend_deadline(call, **{**values, field: value}, actor=signatory(call), at=SOON)

    assert refused.value.field == field
    assert db.session.query(DeadlineExtension).count() == 0


def test_more_time_is_given_by_the_leads_signatory_before_the_opening_only(app):
    call, opened = closing(), make_call(state=CallState.IN_EVALUATION)
    programme = make_actor(Held("action", call.action_id, "programme"), user_id=make_user().id)
    pairs = (
        (call, programme),
        (call, signatory(call, country="RS")),
        (opened, signatory(opened)),
    )

    for chosen, actor in pairs:
        with pytest.raises(NotAllowed):
            service.extend_deadline(
                chosen, applicant="x", until=LATER, reason="Flood.", actor=actor, at=SOON
            )


def test_opening_waits_for_more_time_and_its_record_names_everything(app):
    call = make_call(state=CallState.CLOSED, closes_at=AT, closed_at=AT)
    session = make_session(state=SessionState.CONSTITUTED, call=call)
    owner, late_owner = make_user(), make_user()
    extended = make_application(state=S.DRAFT, owner=owner, call=call)
    make_application(state=S.SUBMITTED, call=call, submitted_at=AT - timedelta(hours=1))
    late = make_application(state=S.DRAFT, owner=late_owner, call=call)
    held = Held("call", call.id, "secretary")
    secretary = make_actor(held, user_id=seat(session, "secretary").id)
    service.extend_deadline(
        call,
        applicant=extended.organisation.legal_name,
        until=LATER,
        reason="No electricity in the town.",
        actor=make_lead(session),
        at=SOON,
    )
    try_to_submit(late, actor=actor_of(late_owner), at=SOON)
    service.submit(extended, actor=actor_of(owner), at=LATER - timedelta(hours=1))

    with pytest.raises(RuleBroken, match="may submit until"):
        evaluating.open_applications(
            load_session(session), actor=secretary, at=LATER - timedelta(milliseconds=1)
        )
    evaluating.open_applications(load_session(session), actor=secretary, at=LATER)

    assert extended.state is S.OPENED
    assert evaluation.check_items([extended.id])[extended.id]["ADM01"].answer == "yes"
    ordered = [job.payload for job in db.session.scalars(select(Job))]
    assert {"kind": "OPR", "subject": str(session.id)} in ordered
    gathered = SOURCES["OPR"](session.id)
    data = gathered.build(gathered.letterhead(Place("SHBB/X/OPR/2026", 1, 1), AT.date()))
    assert (data.received, data.drafts) == (2, 1)
    assert [one.applicant for one in data.late] == [late.organisation.legal_name]
    assert [one.reason for one in data.extensions] == ["No electricity in the town."]
    lines = {line.applicant: line for lot in data.lots for line in lot.lines}
    assert lines[extended.organisation.legal_name].is_in_time
    assert lines[extended.organisation.legal_name].remark.startswith("More time until")
    assert render(data).startswith(b"%PDF")


def test_the_lead_reads_the_attempts_and_gives_more_time_in_the_browser(sign_in_as):
    cast = Cast()
    call = make_call(action=cast.action, closes_at=now() - timedelta(minutes=2))
    application = make_application(
        state=S.DRAFT, call=call, organisation=cast.organisation, owner=cast.person("member")
    )
    member = sign_in_as(cast.person("member"))
    lead = sign_in_as(cast.person("signatory"))
    base = f"/manage/calls/{call.reference}"

    member.post_page(f"/applications/{application.id}/submit", status=423)
    sealed = lead.get_page(f"{base}/attempts").get_text(" ")
    calls.close(call, at=now())
    db.session.commit()
    found = lead.get_page(f"{base}/attempts?kind=late")
    empty = lead.get_page(f"{base}/attempts?kind=received").get_text(" ")
    form = lead.get_page(found.find("a", string="Give more time")["href"])
    sent = {
        "applicant": form.find("input", id="applicant")["value"],
        "until": (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
        "reason": "Flood in the office.",
    }
    lead.send(f"{base}/extensions", sent)
    given = lead.get_page(f"{base}/extensions").get_text(" ")
    own = member.get_page(f"/applications/{application.id}/versions").get_text(" ")
    tasks = member.get_page(f"/applications/{application.id}").get_text(" ")

    assert "Attempts are sealed" in sealed
    assert cast.organisation.legal_name not in sealed
    assert cast.organisation.legal_name in found.get_text(" ")
    assert "No attempts" in empty
    assert "Flood in the office." in given
    assert "Nothing was submitted" in own
    assert "gave you more time" in own
    assert "You have more time" in tasks


def test_more_time_moves_with_a_call_that_stood_still(sign_in_as):
    cast = Cast()
    call = make_call(action=cast.action, closes_at=now() + timedelta(days=1))
    application = make_application(state=S.DRAFT, call=call, owner=cast.person("member"))
    until, actor = call.closes_at + timedelta(days=2), signatory(call)
    service.extend_deadline(
        call,
        applicant=application.organisation.legal_name,
        until=until,
        reason="Flood in the office.",
        actor=actor,
        at=now(),
    )
    calls.suspend(call, actor=actor, at=now() - timedelta(hours=5), reason="A complaint.")
    db.session.commit()

    address = f"/manage/calls/{call.reference}/resume"
    sign_in_as(cast.person("signatory")).send(address, {"reason": "It was refused."})
    db.session.refresh(application)

    moved = application.extended_until - until
    assert timedelta(hours=5) <= moved <= timedelta(hours=5, minutes=2)
    assert queries.extensions_of(application.id)[-1].reason == "It was refused."
