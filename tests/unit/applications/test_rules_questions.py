"""Questions of every kind: conditions, what must be answered, limits, tables, words for readers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.rules.questions import (
    Column,
    FormQuestion,
    check,
    columns_of,
    in_words,
    rows_kept,
    rows_of,
    shown,
    shown_rows,
)
from portal.calls.states import QuestionKind as K
from portal.core.text import clean

TOWNS = (Column("Town", K.SHORT_TEXT), Column("People", K.NUMBER), Column("Cost", K.MONEY))


def asked(kind=K.LONG_TEXT, key="B1", **more):
    values = {"name": key.replace(".", "_"), "title": f"Title {key}", "help": "", "words": None}
    return FormQuestion(key=key, kind=kind, **(values | more))


def wrong(question, answer):
    return [str(one.message) for one in check(question, answer)]


CHAIN = [
    asked(K.YES_NO, "B1"),
    asked(K.MANY_OF, "B2", options=("school", "street"), condition=("B1", "yes")),
    asked(K.LONG_TEXT, "B3", condition=("B2", "street")),
]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({}, ["B1"]),
        ({"B1": "no", "B2": ["street"]}, ["B1"]),  # what hangs on a hidden question is hidden too
        ({"B1": "yes"}, ["B1", "B2"]),
        ({"B1": "yes", "B2": ["school", "street"]}, ["B1", "B2", "B3"]),
    ],
)
def test_a_question_is_asked_when_its_condition_is_met(answers, keys):
    assert [question.key for question in shown(CHAIN, answers)] == keys


def test_a_condition_on_a_question_that_is_not_asked_here_is_never_met():
    assert shown([asked(key="B3", condition=("B9", "yes"))], {"B9": "yes"}) == []


@pytest.mark.parametrize(
    ("question", "answer", "message"),
    [
        (asked(words=3), "one two three four",
         "Title B1 must be 3 words or less. You have 4"),
        (asked(words=3), "one two  three", None),
        (asked(words=None), "word " * 9000, None),
        (asked(), " \n ", "Answer “Title B1”"),
        (asked(is_required=False), "", None),
        (asked(K.NUMBER), "12,5", None),
        (asked(K.NUMBER), "1.234", "Title B1: “1.234” can be read as 1234"),
        (asked(K.MONEY), "1,234.505", "Title B1: Enter a number with at most 2 decimals"),
        (asked(K.MONEY), "1.234,50", None),
        (asked(K.DATE), "2026-02-29", "Title B1: Enter a date, like 2026-12-04"),
        (asked(K.DATE), "4.12.2026", "Title B1: Enter a date, like 2026-12-04"),
        (asked(K.DATE), "2028-02-29", None),
        (asked(K.YES_NO), "perhaps", "Title B1: Select yes or no"),
        (asked(K.YES_NO), "no", None),
        (asked(K.ONE_OF, options=("a", "b")), "c", "Title B1: The list of choices has changed"),
        (asked(K.MANY_OF, options=("a", "b")), ["a", "b"], None),
        (asked(K.MANY_OF, options=("a", "b")), [], "Answer “Title B1”"),
        (asked(K.DECLARATION), "", "Confirm “Title B1”"),
        (asked(K.TABLE, columns=TOWNS), [], "Fill in at least one row of “Title B1”"),
        (asked(K.TABLE, columns=TOWNS), [["Niš", "12", "x"]],
         "Title B1, row 1, Cost: Enter a number"),
        (asked(K.TABLE, columns=TOWNS, max_rows=1), [["Niš", "1", "2"], ["Pirot", "1", "2"]],
         "Title B1 must have 1 rows or less. You have 2"),
    ],
)  # fmt: skip
def test_an_answer_is_checked_by_its_kind(question, answer, message):
    found = wrong(question, answer)

    assert len(found) == (0 if message is None else 1)
    assert message is None or found[0].startswith(message)


@pytest.mark.parametrize(("required_at", "waits"), [("save", False), ("submit", True)])
def test_what_is_needed_only_to_submit_does_not_keep_a_page_open(required_at, waits):
    question = asked(required_at=required_at)

    assert [one.is_for_submission for one in check(question, "")] == [waits]


def test_a_problem_of_a_table_names_its_cell():
    question = asked(K.TABLE, columns=TOWNS)

    assert [one.place for one in check(question, [["Niš", "1", "2"], ["Pirot", "", "z"]])] == [
        "1-1",
        "1-2",
    ]


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (asked(K.DATE), "2026-12-04", "4 December 2026"),
        (asked(K.MONEY), "1.234,5", "EUR 1,234.50"),
        (asked(K.NUMBER), "12000", "12,000"),
        (asked(K.NUMBER), "0,5", "0.5"),
        (asked(K.NUMBER), "many", "many"),
        (asked(K.YES_NO), "yes", "Yes"),
        (asked(K.MANY_OF, options=("a", "b")), ["a", "b"], "a\nb"),
        (asked(K.DECLARATION), "yes", "Confirmed"),
        (asked(K.TABLE, columns=TOWNS), [["Niš", "12", "1000"]],
         "Town: Niš; People: 12; Cost: EUR 1,000.00"),
        (asked(), "", ""),
    ],
)  # fmt: skip
def test_an_answer_is_shown_in_words(question, answer, words):
    assert in_words(question, answer, "EUR") == words


def test_a_table_that_lost_a_column_shows_what_is_left():
    question = asked(K.TABLE, columns=TOWNS[:2])

    assert shown_rows(question, [["Niš", "12", "1000"], ["Pirot"]]) == [["Niš", "12"],
                                                                       ["Pirot", ""]]  # fmt: skip


def test_a_kind_of_column_that_is_unknown_is_a_text():
    kept = [{"label": "A", "kind": "table"}, {"label": "B", "kind": "date"}]

    assert columns_of(kept) == (Column("A", K.SHORT_TEXT), Column("B", K.DATE))


CELL = st.text(max_size=8).map(clean)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12), st.randoms())
@settings(max_examples=50, deadline=None)
def test_rows_come_back_as_they_were_sent(rows, random):
    numbers = random.sample(range(100), len(rows))  # removed rows leave gaps
    sent = [
        (f"B1-{number}-{place}", cell)
        for number, row in zip(sorted(numbers), rows, strict=True)
        for place, cell in enumerate(row)
    ]
    random.shuffle(sent)

    read = rows_of([*sent, ("B1-x-1", "?"), ("B10-1-1", "?"), ("B1-1-9", "?")], "B1", 3)

    assert read == [row for row in rows if any(row)]
    assert rows_kept(read, 3) == read


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=5)), max_size=20))
@settings(max_examples=50, deadline=None)
def test_whatever_is_sent_makes_whole_rows(sent):
    assert all(len(row) == 2 and any(row) for row in rows_of(sent, "B1", 2))
