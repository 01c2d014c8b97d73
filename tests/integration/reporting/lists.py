"""Lists of the reporting area."""

from portal.grants import queries
from portal.grants.states import GrantState
from portal.reporting.states import ReportState
from tests.factories.accounts import actor_of
from tests.factories.reporting import make_expenditure
from tests.integration.grants.access import grant_of
from tests.integration.reporting.access import report_of
from tests.support.cast import Cast
from tests.support.tables import ListPage


def the_grant(cast: Cast) -> dict[str, object]:
    """One grant for all rows of the list."""
    known = cast.__dict__.setdefault("reporting_grant", None)
    if known is None:
        known = grant_of(cast, GrantState.ENDED).id
        cast.__dict__["reporting_grant"] = known
    return {"grant_id": known}


def add_cost(cast: Cast) -> None:
    grant = queries.whole(the_grant(cast)["grant_id"])
    make_expenditure(grant=grant, actor=actor_of(cast.person("member")))


LEDGER_ROWS = ".gp-stackable tbody tr"
LISTS = {
    "reporting.ledger": ListPage(role="member", add=add_cost, params=the_grant, rows=LEDGER_ROWS),
    "reporting.managed_ledger": ListPage(
        role="auditor", add=add_cost, params=the_grant, rows=LEDGER_ROWS
    ),
    "reporting.inbox": ListPage(
        role="programme", add=lambda cast: report_of(cast, ReportState.SUBMITTED)
    ),
}
