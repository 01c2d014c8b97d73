"""Documents of the selected, the eligibility sheet, the award, the reserve list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from portal.applications import service as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Lot
from portal.core.access import SYSTEM, Actor, require
from portal.core.clock import day_in
from portal.core.days import add_days
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import CheckItem, EvaluationSession, Ranking
from portal.evaluation.service.checks import set_item
from portal.evaluation.service.letters import send_letter
from portal.evaluation.service.proposal import committed_by, lot_rules
from portal.mail import service as mail
from portal.mail.service import Recipient
from portal.organisations import queries as organisations

S = ApplicationState
# An award made or proposed; a reserve file that is only checked early keeps its reserve rank.
STANDS = frozenset({S.PROVISIONALLY_SELECTED, S.ELIGIBILITY_CHECK, S.AWARDED, S.CONTRACTED})


def start_eligibility(
    application: Application,
    session: EvaluationSession,
    *,
    has_unpaid_recovery: bool | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask the applicant for the documents, with the day they are due; a second click does nothing.

    What the portal knows is answered at once.
    """
    lock(application)
    if application.state is S.ELIGIBILITY_CHECK:
        return
    require(policy.can_start_eligibility(actor, session, queries.standing(actor, session)))
    due_on = add_days(day_in(session.call.time_zone, at), session.call.document_days)
    applications.start_eligibility(application, due_on=due_on, actor=actor, at=at)
    facts = queries.eligibility_facts(application.id, has_unpaid_recovery=has_unpaid_recovery)
    known = queries.check_items([application.id]).get(application.id, {})
    for code, (answer, note) in rules.answer_eligibility(facts).items():
        if code not in known:
            db.session.add(
                CheckItem(
                    application_id=application.id,
                    code=code,
                    answer=answer,
                    note=note,
                    is_automatic=True,
                    checked_at=at,
                )
            )
    db.session.flush()
    for member in organisations.people_to_tell(application.organisation_id, signatories=True):
        mail.queue(
            "evaluation/documents_asked",
            to=Recipient(member.id, member.name, member.email, member.language),
            about=application,
            actor=actor,
            at=at,
            link=f"/applications/{application.id}/supporting-documents",
            application=application,
            call=session.call,
            due_on=due_on,
        )


def answer_eligibility(
    application: Application,
    session: EvaluationSession,
    *,
    code: str,
    answer: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Answer one item of the eligibility sheet by hand."""
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_check_eligibility(actor, session, standing, application.state))
    if code not in rules.ELIGIBILITY:
        raise RuleBroken(N_("There is no such item."))
    set_item(application, code, answer, note, actor=actor, at=at)


def award(
    application: Application, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """The signatory, who did not check the documents, makes the award.

    Raises: RuleBroken while an item is open or not met, or for a file still on the reserve.
    """
    lock(application)
    items = _eligibility_items(application)
    require(
        policy.can_award(
            actor,
            session,
            application.state,
            organisation_id=application.organisation_id,
            checked_by=frozenset(i.checked_by_id for i in items.values() if i.checked_by_id),
        )
    )
    open_items = [code for code in rules.ELIGIBILITY if code not in items]
    if open_items:
        raise RuleBroken(N_("Not checked yet: %(codes)s.", codes=", ".join(open_items)))
    stopping = [code for code, item in sorted(items.items()) if item.answer in {"no", "ask"}]
    if stopping:
        raise RuleBroken(N_("Not met: %(codes)s.", codes=", ".join(stopping)))
    if application.reserve_rank is not None:
        raise RuleBroken(N_("A file on the reserve list is awarded only after it has moved up."))
    applications.award(application, actor=actor, at=at)


def _eligibility_items(application: Application) -> dict[str, CheckItem]:
    items = queries.check_items([application.id]).get(application.id, {})
    return {code: item for code, item in items.items() if code in rules.ELIGIBILITY}


def find_ineligible(
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """The documents show that it cannot be funded; the next of the reserve move up.

    Answers: who moved up. Letters go out at once, to all of them.
    Raises: RuleBroken unless an item is a no and the reason is written.
    """
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_check_eligibility(actor, session, standing, application.state))
    if not any(item.answer == "no" for item in _eligibility_items(application).values()):
        raise RuleBroken(N_("Answer the item that is not met with no first."))
    if not clean(reason):
        raise RuleBroken(N_("Enter the reason for the applicant"), field="reason")
    applications.find_ineligible(application, reason=clean(reason), actor=actor, at=at)
    send_letter(application, session, actor=actor, at=at)
    return _promote(session, application.lot_id, actor=SYSTEM, at=at)


def promote_reserve(
    session: EvaluationSession, lot_id: UUID, *, actor: Actor, at: datetime
) -> list[Application]:
    """Move the next of a lot's reserve list up into money released, in rank order only.

    Answers: who moved up, none when nobody fits. Each gets the letter of award.
    """
    lock(session)
    require(policy.can_promote(actor, session))
    return _promote(session, lot_id, actor=actor, at=at)


def _promote(
    session: EvaluationSession, lot_id: UUID, *, actor: Actor, at: datetime
) -> list[Application]:
    ranking = queries.latest_rankings(session.id).get(lot_id)
    if ranking is None:
        return []
    today = day_in(session.call.time_zone, at)
    found = next_on_reserve(session, {lot_id: ranking}, today=today)[lot_id]
    for application in found:
        applications.select(application, actor=actor, at=at)
        send_letter(application, session, actor=actor, at=at)
    return found


def next_on_reserve(
    session: EvaluationSession, rankings: Mapping[UUID, Ranking], *, today: date
) -> dict[UUID, list[Application]]:
    """Who of each lot's reserve fits into the money left, in rank order. Writes nothing.

    Shape: rankings and answer by lot. Queries: 2, whatever the number of lots.
    """
    committed = committed_by(session.call)
    standing = queries.applications_of(session.call_id, *STANDS) if rankings else []
    return {
        lot_id: _next(session, ranking, committed, standing, today)
        for lot_id, ranking in rankings.items()
    }


def _next(
    session: EvaluationSession,
    ranking: Ranking,
    committed: dict[str, Decimal],
    standing: Sequence[Application],
    today: date,
) -> list[Application]:
    entries = [entry for entry in ranking.entries if entry.rank is not None]
    by_number = {entry.application.number or "": entry.application for entry in entries}
    kept = {
        entry.application.number or "": entry.requested
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
        lot_rules(lot, session.call, committed),
        kept=kept,
        gone=gone,
        holders=_holders_elsewhere(standing, lot),
    )
    return [by_number[placed.entry.number] for placed in proposal.awards]


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
