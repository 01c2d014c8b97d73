"""Money of an Action by place, and targets as one country sees them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.actions.rules import (
    Counts,
    Facts,
    GrantFact,
    GrantMoneyFact,
    MoneyRow,
    Stage,
    goals,
    money_rows,
    narrowed,
    target_progress,
    total,
)

D = Decimal
cents = st.decimals(min_value=0, max_value=60000, places=2)
facts = st.lists(
    st.builds(GrantMoneyFact, st.sampled_from(["RS", "AL", "region", "XX"]), *[cents] * 4),
    max_size=12,
)


def test_each_place_has_its_row_and_unknown_ones_come_last():
    grants = [GrantMoneyFact("AL", D("100"), D("80")), GrantMoneyFact("XX", D("10"), D("0"))]

    rows = money_rows(["RS", "AL"], {"RS": D("500")}, grants)

    assert [(row.place, row.grants, row.envelope, row.to_pay) for row in rows] == [
        ("RS", 0, D("500"), D("0.00")),
        ("AL", 1, D("0.00"), D("20.00")),
        ("XX", 1, D("0.00"), D("10.00")),
    ]


def test_what_was_paid_too_much_is_not_taken_from_other_grants():
    grants = [GrantMoneyFact("RS", D("50"), D("80")), GrantMoneyFact("RS", D("100"), D("0"))]

    [row] = money_rows(["RS"], {}, grants)

    assert row.to_pay == D("100")


@given(facts)
def test_rows_add_up_to_all_grants(grants):
    whole = total(money_rows(["RS", "AL"], {"RS": D("7.01")}, grants))

    assert whole == MoneyRow(
        place="",
        grants=len(grants),
        envelope=D("7.01"),
        awarded=sum((one.awarded for one in grants), D(0)),
        paid=sum((one.paid for one in grants), D(0)),
        reported=sum((one.reported for one in grants), D(0)),
        accepted=sum((one.accepted for one in grants), D(0)),
        to_pay=sum((one.to_pay for one in grants), D(0)),
    )


def test_goals_split_evenly_or_not_at_all():
    found = {goal.code: goal for goal in goals([("T2", 24), ("T4", 5), ("T9", 1)], ["RS", "AL"])}

    assert list(found) == ["T2", "T4"]
    assert found["T2"].expected == {"AL": 12, "RS": 12}
    assert (found["T4"].counts, found["T4"].expected) == (Counts.ROUND_TABLES, {})


def test_one_country_sees_its_own_share():
    planned = goals([("T2", 24)], ["RS", "AL"])
    grants = (GrantFact("RS", False, Stage.DONE), GrantFact("AL", False, Stage.PLANNED))
    [progress] = target_progress(planned, Facts(grants=grants))

    row = narrowed(progress, {"AL"})

    assert (row.value, row.tally.planned, row.tally.reached) == (12, 1, 0)
    assert list(row.by_country) == ["AL"]
