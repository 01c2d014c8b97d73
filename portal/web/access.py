"""The sign-in wall and the person behind it.

Every endpoint needs a signed-in person unless it is marked `@public`. `current_actor()` is who
acts in this request, with all roles they hold; it is asked once a request.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import union_all

from portal.accounts import queries as accounts
from portal.actions import queries as actions
from portal.core.access import VISITOR, Actor, Held
from portal.core.clock import now
from portal.core.db import db
from portal.evaluation import queries as evaluation
from portal.organisations import queries as organisations

V = TypeVar("V", bound=Callable[..., Any])

ROLE_GIVERS = (organisations, actions, evaluation)

login = LoginManager()
login.session_protection = None  # a sign-in ends on the server, not by a changed address


class SignedIn:
    """One sign-in of one person, known to the cookie by its token only."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(
        self,
        token: str,
        *,
        user_id: UUID,
        name: str,
        email: str,
        is_administrator: bool,
        seen_at: datetime,
    ) -> None:
        self.token = token
        self.seen_at = seen_at
        self.user_id = user_id
        self.name = name
        self.email = email
        self.is_administrator = is_administrator

    def get_id(self) -> str:
        """What the cookie carries."""
        return self.token


def public(view: V) -> V:
    """Mark a view as open to visitors."""
    cast("Any", view).is_public = True
    return view


def current_actor() -> Actor:
    """Who acts in this request, with every role they hold; VISITOR when nobody signed in."""
    if "actor" not in g:
        g.actor = _actor()
    return cast("Actor", g.actor)


def begin_session(token: str, user: Any) -> None:
    """This browser is now signed in by `token`; whatever the old session held is gone."""
    _forget_session()
    login_user(_signed_in(token, user, now()))


def end_session() -> None:
    """This browser is signed out."""
    logout_user()
    _forget_session()


def _forget_session() -> None:
    session.clear()
    g.pop("actor", None)
    g.pop("csrf_token", None)  # Flask-WTF keeps it there; it belonged to the old session


def current_token() -> str | None:
    """The token of this sign-in; None for a visitor."""
    return cast("str", current_user.get_id()) if current_user.is_authenticated else None


def last_seen() -> datetime | None:
    """When this sign-in was noted to be in use; None for a visitor."""
    return cast("datetime", current_user.seen_at) if current_user.is_authenticated else None


def own_address(target: str | None) -> str | None:
    """`target` when it is a path of this portal, else None."""
    if not target or not target.startswith("/") or "\\" in target:
        return None
    parts = urlsplit(target)
    is_own = not (parts.scheme or parts.netloc or target.startswith("//"))
    return target if is_own and target.isprintable() else None


def is_public(endpoint: str | None) -> bool:
    """Whether visitors may open the endpoint; files of the design are public."""
    if endpoint is None or endpoint == "static" or endpoint.endswith(".static"):
        return True
    return getattr(current_app.view_functions.get(endpoint), "is_public", False)


def attach(app: Flask) -> None:
    """Put up the wall."""
    app.before_request(_demand_sign_in)
    app.context_processor(lambda: {"actor": current_actor()})


def _demand_sign_in() -> ResponseReturnValue | None:
    if is_public(request.endpoint) or current_user.is_authenticated:
        return None
    return cast("ResponseReturnValue", login.unauthorized())


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    """The live sign-in with this token: `accounts.queries.signed_in(hashed(token), at)`."""
    found = accounts.signed_in(accounts.hashed(token), now())
    return _signed_in(token, found.user, found.last_seen_at) if found else None


def _signed_in(token: str, user: Any, seen_at: datetime) -> SignedIn:
    return SignedIn(
        token,
        user_id=user.id,
        name=user.name,
        email=user.email,
        is_administrator=user.is_administrator,
        seen_at=seen_at,
    )


def _actor() -> Actor:
    if not current_user.is_authenticated:
        return VISITOR
    return Actor(
        user_id=current_user.user_id,
        name=current_user.name,
        email=current_user.email,
        is_administrator=current_user.is_administrator,
        roles=tuple(roles_of(current_user.user_id)),
        address=request.remote_addr or "",
    )


def roles_of(user_id: UUID) -> list[Held]:
    """Every role the person holds: in organisations, in Actions, on committees. Queries: 1."""
    asked = union_all(*(part for area in ROLE_GIVERS for part in area.holding(user_id)))
    return [Held(*row) for row in db.session.execute(asked)]
