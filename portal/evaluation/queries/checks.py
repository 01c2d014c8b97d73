"""The results of the check sheets."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.core.db import db
from portal.evaluation.models import CheckItem, CheckResult

PEOPLE = (joinedload(CheckResult.made_by), joinedload(CheckResult.confirmed_by))


def stamp_of(items: Mapping[str, CheckItem]) -> str:
    """When a person last answered one of these items; "" for never."""
    by_people = [item.checked_at for item in items.values() if not item.is_automatic]
    return max(by_people).isoformat() if by_people else ""


def results_of(application_id: UUID, sheet: str) -> list[CheckResult]:
    """The results of one sheet of an application, the newest first. Queries: 1."""
    return list(
        db.session.scalars(
            select(CheckResult)
            .where(CheckResult.application_id == application_id, CheckResult.sheet == sheet)
            .options(*PEOPLE)
            .order_by(CheckResult.made_at.desc(), CheckResult.id)
        )
    )


def waiting_result(application_id: UUID, sheet: str) -> CheckResult | None:
    """The result that a second person has to look at. Queries: 1."""
    return next((one for one in results_of(application_id, sheet) if one.waits), None)


def get_result(call_id: UUID, result_id: UUID) -> CheckResult | None:
    """One result of a call. Queries: 1."""
    return db.session.scalar(
        select(CheckResult)
        .join(Application, Application.id == CheckResult.application_id)
        .where(CheckResult.id == result_id, Application.call_id == call_id)
        .options(*PEOPLE)
    )


def waiting_results(call_id: UUID) -> dict[UUID, CheckResult]:
    """What waits for a second person in a call, by application. Queries: 1."""
    rows = db.session.scalars(
        select(CheckResult)
        .join(Application, Application.id == CheckResult.application_id)
        .where(
            Application.call_id == call_id,
            CheckResult.finished_at.is_(None),
            CheckResult.sent_back_at.is_(None),
        )
        .options(*PEOPLE)
    )
    return {row.application_id: row for row in rows}
