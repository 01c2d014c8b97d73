"""Who may do what with accounts."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from portal.accounts import policy
from portal.accounts.models import User, UserSession
from portal.core.access import SYSTEM, VISITOR
from tests.factories.accounts import make_actor

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADMIN = make_actor(is_administrator=True)
PERSON = make_actor()


def user(**facts):
    return User(**{"id": uuid4(), "confirmed_at": AT, "is_administrator": False, **facts})


@pytest.mark.parametrize(
    ("actor", "allowed"), [(ADMIN, True), (SYSTEM, True), (PERSON, False), (VISITOR, False)]
)
def test_only_administrators_look_after_accounts(actor, allowed):
    verdicts = (
        policy.can_administer(actor),
        policy.can_deactivate(actor, user(), 1),
        policy.can_reactivate(actor, user(disabled_at=AT)),
        policy.can_start_reset(actor, user()),
        policy.can_grant_administration(actor, user()),
        policy.can_withdraw_administration(actor, user(is_administrator=True), 1),
    )

    assert [bool(verdict) for verdict in verdicts] == [allowed] * 6


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (policy.can_deactivate(ADMIN, user(is_administrator=True), 0), "last administrator"),
        (policy.can_deactivate(ADMIN, user(disabled_at=AT), 1), "already deactivated"),
        (policy.can_reactivate(ADMIN, user()), "not deactivated"),
        (policy.can_start_reset(ADMIN, user(disabled_at=AT)), "deactivated"),
        (policy.can_grant_administration(ADMIN, user(confirmed_at=None)), "confirmed"),
        (policy.can_grant_administration(ADMIN, user(is_administrator=True)), "already"),
        (policy.can_withdraw_administration(ADMIN, user(), 1), "not an administrator"),
        (
            policy.can_withdraw_administration(ADMIN, user(is_administrator=True), 0),
            "last administrator",
        ),
    ],
)
def test_administrators_are_told_why_not(verdict, words):
    assert not verdict
    assert words in verdict.reason


def test_own_account_and_own_sessions_only():
    session = UserSession(user_id=PERSON.user_id)

    assert policy.can_edit_account(PERSON, PERSON.user_id)
    assert not policy.can_edit_account(ADMIN, PERSON.user_id)
    assert policy.can_end_session(PERSON, session)
    assert policy.can_end_session(ADMIN, session)
    assert not policy.can_end_session(make_actor(), session)
