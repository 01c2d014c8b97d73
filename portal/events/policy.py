"""Who may do what with an event. Source: rules.md 2.9, 9.1."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from portal.actions.models import Action
from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.clock import day_in
from portal.core.lifecycle import can_move, label
from portal.core.text import N_
from portal.events import rules
from portal.events.models import Event
from portal.events.states import HELD, MOVES, PUBLIC, EventKind, EventState
from portal.grants.models import Grant
from portal.grants.states import GrantState

S = EventState
EDITABLE = frozenset({S.IDEA, S.PLANNED, S.INVITATIONS_OPEN, S.REGISTRATION_CLOSED, S.POSTPONED})
PEOPLE_OPEN = frozenset({S.PLANNED, S.INVITATIONS_OPEN, S.REGISTRATION_CLOSED, S.HELD})
REPORTING = frozenset({S.HELD, S.REPORT_DRAFT})
WORKING_GRANTS = frozenset({GrantState.SIGNED, GrantState.ACTIVE, GrantState.SUSPENDED})


def can_see(actor: Actor, event: Event) -> Verdict:
    """Everybody sees an event once it is announced; before, those who read its pages."""
    if event.state in PUBLIC or can_read(actor, event):
        return ALLOW
    return deny(N_("This event is not announced yet."))


def can_list(actor: Actor, has_grants: bool) -> Verdict:
    """Staff and auditors of an Action, and the people of a grantee, have a list of events."""
    if actor.scopes("action") or has_grants:
        return ALLOW
    return deny(N_("Only the staff of an Action and grantees have a list of their events."))


def can_read(actor: Actor, event: Event) -> Verdict:
    """The Action's staff and auditors, and the people of the grantee, read everything of it."""
    if event.action_id is None:
        return deny(N_("This is a reference record. Nobody manages it."))
    if actor.reads(event.action_id, event.country) and _holds_all(actor, event):
        return ALLOW
    if event.grant is not None and actor.is_member(event.grant.organisation_id):
        return ALLOW
    return deny(N_("Only the organiser and the lead's staff can see this page."))


def can_read_people(actor: Actor, event: Event) -> Verdict:
    """Names of participants: the organiser, the lead's staff and auditors. Source: rules.md 10."""
    if event.grant is not None and not actor.reads(event.grant.action_id, event.country):
        return can_organise(actor, event)
    return can_read(actor, event)


def _holds_all(actor: Actor, event: Event) -> bool:
    """An event of no single country is not for staff limited to one country."""
    return event.country is not None or any(
        held.area == "action" and held.scope_id == event.action_id and held.country is None
        for held in actor.roles
    )


def can_create(
    actor: Actor, action: Action, *, kind: EventKind, country: str | None, grant: Grant | None
) -> Verdict:
    """Who organises an event of this kind, in this country, for this grant."""
    if action.grouping != "cluster":
        return deny(N_("Events are planned in an Action that has clusters."))
    if kind is EventKind.GRANTEE_EVENT:
        if grant is None:
            return deny(N_("An event of a grantee belongs to a grant."))
        return _by_grantee(actor, grant)
    return _by_staff(actor, action.id, kind, country)


def can_organise(actor: Actor, event: Event) -> Verdict:
    """The lead or a national partner for its country; the grantee for its own event."""
    if event.action_id is None:
        return deny(N_("This is a reference record. Nobody manages it."))
    if event.grant is not None:
        return _by_grantee(actor, event.grant, open_only=False)
    return _by_staff(actor, event.action_id, event.kind, event.country)


def _by_grantee(actor: Actor, grant: Grant, *, open_only: bool = True) -> Verdict:
    if not actor.is_member(grant.organisation_id, "owner", "editor"):
        return deny(N_("Only owners and editors of the grantee can do this."))
    if open_only and grant.state not in WORKING_GRANTS:
        return deny(N_("This grant is %(state)s.", state=label(grant.state)))
    return ALLOW


def _by_staff(actor: Actor, action_id: UUID, kind: EventKind, country: str | None) -> Verdict:
    if _is_lead(actor, action_id, "programme"):
        return ALLOW
    if kind in rules.NATIONAL and country is not None:
        if actor.leads(action_id, "programme", country=country):
            return ALLOW
        return deny(N_("Only the lead's or the national partner's programme staff can do this."))
    return deny(N_("Only the lead's programme staff can do this."))


def _is_lead(actor: Actor, action_id: UUID, *functions: str) -> bool:
    """Staff of the lead itself, not of a partner limited to a country."""
    return any(
        held.area == "action"
        and held.scope_id == action_id
        and held.country is None
        and held.function in functions
        for held in actor.roles
    )


def can_do(actor: Actor, event: Event, verb: str) -> Verdict:
    """Whether the organiser may make this move of the lifecycle now."""
    if not can_move(event.state, verb, MOVES):
        return _not_now(event)
    return can_organise(actor, event)


def _not_now(event: Event) -> Verdict:
    return deny(N_("This cannot be done while the event is %(state)s.", state=label(event.state)))


def can_plan(actor: Actor, event: Event) -> Verdict:
    """An idea becomes a plan; a postponed event gets its new date."""
    return can_do(actor, event, "plan")


def can_open_invitations(actor: Actor, event: Event) -> Verdict:
    """A planned event is announced and takes registrations."""
    return can_do(actor, event, "open_invitations")


def can_close_registration(actor: Actor, event: Event) -> Verdict:
    """No more registrations over the portal."""
    return can_do(actor, event, "close_registration")


def can_hold(actor: Actor, event: Event) -> Verdict:
    """The event took place; the service asks for the attendance sheet."""
    return can_do(actor, event, "hold")


def can_submit_report(actor: Actor, event: Event) -> Verdict:
    """The organiser hands in the report for approval."""
    return can_do(actor, event, "draft_report")


def can_approve_report(actor: Actor, event: Event) -> Verdict:
    """The lead approves; a partner's staff for its country; never who wrote it."""
    if not can_move(event.state, "approve_report", MOVES) or event.action_id is None:
        return _not_now(event)
    if event.report_drafted_by_id == actor.user_id:
        return deny(N_("You wrote this report. Another person must approve it."))
    return _approves(actor, event)


def _approves(actor: Actor, event: Event) -> Verdict:
    action_id = event.action_id
    if action_id is None:
        return _not_now(event)
    functions = ("programme", "signatory")
    national = event.kind in rules.NATIONAL and event.country is not None
    if _is_lead(actor, action_id, *functions) or (
        national and actor.leads(action_id, *functions, country=event.country)
    ):
        return ALLOW
    return deny(N_("Only the lead's programme staff or a signatory can approve the report."))


def can_return_report(actor: Actor, event: Event) -> Verdict:
    """Whoever may approve sends it back; the writer may take it back."""
    if not can_move(event.state, "return_report", MOVES):
        return _not_now(event)
    if event.report_drafted_by_id is not None and event.report_drafted_by_id == actor.user_id:
        return ALLOW
    return _approves(actor, event)


def can_close(actor: Actor, event: Event) -> Verdict:
    """The organiser closes an event whose report is approved."""
    return can_do(actor, event, "close")


def can_postpone(actor: Actor, event: Event) -> Verdict:
    """The organiser postpones with a reason."""
    return can_do(actor, event, "postpone")


def can_cancel(actor: Actor, event: Event) -> Verdict:
    """The organiser cancels with a reason."""
    return can_do(actor, event, "cancel")


def can_edit(actor: Actor, event: Event) -> Verdict:
    """The organiser changes texts, place and numbers until the event is held."""
    return _while(actor, event, EDITABLE)


def can_change_people(actor: Actor, event: Event) -> Verdict:
    """The organiser adds and removes people until the report is handed in."""
    return _while(actor, event, PEOPLE_OPEN)


def can_tick(actor: Actor, event: Event, at: datetime) -> Verdict:
    """Attendance is ticked from the first day on, until the report is handed in."""
    if event.starts_at is None or day_in(event.time_zone, at) < day_in(
        event.time_zone, event.starts_at
    ):
        return deny(N_("Attendance can be ticked from the first day of the event on."))
    return _while(actor, event, PEOPLE_OPEN)


def can_print(actor: Actor, event: Event) -> Verdict:
    """The organiser asks for the attendance sheet once there is a date."""
    if event.starts_at is None:
        return deny(N_("The event has no date yet."))
    return _while(actor, event, PEOPLE_OPEN | REPORTING)


def can_write_report(actor: Actor, event: Event) -> Verdict:
    """The organiser writes report and recommendations of a held event."""
    return _while(actor, event, frozenset({S.HELD}))


def can_follow_up(actor: Actor, event: Event) -> Verdict:
    """What became of a recommendation can be noted ever after."""
    return _while(actor, event, HELD)


def _while(actor: Actor, event: Event, states: Collection[EventState]) -> Verdict:
    return can_organise(actor, event) if event.state in states else _not_now(event)


def can_mark_counting(actor: Actor, event: Event) -> Verdict:
    """The lead says whether an event, or an organisation that came, counts to a target."""
    if event.action_id is not None and _is_lead(actor, event.action_id, "programme"):
        return ALLOW
    return deny(N_("Only the lead's programme staff can do this."))


def can_register(event: Event, at: datetime) -> Verdict:
    """Anybody registers while invitations are open and the time for it is not over."""
    if event.state is not S.INVITATIONS_OPEN:
        return deny(N_("Registration for this event is not open."))
    until = event.registration_until_at or event.starts_at
    if until is None or at >= until:
        return deny(N_("The time to register for this event is over."))
    return ALLOW
