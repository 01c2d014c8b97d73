"""Gaps between tries grow, and every instant has one period."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.jobs.rules import LONGEST_GAP, gap, period_start


def test_gap_doubles_up_to_the_longest():
    gaps = [gap(attempt, luck=0.5) for attempt in range(1, 12)]

    assert gaps[:4] == [timedelta(seconds=s) for s in (10, 20, 40, 80)]
    assert gaps == sorted(gaps)
    assert gaps[-1] == LONGEST_GAP


@pytest.mark.parametrize(("luck", "seconds"), [(0.0, 7.5), (0.5, 10), (1.0, 12.5)])
def test_gap_is_spread_by_luck(luck, seconds):
    assert gap(1, luck=luck) == timedelta(seconds=seconds)


def test_gap_of_a_huge_count_does_not_overflow():
    assert gap(10_000, luck=0.5) == LONGEST_GAP


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (timedelta(minutes=1), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (timedelta(hours=1), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
        (timedelta(days=1), datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
    ],
)
def test_period_start_is_the_same_within_a_period(every, expected):
    assert period_start(datetime(2026, 10, 25, 1, 30, 59, tzinfo=UTC), every) == expected
