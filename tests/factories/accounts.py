"""People for tests, recognisably invented."""

from typing import Any
from uuid import UUID, uuid4

from portal.accounts.models import User
from portal.accounts.service import hash_password
from portal.core.access import Actor, Held
from portal.web.access import roles_of
from tests.factories.base import AT, next_number, save

PASSWORD = "violet harbour teapot"


def make_user(**overrides: Any) -> User:
    """A confirmed person with an address under example.org.

    No password works unless one is given: make_user(password=PASSWORD).
    """
    number = next_number()
    if password := overrides.pop("password", None):
        overrides["password_hash"] = hash_password(password)
    values: dict[str, Any] = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "password_hash": "!",
        "confirmed_at": AT,
        "created_at": AT,
    }
    return save(User(**(values | overrides)))


def actor_of(user: User) -> Actor:
    """The person as an Actor with every role they hold by now."""
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        is_administrator=user.is_administrator,
        roles=tuple(roles_of(user.id)),
    )


def make_actor(*roles: Held, user_id: UUID | None = None, is_administrator: bool = False) -> Actor:
    """Somebody invented who acts and holds these roles; touches no database."""
    return Actor(
        user_id=user_id or uuid4(),
        name="Person 0",
        email="person0@example.org",
        is_administrator=is_administrator,
        roles=tuple(roles),
    )
