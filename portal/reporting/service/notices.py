"""Mail about reports: who is told what. No amounts: they stand behind the sign-in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from portal.accounts.models import User
from portal.core.access import Actor
from portal.grants import queries as grants
from portal.mail import service as mail
from portal.organisations import queries as organisations
from portal.reporting.models import Report


def tell_grantee(
    report: Report, template: str, *, actor: Actor, at: datetime, **words: Any
) -> None:
    """One mail to each owner and signatory of the grantee."""
    people = organisations.people_to_tell(report.grant.organisation_id, signatories=True)
    _tell(report, template, people, f"/reports/{report.id}", actor=actor, at=at, **words)


def tell_lead(
    report: Report, template: str, *functions: str, actor: Actor, at: datetime, **words: Any
) -> None:
    """One mail to each person of the lead with one of these functions, for the country."""
    people = grants.lead_people(report.grant, *functions)
    _tell(report, template, people, f"/manage/reports/{report.id}", actor=actor, at=at, **words)


def remind(report: Report, *, reminder: date, actor: Actor, at: datetime, **words: Any) -> int:
    """One reminder to each owner and signatory, once for each reminder day; answers how many."""
    people = organisations.people_to_tell(report.grant.organisation_id, signatories=True)
    for user in people:
        key = f"report-reminder:{report.id}:{reminder.isoformat()}:{user.id}"
        _tell(
            report, "reminder", [user], f"/reports/{report.id}", actor=actor, at=at,
            dedupe_key=key, **words,
        )  # fmt: skip
    return len(people)


def _tell(
    report: Report,
    template: str,
    people: Iterable[User],
    link: str,
    *,
    actor: Actor,
    at: datetime,
    **words: Any,
) -> None:
    for user in people:
        mail.queue(
            f"reporting/{template}",
            to=mail.Recipient(user.id, user.name, user.email, user.language),
            about=report,
            actor=actor,
            at=at,
            link=link,
            action=report.grant.action,
            grant=report.grant,
            organisation=report.grant.organisation.legal_name,
            report=report,
            **words,
        )
