"""The way of an event through the services, and what it counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.actions.rules import Counts, TargetGoal, target_progress
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import label
from portal.events import queries, service
from portal.events.models import Event
from portal.events.states import EventKind, EventState
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action, make_action_role
from tests.factories.base import AT
from tests.factories.events import make_event, make_recommendation, make_registration

T4 = TargetGoal("T4", 6, Counts.ROUND_TABLES, {"RS": 1})
ADVICE = service.Advice(area="Prosecution", text="Investigate proactively.")


def staff(action, function="programme", country=None):
    user = make_user()
    make_action_role(action=action, user=user, function=function, country=country)
    return actor_of(user)


def done(action):
    facts = queries.facts_for_targets(action.id)
    (progress,) = target_progress([T4], facts)
    return progress.tally.planned, progress.tally.done


def documents_ordered(event):
    jobs = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return sorted(job.payload["kind"] for job in jobs if job.payload["subject"] == str(event.id))


def test_a_round_table_goes_its_way_and_counts_when_held(app):
    action = make_action()
    partner, lead = staff(action, country="RS"), staff(action)
    new = service.NewEvent("Okrugli sto", EventKind.NATIONAL_ROUND_TABLE, country="RS")
    event = service.create(queries.actions_of(partner)[0], new, actor=partner, at=AT)
    start = AT + timedelta(days=20)
    basics = service.Basics("Okrugli sto", "Niš", starts_at=start, ends_at=start.replace(hour=15))
    service.set_basics(event, basics, actor=partner, at=AT)
    service.plan(event, actor=partner, at=AT)
    assert (event.cluster.code, done(action)) == ("C4", (1, 0))

    service.open_invitations(event, actor=partner, at=AT)
    service.close_registration(event, actor=partner, at=start)
    person = make_registration(event=event)
    with pytest.raises(RuleBroken, match="Tick who came first"):
        service.hold(event, actor=partner, at=start)
    tick = (person.id, start.date())
    service.change_attendance(event, present=[tick], absent=[], actor=partner, at=start)
    service.hold(event, actor=partner, at=start)
    assert (done(action), documents_ordered(event)) == ((0, 1), ["ATT"])

    service.write_report(event, summary="Agreed.", findings="", media="", actor=partner, at=start)
    with pytest.raises(RuleBroken, match="at least one recommendation"):
        service.submit_report(event, actor=partner, at=start)
    service.add_recommendation(event, ADVICE, actor=partner, at=start)
    service.submit_report(event, actor=partner, at=start)
    service.approve_report(event, actor=lead, at=start)
    service.close(event, actor=partner, at=start)
    assert documents_ordered(event) == ["ATT", "EVT"]
    assert label(event.state) == "closed"


def test_an_event_of_a_grantee_counts_only_when_the_lead_marks_it(app):
    action = make_action()
    event = make_event(
        action=action, kind=EventKind.GRANTEE_EVENT, cluster=3, state=EventState.HELD,
        counts_to_target=False,
    )  # fmt: skip
    before = done(action)

    service.mark_counting(event, counts=True, actor=staff(action), at=AT)

    assert (before, done(action)) == ((0, 0), (0, 1))


@pytest.mark.parametrize(("days", "in_time"), [(10, True), (9, False)])
def test_a_grantee_announces_ten_days_ahead(app, days, in_time):
    action = make_action()
    start = AT + timedelta(days=days)
    event = make_event(
        action=action, kind=EventKind.GRANTEE_EVENT, cluster=3, state=EventState.PLANNED,
        starts_at=start,
    )  # fmt: skip

    if in_time:
        service.open_invitations(event, actor=staff(action), at=AT)
    else:
        with pytest.raises(RuleBroken, match="at least 10 days ahead"):
            service.open_invitations(event, actor=staff(action), at=AT)


def test_the_date_of_an_announced_event_moves_only_by_postponing(app):
    action = make_action()
    lead, event = staff(action), make_event(action=action)
    guest = make_registration(event=event)
    later = event.starts_at + timedelta(days=30)
    moved = service.Basics("Title", "Niš", starts_at=later, ends_at=later + timedelta(hours=2))

    with pytest.raises(RuleBroken, match="Postpone it"):
        service.set_basics(event, moved, actor=lead, at=AT)
    service.postpone(event, reason="The hall is closed.", actor=lead, at=AT)
    service.set_basics(event, moved, actor=lead, at=AT)
    service.plan(event, actor=lead, at=AT)
    service.open_invitations(event, actor=lead, at=AT)

    assert mails_to(guest) == ["events/postponed", "events/registered"]


def mails_to(guest):
    found = select(MailMessage).where(MailMessage.to_address == guest.email)
    return sorted(message.template for message in db.session.scalars(found))


def test_cancelling_tells_everybody_who_registered_and_nobody_else(app):
    action = make_action()
    event = make_event(action=action)
    guest, gone = make_registration(event=event), make_registration(event=event, cancelled_at=AT)

    service.cancel(event, reason="No money.", actor=staff(action), at=AT)

    assert (mails_to(guest), mails_to(gone)) == (["events/cancelled"], [])


def test_two_tablets_do_not_untick_each_other(app):
    action = make_action()
    lead = staff(action)
    event = make_event(action=action, state=EventState.REGISTRATION_CLOSED, starts_at=AT)
    one, two = make_registration(event=event), make_registration(event=event)

    for person in (one, two):
        service.change_attendance(
            event, present=[(person.id, AT.date())], absent=[], actor=lead, at=AT
        )

    assert one.attended_days == two.attended_days == [AT.date().isoformat()]


def test_numbers_of_the_report_add_up(app):
    event = make_event(state=EventState.HELD)
    make_registration(event=event, came=True, sex="", country=None)
    make_registration(event=event, came=True, category="media")
    make_registration(event=event)

    numbers = queries.attendance(queries.people(event.id))

    assert numbers.total == 2
    splits = (numbers.by_category, numbers.by_sex, numbers.by_country)
    assert [sum(split.values()) for split in splits] == [2, 2, 2]


def test_a_refused_recommendation_says_why(app):
    action = make_action()
    event = make_event(action=action, state=EventState.CLOSED)
    advice = make_recommendation(event=event)

    with pytest.raises(RuleBroken) as refused:
        service.follow_up(event, advice, state="refused", note=" ", actor=staff(action), at=AT)

    assert refused.value.field == "follow_up_note"


def test_a_regional_conference_chooses_its_cluster(app):
    lead = staff(make_action())
    action = queries.actions_of(lead)[0]
    kind = EventKind.REGIONAL_CONFERENCE

    with pytest.raises(RuleBroken, match="C3 or C4"):
        service.create(action, service.NewEvent("Conference", kind), actor=lead, at=AT)
    made = service.create(
        action, service.NewEvent("Conference", kind, cluster=3), actor=lead, at=AT
    )

    (fact,) = [queries.fact_of(one) for one in _planned(made)]
    assert (fact.counts_as, fact.counts) == (Counts.CONFERENCES, False)


def _planned(event: Event) -> list[Event]:
    db.session.execute(
        Event.__table__.update().where(Event.id == event.id).values(state=EventState.PLANNED)
    )
    db.session.refresh(event, ["state"])
    return [event]
