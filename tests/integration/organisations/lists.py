"""Lists of the organisations area."""

from portal.core.clock import now
from portal.organisations import queries, service
from portal.organisations.models import BankChange
from portal.organisations.states import MemberRole
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import save
from tests.factories.organisations import make_membership, make_organisation
from tests.support.cast import Cast
from tests.support.tables import ListPage


def a_double(cast: Cast) -> None:
    for _ in range(2):
        number = len(queries.duplicates(actor_of(cast.person("programme"))).rows)
        service.set_keys(make_organisation(legal_name=f"Dvojnik {'x' * number}"))


def add_bank_change(_cast: Cast) -> object:
    organisation, asker = make_organisation(), make_user()
    return save(
        BankChange(
            organisation_id=organisation.id,
            holder="Zelena dolina",
            iban="RS35105008123123123173",
            bank_name="Banka",
            asked_by=asker.id,
            asked_by_name="Member",
            asked_at=now(),
        )
    )


LISTS = {
    "organisations.bank_changes": ListPage(role="finance", add=add_bank_change, rows="main form"),
    "organisations.duplicates": ListPage(role="programme", add=a_double),
    "organisations.managed": ListPage(role="programme", add=lambda _cast: make_organisation()),
    "organisations.people": ListPage(
        role="member",
        add=lambda cast: make_membership(organisation=cast.organisation, role=MemberRole.READER),
    ),
}
