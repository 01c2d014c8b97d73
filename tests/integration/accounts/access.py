"""Who may open the pages of accounts."""

from uuid import uuid4

from portal.accounts.models import UserSession
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import make_user
from tests.support.cast import SIGNED_IN, Cast
from tests.support.tables import Access

ADMINISTRATORS = {"administrator"}
REASON = {"reason": "Asked by the person"}


def a_token(_cast: Cast) -> dict[str, object]:
    return {"token": "unknown"}


def a_user(_cast: Cast) -> dict[str, object]:
    return {"user_id": make_user().id}


def a_disabled_user(_cast: Cast) -> dict[str, object]:
    return {"user_id": make_user(disabled_at=now()).id}


def an_administrator(_cast: Cast) -> dict[str, object]:
    return {"user_id": make_user(is_administrator=True).id}


def a_session_of_somebody(_cast: Cast) -> dict[str, object]:
    session = UserSession(
        token_hash=uuid4().hex, user_id=make_user().id, created_at=now(), last_seen_at=now()
    )
    db.session.add(session)
    db.session.flush()
    return {"session_id": session.id}


def administrators(params, data=None, method="POST"):
    return Access(allowed=ADMINISTRATORS, method=method, params=params, data=data or {})


ACCESS = {
    "accounts.sign_in": (Access(public=True), Access(public=True, method="POST")),
    "accounts.sign_out": Access(public=True, method="POST"),
    "accounts.register": (Access(public=True), Access(public=True, method="POST")),
    "accounts.forgotten_password": (Access(public=True), Access(public=True, method="POST")),
    "accounts.reset_password": Access(public=True, params=a_token),
    "accounts.verify": Access(public=True, params=a_token),
    "accounts.account": (
        Access(allowed=SIGNED_IN),
        Access(allowed=SIGNED_IN, method="POST"),
    ),
    "accounts.own_data": Access(allowed=SIGNED_IN, method="POST"),
    "accounts.security": Access(allowed=SIGNED_IN),
    "accounts.change_password": Access(allowed=SIGNED_IN, method="POST"),
    "accounts.end_other_sessions": Access(allowed=SIGNED_IN, method="POST"),
    "accounts.end_session": Access(method="POST", params=a_session_of_somebody),
    "accounts.users": Access(allowed=ADMINISTRATORS),
    "accounts.user": administrators(a_user, method="GET"),
    "accounts.deactivate": administrators(a_user, REASON),
    "accounts.reactivate": administrators(a_disabled_user, REASON),
    "accounts.grant_administration": administrators(a_user, REASON),
    "accounts.withdraw_administration": administrators(an_administrator, REASON),
    "accounts.start_reset": administrators(a_user),
    "accounts.sign_out_everywhere": administrators(a_user),
}
