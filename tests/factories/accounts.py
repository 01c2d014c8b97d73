"""People for tests, recognisably invented."""

from typing import Any

from portal.accounts.models import User
from portal.core.access import Actor
from portal.web.access import roles_of
from tests.factories.base import AT, next_number, save


def make_user(**overrides: Any) -> User:
    """A confirmed person with an address under example.org and no password that works."""
    number = next_number()
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
