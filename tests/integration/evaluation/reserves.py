"""A decided call with its letters out, for the tests of the reserve list and of complaints."""

from decimal import Decimal

from portal.applications.models import Application
from portal.evaluation import queries, service
from portal.evaluation.models import EvaluationSession
from portal.evaluation.states import SessionState
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_lead,
    make_ranking,
    make_session,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation


def ranked(*files: tuple[int, str], envelope: str, organisations=(), most: int = 10):
    """A session in ranking: one application for each (score, amount), best first by its score.

    `organisations`: which applicant leads the file at that place, where two share one.
    """
    session = make_session(state=SessionState.RANKING)
    lot = next(one for one in session.call.lots if one.code == "RS")
    lot.envelope, lot.max_grants = Decimal(envelope), most
    session.call.max_applications_as_lead = 2
    made: dict[int, tuple] = {}
    for place, (score, amount) in enumerate(files):
        key = organisations[place] if organisations else place
        if key not in made:
            owner, organisation = make_user(), make_organisation()
            make_membership(organisation=organisation, user=owner)
            made[key] = owner, organisation
        owner, organisation = made[key]
        one = make_candidate(
            session, requested=Decimal(amount), organisation=organisation, owner=owner
        )
        for who in range(2):
            make_assessment(one, seat(session, "assessor", who), scores=score, position=who + 1)
    return load_session(session)


def decided(session: EvaluationSession, *, letters: bool = True):
    """Frozen, signed, approved; every letter sent unless told otherwise. Answers the lead."""
    make_ranking(session)
    secretary = actor_of(seat(session, "secretary"))
    service.draft_report(session, minutes="We met.", actor=secretary, at=AT)
    for member in queries.members(session.id):
        if member.function in {"chair", "secretary", "voter"}:
            service.sign_report(
                session,
                signed_name=member.user.name,
                dissent="",
                actor=actor_of(member.user),
                at=AT,
            )
    lead = make_lead(session)
    service.approve(session, signed_name=lead.name, reason="", actor=lead, at=AT)
    if letters:
        due = len(queries.letters_due(session.call_id))
        service.send_letters(session, count=due, actor=lead, at=AT)
    return lead


def files_of(session: EvaluationSession) -> list[Application]:
    """The applications in the order they were made."""
    return sorted(queries.applications_of(session.call_id), key=lambda one: one.number or "")


def latest(session: EvaluationSession):
    """The last version of the only lot's ranking."""
    (ranking,) = queries.latest_rankings(session.id).values()
    return ranking
