"""The ranking of a lot: computed from locked sheets, then frozen."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.calls.models import Lot
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import ranking_form, set_back
from portal.evaluation.models import EvaluationSession, Ranking
from portal.evaluation.policy import Standing
from portal.evaluation.states import Proposal, SessionState
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.refusal import page, show

IN = frozenset({Proposal.AWARD, Proposal.INVITE})


@bp.route("/manage/calls/<reference>/ranking", methods=["GET", "POST"])
def ranking(reference: str) -> ResponseReturnValue:
    """One lot's list with cut-off and minimum line; the secretary freezes it."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_ranking(actor, session, standing))
    verdict = policy.can_freeze(actor, session, standing)
    frozen = queries.latest_rankings(session.id)
    if session.state is not SessionState.RANKING:
        return _frozen(session, frozen, standing)
    proposals = service.propose(session.call)
    lot = _lot(session, set(proposals))
    proposal = proposals.get(lot.id)
    awards = [r.application.id for r in proposal.of(Proposal.AWARD)] if proposal else []
    form = ranking_form(awards)
    if form.validate_on_submit():
        try:
            with transaction():
                made = service.freeze(
                    session, lot.id, set_back=set_back(form, awards), actor=actor, at=now()
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Ranking %(number)s of this lot is frozen.", number=made.number))
            return redirect(url_for(".ranking", reference=reference, lot=lot.code))
    return page(
        "evaluation/ranking.html",
        session=session,
        masked=policy.is_masked(current_actor(), session),
        side=steps(session, standing),
        lot=lot,
        lots=_tabs(session, set(proposals), lot),
        proposal=proposal,
        cut=_last(proposal),
        frozen=frozen.get(lot.id),
        missing=[session_lot.name for session_lot in session.call.lots
                 if session_lot.id in proposals and session_lot.id not in frozen],
        form=form,
        verdict=verdict,
        hidden=standing.conflicts,
        third_gap=session.call.third_gap_percent,
    )  # fmt: skip


def _last(proposal: service.LotProposal | None) -> int | None:
    """Position of the last one in, under which the cut-off line is drawn."""
    rows = proposal.rows if proposal else ()
    return max((row.position for row in rows if row.proposal in IN), default=0)


def _lot(session: EvaluationSession, ranked: set[UUID]) -> Lot:
    code = request.args.get("lot")
    if code:
        found = [lot for lot in session.call.lots if lot.code == code]
        return found[0] if found else abort(404)
    with_rows = [lot for lot in session.call.lots if lot.id in ranked]
    return (with_rows or session.call.lots)[0]


def _tabs(
    session: EvaluationSession, ranked: set[UUID], open_lot: Lot
) -> list[tuple[str, str, bool]]:
    return [
        (
            lot.name if not lot.is_regional else _("Regional"),
            url_for(".ranking", reference=session.call.reference, lot=lot.code),
            lot.id == open_lot.id,
        )
        for lot in session.call.lots
        if lot.id in ranked or lot.id == open_lot.id
    ]


def _frozen(
    session: EvaluationSession, frozen: dict[UUID, Ranking], standing: Standing
) -> ResponseReturnValue:
    lot = _lot(session, set(frozen))
    found = frozen.get(lot.id)
    entries = found.entries if found else []
    awarded = [e.amount for e in entries if e.proposal in IN]
    return page(
        "evaluation/ranking_frozen.html",
        session=session,
        masked=policy.is_masked(current_actor(), session),
        side=steps(session, standing),
        lot=lot,
        lots=_tabs(session, set(frozen), lot),
        ranking=found,
        entries=entries,
        awarded=sum(awarded, lot.envelope * 0),
        awards=len(awarded),
        cut=max((e.position for e in entries if e.proposal in IN), default=0),
    )
