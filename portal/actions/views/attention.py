"""What waits in an Action, one item for each thing, grouped by what is to be done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.actions.views.standing import Standing
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.evaluation.queries.results import OUTCOMES
from portal.evaluation.states import SessionState
from portal.events.states import EventState
from portal.grants.models import Grant
from portal.grants.states import GrantState, InstalmentState, RecoveryState
from portal.reporting.models import Report
from portal.reporting.queries import is_overdue
from portal.reporting.states import ReportState
from portal.web.menus import leads

KINDS = {
    "question": _l("Questions to answer"),
    "call_to_approve": _l("Calls to approve"),
    "call_to_publish": _l("Calls to publish"),
    "committee": _l("Evaluations to prepare"),
    "application_to_check": _l("Applications to check"),
    "third_assessor": _l("Third assessors to appoint"),
    "report_to_sign": _l("Evaluation reports to sign"),
    "award_to_decide": _l("Awards to decide"),
    "letter_to_send": _l("Letters to send"),
    "eligibility": _l("Eligibility to check"),
    "contract_to_prepare": _l("Contracts to prepare"),
    "contract_to_send": _l("Contracts to send"),
    "contract_to_sign": _l("Contracts waiting for a signature"),
    "signature_overdue": _l("Signatures overdue"),
    "payment_to_check": _l("Payments to check"),
    "payment_to_approve": _l("Payments to approve"),
    "payment_to_pay": _l("Payments to pay"),
    "recovery_to_settle": _l("Recoveries to settle"),
    "report_overdue": _l("Reports overdue"),
    "report_to_review": _l("Reports to take up"),
    "report_to_check": _l("Reports to check"),
    "report_to_approve": _l("Reports to approve"),
    "event_past": _l("Events to mark as held"),
    "event_report": _l("Events without a report"),
    "event_report_to_approve": _l("Event reports to approve"),
}


@dataclass(frozen=True)
class Item:
    """One thing that waits. `url` is empty where no page shows it."""

    kind: str
    title: str
    reference: str
    small: str
    url: str
    due_on: date | None = None
    is_overdue: bool = False


@dataclass(frozen=True)
class Group:
    """Items of one kind, the soonest due first."""

    kind: str
    label: str
    items: tuple[Item, ...]

    @property
    def overdue(self) -> int:
        """How many of them are late."""
        return sum(1 for item in self.items if item.is_overdue)


def groups(standing: Standing) -> list[Group]:
    """Everything that waits, in the order of a grant's life. Queries: none."""
    found = [item for source in SOURCES for item in source(standing)]
    found.sort(key=lambda item: (item.due_on or date.max, item.reference))
    return [
        Group(kind, str(label), tuple(item for item in found if item.kind == kind))
        for kind, label in KINDS.items()
        if any(item.kind == kind for item in found)
    ]


def _calls(standing: Standing) -> Iterator[Item]:
    for call in standing.calls:
        for question in call.questions:
            yield _of_call("question", call, "/questions", question.text)
    kinds = {CallState.DRAFT: "call_to_approve", CallState.APPROVED: "call_to_publish"}
    for call in standing.calls:
        if call.state in kinds:
            yield _of_call(kinds[call.state], call, "")


def _of_call(kind: str, call: Call, page: str, small: str = "") -> Item:
    address = f"/manage/calls/{call.reference}"
    url = leads(address + page) or leads(address)
    return Item(kind, call.title, call.reference, small, url)


def _evaluations(standing: Standing) -> Iterator[Item]:
    begun = {
        one.session.call_id
        for one in standing.evaluations
        if one.session.state is not SessionState.PLANNED
    }
    for call in standing.calls:
        if call.state is CallState.CLOSED and call.id not in begun:
            yield _of_call("committee", call, "/evaluation")
    kinds = {
        SessionState.REPORT_DRAFT: "report_to_sign",
        SessionState.REPORT_SIGNED: "award_to_decide",
    }
    for one in standing.evaluations:
        if one.session.state in kinds:
            yield _of_call(kinds[one.session.state], one.session.call, "/decision")


def _applications(standing: Standing) -> Iterator[Item]:
    state = ApplicationState
    begun = {one.session.call_id for one in standing.evaluations}
    decided = {
        one.session.call_id
        for one in standing.evaluations
        if one.session.state in {SessionState.DECIDED, SessionState.CLOSED}
    }
    for row in standing.applications:
        if row.call_id not in begun:
            continue
        call, page = f"/manage/calls/{row.call.reference}", f"/manage/applications/{row.id}"
        steps = []
        sees_evaluation = standing.countries is None
        if row.state is state.OPENED:
            steps.append(("application_to_check", f"{call}/eligibility"))
        if row.state in {state.PROVISIONALLY_SELECTED, state.ELIGIBILITY_CHECK}:
            steps.append(("eligibility", f"{page}/eligibility"))
        if row.id in standing.thirds:
            steps.append(("third_assessor", f"{call}/evaluation"))
        if row.state in OUTCOMES and row.letter_sent_at is None and row.call_id in decided:
            steps.append(("letter_to_send", f"{call}/letters"))
        for kind, url in steps:
            yield Item(
                kind,
                row.title,
                row.number or "",
                row.organisation.legal_name,
                leads(url if sees_evaluation else page) or leads(page),
                row.documents_due_on if kind == "eligibility" else None,
            )


def _contracts(standing: Standing) -> Iterator[Item]:
    kinds = {
        GrantState.PREPARATION: "contract_to_prepare",
        GrantState.CONTRACT_DRAFT: "contract_to_send",
        GrantState.SENT: "contract_to_sign",
    }
    for grant in standing.grants:
        if grant.state in kinds:
            due_on = grant.signature_due_on if grant.state is GrantState.SENT else None
            is_late = due_on is not None and due_on < standing.today
            kind = "signature_overdue" if is_late else kinds[grant.state]
            yield _of_grant(kind, grant, standing, f"/manage/grants/{grant.id}", due_on)


def _payments(standing: Standing) -> Iterator[Item]:
    kinds = {
        InstalmentState.REQUESTED: "payment_to_check",
        InstalmentState.CHECKED: "payment_to_approve",
        InstalmentState.APPROVED: "payment_to_pay",
    }
    for grant in standing.grants:
        for row in grant.instalments:
            if row.state in kinds:
                url = f"/manage/payments/{row.id}"
                yield _of_grant(kinds[row.state], grant, standing, url, row.due_on)
        for claim in grant.recoveries:
            if claim.state in {RecoveryState.ISSUED, RecoveryState.DUE}:
                url = f"/manage/recoveries/{claim.id}"
                yield _of_grant("recovery_to_settle", grant, standing, url, claim.due_on)


def _reports(standing: Standing) -> Iterator[Item]:
    by_id = {grant.id: grant for grant in standing.grants}
    for one in standing.reports:
        kind = _report_kind(one.report, standing.today)
        if kind:
            due_on = one.report.due_on if kind == "report_overdue" else None
            url = f"/manage/reports/{one.report.id}"
            yield _of_grant(kind, by_id[one.report.grant_id], standing, url, due_on)


def _report_kind(report: Report, today: date) -> str:
    if is_overdue(report, today):
        return "report_overdue"
    if report.state in {ReportState.SUBMITTED, ReportState.RESUBMITTED}:
        return "report_to_review"
    if report.state is not ReportState.UNDER_REVIEW:
        return ""
    both = report.programme_checked_by_id and report.finance_checked_by_id
    return "report_to_approve" if both else "report_to_check"


def _of_grant(
    kind: str, grant: Grant, standing: Standing, url: str, due_on: date | None = None
) -> Item:
    return Item(
        kind,
        grant.title,
        grant.number,
        grant.organisation.legal_name,
        leads(url) or leads(f"/manage/grants/{grant.id}"),
        due_on,
        due_on is not None and due_on < standing.today,
    )


def _events(standing: Standing) -> Iterator[Item]:
    open_states = {
        EventState.PLANNED,
        EventState.INVITATIONS_OPEN,
        EventState.REGISTRATION_CLOSED,
    }
    for event in standing.events:
        kind = ""
        if event.state in open_states and event.ends_at and event.ends_at < standing.at:
            kind = "event_past"
        elif event.state is EventState.HELD:
            kind = "event_report"
        elif event.state is EventState.REPORT_DRAFT:
            kind = "event_report_to_approve"
        if kind:
            url = leads(f"/manage/events/{event.id}") or leads("/manage/events")
            yield Item(kind, event.title, event.code, event.place, url)


SOURCES: tuple[Callable[[Standing], Iterator[Item]], ...] = (
    _calls,
    _evaluations,
    _applications,
    _contracts,
    _payments,
    _reports,
    _events,
)
