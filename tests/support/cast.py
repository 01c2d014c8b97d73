"""One person for each role, all tied to one organisation, one Action and one call."""

import uuid
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from portal.accounts.models import User
from portal.actions.models import Action, ActionRole, Cluster
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.db import Base, db
from portal.evaluation.models import CommitteeMember, EvaluationSession
from portal.evaluation.states import SessionState
from portal.organisations.models import Membership, Organisation
from portal.organisations.states import MemberRole
from tests.factories.actions import cluster_of, make_action
from tests.factories.calls import make_call

ROLES = (
    "visitor",
    "member",
    "outsider",
    "evaluator",
    "programme",
    "finance",
    "signatory",
    "auditor",
    "administrator",
)
SIGNED_IN = frozenset(ROLES) - {"visitor"}
LEAD = frozenset({"programme", "finance", "signatory"})
STAFF = LEAD | {"auditor"}
T = TypeVar("T", bound=Base)
AT = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


class Cast:
    """People and what they belong to, made when first asked for.

    member: owner and signatory of `organisation`. outsider: owner of `other_organisation`.
    evaluator: assessor on the committee of `call`. programme, finance, signatory, auditor: staff of
    `action`. administrator: runs the portal and holds nothing else.
    """

    def __init__(self) -> None:
        self._people: dict[str, User] = {}

    def person(self, role: str) -> User:
        """The person who plays `role`."""
        if role not in self._people:
            self._people[role] = self._make(role)
            db.session.flush()
        return self._people[role]

    @cached_property
    def organisation(self) -> Organisation:
        return _kept(_organisation("Zelena dolina", "28100001", "RS"))

    @cached_property
    def other_organisation(self) -> Organisation:
        return _kept(_organisation("Bregu i gjelber", "K1100002", "AL"))

    @cached_property
    def action(self) -> Action:
        return make_action(code="CAST")

    @cached_property
    def cluster(self) -> Cluster:
        return cluster_of(self.action)

    @cached_property
    def call(self) -> Call:
        return make_call(
            action=self.action,
            state=CallState.DRAFT,
            reference="CAST-2026-00",
            created_by_id=self.person("programme").id,
        )

    @cached_property
    def evaluation(self) -> EvaluationSession:
        return _kept(
            EvaluationSession(call_id=self.call.id, state=SessionState.CONSTITUTED, created_at=AT)
        )

    def _make(self, role: str) -> User:
        user = _kept(
            User(
                email=f"{role}@example.org",
                name=f"{role.capitalize()} Petrova",
                password_hash="",
                is_administrator=role == "administrator",
                confirmed_at=AT,
                created_at=AT,
            )
        )
        match role:
            case "member":
                _join(user, self.organisation)
            case "outsider":
                _join(user, self.other_organisation)
            case "evaluator":
                self._seat(user)
            case "administrator":
                pass
            case _:
                db.session.add(
                    ActionRole(
                        action_id=self.action.id, user_id=user.id, function=role, created_at=AT
                    )
                )
        return user

    def _seat(self, user: User) -> None:
        db.session.add(
            CommitteeMember(
                session_id=self.evaluation.id,
                user_id=user.id,
                function="assessor",
                appointed_by_id=self.person("programme").id,
                appointed_at=AT,
            )
        )


def _kept(thing: T) -> T:
    db.session.add(thing)
    db.session.flush()
    return thing


def _organisation(name: str, number: str, country: str) -> Organisation:
    return Organisation(
        id=uuid.uuid4(),
        legal_name=name,
        name_folded=name.lower(),
        registration_number=number,
        country=country,
        created_at=AT,
    )


def _join(user: User, organisation: Organisation) -> None:
    db.session.add(
        Membership(
            user_id=user.id,
            organisation_id=organisation.id,
            role=MemberRole.OWNER,
            is_signatory=True,
            created_at=AT,
        )
    )
