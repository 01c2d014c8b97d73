"""A call in another currency: its pages, papers and ledger print that, never EUR."""

from decimal import Decimal

import pytest

from portal.accounts.models import User
from portal.calls import queries as calls
from portal.calls.states import CallState
from portal.core.db import db
from portal.grants.states import GrantState, InstalmentState
from portal.reporting import service as reporting
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.factories.reporting import a_cost, writer_of
from tests.integration.calls.test_setup import kept
from tests.support.cast import Cast

MAIN = "#main"


@pytest.mark.one_database
def test_a_draft_chooses_its_currency_from_the_iso_list(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DRAFT)
    client = sign_in_as(cast.person("programme"))
    data = kept(client.get_page("calls.money", reference=call.reference))

    client.post_page("calls.money", data | {"currency": "DEM"}, reference=call.reference)
    client.send("calls.money", data | {"currency": "RSD"}, reference=call.reference)

    assert data["currency"] == "EUR"
    assert calls.get_whole(call.id).currency == "RSD"
    page = client.get_page("calls.lots", reference=call.reference)
    assert {prefix.get_text() for prefix in page.select(".input-group-text")} == {"RSD"}


@pytest.mark.one_database
def test_the_pages_of_a_grant_print_its_currency(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DECIDED, currency="RSD")
    grant = make_grant(
        call=call, currency="RSD", first=InstalmentState.DUE, state=GrantState.SIGNED
    )
    owner = db.session.get_one(User, writer_of(grant).user_id)
    own, whole = ("detail", "agreement", "payments"), {"grant_id": grant.id}
    client = sign_in_as(owner)
    pages = [client.get_page(f"grants.{name}", **whole) for name in own]
    pages.append(client.get_page("grants.index"))
    client = sign_in_as(cast.person("programme"))
    pages.append(client.get_page("grants.manage", **whole))
    pages.append(client.get_page("grants.register"))

    for page in pages:
        text = page.select_one(MAIN).get_text()
        assert "RSD" in text
        assert "EUR" not in text


def test_costs_are_kept_in_the_currency_of_the_grant(app):
    grant = make_grant(currency="RSD")
    writer = writer_of(grant)

    own = reporting.add_cost(
        grant, a_cost(currency="RSD", amount_local=Decimal("250.50")), actor=writer, at=AT
    )

    assert (own.amount_eur, own.rate, own.rate_source) == (
        Decimal("250.50"), Decimal(1), "Currency of the grant"
    )  # fmt: skip
