"""Times, shares and texts of a call that cannot be: said at their field, the rest stays."""

import pytest

from portal.calls import rules
from portal.calls.states import CallState
from portal.core.errors import RuleBroken
from tests.factories.calls import make_call
from tests.support.cast import Cast

NOT_READ = "Enter a day and a time, like 2026-12-04 12:00"
TIMES = (
    ("2026-02-30T12:00", NOT_READ),
    ("2026-13-01T12:00", NOT_READ),
    ("2026-12-04", NOT_READ),
    ("20261204T1200", NOT_READ),
    ("2026-12-04T12:00+05:00", NOT_READ),
    ("2026-12-04T12:00Z", NOT_READ),
    ("2026-12-04T25:00", NOT_READ),
    ("0001-01-01T12:00", NOT_READ),
    ("9999-12-31T23:59", NOT_READ),
    ("tomorrow", NOT_READ),
    ("2027-03-28T02:30", "does not exist"),
    ("2027-10-31T02:30", "comes twice"),
)
SENT = {
    "time_zone": "Europe/Belgrade",
    "publishes_at": "2026-12-01T10:00",
    "questions_until_at": "2027-01-10T12:00",
    "answers_until_at": "2027-01-20T12:00",
    "closes_at": "2027-02-01T12:00",
    "grace_seconds": "0",
}


@pytest.mark.one_database
def test_a_time_that_does_not_exist_is_refused_at_its_field(app, sign_in_as):
    cast = Cast()
    client = sign_in_as(cast.person("programme"))
    call = make_call(action=cast.action, state=CallState.DRAFT)
    path = f"/manage/calls/{call.reference}/setup/timetable"

    shown = client.get_page(path)
    sent = {field["name"]: field.get("value", "") for field in shown.select("main input[name]")}
    sent |= SENT
    for typed, words in TIMES:
        page = client.post_page(path, sent | {"closes_at": typed})
        error = page.select_one("#closes_at-error")
        assert error is not None, (typed, page.select_one("main").get_text(" ", strip=True)[:600])
        assert words in error.get_text(), typed
        assert page.select_one("#closes_at")["value"] == typed
        assert page.select_one("#publishes_at")["value"] == SENT["publishes_at"]

    assert client.send(path, sent)


@pytest.mark.parametrize(
    "typed", ["NaN, 50", "1e1, 90", "Infinity, 1", "\u0665\u0660, 50", "-10, 110", "100", "50, 40"]
)
def test_instalments_are_plain_numbers_that_make_a_hundred(typed):
    with pytest.raises(RuleBroken, match="make 100"):
        rules.instalment_plan(typed, field="plan")
