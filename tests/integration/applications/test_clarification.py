"""The committee asks once: only what it asked opens, until its own deadline."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.applications import queries, service
from portal.applications.models import SubmissionAttempt
from portal.applications.service import Reply, Upload
from portal.applications.service.attempts import TooLate
from portal.applications.states import ApplicationState, AttemptKind
from portal.applications.tasks import lapse_clarifications
from portal.core.access import Held
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Locked, NotAllowed, RuleBroken, WrongState
from portal.evaluation import service as evaluation
from portal.evaluation.states import SessionState
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_actor, make_user
from tests.factories.base import AT
from tests.factories.evaluation import load_session, make_candidate, make_session, seat
from tests.factories.files import pdf
from tests.factories.organisations import make_membership

S = ApplicationState
PDF = pdf()
DUE = AT + timedelta(days=7)
WHY = "The letter of the partner is not signed, and A2.1 names another town."


@pytest.fixture
def asked(app):
    """(application, session, owner's actor) with one question on one text and one document."""
    return make_asked()


def make_asked(**overrides):
    session = make_session(state=SessionState.ADMIN_CHECK)
    owner = make_user()
    application = make_candidate(session, state=S.OPENED, owner=owner)
    keys = [item.key for item in queries.askable(application)]
    text = next(key for key in keys if key.startswith("text:"))
    slot = next(key for key in keys if key.startswith("slot:"))
    values = {"question": WHY, "items": {text, slot}, "due_at": DUE} | overrides
    evaluation.ask_clarification(
        application, load_session(session), **values, actor=secretary(session), at=AT
    )
    application = queries.whole(application.id)
    return application, session, actor_of(owner), text[5:], slot[5:]


def secretary(session):
    held = Held("call", session.call_id, "secretary")
    return make_actor(held, user_id=seat(session, "secretary").id)


def version(application):
    return queries.latest_version(application.id)


def test_only_what_was_asked_changes_and_before_and_after_are_kept(asked):
    application, session, owner, text, slot = asked
    before = version(application)
    other = next(entry["key"] for entry in before.content["texts"] if entry["key"] != text)

    with pytest.raises(RuleBroken, match="was not asked"):
        service.answer_clarification(
            application, Reply({other: "Better."}), actor=owner, at=DUE - timedelta(days=1)
        )
    answered = evaluation.answer_clarification(
        application,
        Reply({text: "In Pirot."}, (Upload(slot, "signed.pdf", PDF),), "Here it is."),
        actor=owner,
        at=DUE - timedelta(milliseconds=1),
    )

    after = version(application)
    assert (after.number, before.number) == (before.number + 1, 1)
    assert application.state is S.OPENED
    assert answered.after == {
        f"text:{text}": "In Pirot.",
        f"slot:{slot}": answered.after[f"slot:{slot}"],
    }
    assert answered.after[f"slot:{slot}"].endswith("signed.pdf")
    kept = {entry["key"]: entry["text"] for entry in before.content["texts"]}
    assert answered.before[f"text:{text}"] == kept[text]
    changed = {entry["key"]: entry["text"] for entry in after.content["texts"]}
    assert changed == kept | {text: "In Pirot."}
    assert after.content["budget"] == before.content["budget"]
    told = db.session.scalars(
        select(MailMessage.to_address).where(MailMessage.template == "evaluation/clarified")
    ).all()
    assert told == [seat(session, "secretary").email]
    with pytest.raises(WrongState, match="answered already"):
        service.answer_clarification(
            application, Reply({text: "Again."}), actor=owner, at=DUE - timedelta(hours=1)
        )


@pytest.mark.parametrize("has_lapsed", [False, True])
def test_a_late_answer_changes_nothing(asked, has_lapsed):
    application, _session, owner, text, _slot = asked
    before = version(application).sha256
    if has_lapsed:
        lapse_clarifications({}, DUE)
        application = queries.whole(application.id)

    with pytest.raises(TooLate, match="The answer was due on"):
        service.answer_clarification(application, Reply({text: "Late."}), actor=owner, at=DUE)

    assert version(application).sha256 == before
    assert application.state is (S.OPENED if has_lapsed else S.CLARIFICATION)
    assert queries.clarifications(application.id)[0].outcome == ("lapsed" if has_lapsed else "")


def test_an_answer_says_something_and_keeps_the_limits(asked):
    application, _session, owner, text, _slot = asked
    entry = next(one for one in version(application).content["texts"] if one["key"] == text)
    reader = make_user()
    make_membership(
        organisation=application.organisation, user=reader, role="reader", is_signatory=False
    )

    with pytest.raises(RuleBroken, match="answer in words"):
        service.answer_clarification(application, Reply({}), actor=owner, at=AT)
    if entry["limit"]:
        long = "word " * (entry["limit"] + 1)
        with pytest.raises(RuleBroken, match="words or less"):
            service.answer_clarification(application, Reply({text: long}), actor=owner, at=AT)
    with pytest.raises(NotAllowed):
        service.answer_clarification(application, Reply({text: "x"}), actor=actor_of(reader), at=AT)
    with pytest.raises(Locked):
        service.attach_document(
            application,
            application.attachments[0].slot,
            PDF,
            name="other.pdf",
            actor=owner,
            at=AT,
        )


@pytest.mark.parametrize(
    ("field", "value"), [("question", " "), ("items", {"text:NOPE"}), ("due_at", AT)]
)
def test_a_question_needs_words_known_parts_and_a_later_day(app, field, value):
    with pytest.raises(RuleBroken) as refused:
        make_asked(**{field: value})

    assert refused.value.field == field


def test_there_is_one_round_and_the_secretary_asks(asked):
    application, session, owner, _text, _slot = asked
    service.answer_clarification(application, Reply({}, (), "Fine."), actor=owner, at=AT)
    again = {"question": WHY, "items": set(), "due_at": DUE, "at": AT}

    with pytest.raises(RuleBroken, match="one round"):
        evaluation.ask_clarification(
            application, load_session(session), **again, actor=secretary(session)
        )
    with pytest.raises(NotAllowed):
        evaluation.ask_clarification(application, load_session(session), **again, actor=owner)


def test_the_applicant_answers_in_the_browser_and_a_late_try_is_on_record(sign_in_as, app):
    application, _session, owner, text, slot = make_asked(due_at=now() + timedelta(days=3))
    client = sign_in_as(db.session.get_one(User, owner.user_id))
    name = text.replace(".", "_")
    address = f"/applications/{application.id}/clarification"
    db.session.commit()

    page = client.get_page(address)
    fields = {one["name"] for one in page.select("main textarea, main input[type=file]")}
    client.send(address, {name: "In Pirot.", f"slot-{slot}": (BytesIO(PDF), "signed.pdf")})
    shown = client.get_page(address).get_text(" ")
    late, _session, other, late_text, _slot = make_asked(due_at=AT + timedelta(days=1))
    db.session.commit()
    late_client = sign_in_as(db.session.get_one(User, other.user_id))
    refused = late_client.post_page(
        f"/applications/{late.id}/clarification",
        {late_text.replace(".", "_"): "Late."},
        status=423,
    ).get_text(" ")

    assert fields == {name, f"slot-{slot}", "answer"}
    assert page.select_one(f"#{name}")["data-words"].isdigit()
    assert ".pdf" in page.select_one(f"#slot-{slot}")["accept"].split(",")
    assert "In Pirot." in shown
    assert "signed.pdf" in shown
    assert "Before" in shown
    assert "The answer was due on" in refused
    kinds = db.session.scalars(
        select(SubmissionAttempt.kind).where(SubmissionAttempt.application_id == late.id)
    ).all()
    assert kinds == [AttemptKind.LATE]
