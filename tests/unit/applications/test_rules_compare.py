"""Two versions beside each other."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.rules.compare import Line, lines_changed, words_changed

TEXT = st.text(alphabet="ab Ж\n.", max_size=60)
LINE = Line("1.1.1", 1, "Coordinator", "10 month", "400", Decimal("4000.00"), "Leads the project")


def test_words_put_in_and_taken_out_are_marked_in_reading_order():
    pieces = words_changed("We train 60 people in Niš.", "We train 80 young people in Niš.")

    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "We train "),
        ("removed", "60 "),
        ("added", "80 young "),
        ("same", "people in Niš."),
    ]


@given(TEXT, TEXT)
@settings(max_examples=50)
def test_both_texts_can_be_read_back_to_the_letter(before, after):
    pieces = words_changed(before, after)

    assert "".join(one.text for one in pieces if one.kind != "added") == before
    assert "".join(one.text for one in pieces if one.kind != "removed") == after


def test_lines_are_found_again_by_name_and_told_as_added_removed_or_changed():
    dearer = replace(LINE, unit_value="450", total=Decimal("4500.00"))
    moved = replace(LINE, code="1.1.2", description="Assistant")
    gone = replace(LINE, code="2.1", heading=2, description="Flights")
    new = replace(LINE, code="3.2", heading=3, description="Laptop")

    pairs = lines_changed([LINE, moved, gone], [replace(moved, code="1.1.1"), dearer, new])

    assert [(pair.kind, (pair.after or pair.before).description) for pair in pairs] == [
        ("changed", "Assistant"),
        ("changed", "Coordinator"),
        ("removed", "Flights"),
        ("added", "Laptop"),
    ]
    assert lines_changed([LINE, LINE], [LINE, LINE])[0].kind == "same"


def test_a_very_long_text_is_replaced_as_a_whole():
    pieces = words_changed("a " * 4000, "b " * 4000)

    assert [piece.kind for piece in pieces] == ["removed", "added"]
