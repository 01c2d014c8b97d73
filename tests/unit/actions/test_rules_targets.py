"""Progress to the targets T1-T5 and the ceiling per third party (BUD16)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions.rules import (
    REGION,
    Counts,
    EventFact,
    Facts,
    GrantFact,
    HeldGrant,
    OrganisationFact,
    Stage,
    Tally,
    TargetGoal,
    check_ceiling,
    committed,
    room_below_ceiling,
    target_progress,
)

D = Decimal
COUNTRIES = ("AL", "BA", "ME", "MK", "RS", "XK")
TARGETS = (
    TargetGoal("T1", 90, Counts.ORGANISATIONS),
    TargetGoal("T2", 24, Counts.NATIONAL_GRANTS, dict.fromkeys(COUNTRIES, 4)),
    TargetGoal("T3", 6, Counts.REGIONAL_GRANTS),
    TargetGoal("T4", 6, Counts.ROUND_TABLES, dict.fromkeys(COUNTRIES, 1)),
    TargetGoal("T5", 2, Counts.CONFERENCES),
)
FACTS = Facts(
    grants=(
        GrantFact("RS", False, Stage.PLANNED),
        GrantFact("RS", False, Stage.IN_PROGRESS),
        GrantFact("AL", False, Stage.DONE),
        GrantFact(None, True, Stage.IN_PROGRESS),
    ),
    events=(
        EventFact(Counts.ROUND_TABLES, "RS", Stage.DONE),
        EventFact(Counts.ROUND_TABLES, "AL", Stage.PLANNED),
        EventFact(Counts.ROUND_TABLES, "AL", Stage.DONE, counts=False),
        EventFact(Counts.CONFERENCES, None, Stage.DONE),
        EventFact(Counts.CONFERENCES, None, Stage.DONE, counts=False),
    ),
    organisations=(
        OrganisationFact("17 654 321", "RS"),
        OrganisationFact("17654321", "RS"),
        OrganisationFact("17654321", "AL"),
    ),
)


def progress():
    return {row.code: row for row in target_progress(TARGETS, FACTS)}


@pytest.mark.parametrize(
    ("code", "tally"),
    [
        ("T1", Tally(0, 0, 2, 90)),
        ("T2", Tally(1, 1, 1, 24)),
        ("T3", Tally(0, 1, 0, 6)),
        ("T4", Tally(1, 0, 1, 6)),
        ("T5", Tally(0, 0, 1, 2)),
    ],
)
def test_targets_count_what_the_rules_say(code, tally):
    assert progress()[code].tally == tally


def test_the_country_matrix_shows_every_expected_country():
    rows = progress()["T2"].by_country

    assert list(rows) == list(COUNTRIES)
    assert rows["RS"] == Tally(1, 1, 0, 4)
    assert rows["BA"] == Tally(0, 0, 0, 4)


def test_regional_grants_stand_under_the_region():
    assert progress()["T3"].by_country == {REGION: Tally(0, 1, 0)}


def test_reached_and_missing():
    row = progress()["T2"]

    assert (row.tally.reached, row.missing) == (2, 22)
    assert row.percent * 3 == 25


grants = st.lists(
    st.builds(
        GrantFact, st.sampled_from([*COUNTRIES, None]), st.booleans(), st.sampled_from(Stage)
    ),
    max_size=20,
)


@given(grants)
def test_countries_add_up_to_the_whole(rows):
    for row in target_progress(TARGETS, Facts(grants=tuple(rows))):
        assert sum(tally.total for tally in row.by_country.values()) == row.tally.total


def test_a_closed_grant_weighs_what_was_finally_granted():
    held = committed([HeldGrant(D("15000"), D("12138.17")), HeldGrant(D("45000"))])

    assert held == D("57138.17")
    assert room_below_ceiling(held, D("60000")) == D("2861.83")


@pytest.mark.parametrize(("asked", "passes"), [("15000.00", True), ("15000.01", False)])
def test_ceiling(asked, passes):
    finding = check_ceiling("Kora", held=D("45000"), asked=D(asked), ceiling=D("60000"))

    assert (finding is None) == passes


def test_ceiling_words():
    finding = check_ceiling("Kora", held=D("50000"), asked=D("15000"), ceiling=D("60000"))

    assert finding.code == "BUD16"
    assert finding.message == (
        "With this grant Kora would reach 65,000.00; the ceiling per third party is 60,000.00."
    )
