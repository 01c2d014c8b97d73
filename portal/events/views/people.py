"""Pages of the people of an event: participants and attendance."""

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.clock import now
from portal.core.countries import COUNTRIES
from portal.core.db import transaction
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.events import policy, queries, rules, service
from portal.events.forms import ConfirmForm, OrganisationForm, ParticipantForm
from portal.events.models import Event, Registration
from portal.events.service.attendance import Tick
from portal.events.views.blueprint import bp, done, layout, managed_event
from portal.web.access import current_actor
from portal.web.exports import csv_file
from portal.web.filters import words
from portal.web.refusal import page

HEADS = ("Name", "Email", "Organisation", "Function", "Category", "Country", "Needs", "Photos",
         "State", "Days attended")  # fmt: skip


@bp.route("/manage/events/<uuid:event_id>/participants")
def participants(event_id: UUID) -> ResponseReturnValue:
    """Everybody on the list."""
    return _participants(managed_event(event_id, policy.can_read_people), ConfirmForm())


def _participants(event: Event, form: ConfirmForm) -> ResponseReturnValue:
    actor = current_actor()
    return page(
        "events/participants.html",
        layout=layout(),
        event=event,
        form=form,
        people=queries.people(event.id),
        categories=rules.CATEGORIES,
        can_change=policy.can_change_people(actor, event),
        can_mark=policy.can_mark_counting(actor, event),
    )


@bp.route("/manage/events/<uuid:event_id>/participants/new", methods=["GET", "POST"])
def add_participant(event_id: UUID) -> ResponseReturnValue:
    """Add somebody by hand, also on the day itself."""
    event, form = managed_event(event_id, policy.can_change_people), ParticipantForm()
    if form.validate_on_submit() and done(
        form,
        lambda: service.add_by_hand(event, form.participant(), actor=current_actor(), at=now()),
    ):
        flash(_("%(name)s is on the list.", name=form.name.data), "ok")
        return redirect(url_for(".participants", event_id=event_id))
    return page("events/add_participant.html", layout=layout(), event=event, form=form)


def _person(event: Event, registration_id: UUID) -> Registration:
    return queries.person(event.id, registration_id) or abort(404)


@bp.route(
    "/manage/events/<uuid:event_id>/participants/<uuid:registration_id>/remove", methods=["POST"]
)
def remove_participant(event_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    event, form = managed_event(event_id, policy.can_change_people), ConfirmForm()
    one = _person(event, registration_id)
    if form.validate_on_submit() and done(
        form, lambda: service.remove(event, one, actor=current_actor(), at=now())
    ):
        flash(_("%(name)s is off the list.", name=one.name), "ok")
        return redirect(url_for(".participants", event_id=event_id))
    return _participants(managed_event(event_id, policy.can_read_people), form)


@bp.route(
    "/manage/events/<uuid:event_id>/participants/<uuid:registration_id>/organisation",
    methods=["GET", "POST"],
)
def organisation(event_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Which organisation somebody came from, and whether it counts to T1."""
    event, form = managed_event(event_id, policy.can_mark_counting), OrganisationForm()
    one = _person(event, registration_id)
    offered = queries.organisations(one.country)
    form.organisation.choices = [
        ("", _("None")),
        *((str(other.id), other.legal_name) for other in offered),
    ]
    if request.method == "GET":
        form.organisation.data = str(one.organisation_id or "")
    if form.validate_on_submit():
        chosen = next((o for o in offered if str(o.id) == form.organisation.data), None)
        if done(
            form,
            lambda: service.mark_organisation(
                event,
                one,
                organisation=chosen,
                actor=current_actor(),
                at=now(),
            ),
        ):
            flash(_("The mark is saved."), "ok")
            return redirect(url_for(".participants", event_id=event_id))
    return page("events/organisation.html", layout=layout(), event=event, form=form, person=one)


@bp.route("/manage/events/<uuid:event_id>/participants.csv", methods=["POST"])
def export(event_id: UUID) -> ResponseReturnValue:
    """The list as a file; that it was taken is noted."""
    event = managed_event(event_id, policy.can_read_people)
    with transaction():
        service.note_export(event, actor=current_actor(), at=now())
    rows = [_row(one) for one in queries.people(event_id)]
    return csv_file(f"{event.code}-participants.csv", HEADS, rows)


def _row(one: Registration) -> tuple[str, ...]:
    waiting = "waiting list" if one.is_waiting else "registered"
    return (
        one.name,
        one.email,
        one.organisation_name,
        one.function,
        rules.CATEGORIES.get(one.category, one.category),
        COUNTRIES.get(one.country or "", ""),
        one.needs,
        "yes" if one.consents_to_photos else "no",
        "cancelled" if one.cancelled_at else waiting,
        ", ".join(one.attended_days),
    )


@bp.route("/manage/events/<uuid:event_id>/attendance", methods=["GET", "POST"])
def attendance(event_id: UUID) -> ResponseReturnValue:
    """Tick who came, day by day; the sheet to sign on as PDF."""
    event, form = managed_event(event_id, policy.can_read_people), ConfirmForm()
    actor = current_actor()
    present, absent = _ticks()
    if form.validate_on_submit() and done(
        form,
        lambda: service.change_attendance(
            event, present=present, absent=absent, actor=actor, at=now()
        ),
    ):
        flash(_("The attendance is saved."), "ok")
        return redirect(url_for(".attendance", event_id=event_id))
    event = managed_event(event_id, policy.can_read_people)
    people = [one for one in queries.people(event_id) if one.cancelled_at is None]
    return page(
        "events/attendance.html",
        layout=layout(),
        event=event,
        form=form,
        people=people,
        days=rules.days(event.starts_at, event.ends_at, event.time_zone),
        can_tick=policy.can_tick(actor, event, now()),
        can_print=policy.can_print(actor, event),
        can_add=policy.can_change_people(actor, event),
        documents=[one for one in documents.about(actor, event.id) if one.kind == "ATT"],
        prepared=[one for one in documents.being_prepared(event.id) if one[0] == "ATT"],
        titles=TITLES,
    )


def _ticks() -> tuple[set[Tick], set[Tick]]:
    """What this page changed: ticked now and not when it was opened, and the other way round."""
    came = {tick for text in request.form.getlist("came") if (tick := _tick(text))}
    was = {tick for text in request.form.getlist("was") if (tick := _tick(text))}
    return came - was, was - came


def _tick(text: str) -> Tick | None:
    person, _bar, day = text.partition("|")
    try:
        return UUID(person), date.fromisoformat(day)
    except ValueError:
        return None


@bp.route("/manage/events/<uuid:event_id>/attendance/sheet", methods=["POST"])
def sheet(event_id: UUID) -> ResponseReturnValue:
    """Have the attendance sheet made."""
    event, form = managed_event(event_id, policy.can_print), ConfirmForm()
    if form.validate_on_submit() and done(
        form, lambda: service.order_attendance_sheet(event, actor=current_actor(), at=now())
    ):
        flash(_("The attendance sheet is being prepared."), "ok")
    return redirect(url_for(".attendance", event_id=event_id))


def category_name(code: str) -> str:
    """A category in the reader's language."""
    return words(rules.CATEGORIES.get(code, code))
