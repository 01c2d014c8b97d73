"""After the hour: what people were told against what the database holds."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.applications.models import (
    Application,
    ApplicationSection,
    ApplicationVersion,
    Budget,
    BudgetLine,
    SubmissionAttempt,
)
from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.jobs.models import Job
from portal.mail.models import MailMessage


def faults(seen: list[dict[str, Any]], closes_at: datetime) -> list[str]:
    """Every submission lost, doubled or late, every acknowledged text that is not kept."""
    found: list[str] = []
    numbers: list[str] = []
    for told in seen:
        application = db.session.get_one(Application, UUID(told["application"]))
        found += [f"{application.id}: {fault}" for fault in _of_one(application, told, closes_at)]
        if application.number:
            numbers.append(application.number)
    serials = sorted(int(number.rpartition("-")[2]) for number in numbers)
    if serials != list(range(1, len(serials) + 1)):
        found.append("the numbers have gaps or are doubled")
    return found


def _of_one(application: Application, told: dict[str, Any], closes_at: datetime) -> list[str]:
    found = []
    accepted = [code for what, code, _at in told["answers"] if what == "submit" and code == 302]
    versions = db.session.scalars(
        select(ApplicationVersion).where(ApplicationVersion.application_id == application.id)
    ).all()
    if "done" not in told:
        found.append("its person did not come to the end")
    if len(versions) != bool(accepted):
        found.append(f"{len(accepted)} times accepted, {len(versions)} versions kept")
    if (application.state is ApplicationState.SUBMITTED) != bool(accepted):
        found.append(f"accepted {len(accepted)} times, but it is {application.state}")
    if any(version.submitted_at >= closes_at for version in versions):
        found.append("received at or after the deadline")
    for version in versions:
        if (
            version.sha256 not in told["receipt"]
            or (application.number or "-") not in told["receipt"]
        ):
            found.append("the receipt does not show number and checksum")
        found += _unheard(application, version)
    return found + _unkept(application, told)


def _unheard(application: Application, version: ApplicationVersion) -> list[str]:
    """One record of the attempt, one job for the receipt, one mail to its person."""
    attempts = db.session.scalars(
        select(SubmissionAttempt).where(
            SubmissionAttempt.application_id == application.id, SubmissionAttempt.succeeded
        )
    ).all()
    jobs = db.session.scalars(
        select(Job).where(Job.dedupe_key == f"ACK:{application.id}:{version.number}")
    ).all()
    mails = db.session.scalars(
        select(MailMessage).where(
            MailMessage.template == "applications/submitted",
            MailMessage.about_id == application.id,
        )
    ).all()
    counted = {"attempts": len(attempts), "jobs": len(jobs), "mails": len(mails)}
    return [f"{number} {what}, not 1" for what, number in counted.items() if number != 1]


def _unkept(application: Application, told: dict[str, Any]) -> list[str]:
    """Pages whose last acknowledged text is not in the database."""
    sections = db.session.scalars(
        select(ApplicationSection).where(ApplicationSection.application_id == application.id)
    )
    held = {row.page: " ".join(str(text) for text in row.answers.values()) for row in sections}
    lines = db.session.scalars(
        select(BudgetLine.description)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(Budget.application_id == application.id)
    )
    held["budget"] = " ".join(lines)
    return [
        f"{page}: the last text that was acknowledged is lost"
        for page, text in told["kept"].items()
        if _turn(held.get(page, ""), page) < _turn(text, page)
    ]


def _turn(text: str, page: str) -> int:
    """Which of the texts of a page it is; one that was sent later and not answered may be there."""
    turns = re.findall(rf"\b{page} (\d+)\.", text)
    return max(map(int, turns), default=0)
