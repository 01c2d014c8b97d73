"""Progress to the targets, from records to the pages that everybody reads."""

from datetime import UTC, datetime

import pytest

from portal.events.states import EventKind, EventState
from portal.grants.states import GrantState
from tests.factories.actions import make_action
from tests.factories.calls import make_call
from tests.factories.events import make_event
from tests.factories.grants import make_grant
from tests.factories.organisations import make_organisation

KINDS = EventKind
FAR = datetime(2099, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def action(app):
    """Three national grants (sent, active, closed), a regional one, a terminated one, events."""
    action = make_action()
    call = make_call(action=action, state="decided")
    make_grant(call=call, lot="RS", state=GrantState.SENT)
    make_grant(call=call, lot="RS", state=GrantState.ACTIVE)
    make_grant(call=call, lot="AL", state=GrantState.CLOSED)
    make_grant(call=call, lot="REG", state=GrantState.ACTIVE)
    make_grant(call=call, lot="AL", state=GrantState.TERMINATED)
    make_event(action=action, state=EventState.HELD, country="RS")
    make_event(action=action, state=EventState.PLANNED, country="AL")
    make_event(action=action, state=EventState.IDEA, country="ME")
    make_event(action=action, kind=KINDS.REGIONAL_CONFERENCE, state=EventState.CLOSED)
    make_event(action=action, kind=KINDS.REGIONAL_CONFERENCE, state=EventState.HELD, cluster=3)
    make_event(action=action, kind=KINDS.INFO_SESSION, state=EventState.HELD)
    return action


def table(page, caption):
    found = next(t for t in page.select("table") if t.caption.get_text(strip=True) == caption)
    return {
        row.th.contents[0].strip(): [" ".join(cell.get_text(" ").split()) for cell in row("td")]
        for row in found.tbody("tr")
    }


def test_targets_show_planned_in_progress_and_done(client, action):
    page = client.get_page("actions.detail", code=action.code)

    rows = table(page, "Targets of the Action")
    assert {label: cells[:3] for label, cells in rows.items()} == {
        "CSOs engaged": ["1", "2", "1"],
        "National projects": ["1", "1", "1"],
        "Regional projects": ["0", "1", "0"],
        "National round tables": ["1", "0", "1"],
        "Regional conferences": ["0", "0", "1"],
    }
    assert rows["National projects"][3].startswith("2 of 24")


def test_the_matrix_has_every_country_and_the_region(client, action):
    page = client.get_page("actions.detail", code=action.code)

    rows = table(page, "Targets by country")
    assert list(rows) == [
        "Albania",
        "Bosnia and Herzegovina",
        "Kosovo*",
        "Montenegro",
        "North Macedonia",
        "Serbia",
        "Regional",
    ]
    assert rows["Serbia"][1] == "1 of 4 (1 planned)"
    assert rows["Albania"][3] == "0 of 1 (1 planned)"
    assert rows["Regional"][2] == "1"


def test_the_landing_page_shows_the_same_numbers(client, action):
    page = client.get_page("actions.home")

    facts = {
        fact.dt.get_text(): " ".join(fact.dd.get_text(" ").split())
        for fact in page.select(".gp-stats > div")
    }
    assert facts == {
        "National projects awarded": "2 of 24",
        "Regional projects awarded": "1 of 6",
        "Civil society organisations engaged": "3 of 90",
        "Round tables and conferences held": "2 of 8",
    }


def test_an_organisation_is_engaged_once_however_it_takes_part(client, action):
    known = make_organisation(country="BA")
    make_event(action=action, state=EventState.HELD, attended_by=[known, known], cluster=2)
    make_event(action=action, state=EventState.HELD, attended_by=[make_organisation()], cluster=3)
    make_event(action=action, state=EventState.PLANNED, attended_by=[make_organisation()])

    page = client.get_page("actions.detail", code=action.code)

    assert table(page, "Targets by country")["Bosnia and Herzegovina"][0] == "1"
    assert table(page, "Targets of the Action")["CSOs engaged"][:3] == ["1", "2", "2"]


def test_the_landing_page_says_what_is_not_there_yet(client, app):
    page = client.get_page("actions.home")

    words = page.select_one("main").get_text(" ")
    assert "No call is open now" in words
    assert "No grant contract is signed yet" in words
    assert "No event is open for registration now" in words
    assert page.select(".gp-stats") == []


def test_the_landing_page_shows_calls_awards_and_events(client, action, count_queries):
    make_call(action=action, closes_at=FAR, title="Safe routes")
    make_event(action=action, state=EventState.INVITATIONS_OPEN, title="Talk", starts_at=FAR)

    with count_queries() as seen:
        page = client.get_page("actions.home")

    heads = [head.get_text(strip=True) for head in page.select("main h3, main h4")]
    assert {"Safe routes", "Talk"} <= set(heads)
    assert len(page.select(".gp-proj")) == 4
    tiles = {tile.span.get_text(): tile.b.contents[0] for tile in page.select(".gp-tiles a")}
    assert (tiles["Serbia"], tiles["Albania"], tiles["Regional"]) == ("1", "2", "1")
    assert len(seen) <= 15, "\n".join(seen)
