"""The reserve list: who is next, the offer that follows by itself, its end. Source: 4.6, 12."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from portal.applications import service as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit import service as audit
from portal.calls.models import Lot
from portal.core.access import SYSTEM, Actor, require
from portal.core.clock import day_in
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import EvaluationSession, Ranking, RankingEntry
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.documents import ask_for_documents
from portal.evaluation.service.letters import send_letter
from portal.evaluation.service.proposal import committed_by, lot_rules
from portal.evaluation.states import Proposal
from portal.mail import service as mail

S = ApplicationState
# An award made or proposed; a reserve file that is only checked early keeps its reserve rank.
STANDS = frozenset({S.PROVISIONALLY_SELECTED, S.ELIGIBILITY_CHECK, S.AWARDED, S.CONTRACTED})
FELL = frozenset({S.WITHDRAWN, S.DECLINED, S.INELIGIBLE, S.EXPIRED})
ZERO = Decimal(0)


def promote_reserve(
    session: EvaluationSession, lot_id: UUID, *, actor: Actor, at: datetime
) -> list[Application]:
    """Move the next of a lot's reserve list up into money released, in rank order only.

    Answers: who moved up, none when nobody fits. Each gets the letter of award.
    """
    lock(session)
    require(policy.can_promote(actor, session))
    return release(session, lot_id, reason=N_("Money was released."), actor=actor, at=at)


def decline_offer(
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """A signatory of the applicant gives the selection or the award back; the next is offered it.

    Answers: who moved up. An award that became a grant is taken back by the grants beside this.
    Raises: NotAllowed; RuleBroken without reason.
    """
    lock(session)
    lock(application)
    require(policy.can_decline_offer(actor, application))
    if not clean(reason):
        raise RuleBroken(N_("Write why you do not take the grant"), field="reason")
    if application.state is S.AWARDED:
        applications.decline(application, reason=clean(reason), actor=actor, at=at)
    else:
        applications.withdraw(application, reason=clean(reason), actor=actor, at=at)
    words = N_("%(number)s declined: %(reason)s", number=application.number or "",
               reason=clean(reason))  # fmt: skip
    return release(session, application.lot_id, reason=words, actor=SYSTEM, at=at)


def lapse(application: Application, *, at: datetime) -> list[Application]:
    """The contract was not signed by its day: the award falls away and the next is offered it.

    Answers: who moved up. Source: rules.md 2.2 (awarded to declined).
    """
    session = queries.session_of(application.call_id)
    if session is None:
        raise RuleBroken(N_("There is no evaluation of this call."))
    lock(session)
    lock(application)
    reason = N_("The contract was not signed by the day given.")
    applications.decline(application, reason=reason, actor=SYSTEM, at=at)
    words = N_("%(number)s did not sign in time.", number=application.number or "")
    return release(session, application.lot_id, reason=words, actor=SYSTEM, at=at)


def release(
    session: EvaluationSession, lot_id: UUID, *, reason: str, actor: Actor, at: datetime
) -> list[Application]:
    """Offer what is free in a lot to the next in rank order; the ranking gets a new version.

    Each one who moves up gets the letter of award and is asked for the documents, with an own
    clock; the lead is told. Without anything new nothing is written.
    """
    ranking = queries.latest_rankings(session.id).get(lot_id)
    if ranking is None:
        return []
    today = day_in(session.call.time_zone, at)
    found = next_on_reserve(session, {lot_id: ranking}, today=today)[lot_id]
    for application in found:
        applications.select(application, actor=actor, at=at, reason=reason)
        send_letter(application, session, actor=actor, at=at)
        ask_for_documents(application, session, actor=actor, at=at)
    made = refreeze(ranking, reason=reason, actor=actor, at=at)
    if made is not None:
        _tell_lead(session, made, reason, found, actor=actor, at=at)
    return found


def refreeze(ranking: Ranking, *, reason: str, actor: Actor, at: datetime) -> Ranking | None:
    """The next numbered version of a lot's ranking, with what became of each; None if the same.

    Ranks and scores stay: only award, reserve and reject follow what happened.
    """
    entries = [_as_it_stands(entry, reason) for entry in ranking.entries]
    if [one.proposal for one in entries] == [one.proposal for one in ranking.entries]:
        return None
    return keep_version(ranking, entries, reason=reason, actor=actor, at=at)


def keep_version(
    before: Ranking, entries: list[RankingEntry], *, reason: str, actor: Actor, at: datetime
) -> Ranking:
    """Freeze these entries as the next number of the lot, with running totals of their own."""
    running = ZERO
    for entry in entries:
        running += entry.amount if entry.proposal is Proposal.AWARD else ZERO
        entry.running_total = running if entry.proposal is Proposal.AWARD else None
    made = Ranking(
        session_id=before.session_id,
        lot_id=before.lot_id,
        number=before.number + 1,
        created_by_id=actor.user_id,
        created_at=at,
        reason=reason,
        moved=before.moved,
        entries=entries,
    )
    db.session.add(made)
    db.session.flush()
    details = {"lot": before.lot.code, "number": made.number}
    audit.record(actor, "evaluation.ranking_changed", made, at=at, reason=reason, details=details)
    return made


def _as_it_stands(entry: RankingEntry, reason: str) -> RankingEntry:
    application = entry.application
    proposal, words = entry.proposal, entry.reason
    if application.state in FELL and proposal is not Proposal.REJECT:
        proposal, words = Proposal.REJECT, application.result_reason or reason
    elif application.state in STANDS and application.reserve_rank is None:
        words = entry.reason if proposal is Proposal.AWARD else reason
        proposal = Proposal.AWARD
    made = copied(entry)
    made.proposal, made.reason = proposal, words
    made.deviation = "" if proposal is Proposal.AWARD else entry.deviation
    return made


def copied(entry: RankingEntry) -> RankingEntry:
    """The same facts for the next version."""
    return RankingEntry(
        application_id=entry.application_id,
        position=entry.position,
        rank=entry.rank,
        total=entry.total,
        section_means=entry.section_means,
        sheet_totals=entry.sheet_totals,
        rule_used=entry.rule_used,
        requested=entry.requested,
        proposed=entry.proposed,
        proposal=entry.proposal,
        reason=entry.reason,
        deviation=entry.deviation,
    )


def _tell_lead(
    session: EvaluationSession,
    ranking: Ranking,
    reason: str,
    found: Sequence[Application],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    for user in queries.lead_people(session.call.action_id, "programme", "signatory"):
        mail.queue(
            "evaluation/reserve_moved",
            to=recipient(user),
            about=ranking,
            actor=actor,
            at=at,
            link=f"/manage/calls/{session.call.reference}/reserve",
            call=session.call,
            number=ranking.number,
            reason=reason,
            offered=[one.number for one in found],
        )


def offer_next(session: EvaluationSession, *, at: datetime) -> list[Application]:
    """What fell free without anybody's click, say by a withdrawal, is offered lot by lot."""
    lock(session)
    found: list[Application] = []
    for lot_id, ranking in queries.latest_rankings(session.id).items():
        fell = [
            entry.application.number or ""
            for entry in ranking.entries
            if entry.application.state in FELL and entry.proposal is not Proposal.REJECT
        ]
        if fell:
            words = N_("Left the list: %(numbers)s.", numbers=", ".join(fell))
            found += release(session, lot_id, reason=words, actor=SYSTEM, at=at)
    return found


def next_on_reserve(
    session: EvaluationSession, rankings: Mapping[UUID, Ranking], *, today: date
) -> dict[UUID, list[Application]]:
    """Who of each lot's reserve fits into the money left, in rank order. Writes nothing.

    Shape: rankings and answer by lot. Queries: 5, whatever the number of lots.
    """
    committed = committed_by(session.call)
    standing = queries.applications_of(session.call_id, *STANDS) if rankings else []
    quotas = queries.quotas_of(session.call) if rankings else ()
    return {
        lot_id: _next(session, ranking, committed, standing, quotas, today)
        for lot_id, ranking in rankings.items()
    }


def _next(
    session: EvaluationSession,
    ranking: Ranking,
    committed: dict[str, Decimal],
    standing: Sequence[Application],
    quotas: Sequence[rules.Quota],
    today: date,
) -> list[Application]:
    entries = [entry for entry in ranking.entries if entry.rank is not None]
    by_number = {entry.application.number or "": entry.application for entry in entries}
    kept = {
        entry.application.number or "": entry.amount
        for entry in entries
        if entry.application.state in STANDS and entry.application.reserve_rank is None
    }
    gone = [
        entry.application.number or ""
        for entry in entries
        if (entry.application.number or "") not in kept
        and not _waits(entry.application, entry.deviation, today)
    ]
    placed = [
        rules.Placed(
            entry.rank or 0,
            rules.Entry(
                number=entry.application.number or "",
                organisation=str(entry.application.organisation_id),
                requested=entry.requested,
                submitted_at=entry.application.submitted_at or session.created_at,
                total=Fraction(entry.total),
                relevance=Fraction(0),
                design=Fraction(0),
            ),
        )
        for entry in entries
    ]
    lot: Lot = ranking.lot
    proposal = rules.promote(
        placed,
        lot_rules(lot, session.call, committed, envelope=ranking.envelope),
        kept=kept,
        gone=gone,
        holders=_holders_elsewhere(standing, lot),
        rooms=_rooms(session, lot, placed, standing, quotas),
    )
    return [by_number[placed.entry.number] for placed in proposal.awards]


def _rooms(
    session: EvaluationSession,
    lot: Lot,
    placed: Sequence[rules.Placed],
    standing: Sequence[Application],
    quotas: Sequence[rules.Quota],
) -> list[rules.Room]:
    """What each quota still allows, after the awards of every lot of the call that stand."""
    cluster = str(session.call.cluster.number)

    def counts(quota: rules.Quota, at: Lot) -> bool:
        probe = rules.Candidate(placed[0], at.code, at.country or "", cluster)
        return probe.counts_in(quota)

    numbers = frozenset(one.entry.number for one in placed)
    return [
        rules.Room(
            numbers,
            quota.most
            - quota.held
            - sum(one.reserve_rank is None and counts(quota, one.lot) for one in standing),
        )
        for quota in quotas
        if quota.most is not None and placed and counts(quota, lot)
    ]


def _waits(application: Application, deviation: str, today: date) -> bool:
    """On the reserve list and the list still runs; one set back by the committee stays there."""
    if deviation or application.reserve_rank is None:
        return False
    if application.state not in {S.RESERVE, S.ELIGIBILITY_CHECK}:
        return False
    until = application.reserve_until
    return until is None or rules.is_reserve_open(until, today)


def _holders_elsewhere(standing: Sequence[Application], lot: Lot) -> set[str]:
    """Organisations with an award in another lot of the call."""
    return {
        str(application.organisation_id)
        for application in standing
        if application.lot_id != lot.id and application.reserve_rank is None
    }


def expire_reserve(application: Application, *, at: datetime) -> None:
    """The reserve list has ended for this application."""
    lock(application)
    applications.expire(application, actor=SYSTEM, at=at)
