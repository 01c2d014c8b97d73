"""The 25 % rule: example 4 step by step."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.rules import rate_limit
from portal.core.ratio import rounded
from portal.grants.rules import (
    BudgetBase,
    BudgetChange,
    ChangeKind,
    Subject,
    after_addendum,
    check_addendum_date,
    classify_change,
    classify_subject,
    move_between,
    note_change,
    take_out,
)

D = Decimal
LIMIT = D("25")
STAFF, TRAVEL, EQUIPMENT, OFFICE, SERVICES, OTHER = range(1, 7)
BASE = BudgetBase(
    {
        STAFF: D("6500.00"),
        TRAVEL: D("600.00"),
        EQUIPMENT: D("700.00"),
        OFFICE: D("1100.00"),
        SERVICES: D("2300.00"),
        OTHER: D("1100.00"),
    }
)
N1 = move_between(OFFICE, TRAVEL, D("140.00"))
AFTER_N1 = note_change(BASE, N1)


def rows(classified):
    return {
        row.heading: (row.cumulative, None if row.percent is None else rounded(row.percent))
        for row in classified.headings
    }


def test_n1_is_a_notification():
    result = classify_change(BASE, N1, limit=LIMIT)

    assert result.kind is ChangeKind.NOTIFICATION
    assert rows(result) == {
        TRAVEL: (D("140.00"), D("23.33")),
        OFFICE: (D("-140.00"), D("-12.73")),
    }


def test_n2a_reaches_the_limit_exactly():
    result = classify_change(AFTER_N1, move_between(SERVICES, TRAVEL, D("10.00")), limit=LIMIT)

    assert result.kind is ChangeKind.NOTIFICATION
    assert rows(result) == {TRAVEL: (D("150.00"), D("25.00")), SERVICES: (D("-10.00"), D("-0.43"))}


def test_n2b_needs_an_addendum():
    result = classify_change(AFTER_N1, move_between(SERVICES, TRAVEL, D("20.00")), limit=LIMIT)

    assert result.kind is ChangeKind.ADDENDUM
    assert rows(result)[TRAVEL] == (D("160.00"), D("26.67"))
    assert result.reason == (
        "Heading 2 would change by more than 25 % of the contract; an addendum is needed."
    )


@pytest.mark.parametrize(
    ("amount", "kind"),
    [("175.00", ChangeKind.NOTIFICATION), ("175.01", ChangeKind.ADDENDUM)],
)
def test_n3_and_n3b_compare_amounts_not_printed_percentages(amount, kind):
    base = note_change(AFTER_N1, move_between(SERVICES, TRAVEL, D("10.00")))

    result = classify_change(base, move_between(EQUIPMENT, SERVICES, D(amount)), limit=LIMIT)

    assert result.kind is kind
    assert rows(result)[EQUIPMENT][1] == D("-25.00")


def test_n4_indirect_costs_are_refused():
    result = classify_change(BASE, BudgetChange({}, indirect=D("50.00")), limit=LIMIT)

    assert result.kind is ChangeKind.REFUSED
    assert "addendum" in result.reason


@pytest.mark.parametrize(
    "change",
    [BudgetChange({}, contingency=D("1")), BudgetChange({}, touches_rates=True)],
)
def test_contingency_and_rates_are_refused_too(change):
    assert classify_change(BASE, change, limit=LIMIT).kind is ChangeKind.REFUSED


def test_n5_inside_a_heading_is_a_notification():
    result = classify_change(BASE, move_between(SERVICES, SERVICES, D("200.00")), limit=LIMIT)

    assert (result.kind, result.headings) == (ChangeKind.NOTIFICATION, ())


def test_n6_less_direct_cost_lowers_the_indirect_limit():
    assert rate_limit(D("12300.00") - D("300.00"), D("7")) == D("840.00")


def test_an_addendum_resets_base_and_counter():
    headings = {**BASE.headings, TRAVEL: D("760.00"), SERVICES: D("2140.00")}

    base = after_addendum(headings)
    at_limit = classify_change(base, move_between(STAFF, TRAVEL, D("190.00")), limit=LIMIT)
    above = classify_change(base, move_between(STAFF, TRAVEL, D("190.01")), limit=LIMIT)

    assert (at_limit.kind, above.kind) == (ChangeKind.NOTIFICATION, ChangeKind.ADDENDUM)
    assert {row.heading: row.limit for row in at_limit.headings}[TRAVEL] == 190


def test_a_heading_without_money_always_needs_an_addendum():
    base = BudgetBase({TRAVEL: D("600.00"), EQUIPMENT: D("0.00")})

    result = classify_change(base, move_between(TRAVEL, EQUIPMENT, D("0.01")), limit=LIMIT)

    assert result.kind is ChangeKind.ADDENDUM
    assert rows(result)[EQUIPMENT] == (D("0.01"), None)


def test_a_contested_notification_leaves_the_counter():
    base = take_out(AFTER_N1, N1)

    assert set(base.moved.values()) == {D("0.00")}
    assert classify_change(base, N1, limit=LIMIT) == classify_change(BASE, N1, limit=LIMIT)


def test_changes_of_staff_warn():
    (warning,) = classify_change(
        BASE, move_between(STAFF, SERVICES, D("100")), limit=LIMIT
    ).warnings

    assert not warning.is_blocking


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        (Subject.BANK_ACCOUNT, ChangeKind.NOTIFICATION),
        (Subject.END_DATE, ChangeKind.ADDENDUM),
        (Subject.MAXIMUM_GRANT, ChangeKind.REFUSED),
    ],
)
def test_other_subjects(subject, kind):
    assert classify_subject(subject) is kind


@pytest.mark.parametrize(("day", "passes"), [(31, True), (30, False)])
def test_addendum_is_asked_for_in_time(day, passes):
    finding = check_addendum_date(date(2026, 5, 1), date(2026, 5, day), days=30)

    assert (finding is None) == passes


moves = st.builds(
    move_between, st.integers(1, 6), st.integers(1, 6), st.decimals("0.01", "300", places=2)
)


@given(st.lists(moves, max_size=8))
def test_notifications_never_pass_the_limit_of_a_heading(changes):
    base = BASE
    for change in changes:
        if classify_change(base, change, limit=LIMIT).kind is ChangeKind.NOTIFICATION:
            base = note_change(base, change)

    assert all(abs(moved) * 4 <= BASE.headings[number] for number, moved in base.moved.items())
    assert sum(base.moved.values(), D("0")) == 0
