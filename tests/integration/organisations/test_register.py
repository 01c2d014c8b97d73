"""The register of organisations: what they applied for and were granted, for the lead's staff."""

import pytest

from portal.calls.states import CallState
from portal.grants.states import GrantState
from tests.factories.accounts import make_user
from tests.factories.actions import make_action, make_action_role
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.factories.organisations import make_organisation


@pytest.fixture
def action(app):
    return make_action()


@pytest.fixture
def organisation(action):
    """Two applications, one of them granted; a draft that nobody of the staff may know."""
    organisation = make_organisation(legal_name="Žuta kuća", country="RS")
    call = make_call(action=action, state=CallState.DECIDED, closed_at=AT)
    make_application(state="rejected_quality", call=call, lot="REG", organisation=organisation)
    make_application(state="draft", call=make_call(action=action), organisation=organisation)
    make_grant(call=call, organisation=organisation, state=GrantState.CLOSED)
    return organisation


def staff(action, **role):
    user = make_user()
    make_action_role(action=action, user=user, **({"function": "programme"} | role))
    return user


def cells(page, card):
    section = page.select_one(f"section[aria-labelledby={card}]")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row("td")]
        for row in section.select("tbody tr")
    ]


@pytest.mark.parametrize("search", ["zuta kuca", "ŽUTA", "жута"])
def test_an_organisation_is_found_however_it_is_written(sign_in_as, action, organisation, search):
    make_organisation(legal_name="Somebody else")

    page = sign_in_as(staff(action)).get_page("organisations.managed", q=search)

    [row] = page.select("tbody tr")
    assert row.a.get_text() == "Žuta kuća"
    assert [cell.get_text(strip=True) for cell in row("td")][-3:] == ["2", "1", "EUR\xa012,138"]


def test_the_page_of_an_organisation_shows_its_history(sign_in_as, action, organisation):
    client = sign_in_as(staff(action, function="auditor"))

    page = client.get_page("organisations.managed_detail", organisation_id=organisation.id)

    assert sorted(row[-1] for row in cells(page, "applications")) == [
        "Contract signed",
        "Not funded",
    ]
    [grant] = cells(page, "grants")
    assert grant[:3] == ["Serbia", "EUR 12,138.17", "EUR 12,138.17"]
    for link in page.select("#main tbody a"):
        client.get_page(link["href"])


def test_a_partner_reads_only_what_is_of_their_country(sign_in_as, action, organisation):
    make_grant(call=make_call(action=action, state="decided"), lot="REG", organisation=organisation)
    client = sign_in_as(staff(action, country="RS"))

    page = client.get_page("organisations.managed_detail", organisation_id=organisation.id)
    row = client.get_page("organisations.managed", q="zuta").select_one("tbody tr")

    assert len(cells(page, "grants")) == 1
    assert len(cells(page, "applications")) == 1
    assert [cell.get_text(strip=True) for cell in row("td")][-3:-1] == ["1", "1"]
