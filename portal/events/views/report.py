"""Pages of the report: recommendations with their follow-up, numbers, text, approval."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.countries import COUNTRIES
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.events import policy, queries, rules, service
from portal.events.forms import (
    FOLLOW_UPS,
    ConfirmForm,
    FollowUpForm,
    RecommendationForm,
    ReportForm,
)
from portal.events.models import Event, Recommendation
from portal.events.views.blueprint import bp, done, layout, managed_event
from portal.events.views.people import category_name
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page

Split = tuple[str, list[tuple[str, int]]]


@bp.route("/manage/events/<uuid:event_id>/recommendations", methods=["GET", "POST"])
def recommendations(event_id: UUID) -> ResponseReturnValue:
    """What the event recommended and what became of it; new ones below."""
    event, form = managed_event(event_id), RecommendationForm()
    actor = current_actor()
    if request.method == "POST":
        require(policy.can_write_report(actor, event))
    if form.validate_on_submit() and done(
        form, lambda: service.add_recommendation(event, form.advice(), actor=actor, at=now())
    ):
        flash(_("The recommendation is saved."), "ok")
        return redirect(url_for(".recommendations", event_id=event_id))
    return page(
        "events/recommendations.html",
        layout=layout(),
        event=event,
        form=form,
        follow_ups=FOLLOW_UPS,
        can_write=policy.can_write_report(actor, event),
        can_follow_up=policy.can_follow_up(actor, event),
    )


def _one(event: Event, number: int) -> Recommendation:
    found = next((one for one in event.recommendations if one.number == number), None)
    return found or abort(404)


@bp.route("/manage/events/<uuid:event_id>/recommendations/<int:number>", methods=["GET", "POST"])
def recommendation(event_id: UUID, number: int) -> ResponseReturnValue:
    """Change the words of a recommendation."""
    event, form = managed_event(event_id, policy.can_write_report), RecommendationForm()
    one = _one(event, number)
    if request.method == "GET":
        form.fill(one)
    if form.validate_on_submit() and done(
        form,
        lambda: service.change_recommendation(
            event, one, form.advice(), actor=current_actor(), at=now()
        ),
    ):
        flash(_("The recommendation is saved."), "ok")
        return redirect(url_for(".recommendations", event_id=event_id))
    return page("events/recommendation.html", layout=layout(), event=event, form=form, one=one)


@bp.route("/manage/events/<uuid:event_id>/recommendations/<int:number>/remove", methods=["POST"])
def remove_recommendation(event_id: UUID, number: int) -> ResponseReturnValue:
    """Take a recommendation out."""
    event, form = managed_event(event_id, policy.can_write_report), ConfirmForm()
    one = _one(event, number)
    if form.validate_on_submit() and done(
        form,
        lambda: service.remove_recommendation(event, one, actor=current_actor(), at=now()),
    ):
        flash(_("The recommendation is taken out."), "ok")
    return redirect(url_for(".recommendations", event_id=event_id))


@bp.route(
    "/manage/events/<uuid:event_id>/recommendations/<int:number>/follow-up",
    methods=["GET", "POST"],
)
def follow_up(event_id: UUID, number: int) -> ResponseReturnValue:
    """Note what became of a recommendation."""
    event = managed_event(event_id, policy.can_follow_up)
    one = _one(event, number)
    form = FollowUpForm(obj=one)
    if form.validate_on_submit() and done(
        form,
        lambda: service.follow_up(
            event,
            one,
            state=form.follow_up.data,
            note=form.follow_up_note.data or "",
            actor=current_actor(),
            at=now(),
        ),
    ):
        flash(_("The follow-up is saved."), "ok")
        return redirect(url_for(".recommendations", event_id=event_id))
    return page("events/follow_up.html", layout=layout(), event=event, form=form, one=one)


@bp.route("/manage/events/<uuid:event_id>/report", methods=["GET", "POST"])
def report(event_id: UUID) -> ResponseReturnValue:
    """Numbers from the attendance sheet and the text of the report."""
    event, actor = managed_event(event_id), current_actor()
    form = ReportForm(obj=event)
    if request.method == "POST":
        require(policy.can_write_report(actor, event))
    if form.validate_on_submit() and done(form, lambda: _keep(event, form)):
        if "submit" in request.form:
            flash(_("The report is handed in. Another person approves it."), "ok")
            return redirect(url_for(".dashboard", event_id=event_id))
        flash(_("The report is saved."), "ok")
        return redirect(url_for(".report", event_id=event_id))
    event = managed_event(event_id)
    numbers = queries.attendance(queries.people(event_id))
    return page(
        "events/report.html",
        layout=layout(),
        event=event,
        form=form,
        numbers=numbers,
        splits=_splits(numbers),
        can_write=policy.can_write_report(actor, event),
        can_approve=policy.can_approve_report(actor, event),
        can_return=policy.can_return_report(actor, event),
        documents=[one for one in documents.about(actor, event.id) if one.kind == "EVT"],
        prepared=[one for one in documents.being_prepared(event.id) if one[0] == "EVT"],
        titles=TITLES,
    )


def _keep(event: Event, form: ReportForm) -> None:
    actor, at = current_actor(), now()
    service.write_report(
        event,
        summary=form.summary.data or "",
        findings=form.findings.data or "",
        media=form.media.data or "",
        actor=actor,
        at=at,
    )
    if "submit" in request.form:
        service.submit_report(event, actor=actor, at=at)


def _splits(numbers: rules.Attendance) -> list[Split]:
    """Who came by category, sex and country, in words; each split makes the total."""
    unsaid = _("Not stated")
    sexes = {"female": _("Women"), "male": _("Men"), "other": _("Another")}
    return [
        (_("By category"), [(category_name(k), n) for k, n in numbers.by_category.items()]),
        (_("By sex"), [(words(sexes.get(k, unsaid)), n) for k, n in numbers.by_sex.items()]),
        (_("By country"), [(COUNTRIES.get(k, unsaid), n) for k, n in numbers.by_country.items()]),
    ]
