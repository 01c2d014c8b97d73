"""A second person confirms the result of a check, where the call asks for it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents import layouts
from portal.documents.gather import SOURCES
from portal.evaluation import queries, rules, service
from portal.evaluation.states import SessionState
from portal.files import service as files
from portal.files.rules import MEDIA_TYPES
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.documents import make_head
from tests.factories.evaluation import load_session, make_candidate, make_lead, make_session, seat
from tests.factories.files import xlsx

A = ApplicationState
S = SessionState
LATER = AT + timedelta(hours=1)


def mails(template):
    rows = db.session.scalars(select(MailMessage).where(MailMessage.template == template))
    return [mail.to_address for mail in rows]


def papers():
    rows = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return [row.payload["kind"] for row in rows if row.payload["kind"] != "OPR"]


def actor(session, function):
    return actor_of(seat(session, function))


def opened(*, confirms=True):
    session = make_session(state=S.CONSTITUTED)
    session.call.confirms_checks = confirms
    one = make_candidate(session, state=A.SUBMITTED, total_eligible=Decimal("14000.00"))
    service.open_applications(session, actor=actor(session, "secretary"), at=AT)
    return session, one


def answer_all(session, one, **other):
    known = queries.check_items([one.id])[one.id]
    for code in rules.ADMINISTRATIVE.keys() - known.keys():
        answer = other.get(code, "yes")
        service.answer_check(
            one,
            session,
            code=code,
            answer=answer,
            note="Seen." if answer != "yes" else "",
            actor=actor(session, "secretary"),
            at=AT,
        )


def test_result_counts_when_a_second_person_confirmed_it(app):
    session, one = opened()
    answer_all(session, one)
    secretary, chair = actor(session, "secretary"), actor(session, "chair")

    service.pass_check(one, session, actor=secretary, at=AT)

    (result,) = queries.results_of(one.id, "ADM")
    assert (one.state, result.waits) == (A.OPENED, True)
    assert mails("evaluation/check_to_confirm") == [seat(session, "chair").email]
    with pytest.raises(RuleBroken, match="waits for the second person"):
        service.answer_check(
            one, session, code="ADM02", answer="na", note="", actor=secretary, at=AT
        )
    with pytest.raises(RuleBroken, match="waits for the second person"):
        service.pass_check(one, session, actor=secretary, at=AT)
    with pytest.raises(NotAllowed, match="second person"):
        service.confirm_check(result, one, session, actor=secretary, at=AT)
    with pytest.raises(NotAllowed):
        service.confirm_check(result, one, session, actor=actor(session, "assessor"), at=AT)

    service.confirm_check(result, one, session, actor=chair, at=LATER)
    service.confirm_check(result, one, session, actor=chair, at=LATER)

    assert one.state is A.UNDER_FULL_EVALUATION
    assert (result.confirmed_by_id, result.finished_at) == (chair.user_id, LATER)
    assert papers() == ["ADM"]


def test_result_sent_back_opens_the_sheet_again(app):
    session, one = opened()
    answer_all(session, one, ADM03="no")
    secretary, voter = actor(session, "secretary"), actor(session, "voter")
    service.fail_check(one, session, reason="In Italian.", actor=secretary, at=AT)
    (result,) = queries.results_of(one.id, "ADM")

    with pytest.raises(RuleBroken, match="Say what"):
        service.send_check_back(result, one, session, reason=" ", actor=voter, at=AT)
    service.send_check_back(result, one, session, reason="It is English.", actor=voter, at=LATER)
    service.answer_check(
        one, session, code="ADM03", answer="yes", note="", actor=secretary, at=LATER
    )
    service.pass_check(one, session, actor=secretary, at=LATER)

    assert mails("evaluation/check_sent_back") == [seat(session, "secretary").email]
    assert [row.waits for row in queries.results_of(one.id, "ADM")] == [True, False]
    with pytest.raises(NotAllowed, match="does not wait"):
        service.confirm_check(result, one, session, actor=voter, at=LATER)


def test_failed_check_tells_its_reason_after_the_confirmation(app):
    session, one = opened()
    answer_all(session, one, ADM03="no")
    secretary = actor(session, "secretary")
    service.fail_check(one, session, reason="In Italian.", actor=secretary, at=AT)
    (result,) = queries.results_of(one.id, "ADM")

    service.confirm_check(result, one, session, actor=actor(session, "chair"), at=LATER)

    assert (one.state, one.result_reason) == (A.ADMIN_FAILED, "In Italian.")
    db.session.expire_all()
    data = SOURCES["ADM"](one.id).build(make_head())
    answers = {item.code: (item.answer, item.by) for item in data.items}
    assert answers["ADM01"] == ("Yes", "The portal's records")
    assert answers["ADM03"] == ("No", seat(session, "secretary").name)
    assert (data.result, data.reason) == ("Not passed", "In Italian.")
    assert [one.function for one in data.signatures] == ["Checked by", "Confirmed by"]
    assert layouts.render(data).startswith(b"%PDF")


def test_without_a_second_person_the_result_counts_at_once(app):
    session, one = opened(confirms=False)
    answer_all(session, one)

    service.pass_check(one, session, actor=actor(session, "secretary"), at=AT)

    assert one.state is A.UNDER_FULL_EVALUATION
    assert papers() == ["ADM"]


def in_check(session):
    """Documents of a selected application, every item met."""
    one = make_candidate(session, state=A.ELIGIBILITY_CHECK)
    for code in rules.ELIGIBILITY:
        service.answer_eligibility(
            one,
            session,
            code=code,
            answer="yes",
            note="",
            actor=actor(session, "secretary"),
            at=AT,
        )
    return one


def test_award_waits_for_the_second_person(app):
    session = make_session(state=S.CLOSED)
    session.call.confirms_checks = True
    one, lead = in_check(session), make_lead(session)

    with pytest.raises(RuleBroken, match="has not confirmed"):
        service.award(one, session, actor=lead, at=AT)
    service.find_eligible(one, session, actor=actor(session, "secretary"), at=AT)
    with pytest.raises(RuleBroken, match="has not confirmed"):
        service.award(one, session, actor=lead, at=AT)
    (result,) = queries.results_of(one.id, "ELI")
    service.confirm_check(result, one, session, actor=actor(session, "chair"), at=LATER)
    service.award(one, session, actor=lead, at=LATER)

    assert one.state is A.AWARDED
    assert papers() == ["ELI"]
    assert SOURCES["ELI"](one.id).build(make_head()).result == "Passed"


def test_ceiling_per_third_party_counts_what_is_held_already(app):
    session = make_session(state=S.CLOSED)
    one = make_candidate(session, state=A.PROVISIONALLY_SELECTED, requested=Decimal(15000))
    held = make_application(
        organisation=one.organisation, state=A.AWARDED, requested=Decimal("45000.01")
    )
    held.call.action_id = session.call.action_id
    db.session.flush()

    found = rules.answer_eligibility(queries.eligibility_facts(one.id))

    answer, note = found["ELI09"]
    assert answer == "no"
    assert [part.split(" ")[0] for part in note.split("EUR\xa0")[1:]] == [
        "45,000.01",
        "15,000.00",
        "60,000.00",
    ]
    held.requested = Decimal(45000)
    db.session.flush()
    assert "ELI09" not in rules.answer_eligibility(queries.eligibility_facts(one.id))


def test_chair_confirms_on_the_page_and_sees_the_documents(app, sign_in_as):
    session, one = opened()
    answer_all(session, one)
    service.pass_check(one, session, actor=actor(session, "secretary"), at=AT)
    (result,) = queries.results_of(one.id, "ADM")
    client = sign_in_as(seat(session, "chair"))
    manage = f"/manage/calls/{session.call.reference}"
    page = f"{manage}/eligibility/{one.id}"
    address = f"{manage}/results/{result.id}"

    assert "waits for a second person" in client.get_page(f"{manage}/eligibility").text
    assert "You are the second person" in client.get_page(page).text
    client.send(address, {"do": "back", "reason": ""})
    assert queries.results_of(one.id, "ADM")[0].waits
    client.send(address, {"do": "confirm"})

    assert one.state is A.UNDER_FULL_EVALUATION
    assert client.get(page).status_code == 403
    assert load_session(session).state is S.ADMIN_CHECK


@pytest.mark.one_database
def test_the_document_stands_beside_its_question_and_nothing_else_may_be_framed(app, sign_in_as):
    session, one = opened()
    attachments = applications.whole(one.id).attachments
    paper, table = attachments[0], attachments[1]
    slots = {row.id: row for row in session.call.document_slots}
    slots[paper.slot_id].supports, slots[table.slot_id].supports = ["ADM05"], ["ADM05"]
    table.file_id = files.keep(xlsx(), name="T.xlsx", media_type=MEDIA_TYPES["xlsx"], at=AT).id
    db.session.commit()
    address = f"/manage/calls/{session.call.reference}/eligibility/{one.id}"
    client = sign_in_as(seat(session, "secretary"))
    paper_at, table_at = (f"{address}/files/{row.id}?show=1" for row in (paper, table))

    response = client.get(address)
    page = client.get_page(address)

    assert response.headers["Content-Security-Policy"].endswith("frame-src 'self'")
    item = page.select_one("#ADM05")
    assert [frame["src"] for frame in item.select("iframe")] == [paper_at]
    shown, sent = client.get(paper_at), client.get(table_at)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "frame-ancestors 'none'" in sent.headers["Content-Security-Policy"]
    plain = client.get(paper_at.partition("?")[0])
    assert plain.headers["Content-Disposition"].startswith("attachment")
