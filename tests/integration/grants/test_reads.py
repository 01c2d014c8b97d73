"""What is read of grants: the register, the board, targets, the public pages."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from portal.actions.rules import Stage
from portal.calls import queries as calls
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.grants import queries
from portal.grants.models import Recovery
from portal.grants.states import GrantState, InstalmentState
from portal.jobs import registry
from portal.reporting import queries as reporting
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action_role
from tests.factories.base import AT
from tests.factories.grants import make_grant
from tests.integration.grants.steps import pay, scene

S, I = GrantState, InstalmentState  # noqa: E741
D = Decimal


def with_more(people, *states, lot="BA", **overrides):
    """Further grants of the same call and organisation."""
    grant = people.grant
    return [
        make_grant(
            state=state,
            call=calls.get_whole(grant.call_id),
            lot=lot,
            organisation=grant.organisation,
            owner=people.owner,
            **overrides,
        )
        for state in states
    ]


def test_money_by_country_is_what_the_actor_reads(app):
    people = scene(S.ACTIVE)
    with_more(people, S.SIGNED, first=I.REQUESTED)
    partner = make_user()
    make_action_role(action=people.grant.action, user=partner, function="finance", country="BA")
    action_id = people.grant.action_id

    everything = queries.money_by_country(people.lead.auditor, action_id)
    theirs = queries.money_by_country(actor_of(partner), action_id)

    rows = [(row.country, row.grants, row.awarded, row.paid, row.requested) for row in everything]
    assert rows == [
        ("BA", 1, D("12500.00"), D("0.00"), D("10000.00")),
        ("RS", 1, D("12500.00"), D("10000.00"), D("0.00")),
    ]
    assert [row.country for row in theirs] == ["BA"]


def test_counts_and_facts_follow_the_state(app):
    people = scene(S.ACTIVE)
    with_more(people, S.SENT, S.CLOSED, S.TERMINATED)
    action_id = people.grant.action_id

    counts = queries.counts_by_state_country(action_id)
    facts = queries.facts_for_targets(action_id)

    assert counts == {
        (S.ACTIVE, "RS"): 1, (S.SENT, "BA"): 1, (S.CLOSED, "BA"): 1, (S.TERMINATED, "BA"): 1,
    }  # fmt: skip
    assert sorted(fact.stage for fact in facts) == [Stage.DONE, Stage.IN_PROGRESS, Stage.PLANNED]


def test_attention_names_what_waits_and_whose_it_is(app):
    people = scene(S.SIGNED, first=I.REQUESTED)
    with_more(people, S.PREPARATION, S.CONTRACT_DRAFT, S.SENT)
    with_more(people, S.SENT, signature_due_on=date(2026, 11, 21))

    for_finance = {row.kind: row.is_mine for row in queries.attention(people.lead.finance, AT)}
    for_programme = {row.kind: row.is_mine for row in queries.attention(people.lead.programme, AT)}

    kinds = {"payment_to_check", "contract_to_prepare", "contract_to_send", "contract_to_sign",
             "signature_overdue"}  # fmt: skip
    assert for_finance == {kind: kind == "payment_to_check" for kind in kinds}
    assert {kind for kind, is_mine in for_programme.items() if is_mine} == {
        "contract_to_prepare",
        "contract_to_send",
    }


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 3),
        ({"country": "BA"}, 2),
        ({"country": "region"}, 0),
        ({"state": "sent"}, 1),
        ({"state": "nonsense"}, 3),
        ({"text": "SVETIONIK"}, 3),
        ({"text": "nowhere"}, 0),
    ],
)
def test_register_narrows_and_sums(app, filters, count):
    people = scene(S.ACTIVE)
    with_more(people, S.SENT, S.CLOSED)

    chosen = queries.Filters(**filters)
    found = queries.register(people.lead.programme, chosen)
    totals = queries.register_totals(people.lead.programme, chosen)

    assert (len(found.rows), totals.grants) == (count, count)
    paid = sum((queries.money(row).paid for row in found.rows), D("0.00"))
    assert totals.paid.get("EUR", D("0.00")) == paid


def test_signed_contract_has_its_report_calendar(app, sign_in_as):
    people = scene(S.SENT)
    given = {
        "name": "Jovana", "function": "Director", "accepts": "y",
        "sha256": people.grant.contracts[0].sha256,
    }  # fmt: skip
    db.session.commit()
    lead_user = queries.lead_people(people.grant, "signatory")[0]

    first = sign_in_as(people.owner).post(f"/grants/{people.grant.id}/agreement", data=given)
    second = sign_in_as(lead_user).post(
        f"/manage/grants/{people.grant.id}/agreement/sign", data=given
    )

    assert (first.status_code, second.status_code) == (302, 302)
    report = reporting.next_report(people.grant.id)
    assert (report.kind, report.due_on) == ("final", date(2027, 7, 30))


def test_acceptance_of_another_file_is_shown_as_a_conflict(app, sign_in_as):
    people = scene(S.SENT)
    db.session.commit()

    answer = sign_in_as(people.owner).post(
        f"/grants/{people.grant.id}/agreement",
        data={"name": "Jovana", "function": "Director", "accepts": "y", "sha256": "0" * 64},
    )

    assert answer.status_code == 409
    assert "This is not the contract you were shown" in answer.text
    assert 'value="Jovana"' in answer.text


def test_grantee_reads_no_contract_before_it_is_sent(app, sign_in_as):
    people = scene(S.CONTRACT_DRAFT)
    db.session.commit()

    answer = sign_in_as(people.owner).get(f"/grants/{people.grant.id}/agreement/1.pdf")

    assert answer.status_code == 404


def test_contract_file_is_the_accepted_one_byte_for_byte(app, sign_in_as):
    people = scene(S.ACTIVE)
    db.session.commit()

    answer = sign_in_as(people.owner).get(f"/grants/{people.grant.id}/agreement/1.pdf")

    assert answer.data == b"%PDF-1.4\n% contract " + people.grant.number.encode()


def test_public_pages_show_signed_grants_that_are_not_withheld(app, client):
    people = scene(S.ACTIVE, title="Light on the road")
    with_more(people, S.SENT, title="Not signed yet")
    with_more(people, S.ACTIVE, title="=HYPERLINK(1)")
    hidden = with_more(people, S.ACTIVE, title="Kept safe", is_withheld=True)[0]
    db.session.commit()

    listed = client.get("/projects").text
    published = client.get("/awards.csv").data.decode("utf-8-sig")

    for text in (listed, published):
        assert "Light on the road" in text
        assert "Not signed yet" not in text
        assert "Kept safe" not in text
    titles = [row["Project"] for row in csv.DictReader(io.StringIO(published))]
    assert sorted(titles) == ["'=HYPERLINK(1)", "Light on the road"]
    assert client.get(f"/projects/{people.grant.number}").status_code == 200
    assert client.get(f"/projects/{hidden.number}").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [("country=BA", 0), ("country=RS", 1), ("cluster=C3", 1), ("cluster=C1", 0), ("year=2026", 1),
     ("year=2025", 0), ("year=x", 1)],
)  # fmt: skip
def test_projects_are_filtered_by_place_cluster_and_year(app, client, query, shown):
    scene(S.ACTIVE)
    db.session.commit()

    page = client.get_page("grants.projects", **dict([query.split("=")]))

    assert len(page.select("tbody tr")) == shown


def test_queue_puts_what_i_can_do_first(app, sign_in_as):
    people = scene(S.SIGNED)
    with_more(people, S.SIGNED, first=I.CHECKED)
    pay(people.grant.instalments[0], people, until="request")
    user = queries.lead_people(people.grant, "finance")[0]
    db.session.commit()

    page = sign_in_as(user).get_page("grants.queue")

    cards = {card.h2.text: len(card.select("tbody tr")) for card in page.select("section.gp-card")}
    assert cards == {"Waiting for you": 1, "Waiting for others": 1}


def test_recurring_work_starts_and_ends_projects(app):
    started = scene(S.SIGNED, starts_on=date(2026, 11, 20)).grant.id
    waiting = scene(S.SIGNED, starts_on=date(2099, 1, 1), ends_on=date(2099, 6, 1)).grant.id
    over = scene(S.ACTIVE, starts_on=date(2026, 1, 1), ends_on=date(2026, 11, 21)).grant.id
    db.session.commit()

    registry.HANDLERS["grants.start_and_end"]({}, AT)

    states = [queries.whole(one).state for one in (started, waiting, over)]
    assert states == [S.ACTIVE, S.SIGNED, S.ENDED]


def test_history_holds_the_steps_of_grant_and_payments(app, sign_in_as):
    people = scene(S.SIGNED)
    pay(people.grant.instalments[0], people, until="check")
    user = queries.lead_people(people.grant, "programme")[0]
    db.session.commit()

    verbs = [entry.verb for entry in queries.history(queries.whole(people.grant.id))]
    page = sign_in_as(user).get_page("grants.history", grant_id=people.grant.id)

    assert verbs == ["instalment.requested", "instalment.checked"]
    assert len(page.select("tbody tr")) == 2


def test_settled_recovery_page_closes_the_grant(app, sign_in_as):
    people = scene(S.CLOSING, final_amount=D("9250.00"))
    with transaction():
        people.grant.instalments[1].state = I.CANCELLED
        people.grant.recoveries.append(
            Recovery(amount=D("750.00"), reason="Too much", issued_at=AT, due_on=AT.date())
        )
    user = queries.lead_people(people.grant, "finance")[0]
    recovery_id = people.grant.recoveries[0].id
    db.session.commit()

    client = sign_in_as(user)
    early = client.post(
        f"/manage/recoveries/{recovery_id}", data={"settled_on": "2026-11-01", "reference": "IN"}
    )
    done = client.post(
        f"/manage/recoveries/{recovery_id}",
        data={"settled_on": now().date().isoformat(), "reference": "IN-1"},
    )

    assert (early.status_code, done.status_code) == (422, 302)
    assert "The value date must not be before the claim" in early.text
    assert queries.whole(people.grant.id).state is S.CLOSED


@pytest.mark.parametrize(
    ("endpoint", "function"),
    [
        ("grants.detail", ""),
        ("grants.agreement", ""),
        ("grants.payments", ""),
        ("grants.papers", ""),
        ("grants.manage", "programme"),
        ("grants.terms", "programme"),
        ("grants.manage_payments", "finance"),
        ("grants.manage_documents", "auditor"),
        ("grants.history", "auditor"),
    ],
)
def test_page_of_a_grant_takes_at_most_15_queries(
    app, sign_in_as, count_queries, endpoint, function
):
    people = scene(S.ACTIVE)
    user = queries.lead_people(people.grant, function)[0] if function else people.owner
    grant_id = people.grant.id
    client = sign_in_as(user)
    db.session.expunge_all()

    with count_queries() as seen:
        client.get_page(endpoint, grant_id=grant_id)

    assert len(seen) <= 15, "\n".join(seen)


def test_page_of_a_payment_takes_at_most_15_queries(app, sign_in_as, count_queries):
    people = scene(S.SIGNED, first=I.REQUESTED)
    user = queries.lead_people(people.grant, "finance")[0]
    instalment_id = people.grant.instalments[0].id
    client = sign_in_as(user)
    db.session.expunge_all()

    with count_queries() as seen:
        client.get_page("grants.payment", instalment_id=instalment_id)

    assert len(seen) <= 15, "\n".join(seen)
