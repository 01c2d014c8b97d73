"""Mandates of partners: found by their link, and those that nobody has answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.queries import hashed
from portal.applications.models import Application, PartnerMandate, PartnerOrganisation
from portal.applications.states import ApplicationState, MandateState
from portal.calls.models import Call
from portal.core.db import db

_CLOSED = frozenset({MandateState.WITHDRAWN, MandateState.VOID})


def mandate_by_token(token: str) -> PartnerMandate | None:
    """The mandate of this link with what its page names; None when it no longer works.

    Queries: 1.
    """
    application = joinedload(PartnerMandate.partner).joinedload(PartnerOrganisation.application)
    return db.session.scalars(
        select(PartnerMandate)
        .where(
            PartnerMandate.token_hash == hashed(token),
            PartnerMandate.state.not_in(_CLOSED),
        )
        .options(
            application.options(
                joinedload(Application.organisation),
                joinedload(Application.call).joinedload(Call.action),
            )
        )
    ).one_or_none()


def mandates_to_remind(at: datetime) -> Sequence[PartnerMandate]:
    """Requests of drafts that wait as long as their call says, not reminded yet. Queries: 1."""
    application = joinedload(PartnerMandate.partner).joinedload(PartnerOrganisation.application)
    waiting = db.session.scalars(
        select(PartnerMandate)
        .join(PartnerMandate.partner)
        .join(PartnerOrganisation.application)
        .where(
            PartnerMandate.state == MandateState.ASKED,
            PartnerMandate.reminded_at.is_(None),
            PartnerMandate.expires_at > at,
            Application.state == ApplicationState.DRAFT,
        )
        .options(application.joinedload(Application.call))
        .order_by(PartnerMandate.asked_at, PartnerMandate.id)
    )
    return [one for one in waiting if _is_due(one, at)]


def _is_due(mandate: PartnerMandate, at: datetime) -> bool:
    days = mandate.partner.application.call.mandate_remind_days
    return days > 0 and mandate.asked_at + timedelta(days=days) <= at
