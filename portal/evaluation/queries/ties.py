"""The facts from which conflicts are found: people, parties of the applications, earlier ones."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.actions.models import ActionRole, Party
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import Employment, EvaluationSession
from portal.evaluation.queries.dossiers import SEALED
from portal.evaluation.queries.people import members
from portal.organisations.models import Membership, Organisation

FUNDED = frozenset({ApplicationState.AWARDED, ApplicationState.CONTRACTED})
LEAD_ROLES = frozenset({"lead_applicant", "project_lead"})
PARTNERS = LEAD_ROLES | {"implementing_partner", "component_partner", "partner"}


def conflict_facts(
    session: EvaluationSession, *, since: date
) -> tuple[list[rules.Person], list[rules.Dossier], list[rules.Joint], frozenset[UUID]]:
    """People of the committee, applications, earlier ones, and who of the people scores.

    Queries: 7, whatever the number of people and applications.
    """
    seats = [seat for seat in members(session.id) if seat.left_at is None]
    users = {seat.user_id: seat.user for seat in seats}
    scoring = frozenset(seat.user_id for seat in seats if seat.function == "assessor")
    whole = _applications(session.call_id, since)
    now = [one for one in whole if one.call_id == session.call_id]
    memberships = _memberships(users.keys(), {one.organisation_id for one in now})
    return (
        _people(session, users, memberships),
        [_dossier(one, memberships) for one in now],
        [_joint(one) for one in whole if one.call_id != session.call_id],
        scoring,
    )


def _applications(call_id: UUID, since: date) -> Sequence[Application]:
    start = datetime.combine(since, time(), UTC)
    return db.session.scalars(
        select(Application)
        .where(Application.number.is_not(None), Application.state.not_in(SEALED))
        .where(or_(Application.call_id == call_id, Application.submitted_at >= start))
        .options(
            joinedload(Application.organisation),
            joinedload(Application.lot),
            selectinload(Application.partners),
        )
        .order_by(Application.number)
    ).all()


def _memberships(users: Collection[UUID], organisations: Collection[UUID]) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership)
        .where(or_(Membership.user_id.in_(users), Membership.organisation_id.in_(organisations)))
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
    ).all()


def _keys(organisation: Organisation) -> frozenset[str]:
    return rules.keys_of(
        organisation.legal_name,
        organisation.local_name,
        country=organisation.country,
        registration_number=organisation.registration_number,
        rows=[key for key in (organisation.id, organisation.merged_into_id) if key],
    )


def _people(
    session: EvaluationSession, users: dict[UUID, User], memberships: Sequence[Membership]
) -> list[rules.Person]:
    action_id = session.call.action_id
    parties = [
        (rules.keys_of(one.name, country=one.country), one.country, one.role)
        for one in db.session.scalars(select(Party).where(Party.action_id == action_id))
        if one.country is not None and one.role in PARTNERS
    ]
    home = next((country for _keys_, country, role in parties if role in LEAD_ROLES), None)
    countries: dict[UUID, set[str]] = defaultdict(set)
    staff = select(ActionRole).where(
        ActionRole.action_id == action_id,
        ActionRole.user_id.in_(users),
        ActionRole.function != "auditor",
    )
    for role in db.session.scalars(staff):
        place = role.country or home
        if place is not None:
            countries[role.user_id].add(place)
    ties: dict[UUID, list[rules.Connection]] = defaultdict(list)
    for user_id, tie, party_country in (*_member_ties(memberships), *_work_ties(users.keys())):
        ties[user_id].append(tie)
        if party_country and tie.until is None:
            countries[user_id].add(party_country)
        if tie.until is None:
            countries[user_id] |= {country for keys, country, _role in parties if keys & tie.keys}
    return [
        rules.Person(
            user.id, user.name, user.email, tuple(ties[user.id]), frozenset(countries[user.id])
        )
        for user in users.values()
    ]


Ties = list[tuple[UUID, rules.Connection, str | None]]


def _member_ties(memberships: Sequence[Membership]) -> Ties:
    return [
        (
            one.user_id,
            rules.Connection(
                rules.ConflictRule.MEMBER,
                one.organisation.legal_name,
                _keys(one.organisation),
                one.ended_at.date() if one.ended_at else None,
            ),
            one.organisation.country if one.organisation.is_action_party else None,
        )
        for one in memberships
    ]


def _work_ties(users: Collection[UUID]) -> Ties:
    rows = db.session.scalars(
        select(Employment)
        .where(Employment.user_id.in_(users), Employment.removed_at.is_(None))
        .order_by(Employment.from_year, Employment.name)
    )
    return [
        (
            one.user_id,
            rules.Connection(
                rules.ConflictRule.EMPLOYER,
                one.name,
                rules.keys_of(
                    one.name, country=one.country, registration_number=one.registration_number
                ),
                date(one.to_year, 12, 31) if one.to_year else None,
            ),
            None,
        )
        for one in rows
    ]


def _dossier(application: Application, memberships: Sequence[Membership]) -> rules.Dossier:
    organisation = application.organisation
    colleagues = [
        one.user
        for one in memberships
        if one.organisation_id == organisation.id and one.ended_at is None
    ]
    domains = {
        rules.mail_domain(organisation.email),
        rules.web_domain(organisation.website),
        *(rules.mail_domain(user.email) for user in colleagues),
    }
    lead = rules.Side(
        "applicant",
        organisation.legal_name,
        _keys(organisation),
        frozenset(domains - {""}),
        frozenset(_speakers(organisation) | {user.name for user in colleagues}),
    )
    partners = [
        rules.Side(
            one.relation,
            one.name,
            rules.keys_of(
                one.name, country=one.country, registration_number=one.registration_number
            ),
        )
        for one in application.partners
    ]
    places = {organisation.country, application.lot.country} - {None}
    accounts = {application.created_by_id, application.submitted_by_id} - {None}
    return rules.Dossier(
        application.id,
        frozenset(place for place in places if place),
        (lead, *partners),
        frozenset(key for key in accounts if key),
    )


def _speakers(organisation: Organisation) -> set[str]:
    others = {str(one.get("name", "")) for one in organisation.other_representatives}
    return {organisation.representative_name, *others} - {""}


def _joint(application: Application) -> rules.Joint:
    return rules.Joint(
        application.number or "",
        application.state in FUNDED,
        (
            _keys(application.organisation),
            *(
                rules.keys_of(
                    one.name, country=one.country, registration_number=one.registration_number
                )
                for one in application.partners
            ),
        ),
    )
