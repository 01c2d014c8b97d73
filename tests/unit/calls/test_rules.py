"""Completeness of a call, local times and instalments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from portal.calls import rules
from portal.core.errors import RuleBroken

PUBLISHED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LOT = rules.LotFacts("RS", Decimal(60000), 4, Decimal(5000), Decimal(15000))
CALL = rules.CallFacts(
    title="A call",
    publishes_at=PUBLISHED,
    closes_at=PUBLISHED + timedelta(days=30),
    questions_until_at=PUBLISHED + timedelta(days=20),
    answers_until_at=PUBLISHED + timedelta(days=25),
    min_publication_days=30,
    ceiling=Decimal(60000),
    lots=(LOT,),
    activities=3,
    criteria=17,
    form_sections=15,
)


def test_a_complete_call_has_no_problems():
    assert rules.problems(CALL) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": ""}, "Enter the title of the call."),
        ({"lots": ()}, "Add at least one lot."),
        ({"activities": 0}, "Add the closed list of activities."),
        ({"criteria": 0}, "Add the evaluation grid."),
        ({"form_sections": 0}, "Add at least one section to the form."),
        ({"closes_at": None}, "Enter the day of publication and the deadline."),
        (
            {"closes_at": PUBLISHED + timedelta(days=30, seconds=-1)},
            "The deadline must be at least 30 days after publication.",
        ),
        (
            {"questions_until_at": PUBLISHED + timedelta(days=31)},
            "Questions must end before the deadline.",
        ),
        (
            {"answers_until_at": PUBLISHED + timedelta(days=31)},
            "Answers must be published before the deadline.",
        ),
        (
            {"lots": (replace(LOT, max_grant=Decimal("60000.01")),)},
            "Lot RS: the largest grant must be EUR\xa060,000.00 or less.",
        ),
        (
            {"lots": (replace(LOT, envelope=Decimal("4999.99")),)},
            "Lot RS: the envelope does not pay for one grant.",
        ),
        (
            {"lots": (replace(LOT, max_grants=0),)},
            "Lot RS: enter how many grants it may give.",
        ),
    ],
)
def test_each_gap_of_a_call_is_named(change, expected):
    assert rules.problems(replace(CALL, **change)) == [expected]


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 12, 4, 12, 0), datetime(2026, 12, 4, 11, 0, tzinfo=UTC)),
        (datetime(2026, 7, 4, 12, 0), datetime(2026, 7, 4, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_local_time_becomes_an_instant(local, utc):
    assert rules.instant(local, "Europe/Belgrade") == utc


@pytest.mark.parametrize(
    ("local", "words"),
    [
        (datetime(2027, 3, 28, 2, 30), "does not exist"),
        (datetime(2026, 10, 25, 2, 30), "comes twice"),
    ],
)
def test_a_doubtful_local_time_is_refused(local, words):
    with pytest.raises(RuleBroken, match=words) as broken:
        rules.instant(local, "Europe/Belgrade", field="closes_at")

    assert broken.value.field == "closes_at"


@pytest.mark.parametrize("text", ["80, 20", "80/20", " 80 ,20 "])
def test_an_instalment_plan_is_read(text):
    assert rules.instalment_plan(text) == (Decimal(80), Decimal(20))


@pytest.mark.parametrize("text", ["", "100", "80, 30", "80, -20, 40", "eighty, twenty"])
def test_an_instalment_plan_that_does_not_make_100_is_refused(text):
    with pytest.raises(RuleBroken, match="make 100"):
        rules.instalment_plan(text)


@pytest.mark.parametrize(
    ("seconds", "grace", "counts"),
    [(-1, 0, True), (0, 0, False), (0, 60, True), (59, 60, True), (60, 60, False)],
)
def test_the_exact_second_of_the_deadline_is_too_late_but_for_the_grace(seconds, grace, counts):
    closes_at = datetime(2026, 12, 4, 11, tzinfo=UTC)

    at = closes_at + timedelta(seconds=seconds)

    assert rules.is_in_time(at, closes_at=closes_at, grace_seconds=grace) is counts
