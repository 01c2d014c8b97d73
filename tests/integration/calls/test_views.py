"""Pages of the calls as people see them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from portal.calls import queries
from portal.calls.states import CallState
from portal.core.clock import now
from tests.factories.calls import make_call
from tests.support.cast import Cast


def test_visitors_see_open_calls_and_never_drafts(client, app):
    shown = make_call(title="Shown", closes_at=now() + timedelta(days=30))
    make_call(state=CallState.DRAFT, title="Hidden draft")

    page = client.get_page("calls.index")

    titles = [heading.get_text(strip=True) for heading in page.select("article.gp-call h2")]
    assert titles == [shown.title]


def test_a_draft_is_not_found_by_visitors(client, app):
    call = make_call(state=CallState.DRAFT)

    client.get_page("calls.detail", reference=call.reference, status=404)


def test_the_public_page_carries_the_footnote_of_kosovo(client, app):
    call = make_call()

    page = client.get_page("calls.detail", reference=call.reference)

    assert "Kosovo*" in page.select_one("main").get_text()
    assert "without prejudice to positions on status" in page.select_one("footer").get_text()


def test_set_up_in_the_browser_keeps_what_was_typed_and_names_the_field(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DRAFT)
    client = sign_in_as(cast.person("programme"))
    page = client.get_page("calls.lots", reference=call.reference)
    data = {field["name"]: field.get("value", "") for field in page.select("main input[name]")}

    refused = client.post_page(
        "calls.lots", data | {"RS-max_grant": "1.234"}, reference=call.reference
    )
    accepted = client.send(
        "calls.lots", data | {"RS-max_grant": "12.500,00"}, reference=call.reference
    )

    assert refused.select_one("#RS-max_grant")["value"] == "1.234"
    assert "like 1234.50" in refused.select_one("#RS-max_grant-error").get_text()
    assert accepted.endswith("/setup/money")
    assert queries.get_whole(call.id).lots[5].max_grant == Decimal(12500)


def test_a_question_is_answered_for_all_without_the_name(sign_in_as, client, app):
    cast = Cast()
    call = make_call(action=cast.action)
    asker = cast.person("member")
    call.questions_until_at = call.closes_at = now() + timedelta(days=30)
    sign_in_as(asker).send("calls.ask", {"text": "May a school apply?"}, reference=call.reference)
    manager = sign_in_as(cast.person("programme"))
    form = manager.get_page("calls.questions", reference=call.reference).select_one("main form")

    manager.send(form["action"], {"answer": "Only registered associations."})

    page = client.get_page("calls.detail", reference=call.reference).select_one("#questions")
    assert "Only registered associations." in page.get_text()
    assert asker.name not in page.get_text()


def test_the_page_of_a_call_shows_its_times_on_the_clock_of_its_own_zone(client, app):
    noon = datetime(2036, 7, 1, 11, tzinfo=UTC)  # 12:00 in London, 13:00 in Belgrade
    call = make_call(time_zone="Europe/London", closes_at=noon)

    page = client.get_page("calls.detail", reference=call.reference)

    shown = [place.get_text() for place in page.select(f'main time[datetime="{noon.isoformat()}"]')]
    assert shown == ["1 July 2036, 12:00"] * 2
    assert "Europe/London" in page.main.get_text()
