"""What an organisation has under way in the portal, and what it does next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.policy import is_taken
from portal.applications.rules.shown import shown_state
from portal.applications.states import ApplicationState
from portal.core.access import Actor
from portal.core.clock import day_in
from portal.core.money import in_currency
from portal.grants import queries as grants
from portal.grants.models import Grant
from portal.grants.states import GrantState, InstalmentState, RecoveryState
from portal.reporting import queries as reporting
from portal.reporting.models import Report
from portal.web.filters import day, when

Todo = tuple[str, str, str, str]  # label, address, note, icon
Due = tuple[date | None, Todo]


@dataclass(frozen=True)
class Work:
    """The applications, grants and open reports of one organisation.

    `accepted` are the grants whose contract it has accepted.
    """

    applications: Sequence[Application]
    grants: Sequence[Grant]
    reports: Sequence[Report]
    accepted: frozenset[UUID]


NO_WORK = Work((), (), (), frozenset())


def load_work(actor: Actor, organisation_id: UUID) -> Work:
    """What one of the actor's organisations has under way. Queries: 4."""
    held = grants.of_organisation(organisation_id)
    sent = [grant.id for grant in held if grant.state is GrantState.SENT]
    ids = {grant.id for grant in held}
    return Work(
        applications=[
            row for row in applications.listing(actor) if row.organisation_id == organisation_id
        ],
        grants=held,
        reports=[row for row in reporting.due_for(actor) if row.grant_id in ids],
        accepted=grants.accepted_by_grantee(sent),
    )


def shown(application: Application) -> str:
    """The state as the applicant may know it."""
    return shown_state(application.state, has_letter=application.letter_sent_at is not None)


def todo_of(work: Work, at: datetime) -> list[Todo]:
    """What to do next, the soonest due first. Queries: none."""
    found = [*_applications(work, at), *_grants(work), *_reports(work, at)]
    found.sort(key=lambda entry: (entry[0] or date.max, entry[1][0]))
    return [todo for _due, todo in found]


def _applications(work: Work, at: datetime) -> Iterator[Due]:
    for row in work.applications:
        address, title = f"/applications/{row.id}", row.title or _("Untitled project")
        closes_at = row.closes_at
        if row.state is ApplicationState.DRAFT and is_taken(row, at) and closes_at:
            note = _("%(title)s. Submit it by %(when)s", title=title, when=when(closes_at))
            yield (
                day_in(row.call.time_zone, closes_at),
                (_("Finish the application"), address, note, "file"),
            )
        elif row.state is ApplicationState.CLARIFICATION:
            address = f"{address}/clarification"
            yield None, (_("Answer the questions on your application"), address, title, "message")
        elif row.state is ApplicationState.ELIGIBILITY_CHECK and row.documents_due_on:
            note = _("%(title)s. Due on %(day)s", title=title, day=day(row.documents_due_on))
            yield (
                row.documents_due_on,
                (_("Send the eligibility documents"), f"{address}/documents", note, "folder"),
            )


def _grants(work: Work) -> Iterator[Due]:
    for grant in work.grants:
        base = f"/grants/{grant.id}"
        if grant.state is GrantState.SENT and grant.id not in work.accepted:
            due_on = grant.signature_due_on
            note = _("%(title)s. Due on %(day)s", title=grant.title, day=day(due_on))
            yield due_on, (_("Read and accept the contract"), f"{base}/agreement", note, "file")
        for row in grant.instalments:
            if row.state is InstalmentState.DUE:
                what = _(
                    "Ask for %(amount)s", amount=in_currency(row.planned_amount, grant.currency)
                )
                yield None, (what, f"{base}/payments", grant.title, "euro")
            elif row.state is InstalmentState.PAID:
                what = _(
                    "Confirm that %(amount)s arrived",
                    amount=in_currency(row.paid_amount, grant.currency),
                )
                yield None, (what, f"{base}/payments", grant.title, "euro")
        for claim in grant.recoveries:
            if claim.state in {RecoveryState.ISSUED, RecoveryState.DUE}:
                what = _("Pay back %(amount)s", amount=in_currency(claim.amount, grant.currency))
                note = _("%(title)s. Due on %(day)s", title=grant.title, day=day(claim.due_on))
                yield claim.due_on, (what, f"{base}/payments", note, "euro")


def _reports(work: Work, at: datetime) -> Iterator[Due]:
    titles = {grant.id: grant.title for grant in work.grants}
    for row in work.reports:
        due_on = row.questions_due_on or row.due_on
        today = day_in(row.grant.action.time_zone, at)
        words = _("Overdue since %(day)s") if due_on < today else _("Due on %(day)s")
        note = f"{titles[row.grant_id]}. {words % {'day': day(due_on)}}"
        what = _("Write the final report") if row.kind == "final" else _("Write the interim report")
        if row.questions_due_on:
            what = _("Answer the questions on your report")
        yield due_on, (what, f"/grants/{row.grant_id}/reports", note, "chart")
