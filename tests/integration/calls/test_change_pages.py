"""Changes of a call as people see them: the public page, the manager's steps."""

from datetime import timedelta

import pytest

from portal.calls import queries
from portal.calls.models import Question
from portal.calls.states import CallState
from portal.core.clock import now
from tests.factories.base import save
from tests.factories.calls import make_call
from tests.support.cast import Cast

pytestmark = pytest.mark.one_database


def test_a_corrigendum_is_published_through_the_browser_and_read_by_all(sign_in_as, client, app):
    cast = Cast()
    call = make_call(action=cast.action, closes_at=now() + timedelta(days=30))
    manager = sign_in_as(cast.person("programme"))
    choice = manager.get_page("calls.correct", reference=call.reference)

    missing = manager.post_page(
        "calls.correct",
        {"clause": "", "text": "New", "reason": ""},
        reference=call.reference,
        part="other",
    )
    manager.send(
        "calls.correct",
        {"clause": "2.1.4 Costs", "before": "Old words", "text": "New words", "reason": "Asked."},
        reference=call.reference,
        part="other",
    )

    labels = [link.get_text() for link in choice.select("main section li a")]
    assert labels[0] == "Summary"
    assert "Deadline" in labels
    assert missing.select_one("#clause-error") is not None
    shown = client.get_page("calls.detail", reference=call.reference).select_one("#changes")
    words = shown.get_text(" ", strip=True)
    for expected in ("Corrigendum 1", "2.1.4 Costs", "Old words", "New words", "Asked."):
        assert expected in words


def test_a_suspended_call_shows_no_countdown_and_offers_to_resume(sign_in_as, client, app):
    cast = Cast()
    call = make_call(action=cast.action, closes_at=now() + timedelta(days=30))
    signatory = sign_in_as(cast.person("signatory"))

    signatory.send("calls.suspend", {"reason": "A complaint."}, reference=call.reference)

    page = client.get_page("calls.detail", reference=call.reference)
    assert "the clock has stopped" in page.select_one("main").get_text()
    assert page.select("[data-countdown]") == []
    assert page.select_one("form[action*='questions']") is None
    dashboard = signatory.get_page("calls.dashboard", reference=call.reference)
    assert dashboard.select_one(f"a[href='/manage/calls/{call.reference}/resume']") is not None
    assert queries.get_whole(call.id).state is CallState.SUSPENDED


def test_the_managers_list_says_how_many_questions_wait_and_by_when(sign_in_as, app):
    cast = Cast()
    at = now()
    call = make_call(
        action=cast.action, closes_at=at + timedelta(days=9), answers_until_at=at - timedelta(1)
    )
    save(Question(call_id=call.id, number=1, text="Answered?", asked_at=at, answer="Yes",
                  published_at=at))  # fmt: skip
    save(Question(call_id=call.id, number=2, text="Waiting?", asked_at=at))

    page = sign_in_as(cast.person("programme")).get_page(
        "calls.questions", reference=call.reference
    )

    words = page.select_one("main").get_text(" ", strip=True)
    assert "1 question is not answered." in words
    assert "marked as late" in words
    assert "(late)" in words
    assert page.select("main article h2")[0].get_text() == "2. Waiting?"


def test_a_visitor_reads_until_when_questions_could_be_asked(client, app):
    at = now()
    call = make_call(closes_at=at + timedelta(days=9), questions_until_at=at - timedelta(days=1))

    page = client.get_page("calls.detail", reference=call.reference).select_one("#questions")

    assert "Questions could be asked until" in page.get_text()
    assert page.select_one("a[href*='sign-in']") is None
