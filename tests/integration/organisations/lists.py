"""Lists of the organisations area."""

from portal.organisations import queries, service
from portal.organisations.states import MemberRole
from tests.factories.accounts import actor_of
from tests.factories.organisations import make_membership, make_organisation
from tests.support.cast import Cast
from tests.support.tables import ListPage


def a_double(cast: Cast) -> None:
    for _ in range(2):
        number = len(queries.duplicates(actor_of(cast.person("programme"))).rows)
        service.set_keys(make_organisation(legal_name=f"Dvojnik {'x' * number}"))


LISTS = {
    "organisations.duplicates": ListPage(role="programme", add=a_double),
    "organisations.managed": ListPage(role="programme", add=lambda _cast: make_organisation()),
    "organisations.people": ListPage(
        role="member",
        add=lambda cast: make_membership(organisation=cast.organisation, role=MemberRole.READER),
    ),
}
