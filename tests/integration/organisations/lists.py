"""Lists of the organisations area."""

from portal.organisations.states import MemberRole
from tests.factories.organisations import make_membership, make_organisation
from tests.support.tables import ListPage

LISTS = {
    "organisations.managed": ListPage(role="programme", add=lambda _cast: make_organisation()),
    "organisations.people": ListPage(
        role="member",
        add=lambda cast: make_membership(organisation=cast.organisation, role=MemberRole.READER),
    ),
}
