"""Pages of the organiser: the list, a new event, one event and its steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.actions.models import Action
from portal.core.access import Actor, Verdict, require
from portal.core.clock import now
from portal.core.errors import NotAllowed
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.events import policy, queries, rules, service
from portal.events.forms import (
    KINDS,
    BasicsForm,
    ConfirmForm,
    CreateForm,
    ReasonForm,
    country_choices,
)
from portal.events.models import Event
from portal.events.states import EventKind, EventState
from portal.events.views.blueprint import bp, done, layout, managed_event
from portal.events.views.public import asked, choices
from portal.grants.models import Grant
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page

Step = tuple[Callable[..., Any], Callable[[Actor, Event], Verdict], Any, Any]
STEPS: dict[str, Step] = {
    "plan": (
        service.plan, policy.can_plan,
        lazy_gettext("Plan the event"), lazy_gettext("The event is planned."),
    ),
    "announce": (
        service.open_invitations, policy.can_open_invitations,
        lazy_gettext("Announce and open registration"), lazy_gettext("The event is announced."),
    ),
    "close-registration": (
        service.close_registration, policy.can_close_registration,
        lazy_gettext("Close registration"), lazy_gettext("Registration is closed."),
    ),
    "hold": (
        service.hold, policy.can_hold,
        lazy_gettext("The event was held"), lazy_gettext("The event is held."),
    ),
    "approve-report": (
        service.approve_report, policy.can_approve_report,
        lazy_gettext("Approve the report"), lazy_gettext("The report is approved and published."),
    ),
    "close": (
        service.close, policy.can_close,
        lazy_gettext("Close the event"), lazy_gettext("The event is closed."),
    ),
}  # fmt: skip
REASONED: dict[str, Step] = {
    "postpone": (
        service.postpone, policy.can_postpone,
        lazy_gettext("Postpone the event"), lazy_gettext("The event is postponed."),
    ),
    "cancel": (
        service.cancel, policy.can_cancel,
        lazy_gettext("Cancel the event"), lazy_gettext("The event is cancelled."),
    ),
    "return-report": (
        service.return_report, policy.can_return_report,
        lazy_gettext("Return the report"), lazy_gettext("The report goes back to be worked on."),
    ),
}  # fmt: skip


@bp.route("/manage/events")
def manage() -> ResponseReturnValue:
    """The events of the person's Actions and grants."""
    actor, filters = current_actor(), asked()
    require(policy.can_list(actor, queries.has_grants(actor)))
    state = request.args.get("state", "")
    found = queries.managed(actor, filters=filters, state=state, page=page_number())
    return page(
        "events/manage.html",
        layout=layout(),
        found=found,
        places=queries.places_of([event.id for event in found.rows]),
        filters=filters,
        state=state,
        states=[("", _("All")), *((one.value, one.value) for one in EventState)],
        kind_names=KINDS,
        can_create=bool(queries.actions_of(actor) or queries.grants_of(actor)),
        **choices(),
    )


@bp.route("/manage/events/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Start an event."""
    actor, form = current_actor(), CreateForm()
    actions, grants = queries.actions_of(actor), queries.grants_of(actor)
    if not actions and not grants:
        raise NotAllowed(_("Only programme staff and grantees can start an event."))
    _offer(form, has_actions=bool(actions), grants=grants)
    made: list[Event] = []
    if form.validate_on_submit():
        grant = next((one for one in grants if str(one.id) == form.grant.data), None)
        action = grant.action if grant else next(iter(actions), None)
        if action is not None and done(
            form, lambda: made.append(_create(form, action, grant, actor))
        ):
            return redirect(url_for(".edit", event_id=made[0].id))
        if action is None:
            form.grant.errors = [_("Choose the grant")]
    return page("events/create.html", layout=layout(), form=form, has_actions=bool(actions))


def _create(form: CreateForm, action: Action, grant: Grant | None, actor: Actor) -> Event:
    new = service.NewEvent(
        title=form.title.data,
        kind=EventKind(form.kind.data),
        country=form.country.data or None,
        cluster=int(form.cluster.data) if form.cluster.data else None,
        grant=grant,
    )
    return service.create(action, new, actor=actor, at=now())


def _offer(form: CreateForm, *, has_actions: bool, grants: list[Grant]) -> None:
    kinds: list[EventKind] = [
        kind for kind in KINDS if has_actions and kind is not EventKind.GRANTEE_EVENT
    ]
    kinds += [EventKind.GRANTEE_EVENT] if grants else []
    form.kind.choices = [(kind.value, KINDS[kind]) for kind in kinds]
    form.country.choices = country_choices(_("The whole region"))
    form.cluster.choices = [
        ("", _("As the kind says")),
        *((str(number), f"C{number}") for number in range(1, 5)),
    ]
    form.grant.choices = [
        ("", _("No grant")),
        *((str(grant.id), f"{grant.number} {grant.title}") for grant in grants),
    ]


@bp.route("/manage/events/<uuid:event_id>")
def dashboard(event_id: UUID) -> ResponseReturnValue:
    """One event: where it stands and what is next."""
    return _dashboard(managed_event(event_id), ConfirmForm())


def _dashboard(event: Event, form: ConfirmForm) -> ResponseReturnValue:
    actor = current_actor()
    return page(
        "events/dashboard.html",
        layout=layout(),
        event=event,
        form=form,
        places=queries.places(event.id),
        steps=_steps(actor, event, STEPS),
        reasoned=_steps(actor, event, REASONED),
        can_edit=policy.can_edit(actor, event),
        can_submit_report=policy.can_submit_report(actor, event),
        can_mark=policy.can_mark_counting(actor, event),
        counts_as=rules.counted_as(event.kind),
        documents=documents.about(actor, event.id),
        prepared=documents.being_prepared(event.id),
        titles=TITLES,
        kind_names=KINDS,
    )


def _steps(actor: Actor, event: Event, steps: dict[str, Step]) -> list[tuple[str, Any, Verdict]]:
    """Verbs of the present state, with their words and whether this person may."""
    verdicts = [
        (verb, label, may(actor, event)) for verb, (_act, may, label, _done) in steps.items()
    ]
    return [entry for entry in verdicts if entry[2] or entry[0] == _NEXT.get(event.state)]


_NEXT = {
    EventState.IDEA: "plan",
    EventState.POSTPONED: "plan",
    EventState.PLANNED: "announce",
    EventState.INVITATIONS_OPEN: "close-registration",
    EventState.REGISTRATION_CLOSED: "hold",
    EventState.REPORT_DRAFT: "approve-report",
    EventState.REPORT_APPROVED: "close",
}


@bp.route("/manage/events/<uuid:event_id>/edit", methods=["GET", "POST"])
def edit(event_id: UUID) -> ResponseReturnValue:
    """Texts, dates, place, agenda and places."""
    event, form = managed_event(event_id, policy.can_edit), BasicsForm()
    if request.method == "GET":
        form.fill(event)
    if form.validate_on_submit() and done(
        form,
        lambda: service.set_basics(event, form.basics(event), actor=current_actor(), at=now()),
    ):
        flash(_("The event is saved."), "ok")
        return redirect(url_for(".dashboard", event_id=event_id))
    return page("events/edit.html", layout=layout(), event=event, form=form)


@bp.route("/manage/events/<uuid:event_id>/step/<verb>", methods=["POST"])
def step(event_id: UUID, verb: str) -> ResponseReturnValue:
    """One step of the event's way that needs no words."""
    act, may, _label, words = STEPS.get(verb) or abort(404)
    event, form = managed_event(event_id, may), ConfirmForm()
    if form.validate_on_submit() and done(
        form, lambda: act(event, actor=current_actor(), at=now())
    ):
        flash(str(words), "ok")
        return redirect(url_for(".dashboard", event_id=event_id))
    return _dashboard(managed_event(event_id), form)


@bp.route("/manage/events/<uuid:event_id>/because/<verb>", methods=["GET", "POST"])
def because(event_id: UUID, verb: str) -> ResponseReturnValue:
    """A step that needs a reason: postpone, cancel, return the report."""
    act, may, label, words = REASONED.get(verb) or abort(404)
    event, form = managed_event(event_id, may), ReasonForm()
    if form.validate_on_submit() and done(
        form,
        lambda: act(event, reason=form.reason.data, actor=current_actor(), at=now()),
    ):
        flash(str(words), "ok")
        return redirect(url_for(".dashboard", event_id=event_id))
    places = queries.places(event_id)
    return page(
        "events/because.html",
        layout=layout(), event=event, form=form, verb=verb, label=label, places=places,
    )  # fmt: skip


@bp.route("/manage/events/<uuid:event_id>/counting", methods=["POST"])
def counting(event_id: UUID) -> ResponseReturnValue:
    """The lead says whether the event counts to its target."""
    event, form = managed_event(event_id, policy.can_mark_counting), ConfirmForm()
    counts = request.form.get("counts") == "yes"
    if form.validate_on_submit() and done(
        form,
        lambda: service.mark_counting(event, counts=counts, actor=current_actor(), at=now()),
    ):
        flash(_("The mark is saved."), "ok")
        return redirect(url_for(".dashboard", event_id=event_id))
    return _dashboard(managed_event(event_id), form)
