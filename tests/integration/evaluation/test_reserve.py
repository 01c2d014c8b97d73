"""The reserve list moves by itself, in rank order, with own clocks. Source: rules.md 4.6, 12."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.applications import service as applications
from portal.applications.states import ApplicationState
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, rules, service, tasks
from portal.evaluation.models import Ranking
from portal.evaluation.states import Proposal
from portal.grants import service as grants
from portal.grants import tasks as grants_tasks
from portal.grants.models import Grant
from portal.grants.states import GrantState
from portal.mail.models import MailMessage
from portal.organisations import queries as organisations
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import make_lead
from tests.factories.grants import make_grant
from tests.integration.evaluation.reserves import decided, files_of, latest, ranked

A = ApplicationState
P = Proposal
SOON = AT + timedelta(days=3)
ZONE = ZoneInfo("Europe/Belgrade")


def owner_of(application):
    return actor_of(organisations.people_to_tell(application.organisation_id)[0])


def decline(session, application, reason="We found other money."):
    return service.decline_offer(
        application, session, reason=reason, actor=owner_of(application), at=SOON
    )


def mails(template):
    return db.session.scalars(select(MailMessage).where(MailMessage.template == template)).all()


def states(session):
    return [one.state for one in files_of(session)]


def test_the_next_is_offered_at_once_with_letter_documents_and_own_clock(app):
    session = ranked((5, "10000"), (4, "10000"), (3, "10000"), envelope="10000")
    decided(session)
    first, second, third = files_of(session)
    asked_before = len(mails("evaluation/documents_asked"))

    moved = decline(session, first)

    assert moved == [second]
    assert states(session) == [A.WITHDRAWN, A.ELIGIBILITY_CHECK, A.RESERVE]
    due_on = day_in(session.call.time_zone, SOON) + timedelta(days=session.call.document_days)
    assert second.documents_due_on == due_on
    assert second.letter_sent_at == SOON
    assert len(mails("evaluation/documents_asked")) == asked_before + 1
    (told,) = mails("evaluation/reserve_moved")
    assert third.reserve_rank == 2
    assert second.number in told.body_text


def test_the_ranking_gets_a_new_frozen_version_and_the_old_one_stays(app):
    session = ranked((5, "10000"), (4, "10000"), envelope="10000")
    decided(session)
    first, second = files_of(session)
    before = latest(session)

    decline(session, first)

    after = latest(session)
    assert (before.number, after.number) == (1, 2)
    assert [e.proposal for e in before.entries] == [P.AWARD, P.RESERVE]
    assert [e.proposal for e in after.entries] == [P.REJECT, P.AWARD]
    assert [(e.rank, e.total) for e in after.entries] == [(e.rank, e.total) for e in before.entries]
    assert "declined: We found other money." in after.reason
    assert [str(e.running_total) for e in after.entries if e.running_total] == ["10000.00"]
    assert second.reserve_rank is None


def test_nobody_cheaper_leaps_over_the_next_in_rank(app):
    session = ranked((5, "10000"), (4, "12000"), (3, "5000"), envelope="10000")
    decided(session)
    first, _second, _third = files_of(session)

    moved = decline(session, first)

    assert moved == []
    assert states(session)[1:] == [A.RESERVE, A.RESERVE]
    assert [e.proposal for e in latest(session).entries] == [P.REJECT, P.RESERVE, P.RESERVE]


def test_a_file_that_blocks_the_queue_and_withdraws_frees_the_place(app):
    session = ranked((5, "10000"), (4, "12000"), (3, "5000"), envelope="15000")
    decided(session)
    _first, second, third = files_of(session)
    assert states(session) == [A.PROVISIONALLY_SELECTED, A.RESERVE, A.RESERVE]

    applications.withdraw(second, actor=owner_of(second), at=SOON)
    tasks.offer_next({}, SOON)

    assert third.state is A.ELIGIBILITY_CHECK
    assert [e.proposal for e in latest(session).entries] == [P.AWARD, P.REJECT, P.AWARD]
    assert "Left the list" in latest(session).reason


def test_an_award_is_never_taken_back_and_nothing_happens_twice(app):
    session = ranked((5, "10000"), (4, "10000"), (3, "10000"), envelope="20000")
    decided(session)
    first, second, third = files_of(session)
    decline(session, first)
    count = len(db.session.scalars(select(Ranking)).all())

    tasks.offer_next({}, SOON)
    tasks.offer_next({}, SOON + timedelta(hours=1))

    assert (second.state, third.state) == (A.PROVISIONALLY_SELECTED, A.ELIGIBILITY_CHECK)
    assert len(db.session.scalars(select(Ranking)).all()) == count


def test_the_second_file_of_an_organisation_moves_up_when_the_first_is_declined(app):
    session = ranked(
        (5, "10000"), (4, "8000"), (3, "5000"), envelope="16000", organisations=(0, 0, 1)
    )
    decided(session)
    first, second, third = files_of(session)
    assert states(session) == [A.PROVISIONALLY_SELECTED, A.RESERVE, A.PROVISIONALLY_SELECTED]
    assert latest(session).entries[1].reason == "One award per organisation."

    moved = decline(session, first)

    assert moved == [second]
    assert third.state is A.PROVISIONALLY_SELECTED


@pytest.mark.parametrize(("late", "state"), [(0, A.ELIGIBILITY_CHECK), (1, A.EXPIRED)])
def test_the_last_day_of_the_reserve_list_counts(app, late, state):
    session = ranked((5, "10000"), (4, "10000"), envelope="10000")
    decided(session)
    first, second = files_of(session)
    day = second.reserve_until + timedelta(days=late)
    at = datetime.combine(day, time(12), ZONE)

    tasks.expire_reserve({}, at)
    service.decline_offer(first, session, reason="No.", actor=owner_of(first), at=at)

    assert second.state is state


def test_declining_needs_a_reason_an_offer_and_a_signatory(app):
    session = ranked((5, "10000"), (4, "10000"), envelope="10000")
    lead = decided(session)
    first, second = files_of(session)

    with pytest.raises(RuleBroken, match="do not take the grant"):
        decline(session, first, reason=" ")
    with pytest.raises(NotAllowed, match="no offer"):
        decline(session, second)
    with pytest.raises(NotAllowed, match="signatory of the organisation"):
        service.decline_offer(first, session, reason="No.", actor=lead, at=SOON)


def awarded(session, application, state):
    """The application awarded, with its grant in this state."""
    application.state = A.AWARDED
    grant = make_grant(
        state=state,
        application=application,
        call=session.call,
        signature_due_on=(SOON + timedelta(days=30)).date(),
    )
    db.session.flush()
    return grant


def test_an_award_not_signed_by_its_day_lapses_and_the_next_is_offered(app):
    session = ranked((5, "10000"), (4, "10000"), envelope="10000")
    decided(session)
    first, second = files_of(session)
    grant = awarded(session, first, GrantState.SENT)
    last_day = datetime.combine(grant.signature_due_on, time(12), ZONE)

    grants_tasks.lapse_unsigned({}, last_day)
    before = first.state
    grants_tasks.lapse_unsigned({}, last_day + timedelta(days=1))

    assert before is A.AWARDED
    assert first.state is A.DECLINED
    assert db.session.get_one(Grant, grant.id).state is GrantState.NOT_CONCLUDED
    assert second.state is A.ELIGIBILITY_CHECK
    assert "did not sign in time" in latest(session).reason
    assert len(mails("grants/contract_lapsed")) >= 1


def test_declining_an_award_ends_its_grant_and_a_signed_one_stays(app, sign_in_as):
    session = ranked((5, "10000"), (4, "10000"), envelope="10000")
    decided(session)
    first, second = files_of(session)
    grant = awarded(session, first, GrantState.PREPARATION)
    owner = organisations.people_to_tell(first.organisation_id)[0]
    client = sign_in_as(owner)

    client.send("evaluation.decline_offer", {"reason": "No staff."}, application_id=first.id)

    assert db.session.get_one(Grant, grant.id).state is GrantState.NOT_CONCLUDED
    assert queries.get_application(first.id).state is A.DECLINED
    assert queries.get_application(second.id).state is A.ELIGIBILITY_CHECK
    with pytest.raises(RuleBroken):
        grants.fall_away(queries.get_application(first.id), reason="", actor=owner, at=SOON)


def test_reserve_page_shows_order_validity_money_and_versions(app, sign_in_as):
    session = ranked((5, "10000"), (4, "12000"), (3, "5000"), envelope="10000")
    lead = decided(session)
    first, second, third = files_of(session)
    decline(session, first)
    reference = session.call.reference
    people = queries.lead_people(session.call.action_id, "signatory")

    page = sign_in_as(people[0]).get_page("evaluation.reserve", reference=reference)

    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert [one.number in row for one, row in zip((second, third), rows, strict=True)] == [True] * 2
    assert "10,000" in page.select_one("main section p").get_text()
    assert [line.get_text()[:8] for line in page.select("ol[reversed] li")] == [
        "Number 2",
        "Number 1",
    ]
    assert lead.name


def test_a_full_quota_keeps_the_reserve_where_it_is(app):
    session = ranked((5, "10000"), (4, "10000"), (3, "10000"), envelope="30000", most=2)
    decided(session)
    first, second, third = files_of(session)
    lead = make_lead(session)
    limit = service.QuotaLimit(rules.QuotaKind.COUNTRY, "RS", None, 1)
    service.set_quotas(session, [limit], actor=lead, at=AT)

    moved = decline(session, first)

    # One award of the country stands and the quota is one: nobody moves up until it has room.
    assert moved == []
    assert states(session) == [A.WITHDRAWN, second.state, A.RESERVE]
    more = service.QuotaLimit(rules.QuotaKind.COUNTRY, "RS", None, 2)
    service.set_quotas(session, [more], actor=lead, at=SOON)
    assert service.promote_reserve(session, third.lot_id, actor=lead, at=SOON) == [third]
