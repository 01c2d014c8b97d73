"""Mean, median, spread and lean: shown beside the scores, part of none."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation import rules

F = Fraction
POINTS = st.integers(min_value=20, max_value=100).map(Fraction)


@pytest.mark.parametrize(
    ("totals", "mean", "median", "width"),
    [
        ((79, 76), F(155, 2), F(155, 2), 3),
        ((82, 58, 80), F(220, 3), 80, 24),
        ((61,), 61, 61, 0),
        ((40, 70, 71, 75), 64, F(141, 2), 35),
    ],
)
def test_spread_of_totals(totals, mean, median, width):
    found = rules.spread_of([F(total) for total in totals])

    assert found == rules.Spread(F(mean), F(median), F(width))


def test_spread_of_nothing_is_nothing():
    assert rules.spread_of([]) is None


def test_lean_compares_an_assessor_with_the_same_files_only():
    found = rules.leans(
        {
            "A-01": {"mild": F(80), "harsh": F(60)},
            "A-02": {"mild": F(90), "other": F(90)},
            "A-03": {"harsh": F(20)},
        }
    )

    assert found["mild"] == rules.Lean(2, F(85), F(80))
    assert found["mild"].difference == 5
    assert found["harsh"] == rules.Lean(1, F(60), F(70))
    assert found["harsh"].difference == -10
    assert found["other"].difference == 0


def test_a_file_with_one_sheet_says_nothing():
    assert rules.leans({"A-01": {"one": F(70)}}) == {}


@given(
    st.dictionaries(
        st.integers(0, 9).map(str),
        st.dictionaries(st.sampled_from("abcd"), POINTS, min_size=2, max_size=4),
        max_size=8,
    )
)
def test_leans_even_out_over_all_sheets(totals):
    found = rules.leans(totals)

    assert sum((lean.difference * lean.files for lean in found.values()), F(0)) == 0


@given(st.lists(POINTS, min_size=1, max_size=6), st.randoms())
def test_spread_does_not_depend_on_the_order(totals, random):
    shuffled = random.sample(totals, len(totals))

    assert rules.spread_of(shuffled) == rules.spread_of(totals)
