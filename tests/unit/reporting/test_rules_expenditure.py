"""The list of expenditure, verification, variations and samples; example 3 from the documents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import RuleBroken
from portal.core.findings import Level
from portal.grants.rules import accepted_costs, final_grant
from portal.reporting.rules import (
    DISALLOWANCE,
    Disallowance,
    ExpenditureItem,
    ListRules,
    SampleRules,
    check_expenditure,
    check_people,
    draw_sample,
    error_rate,
    sums_by_line,
    variations,
    verify,
)

D = Decimal
FRAME = ListRules(
    period_from=date(2026, 1, 1),
    period_to=date(2026, 10, 31),
    reported_on=date(2026, 11, 20),
    tolerance=D("0.01"),
)


def make_item(number="1", amount="100.00", line="2.2", **overrides):
    values = {
        "supplier": "Papir d.o.o.",
        "document_number": f"R-{number}",
        "document_on": date(2026, 3, 1),
        "paid_on": date(2026, 3, 5),
        "amount_local": D(amount),
        "amount_eur": D(amount),
        "rate": D("1"),
        "has_file": True,
    }
    return ExpenditureItem(number, line, **(values | overrides))


def codes(items, **frame):
    return [(f.code, f.line) for f in check_expenditure(items, replace(FRAME, **frame))]


def test_a_list_in_order_has_no_findings():
    items = [make_item("1"), make_item("2", "250.00", "3.2")]

    assert codes(items, reported=sums_by_line(items), known_lines=frozenset({"2.2", "3.2"})) == []


@pytest.mark.parametrize(
    ("change", "code", "level"),
    [
        ({"document_on": date(2026, 11, 1)}, "EXP01", Level.WARNING),
        ({"document_on": date(2025, 12, 31)}, "EXP01", Level.WARNING),
        ({"paid_on": date(2025, 12, 31)}, "EXP01", Level.WARNING),
        ({"paid_on": date(2026, 11, 21)}, "EXP03", Level.ERROR),
        ({"paid_on": None}, "EXP03", Level.ERROR),
        ({"rate": None}, "EXP04", Level.ERROR),
        ({"has_file": False}, "EXP05", Level.ERROR),
        ({"amount_eur": D("99.98")}, "EXP07", Level.WARNING),
    ],
)
def test_row_checks(change, code, level):
    (finding,) = check_expenditure([make_item(**change)], FRAME)

    assert (finding.code, finding.level, finding.line) == (code, level, "1")


@pytest.mark.parametrize(
    "change",
    [
        {"document_on": date(2026, 10, 31), "paid_on": date(2026, 11, 20)},
        {"document_on": date(2026, 1, 1), "paid_on": date(2026, 1, 1)},
        {"amount_eur": D("100.01")},
    ],
)
def test_edges_pass(change):
    assert codes([make_item(**change)]) == []


def test_duplicates_are_found_whatever_the_spelling():
    second = make_item("2", supplier="ПАПИР  д.о.о.", document_number="r - 1")
    other = make_item("3", "100.01", document_number="R-1")

    assert codes([make_item("1"), second, other]) == [("EXP02", "2")]


def test_duplicates_of_an_earlier_report_are_found():
    assert codes([make_item("1")], earlier=(make_item("1"),)) == [("EXP02", "1")]


def test_lines_outside_the_budget_and_other_sums_are_found():
    items = [make_item("1", line="9.9")]

    found = codes(items, known_lines=frozenset({"2.2"}), reported={"2.2": D("5.00")})

    assert found == [("EXP06", "1"), ("EXP08", "2.2"), ("EXP08", "9.9")]


EXAMPLE_3 = [
    make_item("1", "6320.00", "1.1.1"),
    make_item("2", "593.00", "2.2"),
    make_item("3", "62.40", "2.2"),
    make_item("4", "690.00", "3.2"),
    make_item("5", "1072.35", "4.2"),
    make_item("6", "2223.30", "5.7"),
    make_item("7", "187.50", "5.5", document_on=date(2026, 11, 3)),
    make_item("8", "1045.00", "6.1"),
]
REFUSALS = {
    "7": Disallowance(D("187.50"), "D01", "dated after the end"),
    "3": Disallowance(D("62.40"), "D03", "fuel without log"),
}


def test_example_3_from_the_documents_to_the_balance():
    verified = verify(EXAMPLE_3, REFUSALS)

    costs = accepted_costs(verified.accepted, indirect_rate=D("7"), claimed_indirect=D("853.55"))
    final = final_grant(costs.total, maximum=D("12500"), share=D("94.98"), paid=D("10000"))

    assert (verified.reported, verified.disallowed) == (D("12193.55"), D("249.90"))
    assert verified.disallowed_by_code == {"D01": D("187.50"), "D03": D("62.40")}
    assert verified.accepted_by_line["5.5"] == 0
    assert verified.has_deductions
    assert (costs.total, final.balance) == (D("12779.71"), D("2138.17"))


def test_example_3_the_late_invoice_is_shown_to_the_reviewer():
    assert codes(EXAMPLE_3) == [("EXP01", "7")]


def test_example_3_variations():
    budget = dict(
        zip(range(1, 7), map(D, ("6500", "600", "700", "1100", "2300", "1100")), strict=True)
    )
    reported = dict(
        zip(
            range(1, 7),
            map(D, ("6320.00", "655.40", "690.00", "1072.35", "2410.80", "1045.00")),
            strict=True,
        )
    )

    rows = variations(budget, reported, limit=D("25"), explain_over=D("10"))

    assert [(row.amount, row.percent_shown) for row in rows] == [
        (D("-180.00"), D("-2.77")),
        (D("55.40"), D("9.23")),
        (D("-10.00"), D("-1.43")),
        (D("-27.65"), D("-2.51")),
        (D("110.80"), D("4.82")),
        (D("-55.00"), D("-5.00")),
    ]
    assert all(row.is_within for row in rows)
    assert not any(row.needs_explanation for row in rows)


@pytest.mark.parametrize(
    ("reported", "within", "explained"),
    [
        ("110.00", True, False),
        ("110.01", True, True),
        ("125.00", True, True),
        ("125.01", False, True),
    ],
)
def test_variation_limits_compare_amounts(reported, within, explained):
    (row,) = variations(
        {"2.2": D("100")}, {"2.2": D(reported)}, limit=D("25"), explain_over=D("10")
    )

    assert (row.is_within, row.needs_explanation) == (within, explained)
    assert row.balance == D("100") - D(reported)


def test_costs_without_a_budget_need_an_explanation():
    rows = variations({}, {"2.9": D("1")}, limit=D("25"), explain_over=D("10"))

    assert [(row.percent, row.is_within, row.needs_explanation) for row in rows] == [
        (None, False, True)
    ]


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (Disallowance(D("10"), "D99"), "reason_code"),
        (Disallowance(D("0"), "D01"), "disallowed_eur"),
        (Disallowance(D("100.01"), "D01"), "disallowed_eur"),
    ],
)
def test_bad_refusals_name_the_field(refusal, field):
    with pytest.raises(RuleBroken) as caught:
        verify([make_item("1")], {"1": refusal})

    assert caught.value.field == field


def test_reasons_are_the_fifteen_of_the_rules():
    assert list(DISALLOWANCE) == [f"D{n:02}" for n in range(1, 16)]
    assert DISALLOWANCE["D15"] == "Over the 25 % limit without addendum"


@given(st.lists(st.decimals("0.01", "5000", places=2), min_size=1, max_size=12), st.data())
def test_accepted_and_disallowed_add_up(amounts, data):
    items = [make_item(str(n), str(amount), f"2.{n % 3}") for n, amount in enumerate(amounts)]
    refusals = {
        item.number: Disallowance(data.draw(st.decimals("0.01", item.amount_eur, places=2)), "D05")
        for item in items
        if data.draw(st.booleans())
    }

    verified = verify(items, refusals)

    assert verified.accepted + verified.disallowed == verified.reported == sum(amounts)
    assert sum(verified.accepted_by_line.values()) == verified.accepted
    assert verified.accepted >= 0


SAMPLING = SampleRules(all_up_to=40, large_from=D("500"), percent=D("20"), error_limit=D("2"))


def test_short_lists_are_checked_whole():
    sample = draw_sample({str(n): D("10") for n in range(40)}, SAMPLING, seed="s")

    assert sample.is_everything
    assert len(sample.numbers) == 40


def test_long_lists_are_sampled_by_size_and_seed():
    amounts = {str(n): D("500") if n < 5 else D("10") for n in range(56)}

    sample = draw_sample(amounts, SAMPLING, seed="grant 3 report 1")
    again = draw_sample(dict(reversed(amounts.items())), SAMPLING, seed="grant 3 report 1")
    other = draw_sample(amounts, SAMPLING, seed="grant 3 report 2")

    assert sample == again
    assert sample.large == {"0", "1", "2", "3", "4"}
    assert len(sample.drawn) == 11  # 20 % of 51, rounded up
    assert sample.drawn != other.drawn


@pytest.mark.parametrize(("refused", "full"), [("2.20", False), ("2.21", True)])
def test_error_rate_counts_the_random_part_only(refused, full):
    amounts = {str(n): D("600") if n < 5 else D("10") for n in range(56)}
    sample = draw_sample(amounts, SAMPLING, seed="s")
    first = min(sample.drawn)

    rate = error_rate(amounts, {first: D(refused), "0": D("600")}, sample)

    assert (rate.checked, rate.large_checked) == (D("110"), D("3000"))
    assert (rate.disallowed, rate.large_disallowed) == (D(refused), D("600"))
    assert rate.demands_full_check(SAMPLING) == full


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"women": 12, "men": 8, "minors": 20}, []),
        ({"women": 12, "men": 8, "minors": 21}, [("minors", Level.ERROR)]),
        ({"women": -1, "men": 8, "minors": 0}, [("women", Level.ERROR)]),
        ({"women": 12, "men": 8, "minors": 0, "attended": 20}, []),
        ({"women": 12, "men": 8, "minors": 0, "attended": 19}, [("women", Level.WARNING)]),
    ],
)
def test_people_reached_fit_together(numbers, expected):
    assert [(f.field, f.level) for f in check_people(**numbers)] == expected
