"""Sheets, third assessments, consolidation and thresholds; example 2 from the marks up."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import RuleBroken
from portal.evaluation.rules import (
    Basis,
    Role,
    SheetTotals,
    ThirdReason,
    check_sheet,
    check_thresholds,
    committee_score,
    consolidate,
    needs_third,
    preset_scores,
    role_score,
    sheet_totals,
)
from tests.unit.evaluation.grids import (
    CONCEPT_RULES,
    GRID_A,
    GRID_B,
    GRID_B_TWO_STEP,
    GRID_C,
    make_rules,
    make_sheet,
)

D = Decimal


def make_totals(total, assessor="one", **sections):
    return SheetTotals(
        assessor, {code: Fraction(v) for code, v in sections.items()}, Fraction(total)
    )


def sums(assessor, *points):
    return sheet_totals(make_sheet(assessor, points), GRID_B)


@pytest.mark.parametrize(
    ("grid", "maximum"), [(GRID_A, 50), (GRID_B, 100), (GRID_B_TWO_STEP, 100), (GRID_C, 100)]
)
def test_grids_add_up(grid, maximum):
    assert grid.maximum == maximum


def test_sheet_totals_count_double_items_twice():
    totals = sheet_totals(make_sheet("one", (16, 17, 12, 11, 11, 12)), GRID_B)

    assert list(totals.sections.values()) == [16, 17, 12, 11, 11, 12]
    assert totals.total == 79


def test_missing_mark_is_named():
    sheet = make_sheet("one", (16, 17, 12, 11, 11, 12))
    scores = {code: mark for code, mark in sheet.scores.items() if code != "B3.2"}

    with pytest.raises(RuleBroken, match=r"No mark for B3\.2"):
        sheet_totals(make_sheet("one", (16, 17, 12, 11, 11, 12), scores=scores), GRID_B)


def test_relevance_of_the_concept_note_is_carried_unrounded():
    scores = make_sheet("one", (16, 17, 12, 11, 11, 12)).scores
    sheet = make_sheet("one", (16, 17, 12, 11, 11, 12), scores=scores)

    totals = sheet_totals(sheet, GRID_B_TWO_STEP, carried={"B2": Fraction(50, 3)})

    assert totals.sections["B2"] == Fraction(50, 3)
    assert totals.total == 62 + Fraction(50, 3)


def test_a_carried_section_without_score_is_refused():
    with pytest.raises(RuleBroken, match="concept note"):
        sheet_totals(make_sheet("one", (16, 17, 12, 11, 11, 12)), GRID_B_TWO_STEP)


def test_a_complete_sheet_has_no_findings():
    assert check_sheet(make_sheet("one", (16, 17, 12, 11, 11, 12)), GRID_B) == []


@pytest.mark.parametrize(
    ("mark", "asked"), [(1, True), (2, True), (3, False), (4, False), (5, True)]
)
def test_marks_1_2_and_5_need_a_comment(mark, asked):
    sheet = make_sheet("one", (16, 17, 12, 11, 11, 12))
    scores, comments = {**sheet.scores, "B3.1": mark}, {**sheet.comments, "B3.1": "  "}

    found = check_sheet(
        make_sheet("one", (16, 17, 12, 11, 11, 12), scores=scores, comments=comments), GRID_B
    )

    assert [(f.code, f.line) for f in found] == ([("COMMENT", "B3.1")] if asked else [])


@pytest.mark.parametrize("mark", [0, 6])
def test_marks_off_the_scale_are_refused(mark):
    sheet = make_sheet("one", (16, 17, 12, 11, 11, 12))
    scores = {**sheet.scores, "B1.4": mark}

    (finding,) = check_sheet(make_sheet("one", (16, 17, 12, 11, 11, 12), scores=scores), GRID_B)

    assert (finding.code, finding.line) == ("SCORE", "B1.4")
    assert str(finding.message) == "Give B1.4 a whole number from 1 to 5."


def test_each_section_needs_a_comment_of_the_length_asked():
    sheet = make_sheet("one", (16, 17, 12, 11, 11, 12), section_comments={"B1": "Sound."})

    found = check_sheet(sheet, GRID_B)
    longer = check_sheet(sheet, GRID_B, comment_length=7)

    assert [f.line for f in found] == ["B2", "B3", "B4", "B5", "B6"]
    assert "B1" in [f.line for f in longer]


def test_partnership_is_full_marks_without_co_applicants():
    given_marks = preset_scores(GRID_B, has_co_applicants=False, is_partnership_required=False)
    scores = dict(make_sheet("one", (16, 17, 12, 11, 11, 12)).scores) | {"B4.3": 1}
    sheet = make_sheet("one", (16, 17, 12, 11, 11, 12), scores=scores)

    totals = sheet_totals(sheet, GRID_B, preset=given_marks)

    assert given_marks == {"B4.3": 5}
    assert totals.scores["B4.3"] == 5
    assert check_sheet(sheet, GRID_B, preset=given_marks) == []


@pytest.mark.parametrize(("co_applicants", "required"), [(True, False), (False, True)])
def test_partnership_is_scored_where_it_exists_or_is_required(co_applicants, required):
    assert not preset_scores(
        GRID_B, has_co_applicants=co_applicants, is_partnership_required=required
    )


EXAMPLE_2 = {
    "A-01": ((16, 17, 12, 11, 11, 12), (15, 16, 12, 12, 10, 11), "77.50"),
    "A-02": ((17, 18, 13, 12, 12, 13), (16, 17, 12, 12, 12, 12), "83.00"),
    "A-03": ((14, 15, 10, 10, 9, 10), (15, 16, 11, 11, 10, 10), "70.50"),
    "A-04": ((11, 17, 13, 12, 12, 13), (12, 16, 12, 12, 11, 12), "76.50"),
    "A-06": ((15, 18, 12, 11, 11, 11), (15, 17, 12, 11, 11, 11), "77.50"),
    "A-07": ((13, 12, 9, 8, 8, 9), (12, 12, 9, 9, 8, 9), "59.00"),
}


@pytest.mark.parametrize(("first", "second", "final"), EXAMPLE_2.values(), ids=EXAMPLE_2)
def test_example_2_means(first, second, final):
    one, two = sums("one", *first), sums("two", *second)

    result = consolidate([one, two])

    assert needs_third(one, two, GRID_B, make_rules()) is None
    assert (result.total_shown, result.basis) == (D(final), Basis.BOTH)


def test_example_2_third_assessor_and_closest_pair():
    one, two = sums("one", 17, 18, 13, 12, 12, 12), sums("two", 12, 12, 9, 8, 8, 9)
    three = sums("three", 15, 17, 12, 12, 11, 11)

    result = consolidate([one, two, three])

    assert needs_third(one, two, GRID_B, make_rules()) is ThirdReason.GAP
    assert (result.total_shown, result.basis) == (D("81.00"), Basis.CLOSEST_PAIR)
    assert (result.used, result.unused) == (("one", "three"), ("two",))
    assert result.section_shown("B1") == D("16.00")


def test_example_2_thresholds():
    failed = {}
    for number, (first, second, _) in EXAMPLE_2.items():
        result = consolidate([sums("one", *first), sums("two", *second)])
        failed[number] = [f.code for f in check_thresholds(result, GRID_B, make_rules())]

    assert failed == {
        "A-01": [],
        "A-02": [],
        "A-03": [],
        "A-04": ["T2"],
        "A-06": [],
        "A-07": ["T4"],
    }


def test_threshold_words_carry_the_numbers():
    first, second, _ = EXAMPLE_2["A-04"]
    result = consolidate([sums("one", *first), sums("two", *second)])

    (finding,) = check_thresholds(result, GRID_B, make_rules())

    assert str(finding.message) == "Capacity has 11.50 points; at least 12 are needed."


@pytest.mark.parametrize(
    ("first", "second", "rules", "reason"),
    [
        (80, 60, {}, None),
        (81, 60, {}, ThirdReason.GAP),
        (65, 55, {}, ThirdReason.STRADDLE),
        (64, 55, {}, None),
        (60, 50, {}, ThirdReason.STRADDLE),
        (75, 65, {}, None),
        (65, 55, {"minimum_total": None}, None),
        (65, 55, {"straddle_gap": None}, None),
    ],
)
def test_needs_third(first, second, rules, reason):
    sheets = make_totals(first), make_totals(second, "two")

    assert needs_third(*sheets, GRID_B, make_rules(**rules)) is reason
    assert needs_third(*reversed(sheets), GRID_B, make_rules(**rules)) is reason


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (45, 35, None),
        (46, 35, ThirdReason.GAP),
        (32, 27, ThirdReason.STRADDLE),
        (31, 27, None),
    ],
)
def test_needs_third_on_a_concept_note(first, second, reason):
    sheets = make_totals(first), make_totals(second, "two")

    assert needs_third(*sheets, GRID_A, CONCEPT_RULES) is reason


@pytest.mark.parametrize(
    ("totals", "expected", "basis"),
    [
        ((60, 70, 80), Fraction(70), Basis.ALL_THREE),
        ((70, 70, 70), Fraction(70), Basis.ALL_THREE),
        ((60, 70, 81), Fraction(65), Basis.CLOSEST_PAIR),
        ((60, 71, 81), Fraction(76), Basis.CLOSEST_PAIR),
        ((70, 70, 80), Fraction(70), Basis.CLOSEST_PAIR),
        ((50, 61, 71), Fraction(66), Basis.CLOSEST_PAIR),
    ],
)
def test_three_sheets_in_any_order(totals, expected, basis):
    sheets = [make_totals(total, f"assessor {n}", B1=total) for n, total in enumerate(totals)]

    for order in permutations(sheets):
        result = consolidate(order)

        assert (result.total, result.sections["B1"], result.basis) == (expected, expected, basis)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_other_numbers_of_sheets_are_refused(count):
    with pytest.raises(RuleBroken, match="two or three"):
        consolidate([make_totals(70)] * count)


def test_a_mean_just_below_is_not_rounded_over_the_threshold():
    sheets = [make_totals(total, str(total), B1=total) for total in (59, 60, 61)]
    almost = [make_totals("59.996", "x", B1=20), make_totals("59.996", "y", B1=20)]
    rules = make_rules(weak_capacity_item=None)

    (finding,) = check_thresholds(consolidate(almost), GRID_B_ONE, rules)

    assert finding.code == "T4"
    assert str(finding.message) == "The total is 59.996 points; at least 60 are needed."
    assert check_thresholds(consolidate(sheets), GRID_B_ONE, rules) == []


GRID_B_ONE = type(GRID_B)("B", GRID_B.sections[:1])


def test_weak_capacity_item_uses_the_sheets_that_count():
    weak = make_sheet("one", (13, 17, 12, 11, 11, 12))
    scores = dict(weak.scores) | {"B1.1": 5, "B1.2": 5, "B1.3": 2, "B1.4": 1}
    sheets = [
        sheet_totals(make_sheet(name, (13, 17, 12, 11, 11, 12), scores=scores), GRID_B)
        for name in ("one", "two")
    ]
    far = sums("three", 20, 20, 15, 15, 15, 15)

    found = check_thresholds(consolidate([*sheets, far]), GRID_B, make_rules())

    assert [(f.code, f.line) for f in found] == [("T3", "B1.4")]


def test_relevance_threshold_is_off_by_default_and_counts_when_set():
    result = consolidate([sums(n, 16, 11, 15, 15, 15, 15) for n in ("one", "two")])

    sections = [
        replace(s, minimum=D(12)) if s.role is Role.RELEVANCE else s for s in GRID_B.sections
    ]
    strict = replace(GRID_B, sections=tuple(sections))

    assert check_thresholds(result, GRID_B, make_rules()) == []
    assert [f.code for f in check_thresholds(result, strict, make_rules())] == ["T5"]


def test_concept_note_below_30_fails_t1_only():
    sheets = [
        sheet_totals(make_sheet(name, (12, 17), grid=GRID_A), GRID_A) for name in ("one", "two")
    ]

    assert [f.code for f in check_thresholds(consolidate(sheets), GRID_A, CONCEPT_RULES)] == ["T1"]


def test_committee_score_replaces_the_mean_and_keeps_the_sheets_on_file():
    sheets = [sums("one", 16, 17, 12, 11, 11, 12), sums("two", 15, 16, 12, 12, 10, 11)]

    result = committee_score(sums("committee", 16, 16, 12, 12, 11, 12), sheets)

    assert (result.total, result.basis) == (79, Basis.COMMITTEE)
    assert (result.used, result.unused) == (("committee",), ("one", "two"))
    assert role_score(result, GRID_B, Role.RELEVANCE) == 16


@given(st.lists(st.integers(20, 100), min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_consolidated_lies_between_its_sheets_in_any_order(points, random):
    sheets = [make_totals(p, f"assessor {n}", B1=p) for n, p in enumerate(points)]
    shuffled = list(sheets)
    random.shuffle(shuffled)

    result, again = consolidate(sheets), consolidate(shuffled)

    used = [s.total for s in sheets if s.assessor in result.used]
    assert min(used) <= result.total <= max(used)
    assert (result.total, result.basis) == (again.total, again.basis)
    assert result.total == result.sections["B1"]
