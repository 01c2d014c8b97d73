"""Committee, opening, checks, report, decision, letters, eligibility, award: the refusals too."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.calls.states import CallState
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, rules, service, tasks
from portal.evaluation.states import SessionState
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_lead,
    make_ranking,
    make_session,
    make_signatory,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation

A = ApplicationState
S = SessionState
SOON = AT + timedelta(days=10)


def secretary(session):
    return actor_of(seat(session, "secretary"))


def mails(template):
    return db.session.scalars(select(MailMessage).where(MailMessage.template == template)).all()


def documents(kind):
    rows = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return [row for row in rows if row.payload["kind"] == kind]


def ranked(app, scores=(5, 4), *, asked="12500", envelope="60000", state=S.RANKING):
    """A session that ranks one application for each score, given by both assessors."""
    session = make_session(state=state)
    lot = next(one for one in session.call.lots if one.code == "RS")
    lot.envelope = Decimal(envelope)
    for score in scores:
        owner = make_user()
        organisation = make_organisation()
        make_membership(organisation=organisation, user=owner)
        one = make_candidate(
            session, requested=Decimal(asked), organisation=organisation, owner=owner
        )
        for place in range(2):
            make_assessment(one, seat(session, "assessor", place), scores=score, position=place + 1)
    return load_session(session)


def signed(session):
    """Frozen, drafted, signed by all."""
    make_ranking(session)
    service.draft_report(session, minutes="We met.", actor=secretary(session), at=AT)
    for member in queries.members(session.id):
        if member.function in {"chair", "secretary", "voter"}:
            service.sign_report(
                session,
                signed_name=member.user.name,
                dissent="",
                actor=actor_of(member.user),
                at=AT,
            )
    return session


def decided(session):
    lead = make_lead(signed(session))
    service.approve(session, signed_name=lead.name, reason="", actor=lead, at=AT)
    return lead


def test_members_of_an_applicant_cannot_sit(app):
    session = make_session(state=S.PLANNED, seats=())
    tied = make_user()
    organisation = make_organisation()
    make_membership(organisation=organisation, user=tied)
    make_candidate(session, state=A.SUBMITTED, organisation=organisation)
    lead = make_lead(session)

    with pytest.raises(RuleBroken, match="belongs to an organisation that applied"):
        service.appoint(
            session, user=tied, function="voter", is_substitute=False, actor=lead, at=AT
        )


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        (("secretary", "voter", "voter", "voter", "assessor", "assessor"), "Name one chair."),
        (("chair", "voter", "voter", "voter", "assessor", "assessor"), "Name one secretary."),
        (("chair", "secretary", *["voter"] * 4, "assessor", "assessor"), "odd number of voters"),
        (("chair", "secretary", *["voter"] * 3, "assessor"), "at least 2 assessors"),
    ],
)
def test_committee_with_a_seat_missing_is_not_appointed(app, seats, words):
    session = make_session(state=S.PLANNED, seats=seats)

    with pytest.raises(RuleBroken, match=words):
        service.constitute(session, scores_due_at=SOON, actor=make_lead(session), at=AT)


def test_the_call_says_how_many_voters_a_committee_has(app):
    session = make_session(state=S.PLANNED)
    session.call.min_voters = 5

    with pytest.raises(RuleBroken, match="at least 5"):
        service.constitute(session, scores_due_at=SOON, actor=make_lead(session), at=AT)


def test_appointed_people_get_one_mail_each(app):
    session = make_session(state=S.PLANNED)

    service.constitute(session, scores_due_at=SOON, actor=make_lead(session), at=AT)

    assert len(mails("evaluation/appointed")) == 8
    assert session.state is S.CONSTITUTED


def test_applications_stay_closed_until_everybody_has_signed(app):
    session = make_session(state=S.CONSTITUTED)
    declaration = queries.declarations(session.id)[seat(session, "voter").id]
    db.session.delete(declaration)
    db.session.flush()

    with pytest.raises(RuleBroken, match="not signed yet by: Voter Person"):
        service.open_applications(session, actor=secretary(session), at=AT)


def test_opening_answers_what_the_portal_knows(app):
    session = make_session(state=S.CONSTITUTED)
    fits = make_candidate(session, state=A.SUBMITTED, total_eligible=Decimal("14000.00"))
    dear = make_candidate(
        session, state=A.SUBMITTED, requested=Decimal("15000.01"), countries=["AL"]
    )

    opened = service.open_applications(session, actor=secretary(session), at=AT)

    items = queries.check_items([fits.id, dear.id])
    assert opened == 2
    assert (fits.state, session.state) == (A.OPENED, S.ADMIN_CHECK)
    assert session.call.state is CallState.IN_EVALUATION
    assert {code: item.answer for code, item in sorted(items[fits.id].items())} == {
        "ADM01": "yes",
        "ADM05": "na",
        "ADM06": "na",
        "ADM07": "yes",
        "ADM08": "na",
        "ADM09": "yes",
        "ADM10": "yes",
        "ADM11": "yes",
        "ADM12": "yes",
        "ADM13": "na",
        "ADM14": "yes",
        "ADM15": "yes",
        "ADM16": "na",
    }
    assert [c for c, i in sorted(items[dear.id].items()) if i.answer == "no"] == [
        "ADM10",
        "ADM11",
        "ADM12",
    ]


def test_check_passes_only_when_every_item_is_answered(app):
    session = make_session(state=S.CONSTITUTED)
    one = make_candidate(session, state=A.SUBMITTED, total_eligible=Decimal("14000.00"))
    actor = secretary(session)
    service.open_applications(session, actor=actor, at=AT)

    with pytest.raises(RuleBroken, match="Answer ADM02"):
        service.pass_check(one, session, actor=actor, at=AT)
    known = queries.check_items([one.id])[one.id]
    for code in rules.ADMINISTRATIVE.keys() - known.keys():
        service.answer_check(one, session, code=code, answer="yes", note="", actor=actor, at=AT)
    service.pass_check(one, session, actor=actor, at=AT)

    assert one.state is A.UNDER_FULL_EVALUATION


def test_items_of_the_portal_cannot_be_changed_by_hand(app):
    session = make_session(state=S.CONSTITUTED)
    one = make_candidate(session, state=A.SUBMITTED)
    service.open_applications(session, actor=secretary(session), at=AT)

    with pytest.raises(RuleBroken, match="answered by the portal"):
        service.answer_check(
            one, session, code="ADM11", answer="yes", note="", actor=secretary(session), at=AT
        )


def test_freeze_against_the_order_needs_a_reason(app):
    session = ranked(app)
    lot = next(one for one in session.call.lots if one.code == "RS")
    first = queries.applications_of(session.call_id)[0]

    with pytest.raises(RuleBroken, match="leaves the order") as refused:
        service.freeze(session, lot.id, set_back={first.id: " "}, actor=secretary(session), at=AT)
    ranking = service.freeze(
        session, lot.id, set_back={first.id: "Same work twice."}, actor=secretary(session), at=AT
    )

    entry = next(e for e in ranking.entries if e.application_id == first.id)
    assert refused.value.field == f"reason-{first.id}"
    assert (entry.proposal, entry.deviation) == ("reserve", "Same work twice.")


def test_freezing_again_makes_the_next_number(app):
    session = ranked(app)

    first, second = make_ranking(session), make_ranking(session)

    assert (first.number, second.number) == (1, 2)


def test_report_needs_a_frozen_ranking_and_minutes(app):
    session = ranked(app)

    with pytest.raises(RuleBroken, match="Write the minutes"):
        service.draft_report(session, minutes=" ", actor=secretary(session), at=AT)
    with pytest.raises(RuleBroken, match="Freeze the ranking of: Serbia"):
        service.draft_report(session, minutes="We met.", actor=secretary(session), at=AT)


def test_last_signature_completes_the_report_once(app):
    session = signed(ranked(app))
    chair = actor_of(seat(session, "chair"))

    again = service.sign_report(session, signed_name=chair.name, dissent="", actor=chair, at=AT)

    assert again is None
    assert session.state is S.REPORT_SIGNED
    assert len(documents("EVR")) == 1


def test_proposer_cannot_decide(app):
    session = signed(ranked(app))
    drafter = make_lead(session)
    session.report_drafted_by_id = drafter.user_id

    with pytest.raises(NotAllowed, match="another signatory must"):
        service.approve(session, signed_name=drafter.name, reason="", actor=drafter, at=AT)


def test_refused_proposal_goes_back_and_is_signed_anew(app):
    session = signed(ranked(app))
    lead = make_lead(session)

    with pytest.raises(RuleBroken, match="Write the reasons"):
        service.refuse(session, reason="", actor=lead, at=AT)
    service.refuse(session, reason="Explain rank 2.", actor=lead, at=AT)

    assert session.state is S.RANKING
    assert queries.report_round(session.id) == 2
    signed(session)
    assert session.state is S.REPORT_SIGNED
    assert len(documents("EVR")) == 2


def test_letters_are_sent_once_and_carry_no_scores(app):
    session = ranked(app, scores=(5, 4, 2), envelope="20000")
    lead = decided(session)

    with pytest.raises(RuleBroken, match="Type 3"):
        service.send_letters(session, count=2, actor=lead, at=AT)
    sent = service.send_letters(session, count=3, actor=lead, at=AT)
    again = service.send_letters(session, count=3, actor=lead, at=AT)

    assert (sent, again) == (3, 0)
    assert session.state is S.CLOSED
    kinds = {kind: len(documents(kind)) for kind in ("AWD", "LTA", "LTR", "LTJ")}
    assert kinds == {"AWD": 1, "LTA": 1, "LTR": 1, "LTJ": 1}
    for outcome in ("award", "reserve", "rejection"):
        (letter,) = mails(f"evaluation/{outcome}_letter")
        assert "/decision" in letter.body_text
        words = letter.body_text.lower()
        assert not any(said in words for said in ("100.00", "80.00", "40.00", "points", "score"))


def checked(session, application, actor):
    """Every open item of the eligibility sheet answered with yes."""
    known = queries.check_items([application.id])[application.id]
    for code in rules.ELIGIBILITY.keys() - known.keys():
        service.answer_eligibility(
            application, session, code=code, answer="yes", note="", actor=actor, at=AT
        )


def test_award_by_a_signatory_after_the_documents_are_checked(app):
    session = ranked(app, scores=(5,))
    lead = decided(session)
    (one,) = queries.applications_of(session.call_id)
    service.start_eligibility(one, session, actor=secretary(session), at=AT)
    service.start_eligibility(one, session, actor=secretary(session), at=AT)

    with pytest.raises(RuleBroken, match="Not checked yet: ELI01"):
        service.award(one, session, actor=lead, at=AT)
    checked(session, one, secretary(session))
    service.award(one, session, actor=lead, at=AT)

    assert one.state is A.AWARDED
    assert one.documents_due_on is not None
    assert len(mails("evaluation/documents_asked")) == 1


def test_not_eligible_moves_the_next_of_the_reserve_up(app):
    session = ranked(app, scores=(5, 4), envelope="20000")
    lead = decided(session)
    first, second = queries.applications_of(session.call_id)
    service.send_letters(session, count=2, actor=lead, at=AT)
    actor = secretary(session)
    service.start_eligibility(first, session, actor=actor, at=AT)
    service.answer_eligibility(
        first, session, code="ELI01", answer="no", note="Not in the register.", actor=actor, at=AT
    )

    moved = service.find_ineligible(
        first, session, reason="Not a legal person.", actor=actor, at=AT
    )

    assert moved == [second]
    assert (first.state, second.state) == (A.INELIGIBLE, A.ELIGIBILITY_CHECK)
    assert second.reserve_rank is None
    assert len(documents("LTJ")) == 1
    assert len(documents("LTA")) == 2


def test_award_page_begins_the_grant(app, sign_in_as):
    session = ranked(app, scores=(5,))
    decided(session)
    (one,) = queries.applications_of(session.call_id)
    service.start_eligibility(
        one, session, has_unpaid_recovery=False, actor=secretary(session), at=AT
    )
    checked(session, one, secretary(session))
    client = sign_in_as(make_signatory(session))

    page = client.follow("evaluation.award", application_id=one.id)
    client.post(f"/manage/applications/{one.id}/award")

    assert "The grant is in preparation." in page.get_text()
    assert queries.get_application(one.id).state is A.AWARDED


def test_evaluation_begins_once(app, sign_in_as):
    call = make_call(state=CallState.CLOSED, closed_at=AT)
    session = make_session(state=S.PLANNED, call=call, seats=())
    lead = make_lead(session)

    again = service.plan(session.call, actor=lead, at=AT)

    assert again.id == session.id


@pytest.mark.parametrize("step", ["scoring", "consolidation", "ranking"])
def test_step_refused_is_said_on_the_dashboard(app, sign_in_as, step):
    state = {"scoring": S.ADMIN_CHECK, "consolidation": S.SCORING, "ranking": S.CONSOLIDATION}
    session = make_session(state=state[step])
    make_candidate(session)
    client = sign_in_as(seat(session, "secretary"))

    page = client.follow("evaluation.step", reference=session.call.reference, step=step)

    words = "Assign 2 assessors to" if step == "scoring" else "Sheets are missing for"
    assert words in page.get_text()


def test_reserve_list_ends_after_its_last_day(app):
    session = ranked(app, scores=(5, 4), envelope="20000")
    decided(session)
    _first, second = queries.applications_of(session.call_id)
    last_day = datetime.combine(second.reserve_until, time(12), tzinfo=UTC)

    tasks.expire_reserve({}, last_day)
    on_the_day = second.state
    tasks.expire_reserve({}, last_day + timedelta(days=1))

    assert (on_the_day, second.state) == (A.RESERVE, A.EXPIRED)
