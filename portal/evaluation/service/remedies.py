"""What an upheld complaint changes. Source: rules.md 4.6."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from portal.applications import service as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_, Text
from portal.evaluation import queries, rules
from portal.evaluation.models import Complaint, EvaluationSession, Ranking, RankingEntry
from portal.evaluation.policy import Remedy, remedy_of
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.reserve import copied, keep_version, release
from portal.evaluation.states import Proposal
from portal.mail import service as mail

S = ApplicationState


def check_total(
    application: Application, session: EvaluationSession, total: Decimal, *, is_upheld: bool
) -> None:
    """Raises: RuleBroken for a new score that cannot be, or where a score changes nothing."""
    minimum, most = session.call.total_threshold, queries.grid_of(session.call).maximum
    if not is_upheld:
        raise RuleBroken(N_("A refused complaint changes no score."), field="new_total")
    if remedy_of(application, session) is not Remedy.SCORE:
        raise RuleBroken(
            N_("The score changes the place of rejected and reserve applications only."),
            field="new_total",
        )
    if not 0 <= total <= most:
        raise RuleBroken(N_("Enter points from 0 to %(most)s", most=most), field="new_total")
    if minimum is not None and total < minimum:
        raise RuleBroken(
            N_("Below the minimum of %(minimum)s it stays rejected.", minimum=f"{minimum:.0f}"),
            field="new_total",
        )


def take_effect(
    complaint: Complaint, session: EvaluationSession, *, actor: Actor, at: datetime
) -> list[Application]:
    """What the upheld complaint gives back; answers who was offered a grant by it."""
    application = complaint.application
    reason = N_("Complaint of %(number)s upheld.", number=application.number or "")
    remedy = remedy_of(application, session)
    if remedy is Remedy.CHECKS:
        _check_again(complaint, session, reason, actor=actor, at=at)
        return []
    if remedy is Remedy.ELIGIBILITY:
        _ask_again(application, rules.ELIGIBILITY)
        return _restored(application, session, reason, actor=actor, at=at, change=_keep_order)
    if remedy is Remedy.SCORE and complaint.new_total is not None:
        total = complaint.new_total
        return _restored(
            application, session, reason, actor=actor, at=at,
            change=lambda ranking: _reordered(ranking, application, total, reason),
        )  # fmt: skip
    return []


def _check_again(
    complaint: Complaint,
    session: EvaluationSession,
    reason: Text,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    application = complaint.application
    _ask_again(application, rules.ADMINISTRATIVE)
    applications.check_again(application, reason=reason, actor=actor, at=at)
    for member in queries.members(session.id):
        if member.function == "secretary" and member.sits:
            mail.queue(
                "evaluation/back_to_checks",
                to=recipient(member.user),
                about=application,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/eligibility/{application.id}",
                call=session.call,
                number=application.number,
                answer=complaint.answer,
            )


def _ask_again(application: Application, codes: Mapping[str, Text]) -> None:
    """What was answered with no must be answered again, by a person."""
    for code, item in queries.check_items([application.id]).get(application.id, {}).items():
        if code in codes and item.answer == "no":
            item.answer, item.is_automatic = "ask", False
    db.session.flush()


def _restored(
    application: Application,
    session: EvaluationSession,
    reason: Text,
    *,
    actor: Actor,
    at: datetime,
    change: Callable[[Ranking], list[RankingEntry]],
) -> list[Application]:
    """The new version of the ranking; then what is free is offered in its order."""
    ranking = queries.latest_rankings(session.id).get(application.lot_id)
    if ranking is None:
        raise RuleBroken(N_("This lot has no frozen ranking."), field="new_total")
    made = change(ranking)
    if application.state in {S.REJECTED_QUALITY, S.INELIGIBLE}:
        until = _reserve_until(session)
        applications.restore(application, rank=1, until=until, reason=reason, actor=actor, at=at)
        for entry in made:
            if entry.application_id == application.id:
                entry.proposal, entry.reason = Proposal.RESERVE, reason
    keep_version(ranking, made, reason=reason, actor=actor, at=at)
    _renumber(made)
    return release(session, application.lot_id, reason=reason, actor=actor, at=at)


def _reserve_until(session: EvaluationSession) -> date | None:
    approved = [one for one in queries.decisions(session.id) if one.is_approved]
    return approved[-1].reserve_until if approved else None


def _keep_order(ranking: Ranking) -> list[RankingEntry]:
    made = [copied(entry) for entry in ranking.entries]
    for entry, before in zip(made, ranking.entries, strict=True):
        entry.application = before.application
    return made


def _reordered(
    ranking: Ranking, application: Application, total: Decimal, reason: Text
) -> list[RankingEntry]:
    by_id = {str(entry.application_id): entry for entry in ranking.entries}
    key = str(application.id)
    standings = [
        rules.ComplaintStanding(one, entry.total, entry.position)
        for one, entry in by_id.items()
        if entry.rank is not None or one == key
    ]
    order = rules.reorder(standings, key, total)
    rest = [one for one in by_id if one not in order]
    made = []
    for place, one in enumerate([*order, *rest], start=1):
        entry = copied(by_id[one])
        entry.position, entry.rank = place, place if one in order else None
        entry.application = by_id[one].application
        if one == key:
            entry.total, entry.rule_used = total, "complaint"
            entry.proposal, entry.reason = Proposal.RESERVE, reason
        made.append(entry)
    return made


def _renumber(entries: list[RankingEntry]) -> None:
    """The places on the reserve list follow the new order."""
    place = 0
    for entry in entries:
        one = entry.application
        if entry.rank is not None and one.state is S.RESERVE:
            place += 1
            one.reserve_rank = place
