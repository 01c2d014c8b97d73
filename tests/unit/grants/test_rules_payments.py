"""Instalment plans, the 70 % rule (example 5), the final grant (example 3) and keeping papers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import RuleBroken
from portal.grants.rules import (
    InstalmentKind,
    Reduction,
    accepted_costs,
    final_grant,
    grant_financed,
    keep_until,
    next_instalment,
    plan_instalments,
)

D = Decimal
LIMIT = D("90")


def percents(*values):
    return tuple(D(value) for value in values)


@pytest.mark.parametrize(
    ("maximum", "parts", "amounts"),
    [
        ("12500.00", ("80", "20"), ["10000.00", "2500.00"]),
        ("30000.00", ("50", "30", "20"), ["15000.00", "9000.00", "6000.00"]),
        ("10000.01", ("40", "40", "20"), ["4000.00", "4000.00", "2000.01"]),
        ("33.35", ("90", "10"), ["30.01", "3.34"]),
        ("33.33", ("50", "30", "20"), ["16.67", "10.00", "6.66"]),
    ],
)
def test_plan_reconciles_to_the_maximum(maximum, parts, amounts):
    plan = plan_instalments(D(maximum), percents(*parts), prefinancing_limit=LIMIT)

    assert [part.amount for part in plan] == [D(amount) for amount in amounts]
    assert sum(part.amount for part in plan) == D(maximum)


def test_plan_names_its_parts():
    plan = plan_instalments(D("30000"), percents(50, 30, 20), prefinancing_limit=LIMIT)

    assert [(part.number, part.kind) for part in plan] == [
        (1, InstalmentKind.PREFINANCING),
        (2, InstalmentKind.PREFINANCING),
        (3, InstalmentKind.BALANCE),
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("95", "5"), "Pre-financing of 95 % is above the limit of 90 %"),
        (("80", "10"), "The instalments make 90 %, not 100 %"),
        (("100",), "at least one pre-financing and a balance"),
        (("90", "10", "0"), "each above zero"),
    ],
)
def test_impossible_plans_are_refused(parts, words):
    with pytest.raises(RuleBroken, match=words):
        plan_instalments(D("10000"), percents(*parts), prefinancing_limit=LIMIT)


@given(
    st.decimals("1", "60000", places=2),
    st.sampled_from([(80, 20), (50, 30, 20), (40, 40, 20), (45, 45, 10), (90, 10)]),
)
def test_plan_always_adds_up_and_keeps_the_limit(maximum, parts):
    plan = plan_instalments(maximum, percents(*parts), prefinancing_limit=LIMIT)

    assert sum(part.amount for part in plan) == maximum
    assert sum(part.amount for part in plan[:-1]) * 100 <= maximum * 90
    assert all(part.amount >= 0 for part in plan)


@pytest.mark.parametrize(
    ("spent", "reduction", "payable"),
    [
        ("10500.00", Reduction.SHORTFALL, "9000.00"),
        ("10500.00", Reduction.UNUSED, "9000.00"),
        ("10499.99", Reduction.SHORTFALL, "8999.99"),
        ("9900.00", Reduction.SHORTFALL, "8400.00"),
        ("9900.00", Reduction.UNUSED, "3900.00"),
        ("0.00", Reduction.SHORTFALL, "0.00"),
        ("0.00", Reduction.UNUSED, "0.00"),
    ],
)
def test_example_5(spent, reduction, payable):
    result = next_instalment(
        D("9000"), paid=[D("15000")], spent=D(spent), threshold=D("70"), reduction=reduction
    )

    assert result.payable == D(payable)
    assert result.is_full == (payable == "9000.00")
    assert result.reduction == D("9000") - D(payable)


def test_example_5_shows_the_calculation():
    result = next_instalment(
        D("9000"),
        paid=[D("15000")],
        spent=D("9900"),
        threshold=D("70"),
        reduction=Reduction.SHORTFALL,
    )

    assert (result.required, result.shortfall, result.spent_percent) == (10500, 600, 66)


@pytest.mark.parametrize(("spent", "payable"), [("20880.00", "5000.00"), ("20879.00", "4999.00")])
def test_earlier_payments_must_be_spent_in_full_as_really_paid(spent, payable):
    result = next_instalment(
        D("5000"),
        paid=[D("15000"), D("8400")],
        spent=D(spent),
        threshold=D("70"),
        reduction=Reduction.SHORTFALL,
    )

    assert result.payable == D(payable)


def test_a_first_instalment_needs_nothing_spent():
    result = next_instalment(
        D("5000"), paid=[], spent=D("0"), threshold=D("70"), reduction=Reduction.SHORTFALL
    )

    assert (result.payable, result.spent_percent) == (D("5000"), None)


@given(
    st.decimals("0", "30000", places=2),
    st.decimals("0", "30000", places=2),
    st.sampled_from(list(Reduction)),
)
def test_more_spending_never_pays_less(less, more, reduction):
    low, high = (
        next_instalment(
            D("9000"), paid=[D("15000")], spent=spent, threshold=D("70"), reduction=reduction
        ).payable
        for spent in sorted((less, more))
    )

    assert D("0") <= low <= high <= D("9000")


def test_grant_financed_uses_the_printed_share():
    assert grant_financed(D("13047.10"), D("94.98")) == D("12392.14")


def test_example_3():
    reported = sum(map(D, ("6320.00", "655.40", "690.00", "1072.35", "2410.80", "1045.00")), D("0"))
    disallowed = D("187.50") + D("62.40")

    costs = accepted_costs(
        reported - disallowed, indirect_rate=D("7"), claimed_indirect=D("853.55")
    )
    final = final_grant(costs.total, maximum=D("12500"), share=D("94.98"), paid=D("10000"))

    assert reported == D("12193.55")
    assert (costs.direct, costs.indirect) == (D("11943.65"), D("836.06"))
    assert costs.total == D("12779.71")
    assert (final.amount, final.balance, final.recovery) == (D("12138.17"), D("2138.17"), D("0"))
    assert final.own_contribution == D("641.54")
    assert not final.is_capped


def test_example_3_recovery_twin():
    final = final_grant(D("9738.89"), maximum=D("12500"), share=D("94.98"), paid=D("10000"))

    assert (final.amount, final.balance, final.recovery) == (D("9250.00"), D("0"), D("750.00"))


def test_final_grant_is_capped_at_the_maximum():
    final = final_grant(D("13161.00"), maximum=D("12500"), share=D("94.98"), paid=D("10000"))

    assert final.amount == D("12500")
    assert final.is_capped
    assert final.own_contribution == D("661.00")


def test_indirect_costs_are_never_more_than_claimed():
    costs = accepted_costs(D("10000"), indirect_rate=D("7"), claimed_indirect=D("650"))

    assert costs.total == D("10650")


amounts = st.decimals("0", "60000", places=2)


@given(amounts, amounts, amounts, st.decimals("1", "100", places=2))
def test_final_grant_balances(accepted, maximum, paid, share):
    final = final_grant(accepted, maximum=maximum, share=share, paid=paid)

    assert final.paid + final.balance - final.recovery == final.amount
    assert final.amount <= min(maximum, accepted)
    assert not (final.balance and final.recovery)
    assert final.own_contribution + final.amount == accepted


def test_papers_are_kept_for_years_and_leap_days_clamp():
    assert keep_until(date(2028, 2, 29), years=7) == date(2035, 2, 28)
