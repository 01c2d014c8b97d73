"""Sign-ins without the sign-in page."""

import hashlib
import secrets
from typing import Any

from portal.accounts.models import UserSession
from portal.core.clock import now
from portal.core.db import db


def begin_session(user: Any) -> str:
    """A live sign-in of this person; answers its token."""
    token = secrets.token_urlsafe(24)
    at = now()
    db.session.add(
        UserSession(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            user_id=user.id,
            created_at=at,
            last_seen_at=at,
        )
    )
    db.session.commit()
    return token


def cookie_of(token: str) -> dict[str, Any]:
    """What the portal's cookie holds for that sign-in."""
    return {"_user_id": token, "_fresh": True}
