"""Tables of costs from other programs: every row is understood or named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.rules.sheet import read_table
from portal.core.errors import RuleBroken

D = Decimal
HEADS = ("No.", "Cost", "Unit", "Units", "Rate, EUR", "Total", "Activity", "Reason")


def read(*rows, heading=6):
    return read_table(rows, heading=heading, activities=frozenset({"EA1"}))


def facts(reading):
    return [(line.row, line.kind, line.quantity, line.unit_value) for line in reading.lines]


def test_a_table_with_heads_is_read_by_their_names():
    reading = read(
        ("Our budget", None, None),
        HEADS,
        ("1", "Human resources", "", None, None, 4000.0),
        ("1.1.1", "Coordinator", "month", 10.0, 400.0, 4000.0, "EA1", "Leads."),
        (None, None),
        ("2.2", "Bus", "month", "10", "1.234,50", "12.345,00", "EA9 Media", ""),
        ("7", "Direct costs", "", None, None, 16345.0),
    )

    assert facts(reading) == [
        (4, "1.1.1", D("10"), D("400")),
        (6, "2.2", D("10"), D("1234.50")),
    ]
    assert reading.lines[0].justification == "Leads."
    assert [str(note) for note in reading.lines[1].notes] == [
        "Activity EA9 is not one you chose: left empty."
    ]
    assert (reading.refused, reading.passed_over) == ([], 5)


def test_a_pasted_table_without_heads_goes_under_the_chosen_heading():
    reading = read(["Bus", "trip", "4", "12,50"], ["Fuel", "km", "100", "0.2"], heading=2)

    assert facts(reading) == [(1, "2.1", D("4"), D("12.50")), (2, "2.1", D("100"), D("0.2"))]


def test_rows_under_a_heading_row_belong_to_it():
    reading = read(HEADS, ("", "4. Local office"), ("", "Rent", "month", 10, 80))

    assert facts(reading) == [(3, "4.1", D("10"), D("80"))]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("6.1", "Aid", "day", "1.234", "5"), "Units “1.234”: “1.234” can be read as 1234 or"),
        (("6.1", "Aid", "day", "-3", "5"), "Units “-3”: Enter a number"),
        (("6.1", "Aid", "day", -3.0, 5.0), "Units “-3”: Enter a number"),
        (("6.1", "Aid", "day", float("nan"), 5.0), "Units “nan”: Enter a number"),
        (("6.1", "Aid", "day", float("inf"), 5.0), "Units “inf”: Enter a number"),
        (("6.1", "Aid", "day", 1e12, 5.0), "Units “1000000000000”: The number is too large"),
        (("6.1", "Aid", "day", 0.00001, 5.0), "Units “1e-05”: Enter a number with at most 4"),
        (("6.1", "Aid", "day", True, 5.0), "Units “True”: Enter a number"),
        (("6.1", "Aid", "day", "#REF!", 5.0), "Units “#REF!”: Enter a number"),
        (("6.1", "Aid", "day", "", 5.0), "Units: nothing stands there"),
        (("6.1", "Aid", "day", 5.0, None), "Rate: nothing stands there"),
        (("6.1", "Aid", "", None, None), "Units: nothing stands there"),
        (("1.2", "Expat", "month", 1, 1), "“1.2” is no kind of cost of this budget"),
        (("9.9", "What", "month", 1, 1), "“9.9” is no kind of cost of this budget"),
        (("6.1", "a" * 501, "day", 1, 1), "Cost is longer than 500 characters"),
    ],
)
def test_a_row_that_is_not_understood_is_named_with_its_reason(cells, reason):
    reading = read(HEADS, cells, ("6.2", "Good", "day", 1, 1))

    (refused,) = reading.refused
    assert (refused.row, facts(reading)) == (2, [(3, "6", D(1), D(1))])
    assert str(refused.reason).startswith(reason)


def test_a_total_that_differs_is_said_and_ours_counts():
    (line,) = read(HEADS, ("5.5", "Translation", "page", 40, 12.5, 550)).lines

    assert line.total == D("500.00")
    assert [str(note) for note in line.notes] == [
        "The table says 550.00 in total; units times rate make 500.00."
    ]


def test_noise_of_binary_numbers_is_no_fifth_decimal():
    (line,) = read(HEADS, ("6.1", "Aid", "day", 0.1 + 0.2, 1.125)).lines

    assert (line.quantity, line.unit_value) == (D("0.3"), D("1.125"))


def test_a_table_of_more_than_1000_rows_is_refused():
    with pytest.raises(RuleBroken, match="more than 1000 rows"):
        read(*[("a", "b", "1", "1")] * 1001)


cells = st.one_of(
    st.none(), st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.dates()
)


@given(st.lists(st.lists(cells, max_size=9), max_size=12))
def test_every_row_of_any_table_is_accounted_for(rows):
    reading = read(*rows)

    assert len(reading.lines) + len(reading.refused) + reading.passed_over == len(rows)
