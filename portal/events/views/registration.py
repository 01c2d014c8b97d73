"""Registering for an event over its public page, and giving the place back."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import VISITOR
from portal.core.clock import now
from portal.events import policy, queries, rules, service
from portal.events.forms import ConfirmForm, ParticipantForm
from portal.events.views.blueprint import bp, done, public_event
from portal.web.access import public
from portal.web.refusal import page


@bp.route("/events/<slug>/register", methods=["GET", "POST"])
@public
def register(slug: str) -> ResponseReturnValue:
    """Register; full events have a waiting list."""
    event, form = public_event(slug), ParticipantForm()
    if form.validate_on_submit() and done(
        form,
        lambda: service.register(
            event, form.participant(), address=request.remote_addr or "", at=now()
        ),
    ):
        return redirect(url_for(".registered", slug=slug))
    event = public_event(slug)
    left = rules.places_left(event.capacity, queries.places(event.id).registered)
    return page(
        "events/register.html",
        event=event,
        form=form,
        left=left,
        can_register=policy.can_register(event, now()),
    )


@bp.route("/events/<slug>/registered")
@public
def registered(slug: str) -> ResponseReturnValue:
    """The same words for everybody: what happens next is in the mail."""
    return page("events/registered.html", event=public_event(slug))


@bp.route("/events/<slug>/cancel/<token>", methods=["GET", "POST"])
@public
def give_back(slug: str, token: str) -> ResponseReturnValue:
    """Give the place back with the link of the mail."""
    event, form = public_event(slug), ConfirmForm()
    registration = queries.by_token(event.id, token) or abort(404)
    if form.validate_on_submit() and done(
        form,
        lambda: service.cancel_registration(event, registration, actor=VISITOR, at=now()),
    ):
        return redirect(url_for(".give_back", slug=slug, token=token))
    return page("events/give_back.html", event=event, form=form, is_over=registration.cancelled_at)
