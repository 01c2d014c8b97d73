"""How much an assessor has to read."""

from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import func, select

from portal.applications.models import ApplicationVersion
from portal.core.db import db
from portal.evaluation.models import Assessment

HOUR = Decimal("0.1")


def words(application_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many words the last submitted version of each application has. Queries: 1."""
    last = (
        select(ApplicationVersion.application_id, func.max(ApplicationVersion.number).label("n"))
        .where(ApplicationVersion.application_id.in_(application_ids))
        .group_by(ApplicationVersion.application_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ApplicationVersion.application_id, ApplicationVersion.content).join(
            last,
            (last.c.application_id == ApplicationVersion.application_id)
            & (last.c.n == ApplicationVersion.number),
        )
    )
    return {
        key: sum(int(text.get("words") or 0) for text in content.get("texts", []))
        for key, content in rows
    }


def hours(sheets: Iterable[Assessment]) -> dict[UUID, Decimal]:
    """The load of each sheet by its id, from its words and the pace of the call. Queries: 1.

    Units: hours with one decimal, half up, at least 0.1. Shape: the calls are loaded.
    """
    sheets = list(sheets)
    counted = words({sheet.application_id for sheet in sheets})
    found = {}
    for sheet in sheets:
        pace = sheet.application.call.words_per_hour
        exact = Decimal(counted.get(sheet.application_id, 0)) / pace
        found[sheet.id] = max(HOUR, exact.quantize(HOUR, ROUND_HALF_UP))
    return found
