"""The logframe editor and the action plan: written, checked, frozen, read by the evaluation."""

import pytest

from portal.applications import queries
from portal.applications.rules.logframe import Indicator
from portal.applications.states import ApplicationState
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call

S = ApplicationState


@pytest.fixture
def planning(app, sign_in_as):
    """An owner, signed in, with a draft in a call that asks for both: (client, application)."""
    owner = make_user()
    call = make_call(asks_logframe=True, asks_action_plan=True)
    application = make_application(state=S.DRAFT, owner=owner, call=call)
    return sign_in_as(owner), application


def at(application, name):
    return f"/applications/{application.id}/{name}"


def rows(**changes):
    return {
        "results-0-level": "objective", "results-0-text": "Fewer people are smuggled",
        "results-1-level": "outcome", "results-1-text": "CSOs know the risks",
        "results-2-level": "output", "results-2-text": "24 CSOs trained",
        "results-2-indicators-0-text": "CSOs trained", "results-2-indicators-0-baseline": "0",
        "results-2-indicators-0-target": "24", "results-2-indicators-0-source": "Lists",
        "results-2-indicators-0-link": "T1",
    } | changes  # fmt: skip


def test_a_logframe_is_built_by_buttons_and_links_to_the_action(planning):
    client, application = planning
    path = at(application, "logframe")

    assert len(client.get_page(path).select("section.gp-log")) == 1
    where = client.send(path, {"results-0-text": "Safer", "action": "add-outcome", "revision": "0"})
    page = client.get_page(where.partition("#")[0])
    moved = client.send(path, rows(action="up-2", revision="1"))
    client.send(path, rows(action="continue", revision="2", is_complete="yes"))

    assert where.endswith("/logframe#results-1-text")
    assert page.select_one("#results-1-text").get_text().strip() == ""
    assert page.select_one("#results-0-text").get_text().strip() == "Safer"
    assert moved.endswith("#results-1-text")
    whole = queries.whole(application.id)
    assert queries.section(whole, "logframe").is_complete
    label, unit = queries.action_links(whole)["T1"]
    assert queries.logframe_of(whole).results[2].indicators == (
        Indicator("CSOs trained", "0", "24", unit, "Lists", "T1", label),
    )


def test_continue_says_at_each_field_what_is_missing(planning):
    client, application = planning
    field = "results-2-indicators-0-target"
    sent = rows(action="continue", revision="0", is_complete="yes") | {field: ""}

    page = client.post_page(at(application, "logframe"), sent)

    words = page.select_one(f"#{field}-error").get_text(" ", strip=True)
    assert words == "Error: Indicator Output 1.1.1, target is empty"
    assert page.select_one(f"[data-errors] a[href='#{field}']")
    assert not queries.section(queries.whole(application.id), "logframe").is_complete


def test_autosave_keeps_unfinished_rows_and_shows_both_versions(planning):
    client, application = planning
    path = f"/applications/{application.id}/sections/logframe/autosave"

    first = client.post(path, data=rows(revision="0"))
    second = client.post(path, data=rows(revision="0"))
    plan = client.post(
        f"/applications/{application.id}/sections/plan/autosave",
        data={"months_EA1": ["1", "2"], "who_EA1": "Ana", "revision": "0"},
    )

    assert (first.status_code, first.json["revision"]) == (200, 1)
    assert second.status_code == 409
    assert "Output 1.1: 24 CSOs trained" in second.json["theirs"][0][1]
    assert plan.status_code == 200
    assert queries.plan_of(queries.whole(application.id))[0].months == (1, 2)


def test_both_are_written_checked_frozen_and_read(planning):
    client, application = planning
    path = at(application, "plan")
    sent = {"months_EA1": ["1", "2", "4"], "who_EA1": "Ana", "months_EA2": [], "who_EA2": "Bea",
            "revision": "0", "action": "continue", "is_complete": "yes"}  # fmt: skip

    refused = client.post_page(path, sent)
    client.send(path, sent | {"months_EA2": ["10"], "revision": "1"})
    client.send(at(application, "logframe"), rows(revision="0", is_complete="yes"))
    chart = client.get_page(path).select_one("table.gp-plan")
    client.send(at(application, "submit"))

    error = refused.select_one("#months_EA2-error").get_text()
    assert "Activity EA2 needs at least one month" in error
    assert len(chart.select(".gp-plan-on")) == 4
    assert len(chart.select("thead th")) == 11
    content = queries.for_evaluation(queries.whole(application.id))
    assert [(row.code, row.who, row.spans) for row in content.plan.rows] == [
        ("EA1", "Ana", "1–2, 4"),
        ("EA2", "Bea", "10"),
    ]
    assert content.logframe.names() == ["Objective", "Outcome 1", "Output 1.1"]
    read = client.get_page(at(application, "check")).get_text()
    assert "24 CSOs trained" in read
    assert "months 1–2, 4" in read


def test_a_call_that_does_not_ask_has_neither_page(app, sign_in_as):
    owner = make_user()
    application = make_application(state=S.DRAFT, owner=owner)
    client = sign_in_as(owner)

    assert client.get(at(application, "logframe")).status_code == 404
    assert client.get(at(application, "plan")).status_code == 404
    application = queries.whole(application.id)
    assert queries.problems(application) == []
    assert queries.present_content(application).logframe is None


def test_a_shorter_project_makes_a_late_month_a_problem(planning):
    client, application = planning
    client.post(
        f"/applications/{application.id}/sections/plan/autosave",
        data={"months_EA1": ["10"], "who_EA1": "Ana", "months_EA2": ["1"], "who_EA2": "Bea",
              "revision": "0"},
    )  # fmt: skip
    client.send(
        at(application, "identification"),
        {"title": "T", "location": "Niš", "countries": "RS", "duration_months": "8",
         "revision": "1", "action": "later"},
    )  # fmt: skip

    found = queries.problems_of(queries.whole(application.id), "plan")

    assert [str(one.message) for one in found] == [
        "Activity EA1 is planned in month 10 of a project of 8 months"
    ]
