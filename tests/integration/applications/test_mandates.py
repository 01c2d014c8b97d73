"""Mandates of partners: asked by mail, signed by the link, on paper, ended by a change."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import queries, service
from portal.applications.rules.mandate import fingerprint_of
from portal.applications.states import ApplicationState, MandateState
from portal.applications.tasks import remind_mandates
from portal.audit.models import AuditEntry
from portal.core.access import VISITOR, Actor
from portal.core.db import db, transaction
from portal.core.errors import Locked, NotAllowed, RuleBroken, WrongState
from portal.evaluation.queries.facts import administrative_facts
from portal.evaluation.rules import answer_administrative
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.files import pdf

M, S = MandateState, ApplicationState
LIFE, REMIND_AFTER = timedelta(days=14), timedelta(days=3)
ANA = Actor(None, "Ana Primer", email="ana@partner.example.org")


def with_partner(relation="co_applicant", owner=None, **more):
    owner = owner or make_user()
    application = make_application(state=S.DRAFT, owner=owner, **more)
    actor = actor_of(owner)
    entered = service.Partner(relation, "Shoqata Dritare", "AL", "L-77", role="Trains monitors")
    with transaction():
        row = service.add_partner(application, entered, actor=actor, at=AT)
    return queries.whole(application.id), row, actor


def ask(application, row, actor, at=AT):
    with transaction():
        return service.ask_mandate(
            application, row, name="Ana Primer", email="ANA@partner.example.org", actor=actor, at=at
        )


def mails(template):
    return db.session.scalars(
        select(MailMessage).where(MailMessage.template == f"applications/{template}")
        .order_by(MailMessage.queued_at, MailMessage.to_address)
    ).all()  # fmt: skip


def again(application):
    """The application and its partner afresh, after a refusal has let go of them."""
    application = queries.whole(application.id)
    return application, application.partners[0]


def last_token():
    return re.search(r"/mandates/([\w-]+)", mails("mandate_asked")[-1].body_text)[1]


def mandate_now(application):
    db.session.expire_all()
    return queries.whole(application.id).partners[0].mandate


def test_a_mandate_is_asked_and_signed_and_both_sides_are_told(app):
    application, row, actor = with_partner()
    assert [p.message for p in queries.problems_of(application, "partners")] == [
        "Shoqata Dritare has not signed its mandate yet"
    ]

    ask(application, row, actor)
    found = queries.mandate_by_token(last_token())
    with transaction():
        service.sign_mandate(found, name=" Ana  Primer ", function="Director", actor=ANA, at=AT)

    application = queries.whole(application.id)
    kept = application.partners[0].mandate
    assert (kept.state, kept.signed_name, kept.answered_at) == (M.SIGNED, "Ana Primer", AT)
    assert kept.sha256 == fingerprint_of(kept.text)
    for said in ("Shoqata Dritare (registration number L-77)", "Safe evenings on the Drina",
                 application.organisation.legal_name, application.call.reference,
                 "Trains monitors", "co-applicant"):  # fmt: skip
        assert said in kept.text
    assert queries.problems_of(application, "partners") == []
    told = mails("mandate_answered")
    assert [mail.to_address for mail in told] == sorted([actor.email, "ana@partner.example.org"])
    assert all(kept.sha256 in mail.body_text for mail in told)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "application.mandate_signed")
    ).one()
    assert (entry.actor_name, entry.address) == ("Ana Primer", "")


def test_a_link_works_once_ends_by_time_and_by_a_newer_one(app):
    application, row, actor = with_partner()
    ask(application, row, actor)
    old = queries.mandate_by_token(first := last_token())
    with pytest.raises(RuleBroken, match="has ended"), transaction():
        service.sign_mandate(old, name="A", function="B", actor=ANA, at=AT + LIFE)
    application, row = again(application)
    with transaction():
        service.remind_mandate(application, row, actor=actor, at=AT)

    assert queries.mandate_by_token(first) is None
    found = queries.mandate_by_token(last_token())
    with transaction():
        service.decline_mandate(found, reason="We have no time.", actor=ANA, at=AT)
    with pytest.raises(WrongState), transaction():
        service.sign_mandate(found, name="A", function="B", actor=ANA, at=AT)
    kept = mandate_now(application)
    assert (kept.state, kept.reason) == (M.DECLINED, "We have no time.")
    assert "We have no time." in mails("mandate_answered")[0].body_text

    application, row = again(application)
    ask(application, row, actor)
    with transaction():
        service.withdraw_mandate(application, row, actor=actor, at=AT)
    assert queries.mandate_by_token(last_token()) is None
    assert "The link no longer works." in mails("mandate_ended")[0].body_text


def test_a_change_of_the_partner_ends_what_was_signed_and_the_same_data_does_not(app):
    application, row, actor = with_partner("affiliated_entity")
    ask(application, row, actor)
    with transaction():
        service.sign_mandate(
            queries.mandate_by_token(last_token()), name="Ana", function="Director", actor=ANA,
            at=AT,
        )  # fmt: skip
    same = service.Partner(
        "affiliated_entity", "Shoqata Dritare ", "AL", "L-77", "", "Trains monitors"
    )
    application = queries.whole(application.id)
    with transaction():
        was_ended = service.edit_partner(application, row, same, actor=actor, at=AT)
    assert (was_ended, mandate_now(application).state) == (False, M.SIGNED)

    other = service.Partner(
        "affiliated_entity", "Shoqata Dera", "AL", "L-77", "", "Trains monitors"
    )
    with transaction():
        was_ended = service.edit_partner(application, row, other, actor=actor, at=AT)

    kept = mandate_now(application)
    assert (was_ended, kept.state) == (True, M.VOID)
    assert kept.reason == "What the application says about the partner was changed"
    assert len(queries.problems_of(queries.whole(application.id), "partners")) == 1
    assert "no longer counts" in mails("mandate_ended")[0].body_text


def test_paper_counts_as_signed_and_is_read_by_a_colleague(app, sign_in_as):
    owner = make_user()
    application, row, _actor = with_partner(owner=owner)
    client = sign_in_as(owner)
    base, scan = f"/applications/{application.id}/partners/{row.id}", pdf()

    wrong = client.post(f"{base}/paper", data={"file": (io.BytesIO(b"text"), "scan.txt")},
                        content_type="multipart/form-data")  # fmt: skip
    right = client.post(f"{base}/paper", data={"file": (io.BytesIO(scan), "scan.pdf")},
                        content_type="multipart/form-data")  # fmt: skip
    page = client.get_page(base)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "On paper" in page.select_one("#state").parent.parent.get_text()
    assert client.get(f"{base}/paper").data == scan
    assert queries.problems_of(queries.whole(application.id), "partners") == []
    client.send(f"{base}/mandate/withdraw")
    assert mandate_now(application).state is M.WITHDRAWN


def test_who_may_not_sign_or_ask(app):
    application, row, actor = with_partner()
    with pytest.raises(RuleBroken, match="belongs to your organisation"), transaction():
        service.ask_mandate(application, row, name="Me", email=actor.email, actor=actor, at=AT)
    application, row = again(application)
    with pytest.raises(NotAllowed), transaction():
        service.ask_mandate(application, row, name="X", email="x@x.org", actor=VISITOR, at=AT)
    application, row = again(application)
    ask(application, row, actor)
    found = queries.mandate_by_token(last_token())
    with pytest.raises(NotAllowed, match="own person"), transaction():
        service.sign_mandate(found, name="Me", function="Owner", actor=actor, at=AT)
    application, row = again(application)
    late = application.call.closes_at
    found = queries.mandate_by_token(last_token())
    found.expires_at = late + timedelta(days=1)
    db.session.commit()
    with pytest.raises(Locked), transaction():
        service.sign_mandate(found, name="Ana", function="Director", actor=ANA, at=late)
    application, row = again(application)
    for _time in range(5):
        with transaction():
            service.remind_mandate(application, row, actor=actor, at=AT)
    with pytest.raises(RuleBroken, match="asked 6 times"), transaction():
        service.remind_mandate(application, row, actor=actor, at=AT)


def test_who_does_not_answer_is_reminded_once(app):
    application, row, actor = with_partner(call=make_call(closes_at=AT + timedelta(days=40)))
    ask(application, row, actor)
    first = last_token()

    remind_mandates({}, AT + timedelta(days=1))
    assert last_token() == first
    remind_mandates({}, AT + REMIND_AFTER)
    second = last_token()
    remind_mandates({}, AT + REMIND_AFTER + timedelta(days=4))

    assert second != first
    assert last_token() == second
    assert queries.mandate_by_token(second).expires_at == AT + REMIND_AFTER + LIFE
    assert mails("mandate_asked")[-1].subject.startswith("Reminder")


def test_the_link_opens_a_page_for_anybody_and_the_signature_is_frozen(
    app, client, sign_in_as, count_queries
):
    owner = make_user()
    application, row, _actor = with_partner(owner=owner)
    member = sign_in_as(owner)
    base = f"/applications/{application.id}/partners/{row.id}"
    member.send(f"{base}/ask", {"to_name": "Ana Primer", "email": "ana@partner.example.org"})
    path = f"/mandates/{last_token()}"

    with count_queries() as seen:
        member.get_page(base)
    assert len(seen) <= 15, "\n".join(seen)
    refused = client.post_page(path, {"name": "Ana Primer"})
    shown = client.get_page(path)
    assert refused.select_one("#function-error")
    assert "Safe evenings on the Drina" in shown.get_text()
    assert shown.select_one("#name")["value"] == "Ana Primer"
    client.send(path, {"name": "Ana Primer", "function": "Director", "may_sign": "y"})
    assert "The mandate is signed." in client.get_page(path).get_text()
    assert "This link no longer works" in client.get_page("/mandates/nothing").get_text()

    member.send(f"/applications/{application.id}/submit")
    application = queries.whole(application.id)
    content = queries.for_evaluation(application)
    signed = content.partners[0]["mandate"]
    assert (signed["name"], signed["function"]) == ("Ana Primer", "Director")
    application.state = S.OPENED  # what the opening does to it
    db.session.commit()
    said = answer_administrative(administrative_facts(application.call_id)[0])
    assert said["ADM05"] == ("yes", "")
    assert said["ADM06"] == ("na", "No affiliated entity.")


@pytest.mark.one_database
def test_a_call_says_how_long_a_link_lives_when_it_reminds_and_how_often_it_asks(app):
    call = make_call(mandate_link_days=5, mandate_remind_days=1, mandate_requests=2)
    application, row, actor = with_partner(call=call)
    ask(application, row, actor)
    assert mandate_now(application).expires_at == AT + timedelta(days=5)

    remind_mandates({}, AT + timedelta(hours=23))
    assert len(mails("mandate_asked")) == 1
    remind_mandates({}, AT + timedelta(days=1))
    assert len(mails("mandate_asked")) == 2

    application, row = again(application)
    with pytest.raises(RuleBroken, match="was asked 2 times"), transaction():
        service.remind_mandate(application, row, actor=actor, at=AT + timedelta(days=1))


@pytest.mark.one_database
def test_a_call_without_reminders_sends_none(app):
    application, row, actor = with_partner(call=make_call(mandate_remind_days=0))
    ask(application, row, actor)

    remind_mandates({}, AT + timedelta(days=10))

    assert len(mails("mandate_asked")) == 1
