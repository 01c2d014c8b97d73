"""What writing costs: a kept page is one row, and no page grows with the number of lines."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.applications import queries, service
from portal.applications.models import BudgetLine
from portal.applications.states import ApplicationState
from portal.core.db import db, transaction
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import example_1, make_application
from tests.factories.base import AT, save

MOST = 12
PAGES = ("", "/identification", "/organisation", "/partners", "/relevance", "/activities",
         "/budget", "/documents", "/declaration", "/check", "/eligibility", "/submitted",
         "/versions")  # fmt: skip


@pytest.fixture
def draft(app, sign_in_as):
    owner = make_user()
    application = make_application(state=ApplicationState.DRAFT, owner=owner)
    return sign_in_as(owner), application, actor_of(owner)


def written(statements):
    """Which tables the statements change, in their order."""
    changes = [one.split() for one in statements if not one.startswith(("SELECT", "WITH"))]
    return [words[1] if words[0] == "UPDATE" else words[2] for words in changes]


def longer(budget_id, count):
    for number in range(count):
        save(
            BudgetLine(
                budget_id=budget_id, heading=2, position=100 + number, code="2.2",
                description="Bus", unit="trip", quantity=Decimal(1), unit_value=Decimal(2),
                total=Decimal(2), activity="EA1", justification="Needed.",
            )
        )  # fmt: skip
    db.session.commit()


def costs(client, application_id, count_queries):
    """How many statements each page takes."""
    found = {}
    for page in PAGES:
        with count_queries() as seen:
            client.get(f"/applications/{application_id}{page}")
        found[page] = len(seen)
    return found


def test_autosave_writes_one_row_whatever_the_form_holds(draft, count_queries):
    client, application, _actor = draft
    path = f"/applications/{application.id}/sections/summary/autosave"
    client.post(path, data={"A1": "One.", "revision": "1"})

    with count_queries() as seen:
        answer = client.post(path, data={"A1": "Two.", "revision": "2"})

    assert answer.json["revision"] == 3
    assert written(seen) == ["application_sections"]
    assert len(seen) <= MOST, "\n".join(seen)


def test_a_changed_line_of_the_budget_is_written_alone(draft, count_queries):
    _client, application, actor = draft
    plan = example_1()
    with transaction():
        service.save_budget(application, plan, revision=1, actor=actor, at=AT)
    ids = [line.id for line in queries.whole(application.id).budget.lines]
    lines = (replace(plan.lines[0], quantity=Decimal(9)), *plan.lines[1:])

    with count_queries() as seen, transaction():
        service.save_budget(application, replace(plan, lines=lines), revision=2, actor=actor, at=AT)

    assert sorted(written(seen)) == ["budget_lines", "budgets"]
    budget = queries.whole(application.id).budget
    assert [line.id for line in budget.lines] == ids
    assert budget.lines[0].quantity == 9


@pytest.mark.one_database
def test_no_page_costs_more_with_forty_lines_more(draft, count_queries):
    client, application, _actor = draft
    budget_id = application.budget.id
    few = costs(client, application.id, count_queries)
    longer(budget_id, 40)

    many = costs(client, application.id, count_queries)

    assert many == few
    assert {page: count for page, count in many.items() if count > MOST} == {}
