"""From the award to the first payment in a browser: the contract, both sides, four people."""

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.core.clock import day_in, now
from portal.core.db import db
from portal.grants import queries
from portal.grants.states import GrantState, InstalmentState
from portal.organisations.models import BankAccount
from tests.factories.accounts import make_user
from tests.factories.actions import make_action_role
from tests.factories.base import AT, save
from tests.integration.grants.steps import scene
from tests.support.jobs import run_due

pytestmark = pytest.mark.one_database


def prepared(app):
    """A grant in preparation whose organisation has its account; ids of those who take part."""
    with app.app_context():
        people = scene(GrantState.PREPARATION)
        payer = make_user(name="Petra Isplatić")
        make_action_role(action=people.grant.action, user=payer, function="finance")
        save(
            BankAccount(
                organisation_id=people.grant.organisation_id,
                holder="Udruženje Svetionik",
                iban="RS35260005601001611379",
                bank_name="Banka za primer",
                created_by=people.owner.id,
                created_at=AT,
            )
        )
        lead = people.lead
        ids = {
            "owner": people.owner.id,
            "programme": lead.programme.user_id,
            "finance": lead.finance.user_id,
            "signatory": lead.signatory.user_id,
            "payer": payer.id,
        }
        db.session.commit()
        users = {role: db.session.get(User, user_id) for role, user_id in ids.items()}
        db.session.expunge_all()
        return people.grant.id, users


def accept(page, name):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your function").fill("Director")
    page.get_by_label("I have read the contract").check()
    page.get_by_role("button", name="Accept the contract").click()


def test_both_sides_accept_and_four_people_make_the_first_payment(live, visits, check_page):
    grant_id, users = prepared(live.app)
    managed = f"/manage/grants/{grant_id}"

    programme = visits.person(users["programme"])
    programme.goto(f"{managed}/agreement")
    check_page(programme)
    programme.get_by_label("Instalments in per cent").fill("eighty")
    programme.get_by_role("button", name="Save the contract data").click()
    expect(programme.locator("body")).to_contain_text(
        "Enter the instalments in per cent, like 80/20"
    )
    programme.get_by_label("Instalments in per cent").fill("80/20")
    programme.get_by_role("button", name="Save the contract data").click()
    programme.get_by_role("button", name="Make the contract").click()
    expect(programme.locator("body")).to_contain_text("being prepared")
    run_due(live.app, None)
    programme.reload()
    programme.get_by_role("button", name="Send the contract to the grantee").click()

    grantee = visits.person(users["owner"], 390)
    grantee.goto(f"/grants/{grant_id}")
    check_page(grantee)
    grantee.get_by_role("link", name="Read the contract").click()
    check_page(grantee)
    with grantee.expect_download() as download:
        grantee.get_by_role("link", name="Grant contract (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    grantee.get_by_role("button", name="Accept the contract").click()
    expect(grantee.get_by_role("alert").get_by_text("Enter your")).to_have_count(2)
    accept(grantee, "Jovana Primerović")
    expect(grantee.locator("body")).to_contain_text("Accepted by Jovana Primerović, Director")

    signatory = visits.person(users["signatory"])
    signatory.goto(f"{managed}/agreement")
    accept(signatory, "Ljubica Primerović")
    expect(signatory.locator("body")).to_contain_text("Accepted by Ljubica Primerović, Director")
    check_page(signatory)

    grantee.goto(f"/grants/{grant_id}/payments")
    check_page(grantee)
    grantee.get_by_label("We need this payment").check()
    grantee.get_by_role("button", name="Ask for EUR 10,000.00").click()

    finance = visits.person(users["finance"])
    finance.goto("/manage/payments")
    check_page(finance)
    finance.locator("tbody a").first.click()
    check_page(finance)
    finance.get_by_role("button", name="Checked: pass to the signatory").click()
    expect(finance.locator("body")).to_contain_text("Check each point first")
    for box in finance.get_by_role("checkbox").all():
        box.check()
    finance.get_by_role("button", name="Checked: pass to the signatory").click()

    signatory.goto(finance.url)
    signatory.get_by_role("button", name="Approve EUR 10,000.00").click()
    payer = visits.person(users["payer"])
    payer.goto(finance.url)
    payer.get_by_label("Value date").fill(day_in("Europe/Belgrade", now()).isoformat())
    payer.get_by_label("Reference of the bank").fill("TR-2026-1")
    payer.get_by_role("button", name="Enter the payment of EUR 10,000.00").click()
    expect(payer.locator("body")).to_contain_text("TR-2026-1")
    check_page(payer)

    grantee.goto(f"/grants/{grant_id}")
    grantee.get_by_role("link", name="Confirm the payment").click()
    grantee.get_by_role("button", name="Confirm that EUR 10,000.00 arrived").click()
    expect(grantee.locator("body")).to_contain_text("You have confirmed the payment")
    with live.app.app_context():
        first = queries.whole(grant_id).instalments[0]
        hands = {
            first.requested_by_id, first.checked_by_id, first.approved_by_id, first.paid_by_id,
        }  # fmt: skip
        assert (first.state, len(hands)) == (InstalmentState.CONFIRMED, 4)
