"""The days of a complaint, and the order after one was upheld."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation import rules

D = Decimal
LOT = [
    rules.ComplaintStanding("a", D("90.00"), 1),
    rules.ComplaintStanding("b", D("80.00"), 2),
    rules.ComplaintStanding("c", D("70.00"), 3),
    rules.ComplaintStanding("d", D("55.00"), 4),
]
POINTS = st.decimals(min_value=0, max_value=100, places=2)


def test_the_last_day_counts_from_the_letter():
    assert rules.last_day(date(2026, 2, 20), 15) == date(2026, 3, 7)


def test_a_higher_total_goes_before_those_with_less():
    assert rules.reorder(LOT, "d", D("75.00")) == ["a", "b", "d", "c"]


def test_an_equal_total_goes_behind_those_that_were_there():
    assert rules.reorder(LOT, "d", D("80.00")) == ["a", "b", "d", "c"]


@given(st.lists(POINTS, min_size=2, max_size=9), POINTS, st.randoms())
def test_the_others_keep_their_order_whatever_the_order_of_the_input(totals, new, random):
    ordered = sorted(totals, reverse=True)
    standings = [
        rules.ComplaintStanding(str(place), total, place)
        for place, total in enumerate(ordered, start=1)
    ]
    key = str(random.randint(1, len(standings)))

    found = rules.reorder(random.sample(standings, len(standings)), key, new)

    assert found == rules.reorder(standings, key, new)
    assert [one for one in found if one != key] == [s.key for s in standings if s.key != key]
    ahead = {one for one in found[: found.index(key)]}
    assert ahead == {s.key for s in standings if s.key != key and s.total >= new}
