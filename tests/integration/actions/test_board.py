"""The overview of the lead: every number is the length or the sum of the list behind it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from portal.actions.models import Action
from portal.applications.models import Application
from portal.calls import queries as calls
from portal.calls.models import Call
from portal.core.clock import now
from portal.core.db import db
from portal.evaluation.states import SessionState
from portal.grants import queries as grants
from portal.grants.states import GrantState, InstalmentState
from portal.reporting import queries as reporting
from portal.reporting.states import ReportState
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action, make_action_role
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.factories.evaluation import make_session
from tests.factories.events import make_event
from tests.factories.grants import make_grant, make_lead
from tests.factories.reporting import make_report
from tests.support.client import address

G, I = GrantState, InstalmentState  # noqa: E741
COLUMNS = ("grants", "envelope", "awarded", "paid", "to_pay", "reported", "accepted")


@pytest.fixture
def action(app) -> Action:
    """Calls in three states, grants at each step, a report to take up, events."""
    action = make_action()
    make_call(action=action, state="draft")
    make_call(action=action, state="approved")
    call = make_call(action=action, state="decided", closed_at=now() - timedelta(days=60))
    waiting = make_application(call=call, state="eligibility_check")
    make_grant(call=call, lot="RS", state=G.PREPARATION)
    make_grant(call=call, lot="RS", state=G.SENT)
    make_grant(call=call, lot="AL", state=G.SENT, signature_due_on=datetime(2020, 1, 1).date())
    make_grant(call=call, lot="AL", state=G.ACTIVE, first=I.REQUESTED)
    make_grant(call=call, lot="XK", state=G.ACTIVE, first=I.APPROVED)
    make_grant(call=call, lot="REG", state=G.CLOSED)
    make_report(call=call, state=ReportState.SUBMITTED)
    make_session(state=SessionState.DECIDED, call=call, decided_at=now())
    _tell(call, all_but=waiting)
    make_event(action=action, state="held")
    make_event(action=action, state="planned", starts_at=now() + timedelta(days=40))
    return action


def _tell(call: Call, *, all_but: Application) -> None:
    """Everybody else has their letter."""
    db.session.execute(
        update(Application)
        .where(Application.call_id == call.id, Application.id != all_but.id)
        .values(letter_sent_at=now())
    )


@pytest.fixture
def staff(action):
    user = make_user()
    make_action_role(action=action, user=user, function="programme")
    return user


@pytest.fixture
def partner(action):
    user = make_user()
    make_action_role(action=action, user=user, function="programme", country="AL")
    return user


def numbers(page):
    return {head.span.get_text(): int(head.b.get_text()) for head in page.select(".gp-waits-head")}


def links(page, selector):
    return [link["href"] for link in page.select(selector)]


def cents(text):
    return Decimal(text.replace(",", ""))


def money(page, caption="Money by country, EUR"):
    table = next(t for t in page.select("table") if t.caption.get_text(strip=True) == caption)
    return {
        row.th.get_text(" ", strip=True): [cents(cell.get_text(strip=True)) for cell in row("td")]
        for row in table.select("tbody tr, tfoot tr")
    }


def test_each_number_that_waits_is_the_length_of_its_list(sign_in_as, staff, action):
    client = sign_in_as(staff)
    page = client.get_page("actions.board")

    behind = {
        group.h2.get_text(): len(group.select("tbody tr"))
        for href in links(page, ".gp-waits-head")
        for group in client.get_page(href).select("main section")
    }

    assert numbers(page) == behind
    assert numbers(page) == {
        "Calls to approve": 1,
        "Calls to publish": 1,
        "Letters to send": 1,
        "Eligibility to check": 1,
        "Contracts to prepare": 1,
        "Contracts waiting for a signature": 1,
        "Signatures overdue": 1,
        "Payments to check": 1,
        "Payments to pay": 1,
        "Reports to take up": 1,
        "Events without a report": 1,
    }


def test_what_waits_is_what_the_areas_say(sign_in_as, staff, action):
    actor = actor_of(staff)

    page = sign_in_as(staff).get_page("actions.attention")

    shown = {
        section["aria-labelledby"].removeprefix("g-"): len(section.select("tbody tr"))
        for section in page.select("main section")
    }
    said = [
        row.kind for row in (*grants.attention(actor, now()), *reporting.attention(actor, now()))
    ]
    assert {kind: shown.get(kind) for kind in said} == {kind: said.count(kind) for kind in said}


@pytest.mark.one_database
def test_every_link_of_the_overview_leads_to_a_page(sign_in_as, staff, action):
    client = sign_in_as(staff)

    page = client.get_page("actions.board")

    for href in {*links(page, "main a"), *links(client.get_page("actions.attention"), "main a")}:
        client.get_page(href)


def test_money_by_country_adds_up_and_equals_the_register(sign_in_as, staff, action):
    actor, client = actor_of(staff), sign_in_as(staff)

    page = client.get_page("actions.board")

    rows = money(page)
    total = rows.pop("Total")
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == total
    for code, name in (("AL", "Albania"), ("RS", "Serbia"), ("region", "Regional")):
        totals = grants.register_totals(actor, grants.Filters(country=code))
        assert (rows[name][0], rows[name][2], rows[name][3]) == (
            totals.grants,
            totals.awarded["EUR"],
            totals.paid.get("EUR", 0),
        )
    by_cluster = money(page, "Money by cluster, EUR")
    assert [sum(column) for column in zip(*by_cluster.values(), strict=True)][1:] == total


def test_reported_cost_equals_what_the_reports_say(sign_in_as, staff, action):
    page = sign_in_as(staff).get_page("actions.board")

    said = reporting.money_reported(action.id)
    total = money(page)["Total"]
    assert total[5:] == [sum(r.reported for r in said), sum(r.accepted for r in said)]
    assert total[5] > 0


def test_each_number_of_a_target_is_the_length_of_its_list(sign_in_as, staff, action):
    client = sign_in_as(staff)
    page = client.get_page("actions.board")
    targets = next(t for t in page.select("table") if "Targets of" in t.caption.get_text())
    places = next(t for t in page.select("table") if "by country" in t.caption.get_text())

    for link in targets.select("a"):
        behind = client.get_page(link["href"]).select(".gp-counted")
        assert len(behind) == int(link.get_text()), link["href"]
    for link in places.select("a"):
        behind = client.get_page(link["href"] + "&stage=reached").select(".gp-counted")
        assert len(behind) == int(link.get_text()), link["href"]
    assert len(targets.select("a")) > 5
    assert len(places.select("a")) > 5


def test_a_partner_sees_the_numbers_of_their_country(sign_in_as, partner, action):
    page = sign_in_as(partner).get_page("actions.board")

    rows = money(page)
    assert list(rows) == ["Albania", "Total"]
    assert rows["Albania"][0] == 2
    assert numbers(page)["Payments to check"] == 1
    assert "Payments to pay" not in numbers(page)
    assert "1 of 4" in page.select_one("#h-targets").find_parent("section").get_text(
        " ", strip=True
    )


def test_deadlines_come_once_in_their_span(sign_in_as, staff, action):
    page = sign_in_as(staff).get_page("actions.board")

    spans = [
        [row.get_text(" ", strip=True) for row in rows("li")] for rows in page.select(".gp-days")
    ]
    words = [row for rows in spans for row in rows]
    assert len(words) == len(set(words))
    assert any("Event: Round table" in row for row in words)


def test_the_overview_costs_the_same_for_few_and_many(sign_in_as, staff, action, count_queries):
    client = sign_in_as(staff)
    kept = calls.of_action(action.id)

    with count_queries() as few:
        client.get_page("actions.board")
    call = calls.get_whole(kept[-1].id)
    for lot in ("BA", "ME", "MK"):
        make_grant(call=call, lot=lot, state=G.ACTIVE, first=I.CHECKED)
        make_event(action=action, state="held")
    with count_queries() as many:
        client.get_page("actions.board")

    assert len(few) == len(many)
    assert len(many) <= 15, "\n".join(many)


def test_an_auditor_reads_and_a_member_does_not(sign_in_as, action):
    lead = make_lead(action)

    assert sign_in_as(make_user()).get(address("actions.board")).status_code == 403
    assert lead.auditor.reads(action.id)
