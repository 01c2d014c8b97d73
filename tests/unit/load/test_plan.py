"""The law by which the load presses the button."""

import pytest

from tests.load.plan import HOUR, minutes_left


@pytest.mark.parametrize("people", [20, 60, 300])
def test_a_tenth_of_all_comes_in_the_last_five_minutes_and_nobody_twice(people):
    left = minutes_left(people)

    assert len(set(left)) == people
    assert all(0 < minutes < HOUR for minutes in left)
    assert abs(sum(minutes < 5 for minutes in left) / people - 0.1) <= 1 / people


def test_the_nearer_the_deadline_the_more_of_them():
    left = minutes_left(300)

    quarters = [sum(begin <= minutes < begin + 15 for minutes in left) for begin in (45, 30, 15, 0)]

    assert quarters == sorted(quarters)
