"""The logframe and the action plan: rows that move, what is missing, months in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.rules import logframe as frames
from portal.applications.rules import plan as plans
from portal.applications.rules.logframe import Indicator, Logframe, Result

ONE = Indicator("CSOs trained", "0", "24", "CSO", "Lists of participants")
WHOLE = Logframe(
    (
        Result("objective", "Fewer people are smuggled"),
        Result("outcome", "CSOs know the risks", "The border stays open"),
        Result("output", "24 CSOs trained", indicators=(ONE,)),
    )
)


def said(frame):
    return [(str(one.message), one.field) for one in frames.check(frame)]


def test_a_whole_logframe_has_nothing_missing_and_is_kept_as_it_is():
    assert said(WHOLE) == []
    assert frames.parse(frames.plain(WHOLE)) == WHOLE
    assert WHOLE.names() == ["Objective", "Outcome 1", "Output 1.1"]


def test_an_empty_logframe_says_what_to_add():
    assert said(frames.parse({})) == [
        ("Objective is empty", "results-0-text"),
        ("Add at least one outcome", "results-0-text"),
        ("Add at least one output", "results-0-text"),
    ]


def test_each_gap_is_said_at_its_field():
    frame = Logframe(
        (
            Result("objective", "word " * 61),
            Result("output", "Leaflets", indicators=(Indicator(),)),
            Result("outcome", "", indicators=(Indicator("Seen", "", "many", link="T1"),)),
        )
    )

    assert said(frame) == [
        ("Objective must be 60 words or less. You have 61", "results-0-text"),
        ("Output 0.1 must stand below an outcome", "results-1-text"),
        ("Output 0.1 needs at least one indicator", "results-1-text"),
        ("Outcome 1 is empty", "results-2-text"),
        ("Indicator Outcome 1.1, baseline is empty", "results-2-indicators-0-baseline"),
        (
            "Indicator Outcome 1.1, source of verification is empty",
            "results-2-indicators-0-source",
        ),
        (
            "Indicator Outcome 1.1 counts towards the Action: target must be a number, like 24",
            "results-2-indicators-0-target",
        ),
    ]


@pytest.mark.parametrize(
    ("verb", "names", "place"),
    [
        ("add-outcome", ["Objective", "Outcome 1", "Output 1.1", "Outcome 2"], "results-3-text"),
        (
            "add-indicator-1",
            ["Objective", "Outcome 1", "Output 1.1"],
            "results-1-indicators-0-text",
        ),
        ("up-2", ["Objective", "Output 0.1", "Outcome 1"], "results-1-text"),
        ("level-2", ["Objective", "Outcome 1", "Outcome 2"], "results-2-text"),
        ("remove-1", ["Objective", "Output 0.1"], "results-1-text"),
        ("remove-0", ["Objective", "Outcome 1", "Output 1.1"], ""),
        ("remove-2-0", ["Objective", "Outcome 1", "Output 1.1"], "results-2-text"),
        ("remove-99", ["Objective", "Outcome 1", "Output 1.1"], ""),
        ("keep", ["Objective", "Outcome 1", "Output 1.1"], ""),
    ],
)
def test_a_button_changes_the_rows(verb, names, place):
    changed, where = frames.act(WHOLE, verb)

    assert (changed.names(), where) == (names, place)


def test_a_link_fills_the_unit_and_only_links_of_the_action_stay():
    offered = {"T1": ("T1 CSOs engaged (90 CSO)", "CSO")}
    frame = Logframe(
        (Result("objective", indicators=(Indicator("a", link="T1"), Indicator("b", link="T9"))),)
    )

    first, second = frames.linked(frame, offered).results[0].indicators

    assert (first.unit, first.link_label) == ("CSO", "T1 CSOs engaged (90 CSO)")
    assert (second.link, second.link_label) == ("", "")


VERBS = st.from_regex(
    r"(add-(outcome|output)|(up|down|level|remove|add-indicator)-[0-9])", fullmatch=True
)


@settings(max_examples=50, deadline=None)
@given(st.lists(VERBS, max_size=40))
def test_whatever_is_pressed_the_objective_stays_first_and_once(verbs):
    frame = WHOLE
    for verb in verbs:
        frame, _place = frames.act(frame, verb)

    assert [row.level for row in frame.results].count("objective") == 1
    assert frame.results[0].level == "objective"
    assert frames.parse(frames.plain(frame)) == frame


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["level", "text", "indicators"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_whatever_was_sent_can_be_read(sent):
    frame = frames.parse({"results": sent})

    assert frame.results[0].level == "objective"
    assert frames.parse(frames.plain(frame)) == frame


def plan_of(months, who="Coordinator"):
    return plans.parse({"months_EA1": months, "who_EA1": who}, ["EA1"])


@pytest.mark.parametrize(
    ("months", "duration", "words"),
    [
        (["1", "2"], 10, []),
        ([], 10, ["Activity EA1 needs at least one month"]),
        (["9", "12"], 10, ["Activity EA1 is planned in month 12 of a project of 10 months"]),
        (["1"], None, ["Enter the duration of the project first"]),
    ],
)
def test_a_plan_keeps_inside_the_project(months, duration, words):
    assert [str(one.message) for one in plans.check(plan_of(months), duration)] == words


def test_a_plan_names_who_is_responsible_and_has_activities():
    assert [one.field for one in plans.check(plan_of(["1"], " "), 4)] == ["who_EA1"]
    assert [str(one.message) for one in plans.check((), 4)] == [
        "Choose the activities of the project first"
    ]


@settings(max_examples=50)
@given(st.sets(st.integers(1, 120)))
def test_months_in_words_name_each_month_once(months):
    shown = plans.spans(tuple(months))

    named = set()
    for part in filter(None, shown.split(", ")):
        first, _dash, last = part.partition("–")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == months
    assert plans.months_of([str(month) for month in months]) == tuple(sorted(months))
