"""A refusal stands at its field, and the rest of what was typed stays."""

from datetime import timedelta

import pytest

from portal.applications import queries, service
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.states import ApplicationState
from portal.core.db import transaction
from portal.core.errors import Locked
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call

S = ApplicationState
MEGABYTE = 1024 * 1024
COVER = {
    "title": "Safe evenings on the Drina",
    "location": "Niš",
    "countries": "RS",
    "duration_months": "10",
    "revision": "1",
    "is_complete": "yes",
}
# field, what is typed, words at the field
COVER_REFUSED = (
    *(
        ("duration_months", typed, "Enter a whole number, like 12")
        for typed in (
            "1e9",
            "-1",
            "NaN",
            "Infinity",
            "\u0661\u0662",
            "1_0",
            "10.5",
            "1.234",
            "9" * 30,
        )
    ),
    ("title", "\u200b\u2060 ", "Enter"),
    ("title", "x" * 301, "300"),
)
# typed, kept
TEXTS_KEPT = (
    ("Izves\u030ctaj\r\nна ћирилици 😀", "Izveštaj\nна ћирилици 😀"),
    ("a\x00b\x07c", "abc"),
    ("<script>alert('1')</script> & =1+1", "<script>alert('1')</script> & =1+1"),
    ("\u202eabc\u202c", "\u202eabc\u202c"),
    ("\u200b\n\u2060", ""),
)


@pytest.fixture
def draft(app, sign_in_as):
    owner = make_user()
    application = make_application(state=S.DRAFT, owner=owner)
    return sign_in_as(owner), application


def test_what_cannot_be_read_on_the_cover_is_said_at_its_field_and_the_rest_stays(draft):
    client, application = draft
    path = f"/applications/{application.id}/identification"

    for field, typed, words in COVER_REFUSED:
        revision = str(queries.section(queries.whole(application.id), "identification").revision)
        sent = COVER | {"revision": revision, field: typed}
        page = client.post_page(path, sent)
        at = page.select_one(f"#{field}")
        error = page.select_one(f"#{field}-error")
        assert at["aria-invalid"] == "true", (field, typed)
        assert words in error.get_text(), (field, typed, error.get_text())
        assert page.select_one("[role=alert] a")["href"] == f"#{field}"
        for other in {"title", "location", "duration_months"} - {field}:
            assert page.select_one(f"#{other}")["value"] == COVER[other], (field, typed, other)


def test_text_of_every_kind_is_kept_as_typed_but_for_what_nobody_can_see(draft):
    client, application = draft
    path = f"/applications/{application.id}/sections/summary/autosave"

    for revision, (typed, wanted) in enumerate(TEXTS_KEPT, 1):
        answer = client.post(path, data={"A1": typed, "revision": str(revision)})
        assert answer.status_code == 200
        page = client.get(f"/applications/{application.id}/summary")
        kept = queries.answers(queries.whole(application.id), "summary")["A1"]
        assert kept == wanted
        assert "<script>alert" not in page.text


def test_broken_utf8_is_replaced_so_that_it_can_be_seen(draft):
    client, application = draft

    answer = client.post(
        f"/applications/{application.id}/sections/summary/autosave",
        data=b"A1=caf%E9+%FF&revision=1",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert queries.answers(queries.whole(application.id), "summary")["A1"] == "caf%E9 %FF"


def test_a_text_that_is_far_too_long_stays_in_the_form_and_more_than_a_page_holds_is_refused(draft):
    client, application = draft
    path = f"/applications/{application.id}/summary"
    sent = {"A1": "ж" * 30_001, "revision": "1", "is_complete": "yes"}

    page = client.post_page(path, sent)
    client.checks_html = False  # the whole text comes back
    long = client.post(path, data=sent | {"A1": "x" * 10 * MEGABYTE})
    huge = client.post(path, data=sent | {"A1": "x" * 13 * MEGABYTE})

    assert "The text is far too long" in page.select_one("#A1-error").get_text()
    assert len(page.select_one("#A1").get_text().strip()) == 30_001
    assert long.status_code == 422
    assert long.text.count("x" * MEGABYTE) == 10
    assert huge.status_code == 413
    assert "What you sent is too large" in huge.text
    assert queries.answers(queries.whole(application.id), "summary")["A1"].startswith("Our answer")


def test_a_statement_that_is_not_confirmed_is_named_and_the_signature_stays(draft):
    client, application = draft
    first, *others = STATEMENTS
    sent = dict.fromkeys(others, "y") | {
        "place": "Čačak",
        "signed_on": "2026-11-22",
        "name": "Jovana Primerović",
        "function": "Director",
    }

    page = client.post_page(f"/applications/{application.id}/declaration", sent)
    no_day = client.post_page(
        f"/applications/{application.id}/declaration",
        sent | {first: "y", "signed_on": "2026-02-30"},
    )

    assert "Confirm this statement" in page.select_one(f"#{first}-error").get_text()
    assert page.select_one("#place")["value"] == "Čačak"
    assert page.select_one(f"#{others[0]}").has_attr("checked")
    assert no_day.select_one("#signed_on-error") is not None
    assert no_day.select_one("#place")["value"] == "Čačak"


@pytest.mark.parametrize(("before", "is_taken"), [(1, True), (0, False), (-1, False)])
def test_the_exact_second_of_the_deadline_is_too_late_and_changes_nothing(app, before, is_taken):
    with transaction():
        owner = make_user()
        call = make_call(closes_at=AT)
        application = make_application(state=S.DRAFT, owner=owner, call=call)
    actor, at = actor_of(owner), AT - timedelta(microseconds=before)
    answers = {"A1": "At the last moment."}

    def save():
        with transaction():
            service.keep_page(
                queries.get_form(actor, application.id), "summary", answers, revision=1,
                actor=actor, at=at,
            )  # fmt: skip

    if is_taken:
        save()
    else:
        with pytest.raises(Locked, match="deadline has passed"):
            save()

    kept = queries.answers(queries.whole(application.id), "summary")["A1"]
    assert (kept == answers["A1"]) == is_taken
