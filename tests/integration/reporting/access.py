"""Who may open the pages of reports and costs."""

from collections.abc import Callable
from typing import Any

from portal.grants.states import GrantState
from portal.reporting import queries, service
from portal.reporting.models import Report
from portal.reporting.states import ReportState
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.grants import Lead
from tests.factories.reporting import make_expenditure, make_report
from tests.integration.grants.access import grant_of
from tests.support.cast import STAFF, Cast
from tests.support.tables import Access

S = ReportState
MEMBER = frozenset({"member"})
Params = Callable[[Cast], dict[str, object]]


def lead_of(cast: Cast) -> Lead:
    """The cast's staff as actors."""
    names = ("programme", "finance", "signatory", "auditor")
    return Lead(**{name: actor_of(cast.person(name)) for name in names})


def report_of(cast: Cast, state: ReportState = S.DRAFT) -> Report:
    """A final report of the cast's organisation."""
    return make_report(
        state=state,
        grant=grant_of(cast, GrantState.ENDED),
        owner=cast.person("member"),
        lead=lead_of(cast),
    )


def a_grant(cast: Cast) -> dict[str, object]:
    return {"grant_id": grant_of(cast, GrantState.ENDED).id}


def a_cost(cast: Cast) -> dict[str, object]:
    grant = grant_of(cast, GrantState.ENDED)
    item = make_expenditure(grant=grant, actor=actor_of(cast.person("member")))
    return {"grant_id": grant.id, "item_id": item.id}


def a_report(state: ReportState = S.DRAFT, **more: Any) -> Params:
    return lambda cast: {"report_id": report_of(cast, state).id, **more}


def a_report_of_a_grant(cast: Cast) -> dict[str, object]:
    report = report_of(cast)
    return {"grant_id": report.grant_id, "report_id": report.id}


def a_cost_to_check(cast: Cast) -> dict[str, object]:
    report = report_of(cast, S.UNDER_REVIEW)
    return {"report_id": report.id, "item_id": report.expenditure[0].id}


def a_confirmed_report(cast: Cast) -> dict[str, object]:
    report, lead = report_of(cast, S.UNDER_REVIEW), lead_of(cast)
    service.accept_rest(report, actor=lead.finance, at=AT)
    service.confirm_narrative(report, actor=lead.programme, at=AT)
    service.confirm_money(report, actor=lead.finance, at=AT)
    return {"report_id": queries.whole(report.id).id}


ACCESS = {
    "reporting.ledger": Access(allowed=MEMBER, params=a_grant),
    "reporting.managed_ledger": Access(allowed=STAFF, params=a_grant),
    "reporting.create": (
        Access(allowed=MEMBER, params=a_grant),
        Access(allowed=MEMBER, method="POST", params=a_grant),
    ),
    "reporting.cost": (
        Access(allowed=MEMBER | STAFF, params=a_cost),
        Access(allowed=MEMBER, method="POST", params=a_cost),
    ),
    "reporting.remove": Access(allowed=MEMBER, method="POST", params=a_cost),
    "reporting.proof": Access(allowed=MEMBER | STAFF, params=a_cost),
    "reporting.index": Access(allowed=MEMBER, params=a_grant),
    "reporting.managed_index": Access(allowed=STAFF, params=a_grant),
    "reporting.of_grant": Access(allowed=MEMBER, params=a_report_of_a_grant),
    "reporting.detail": Access(allowed=MEMBER, params=a_report()),
    "reporting.start": Access(allowed=MEMBER, method="POST", params=a_report(S.DUE)),
    "reporting.reopen": Access(allowed=MEMBER, method="POST", params=a_report(S.REJECTED)),
    "reporting.part": (
        Access(allowed=MEMBER, params=a_report(key="summary")),
        Access(allowed=MEMBER, method="POST", params=a_report(key="summary")),
    ),
    "reporting.autosave": Access(
        allowed=MEMBER, method="POST", params=a_report(key="summary"), data={"text": "We met."}
    ),
    "reporting.results": (
        Access(allowed=MEMBER, params=a_report()),
        Access(allowed=MEMBER, method="POST", params=a_report()),
    ),
    "reporting.costs": (
        Access(allowed=MEMBER, params=a_report()),
        Access(allowed=MEMBER, method="POST", params=a_report()),
    ),
    "reporting.check": (
        Access(allowed=MEMBER, params=a_report()),
        Access(allowed=MEMBER, method="POST", params=a_report()),
    ),
    "reporting.inbox": Access(allowed=STAFF),
    "reporting.review": Access(allowed=STAFF, params=a_report(S.UNDER_REVIEW)),
    "reporting.take_up": Access(
        allowed={"programme", "finance"}, method="POST", params=a_report(S.SUBMITTED)
    ),
    "reporting.accept_rest": Access(
        allowed={"finance"}, method="POST", params=a_report(S.UNDER_REVIEW)
    ),
    "reporting.confirm_narrative": Access(
        allowed={"programme"}, method="POST", params=a_report(S.UNDER_REVIEW)
    ),
    "reporting.confirm_money": Access(
        allowed={"finance"}, method="POST", params=a_report(S.UNDER_REVIEW)
    ),
    "reporting.ask": Access(
        allowed={"programme", "finance"},
        method="POST",
        params=a_report(S.UNDER_REVIEW),
        data={"questions": "Which towns?"},
    ),
    "reporting.approve": Access(allowed={"signatory"}, method="POST", params=a_confirmed_report),
    "reporting.reject": Access(
        allowed={"signatory"},
        method="POST",
        params=a_report(S.UNDER_REVIEW),
        data={"reason": "Half of it is missing."},
    ),
    "reporting.check_cost": (
        Access(allowed=STAFF, params=a_cost_to_check),
        Access(
            allowed={"finance"}, method="POST", params=a_cost_to_check, data={"decision": "accept"}
        ),
    ),
}
