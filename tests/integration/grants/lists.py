"""Lists of the grants area."""

from portal.grants.states import GrantState, InstalmentState
from tests.integration.grants.access import grant_of
from tests.support.tables import ListPage

LISTS = {
    "grants.index": ListPage(role="member", add=grant_of),
    "grants.register": ListPage(role="programme", add=grant_of),
    "grants.queue": ListPage(
        role="finance",
        add=lambda cast: grant_of(cast, GrantState.SIGNED, first=InstalmentState.REQUESTED),
    ),
    "grants.projects": ListPage(role="visitor", add=grant_of),
    "grants.awards": ListPage(role="visitor", add=grant_of),
}
