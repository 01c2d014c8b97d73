"""Attendance: every split adds up, numbers entered by hand are held together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.events.rules import (
    Attendee,
    attendance_summary,
    check_numbers,
    places_left,
    waiting_to_admit,
)


def test_summary_counts_those_who_came():
    summary = attendance_summary(
        [
            Attendee("civil_society", "female", "RS", days=2),
            Attendee("civil_society", "male", "XK"),
            Attendee("media", "", None),
            Attendee("media", "female", "RS", days=0),
        ]
    )

    assert (summary.total, summary.person_days) == (3, 4)
    assert summary.by_category == {"civil_society": 2, "media": 1}
    assert summary.by_sex == {"female": 1, "male": 1, "not_stated": 1}
    assert summary.by_country == {"RS": 1, "XK": 1, "not_stated": 1}


@given(
    st.lists(
        st.builds(
            Attendee,
            st.sampled_from(["civil_society", "state", "media"]),
            st.sampled_from(["female", "male", ""]),
            st.sampled_from(["RS", "AL", None]),
            st.integers(0, 3),
        )
    )
)
def test_every_split_adds_up(attendees):
    summary = attendance_summary(attendees)

    splits = (summary.by_category, summary.by_sex, summary.by_country)
    assert {sum(split.values()) for split in splits} == {summary.total}


@pytest.mark.parametrize(
    ("splits", "attended", "lines"),
    [
        ({"sex": {"female": 60, "male": 53}, "category": {}}, 113, []),
        ({"sex": {"female": 60, "male": 50}}, None, ["sex"]),
        ({"country": {"RS": 114, "AL": -1}}, None, ["country"]),
        ({}, 110, ["total"]),
    ],
)
def test_numbers_by_hand(splits, attended, lines):
    assert [f.line for f in check_numbers(113, splits, attended=attended)] == lines


def test_numbers_that_do_not_add_up_are_named():
    (finding,) = check_numbers(113, {"sex": {"female": 60, "male": 50}})

    assert finding.message == "The numbers by sex make 110, not 113."


@pytest.mark.parametrize(
    ("capacity", "registered", "left", "admitted"),
    [(None, 50, None, 4), (40, 38, 2, 2), (40, 42, 0, 0), (40, 10, 30, 4)],
)
def test_places_and_waiting_list(capacity, registered, left, admitted):
    assert places_left(capacity, registered) == left
    assert waiting_to_admit(capacity, registered, 4) == admitted
