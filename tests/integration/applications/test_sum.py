"""A call that asks for no budget: the applicant asks for one sum."""

from decimal import Decimal

import pytest

from portal.applications import queries, service
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call


@pytest.fixture
def application(app):
    call = make_call(asks_budget=False)
    made = make_application(state=ApplicationState.DRAFT, call=call, owner=make_user())
    db.session.delete(made.budget)
    db.session.flush()
    return queries.whole(made.id)


def cover(application, requested):
    row = queries.section(application, "identification")
    return {**row.answers, "requested": requested}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the sum you ask for"),
        ("1.234", "Enter the sum you ask for"),
        ("15000,01", "outside"),
    ],
)
def test_a_sum_is_asked_on_the_cover_page(application, typed, words):
    actor = actor_of(application.created_by)

    service.save_page(
        application, "identification", cover(application, typed), revision=1, actor=actor,
        at=now(),
    )  # fmt: skip

    found = queries.problems(application)
    assert [(one.page, one.field) for one in found] == [("identification", "requested")]
    assert words in str(found[0].message)


def test_the_sum_is_the_whole_budget(application):
    actor = actor_of(application.created_by)
    service.save_page(
        application, "identification", cover(application, "12.500,00"), revision=1, actor=actor,
        at=now(),
    )  # fmt: skip

    service.submit(application, actor=actor, at=now())
    content = queries.for_evaluation(queries.whole(application.id))

    assert "budget" not in [page.name for page in queries.pages(application)]
    assert application.requested == application.total_eligible == Decimal(12500)
    assert not content.asks_budget
    assert [line.description for line in content.budget.lines] == ["Lump sum"]
    assert content.budget.share == Decimal("100.00")


def test_its_pages_speak_of_a_sum_and_of_no_budget(application, sign_in_as):
    client = sign_in_as(application.created_by)
    at = {"application_id": application.id}

    page = client.get_page("applications.identification", **at)
    client.get_page("applications.budget", status=404, **at)
    whole = client.get_page("applications.check", **at)

    assert page.select_one("#requested") is not None
    assert whole.select_one("#part-budget") is None
