"""A sheet filled in a spreadsheet is read back, or each row is named with its reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.evaluation.rules.grid import Scale
from portal.evaluation.rules.offline import HEADS, read_sheet, rows_of
from tests.unit.evaluation.grids import GRID_B

NUMBER = "SHBB-2026-01-0001"
CRITERIA = [one.code for section in GRID_B.sections for one in section.criteria]


def table(**said):
    facts = {"scores": {}, "comments": {}, "section_comments": {}, "words": {}}
    return [HEADS, *rows_of(NUMBER, GRID_B, **(facts | said))]


def put(rows, code, *, score=None, comment=None):
    return [
        (*row[:3], row[3] if score is None else score, row[4] if comment is None else comment)
        if row[0] == code
        else row
        for row in rows
    ]


@settings(max_examples=30, deadline=None)
@given(
    scores=st.dictionaries(st.sampled_from(CRITERIA), st.integers(1, 5)),
    comments=st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(["Why.", "Ђурић, č"])),
)
def test_what_was_written_is_read_back(scores, comments):
    words = {"strengths": "Close to people.", "recommendation": "fund"}

    read = read_sheet(table(scores=scores, comments=comments, words=words), NUMBER, GRID_B)

    assert (read.scores, read.comments, read.words) == (scores, comments, words)
    assert read.refused == []


def test_rows_that_are_not_understood_are_named():
    first, second, third = CRITERIA[:3]
    rows = put(put(put(table(), first, score=9), second, score="four"), third, score=4.0)
    rows = put(rows, "Recommendation", comment="perhaps")
    rows += [("Z9", "", None, 3, ""), (third, "", None, 2, "")]

    read = read_sheet(rows, NUMBER, GRID_B)

    assert read.scores == {third: 4}
    named = {(one.code, str(one.why)[:20]) for one in read.refused}
    assert {code for code, _why in named} == {first, second, third, "Recommendation", "Z9"}
    assert read.refused[0].row == 3


def test_sheet_of_another_application_changes_nothing():
    rows = put(table(), CRITERIA[0], score=5)

    read = read_sheet(rows, "SHBB-2026-01-0002", GRID_B)

    assert read.understood == 0
    assert [one.code for one in read.refused] == ["Application"]


def test_scale_is_that_of_the_grid():
    rows = put(table(), CRITERIA[0], score=Scale().lowest - 1)

    assert read_sheet(rows, NUMBER, GRID_B).scores == {}
