"""Who may do what with an event: every state and verb, every kind of person."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.core.access import Held
from portal.events import policy
from portal.events.models import Event
from portal.events.states import MOVES, EventKind, EventState
from portal.grants.models import Grant
from portal.grants.states import GrantState
from tests.factories.accounts import make_actor

ACTION, ORGANISATION = uuid4(), uuid4()
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
VERBS = {
    "plan": policy.can_plan,
    "open_invitations": policy.can_open_invitations,
    "close_registration": policy.can_close_registration,
    "hold": policy.can_hold,
    "draft_report": policy.can_submit_report,
    "approve_report": policy.can_approve_report,
    "return_report": policy.can_return_report,
    "close": policy.can_close,
    "postpone": policy.can_postpone,
    "cancel": policy.can_cancel,
}
LEAD = make_actor(Held("action", ACTION, "programme"))
PARTNER = make_actor(Held("action", ACTION, "programme", "RS"))
OTHER_PARTNER = make_actor(Held("action", ACTION, "programme", "AL"))
FINANCE = make_actor(Held("action", ACTION, "finance"))
EDITOR = make_actor(Held("organisation", ORGANISATION, "editor"))
READER = make_actor(Held("organisation", ORGANISATION, "reader"))
ADMINISTRATOR = make_actor(is_administrator=True)


def event(state=EventState.PLANNED, kind=EventKind.NATIONAL_ROUND_TABLE, **values):
    given = {"country": "RS", "time_zone": "Europe/Belgrade", "starts_at": AT}
    return Event(action_id=ACTION, state=state, kind=kind, **(given | values))


def grantee_event(**values):
    grant = Grant(action_id=ACTION, organisation_id=ORGANISATION, state=GrantState.ACTIVE)
    return event(kind=EventKind.GRANTEE_EVENT, grant=grant, **values)


@pytest.mark.parametrize("state", EventState)
@pytest.mark.parametrize("verb", MOVES)
def test_each_verb_is_possible_from_its_states_only(state, verb):
    verdict = VERBS[verb](LEAD, event(state))

    assert bool(verdict) == (state in MOVES[verb].sources)
    assert verdict or verdict.reason


def test_every_move_has_a_policy():
    assert VERBS.keys() == MOVES.keys()


@pytest.mark.parametrize(
    ("who", "national", "regional", "of_grant"),
    [
        (LEAD, True, True, False),
        (PARTNER, True, False, False),
        (OTHER_PARTNER, False, False, False),
        (FINANCE, False, False, False),
        (EDITOR, False, False, True),
        (READER, False, False, False),
        (ADMINISTRATOR, False, False, False),
    ],
)
def test_who_organises_what(who, national, regional, of_grant):
    conference = event(kind=EventKind.REGIONAL_CONFERENCE, country=None)

    asked = (event(), conference, grantee_event())

    assert [bool(policy.can_organise(who, one)) for one in asked] == [national, regional, of_grant]


@pytest.mark.parametrize("who", [LEAD, EDITOR, FINANCE])
def test_nobody_manages_a_reference_record(who):
    record = Event(action_id=None, is_reference=True, state=EventState.CLOSED)

    assert not policy.can_organise(who, record)
    assert not policy.can_read(who, record)


def test_who_wrote_the_report_does_not_approve_it():
    draft = event(EventState.REPORT_DRAFT, report_drafted_by_id=LEAD.user_id)

    assert policy.can_approve_report(LEAD, draft).reason.startswith("You wrote this report.")
    assert policy.can_approve_report(PARTNER, draft)


def test_a_grantee_event_is_approved_by_the_lead():
    draft = grantee_event(state=EventState.REPORT_DRAFT, report_drafted_by_id=uuid4())

    assert policy.can_approve_report(LEAD, draft)
    assert not policy.can_approve_report(EDITOR, draft)


@pytest.mark.parametrize(
    ("who", "sees"), [(LEAD, True), (EDITOR, True), (READER, False), (PARTNER, True)]
)
def test_names_are_for_organiser_lead_and_partner_of_the_country(who, sees):
    assert bool(policy.can_read_people(who, grantee_event())) == sees


@pytest.mark.parametrize(("hours", "may"), [(-24, False), (-1, True), (30, True)])
def test_attendance_is_ticked_from_the_first_day(hours, may):
    assert bool(policy.can_tick(LEAD, event(), AT + timedelta(hours=hours))) == may


@pytest.mark.parametrize(
    ("state", "hours", "may"),
    [
        (EventState.INVITATIONS_OPEN, -2, True),
        (EventState.INVITATIONS_OPEN, -1, False),
        (EventState.PLANNED, -2, False),
        (EventState.CANCELLED, -2, False),
    ],
)
def test_registration_is_open_until_its_last_second(state, hours, may):
    one = event(state, registration_until_at=AT - timedelta(hours=1))

    assert bool(policy.can_register(one, AT + timedelta(hours=hours))) == may
