"""The reserve list of a call, and the page on which an applicant gives an offer back."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.calls.models import Lot
from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import DeclineForm
from portal.evaluation.models import EvaluationSession, Ranking, RankingEntry
from portal.evaluation.states import Proposal
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.grants import service as grants
from portal.web.access import current_actor
from portal.web.refusal import page, show


@dataclass(frozen=True)
class LotReserve:
    """One lot: who waits in order, who moved up, the money left, the versions of its ranking."""

    lot: Lot
    waiting: list[RankingEntry]
    left: Decimal
    following: frozenset[UUID]
    versions: list[Ranking]


@bp.get("/manage/calls/<reference>/reserve")
def reserve(reference: str) -> ResponseReturnValue:
    """By lot: the order, how long it is valid, what is free, what has happened."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_see_ranking(actor, session, standing))
    return page(
        "evaluation/reserve.html",
        session=session,
        side=steps(session, standing),
        lots=_lots(session) if session.decided_at else [],
        hidden=standing.conflicts,
        can_promote=policy.can_promote(actor, session),
    )


def _lots(session: EvaluationSession) -> list[LotReserve]:
    rankings = queries.latest_rankings(session.id)
    versions = queries.ranking_versions(session.id)
    today = day_in(session.call.time_zone, now())
    following = service.next_on_reserve(session, rankings, today=today)
    return [
        LotReserve(
            lot,
            [
                entry
                for entry in rankings[lot.id].entries
                if entry.proposal is Proposal.RESERVE and entry.rank is not None
            ],
            _left(rankings[lot.id]),
            frozenset(one.id for one in following[lot.id]),
            versions[lot.id],
        )
        for lot in session.call.lots
        if lot.id in rankings
    ]


def _left(ranking: Ranking) -> Decimal:
    awarded = [e.amount for e in ranking.entries if e.proposal is Proposal.AWARD]
    return ranking.envelope - sum(awarded, Decimal(0))


@bp.route("/applications/<uuid:application_id>/decline", methods=["GET", "POST"])
def decline_offer(application_id: UUID) -> ResponseReturnValue:
    """A signatory gives the grant back; the next of the reserve list is offered it at once."""
    actor = current_actor()
    application = applications.get_light(actor, application_id) or abort(404)
    if not actor.is_member(application.organisation_id):
        abort(404)
    session = queries.session_of(application.call_id) or abort(404)
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            with transaction():
                at, reason = now(), form.reason.data or ""
                service.decline_offer(application, session, reason=reason, actor=actor, at=at)
                grants.fall_away(application, reason=reason, actor=actor, at=at)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("You have declined the grant. The lead applicant has been told."))
            return redirect(url_for("applications.decision", application_id=application_id))
    return page(
        "evaluation/decline.html",
        application=application,
        form=form,
        verdict=policy.can_decline_offer(actor, application),
    )
