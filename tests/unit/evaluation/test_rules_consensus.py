"""Merging the sheets, and what a version changes."""

from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation import rules

SECTIONS = [("A1", "Relevance"), ("A2", "Design")]
LINES = st.lists(st.text(alphabet="abc", max_size=3), max_size=8).map("\n".join)
C = rules.Change


def test_merge_puts_the_voices_under_their_section_by_number():
    second = rules.Voice(2, {"A1": "Weak.", "A2": ""}, weaknesses="Costs.")
    first = rules.Voice(1, {"A1": " Strong. ", "A2": "Clear."}, strengths="Team.")

    text = rules.merge(SECTIONS, [second, first])

    assert text == (
        "A1 Relevance\nAssessor 1: Strong.\nAssessor 2: Weak.\n\n"
        "A2 Design\nAssessor 1: Clear.\n\n"
        "Strengths\nAssessor 1: Team.\n\n"
        "Weaknesses\nAssessor 2: Costs."
    )


def test_differences_name_what_was_added_and_taken_out():
    found = rules.differences("one\ntwo\n\nthree", "one\n2\n\nthree\nfour")

    assert found == [
        (C.SAME, "one"),
        (C.REMOVED, "two"),
        (C.ADDED, "2"),
        (C.SAME, "three"),
        (C.ADDED, "four"),
    ]


@given(LINES, LINES)
def test_differences_lead_from_one_text_to_the_other(before, after):
    found = rules.differences(before, after)

    kept = [line for change, line in found if change is not C.ADDED]
    made = [line for change, line in found if change is not C.REMOVED]
    assert kept == [line for line in before.splitlines() if line.strip()]
    assert made == [line for line in after.splitlines() if line.strip()]
