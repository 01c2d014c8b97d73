"""Can we apply? Then start."""

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.applications import queries, service
from portal.applications.forms import precheck_form
from portal.applications.policy import WRITERS, can_apply, can_follow
from portal.applications.rules.precheck import questions, refused_answers
from portal.applications.views import bp
from portal.calls import queries as calls
from portal.calls.models import Call, Lot
from portal.core.access import Verdict
from portal.core.clock import now
from portal.core.countries import country_name
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.grants.queries.owing import has_unpaid_recovery
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/calls/<reference>/check", methods=["GET", "POST"])
def precheck(reference: str) -> ResponseReturnValue:
    """Yes or no questions; all yes starts the application."""
    call = calls.get_visible(current_actor(), reference) or abort(404)
    verdict, mine, lots = _open_to(call)
    asked = questions(service.call_facts(call))
    form = precheck_form(asked, organisations=_organisations(mine), lots=_choices(lots, mine))
    refused = []
    if form.validate_on_submit():
        answers = {question.code: form[question.code].data for question in asked}
        refused = refused_answers(asked, answers)
        if not refused:
            return _start(call, mine, form, answers)
    return page(
        "applications/precheck.html",
        call=call,
        form=form,
        asked=asked,
        refused=refused,
        verdict=verdict,
        organisations=mine,
    )


def _start(
    call: Call, mine: list[Organisation], form: Any, answers: dict[str, str]
) -> ResponseReturnValue:
    lot = next((lot for lot in call.lots if str(lot.id) == form.lot.data), None)
    organisation = next((one for one in mine if str(one.id) == form.organisation.data), None)
    if lot is None or organisation is None:
        abort(404)
    try:
        with transaction():
            application = service.start(
                call,
                lot=lot,
                organisation=organisation,
                answers=answers,
                actor=current_actor(),
                at=now(),
                has_unpaid_recovery=has_unpaid_recovery(organisation.id),
            )
    except NotAllowed:
        raise
    except RuleBroken as broken:
        show(form, broken)
    else:
        return redirect(url_for("applications.detail", application_id=application.id))
    call = calls.get_visible(current_actor(), call.reference) or abort(404)
    verdict, mine, _lots = _open_to(call)
    return page(
        "applications/precheck.html",
        call=call,
        form=form,
        asked=questions(service.call_facts(call)),
        refused=[],
        verdict=verdict,
        organisations=mine,
    )


def _open_to(call: Call) -> tuple[Verdict, list[Organisation], list[Lot]]:
    """Whether the person can apply now, for whom and in which lots.

    In a second step that is for the invited alone, in the lots of their concept notes.
    """
    mine = own_organisations()
    if call.follows_id is None:
        return can_apply(call, now()), mine, call.lots
    invited = queries.invited_concepts(call, [one.id for one in mine])
    chosen = {one.organisation_id for one in invited}
    codes = {one.lot.code for one in invited}
    verdict = can_apply(call, now()) and can_follow(call, next(iter(invited), None))
    able = [one for one in mine if one.id in chosen]
    return verdict, able, [lot for lot in call.lots if lot.code in codes]


def own_organisations() -> list[Organisation]:
    """The organisations this person may apply for."""
    actor = current_actor()
    return [one for one in organisations.own(actor) if actor.is_member(one.id, *WRITERS)]


def _organisations(mine: list[Organisation]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.legal_name} ({country_name(one.country)})") for one in mine]


def _choices(lots: list[Lot], mine: list[Organisation]) -> list[tuple[str, str]]:
    """The lots, those the person's organisations fit first, so that the first is preselected."""
    places = {one.country for one in mine}
    ordered = sorted(lots, key=lambda lot: (lot.country not in places, lot.position))
    return [(str(lot.id), lot.name) for lot in ordered]
