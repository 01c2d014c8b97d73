"""Budgets: example 1 of the rules and its broken twin, each check at its edge, and properties."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.rules import (
    Budget,
    BudgetLine,
    FundingSource,
    Limits,
    SourceKind,
    check_budget,
    heading_shares,
    largest_request,
    line_total,
    totals,
)
from portal.core.findings import Level, errors, warnings
from portal.core.ratio import rounded

D = Decimal
LINES = (
    ("1.1.1", "coordinator", "10", "400.00", "4000.00"),
    ("1.1.2", "finance assistant", "10", "150.00", "1500.00"),
    ("1.3.3", "participants' per diem", "40", "25.00", "1000.00"),
    ("2.2", "local transport", "10", "60.00", "600.00"),
    ("3.2", "laptop", "1", "700.00", "700.00"),
    ("4.2", "rent share", "10", "80.00", "800.00"),
    ("4.3", "consumables", "10", "30.00", "300.00"),
    ("5.1", "leaflets", "500", "1.20", "600.00"),
    ("5.5", "translation", "40", "12.50", "500.00"),
    ("5.7", "seminars", "2", "450.00", "900.00"),
    ("5.8", "visibility", "1", "300.00", "300.00"),
    ("6.1", "legal aid days", "20", "55.00", "1100.00"),
)


def make_line(code="2.2", description="transport", quantity="1", unit_value="10", total=None, **k):
    values = {"unit": "month", "activity": "A1", "justification": "Needed for the visits."} | k
    return BudgetLine(
        code=code,
        heading=int(code[0]),
        description=description,
        quantity=D(quantity),
        unit_value=D(unit_value),
        total=None if total is None else D(total),
        **values,
    )


def make_budget(**overrides):
    values = {
        "lines": tuple(make_line(*row) for row in LINES),
        "requested": D("12500.00"),
        "indirect": D("861.00"),
        "sources": (FundingSource(SourceKind.OWN, D("661.00")),),
        "activities": ("A1",),
    }
    return Budget(**(values | overrides))


def make_limits(**overrides):
    values = {
        "min_grant": D("5000"),
        "max_grant": D("15000"),
        "max_share": D("95"),
        "min_share": None,
        "indirect_rate": D("7"),
        "contingency_rate": D("0"),
        "duration_months": 10,
        "heading_caps": {1: D("55"), 3: D("10")},
    }
    return Limits(**(values | overrides))


def with_line(budget, code, **changes):
    return replace(
        budget,
        lines=tuple(
            replace(line, **changes) if line.code == code else line for line in budget.lines
        ),
    )


def broken_twin():
    budget = make_budget(indirect=D("900.00"), contingency=D("100.00"))
    return with_line(budget, "5.5", total=D("550.00"))


def found(budget, limits):
    return {finding.code: str(finding.message) for finding in check_budget(budget, limits)}


def test_example_1_totals():
    sums = totals(make_budget())

    assert list(sums.headings.values()) == [
        D("6500.00"),
        D("600.00"),
        D("700.00"),
        D("1100.00"),
        D("2300.00"),
        D("1100.00"),
    ]
    assert sums.lines == tuple(D(row[4]) for row in LINES)
    assert (sums.direct, sums.indirect, sums.eligible) == (
        D("12300.00"),
        D("861.00"),
        D("13161.00"),
    )
    assert (sums.accepted, sums.funding) == (D("13161.00"), D("13161.00"))
    assert rounded(sums.share, 4) == D("94.9776")
    assert sums.share_shown == D("94.98")


def test_example_1_passes_without_error_or_warning():
    assert check_budget(make_budget(), make_limits()) == []


def test_example_1_heading_shares():
    shares = heading_shares(totals(make_budget()))

    assert rounded(shares[1]) == D("52.85")
    assert rounded(shares[3]) == D("5.69")


def test_example_1_largest_request():
    assert largest_request(D("13161.00"), D("95")) == D("12502.95")


@pytest.mark.parametrize(
    ("requested", "own", "codes"),
    [("12502.95", "658.05", set()), ("12502.96", "658.04", {"BUD07"})],
)
def test_example_1_share_to_the_cent(requested, own, codes):
    sources = (FundingSource(SourceKind.OWN, D(own)),)

    budget = make_budget(requested=D(requested), sources=sources)

    assert set(found(budget, make_limits())) == codes


def test_share_message_never_shows_the_limit_itself():
    sources = (FundingSource(SourceKind.OWN, D("658.04")),)

    budget = make_budget(requested=D("12502.96"), sources=sources)

    assert found(budget, make_limits())["BUD07"] == (
        "The grant would cover 95.0001 % of costs; the limit is 95 %."
    )


def test_broken_twin_of_example_1():
    assert found(broken_twin(), make_limits()) == {
        "BUD01": "Line 5.5: 40 × 12.50 makes 500.00, not 550.00.",
        "BUD03": "Indirect costs may not exceed 7 % of direct costs: at most 861.00, "
        "entered 900.00.",
        "BUD04": "This call allows no contingency reserve.",
        "BUD05": "Funding (13,161.00) and costs (13,300.00) differ by 139.00.",
    }
    assert all(finding.is_blocking for finding in check_budget(broken_twin(), make_limits()))


def test_broken_twin_with_contingency_allowed():
    limits = make_limits(contingency_rate=D("5"))

    assert set(found(broken_twin(), limits)) == {"BUD01", "BUD03", "BUD05"}


@pytest.mark.parametrize(("value", "breaks"), [("615.00", False), ("615.01", True)])
def test_contingency_limit_of_example_1(value, breaks):
    budget = make_budget(contingency=D(value))

    messages = found(budget, make_limits(contingency_rate=D("5")))

    assert ("BUD04" in messages) == breaks
    assert messages.get("BUD04", "Contingency may not exceed 615.00.") == (
        "Contingency may not exceed 615.00."
    )


@pytest.mark.parametrize(
    ("change", "code", "field", "level", "message"),
    [
        (
            {"quantity": D("0"), "total": None},
            "BUD02",
            "quantity",
            Level.ERROR,
            "Line 2.2: quantity and unit value must be above zero.",
        ),
        (
            {"unit_value": D("0"), "total": None},
            "BUD02",
            "unit_value",
            Level.ERROR,
            "Line 2.2: quantity and unit value must be above zero.",
        ),
        (
            {"is_regranting": True},
            "BUD11",
            "description",
            Level.ERROR,
            "Grantees may not pass on grants.",
        ),
        (
            {"justification": "  "},
            "BUD13",
            "justification",
            Level.ERROR,
            "Line 2.2 needs a justification.",
        ),
        ({"activity": ""}, "BUD12", "activity", Level.WARNING, "Line 2.2 serves no activity."),
        (
            {"currency": "RSD"},
            "BUD19",
            "currency",
            Level.ERROR,
            "The budget must be in euro; line 2.2 is in RSD.",
        ),
    ],
)
def test_line_checks(change, code, field, level, message):
    findings = check_budget(with_line(make_budget(), "2.2", **change), make_limits())

    hit = next(finding for finding in findings if finding.code == code)
    assert (hit.line, hit.field, hit.level, str(hit.message)) == ("2.2", field, level, message)


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"requested": D("4999.99")}, "BUD06", "The amount asked, 4,999.99, is outside "),
        ({"requested": D("15000.01")}, "BUD06", "The amount asked, 15,000.01, is outside "),
        ({"requested": D("13161.01")}, "BUD09", "The grant asked is above total costs."),
        ({"activities": ("A1", "A2")}, "BUD12", "Activity A2 has no cost."),
    ],
)
def test_whole_checks(change, code, message):
    assert found(make_budget(**change), make_limits())[code].startswith(message)


@pytest.mark.parametrize("requested", ["5000.00", "15000.00"])
def test_amounts_at_the_ends_of_the_range_pass(requested):
    assert "BUD06" not in found(make_budget(requested=D(requested)), make_limits())


def test_range_with_one_end_names_that_end():
    budget = make_budget(requested=D("16000"))

    message = found(budget, make_limits(min_grant=None))["BUD06"]

    assert message == "The amount asked, 16,000.00, is above 15,000.00."


def test_minimum_share():
    budget = make_budget(requested=D("6000"))

    message = found(budget, make_limits(min_share=D("50")))["BUD08"]

    assert message == "The grant would cover 45.59 % of costs; at least 50 % must be asked."


@pytest.mark.parametrize(("blocking", "level"), [(False, Level.WARNING), (True, Level.ERROR)])
def test_heading_cap_warns_or_blocks_as_the_call_says(blocking, level):
    limits = make_limits(heading_caps={1: D("50")}, are_caps_blocking=blocking)

    (finding,) = check_budget(make_budget(), limits)

    assert (finding.code, finding.level) == ("BUD10", level)
    assert str(finding.message) == (
        "Human resources takes 52.85 % of direct costs; the call allows 50 %."
    )


@pytest.mark.parametrize(("persons", "warned"), [(1, True), (2, False)])
def test_salary_months_count_per_person(persons, warned):
    budget = with_line(
        make_budget(), "1.1.1", quantity=D("20"), unit_value=D("200"), persons=persons
    )

    messages = found(budget, make_limits())

    assert messages == ({"BUD14": "Line 1.1.1: 20 months in a project of 10."} if warned else {})


def test_salary_in_days_is_not_read_as_months():
    budget = with_line(make_budget(), "1.1.1", quantity=D("40"), unit_value=D("100"), unit="day")

    assert found(budget, make_limits()) == {}


def test_per_diem_above_the_published_rate_warns():
    (finding,) = check_budget(make_budget(), make_limits(per_diem_rate=D("24")))

    assert (finding.code, finding.level, finding.line) == ("BUD15", Level.WARNING, "1.3.3")


def test_missing_visibility_line_warns():
    budget = make_budget()
    lines = tuple(line for line in budget.lines if line.code != "5.8")

    findings = check_budget(replace(budget, lines=lines), make_limits())

    assert [f.code for f in warnings(findings)] == ["BUD18"]
    assert [f.code for f in errors(findings)] == ["BUD03", "BUD05", "BUD07"]


def test_an_empty_budget_is_checked_without_failing():
    budget = Budget(lines=(), requested=D("0"))

    assert set(found(budget, make_limits())) == {"BUD06", "BUD18"}


@pytest.mark.parametrize(
    ("quantity", "unit_value", "total"),
    [("0.5", "33.33", "16.67"), ("500", "0.0125", "6.25"), ("3", "0.335", "1.01")],
)
def test_line_total_rounds_half_up(quantity, unit_value, total):
    assert line_total(D(quantity), D(unit_value)) == D(total)


quantities = st.decimals("0.0001", "9999", places=4)
values = st.decimals("0.01", "99999", places=2)
lines = st.lists(
    st.builds(
        lambda heading, quantity, value: make_line(f"{heading}.1", "x", str(quantity), str(value)),
        st.integers(1, 6),
        quantities,
        values,
    ),
    min_size=1,
    max_size=12,
)


@given(lines, st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_the_order_of_lines(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)

    first = totals(Budget(lines=tuple(rows), requested=D("1")))
    second = totals(Budget(lines=tuple(shuffled), requested=D("1")))

    assert (first.headings, first.direct) == (second.headings, second.direct)
    assert first.direct == sum(first.lines) == sum(first.headings.values())


@given(st.decimals("1", "999999", places=2), st.decimals("0.01", "100", places=2))
def test_largest_request_is_the_last_cent_that_passes(eligible, share):
    request = largest_request(eligible, share)

    assert Fraction(request) * 100 <= Fraction(share) * Fraction(eligible)
    assert Fraction(request + D("0.01")) * 100 > Fraction(share) * Fraction(eligible)
