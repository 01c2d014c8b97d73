"""The checks of a budget, BUD01 to BUD19, in the words of the guidelines."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from portal.actions.rules import check_ceiling
from portal.applications.rules.amounts import (
    HEADINGS,
    Budget,
    BudgetLine,
    Limits,
    Totals,
    heading_shares,
    line_total,
    rate_limit,
    totals,
)
from portal.core.findings import Finding, Level
from portal.core.money import format_amount
from portal.core.ratio import plain, rounded, shown_beside
from portal.core.text import N_, Text, count_words


def check_budget(budget: Budget, limits: Limits) -> list[Finding]:
    """Everything the budget breaks, in the order of the codes.

    Shape:  BUD01-BUD09, BUD11, BUD13, BUD16 and BUD19 block; BUD12, BUD14, BUD15 and BUD18
            warn; BUD10 warns or blocks as the call says. Fields: quantity, unit_value, total,
            justification, activity, currency of a line; indirect, contingency, sources and
            requested of the budget.
    Source: rules.md 6.3 and 12, Budget.
    """
    sums = totals(budget)
    found = [finding for line in budget.lines for finding in _check_line(line, limits)]
    found.extend(_indirect(budget, sums, limits))
    found.extend(_contingency(budget, sums, limits))
    found.extend(_funding(sums))
    found.extend(_request(budget, sums, limits))
    found.extend(_share(budget, sums, limits))
    found.extend(_caps(sums, limits))
    found.extend(_activities(budget, limits))
    found.extend(_visibility(budget, sums, limits))
    found.extend(_ceiling(budget, limits))
    return sorted(found, key=lambda finding: finding.code)


def _check_line(line: BudgetLine, limits: Limits) -> list[Finding]:
    checks = (
        _sum_of_line(line),
        _above_zero(line),
        _no_regranting(line, limits),
        _justified(line, limits),
        _salary_months(line, limits),
        _per_diem(line, limits),
        _currency(line, limits),
    )
    return [finding for finding in checks if finding is not None]


def _line_error(code: str, line: BudgetLine, field: str, message: Text) -> Finding:
    return Finding(code, Level.ERROR, message, line=line.code, field=field)


def _line_warning(code: str, line: BudgetLine, field: str, message: Text) -> Finding:
    return Finding(code, Level.WARNING, message, line=line.code, field=field)


def _sum_of_line(line: BudgetLine) -> Finding | None:
    calculated = line_total(line.quantity, line.unit_value)
    if line.total is None or line.total == calculated:
        return None
    message = N_(
        "Line %(code)s: %(quantity)s × %(unit)s makes %(calculated)s, not %(stored)s.",
        code=line.code,
        quantity=plain(line.quantity),
        unit=_unit_value(line.unit_value),
        calculated=format_amount(calculated),
        stored=format_amount(line.total),
    )
    return _line_error("BUD01", line, "total", message)


def _above_zero(line: BudgetLine) -> Finding | None:
    if line.quantity > 0 and line.unit_value > 0:
        return None
    field = "unit_value" if line.quantity > 0 else "quantity"
    message = N_("Line %(code)s: quantity and unit value must be above zero.", code=line.code)
    return _line_error("BUD02", line, field, message)


def _no_regranting(line: BudgetLine, limits: Limits) -> Finding | None:
    if not line.is_regranting or limits.is_regranting_allowed:
        return None
    return _line_error("BUD11", line, "description", N_("Grantees may not pass on grants."))


def _justified(line: BudgetLine, limits: Limits) -> Finding | None:
    words = count_words(line.justification)
    if words == 0:
        message = N_("Line %(code)s needs a justification.", code=line.code)
        return _line_error("BUD13", line, "justification", message)
    if limits.justification_words is None or words <= limits.justification_words:
        return None
    message = N_(
        "Line %(code)s: the justification has %(words)s words; the limit is %(limit)s.",
        code=line.code,
        words=words,
        limit=limits.justification_words,
    )
    return _line_error("BUD13", line, "justification", message)


def _salary_months(line: BudgetLine, limits: Limits) -> Finding | None:
    is_salary = line.code.startswith("1.1.") or _is_within(line.code, "1.2")
    is_monthly = line.unit.casefold().startswith("month")
    duration = limits.duration_months
    if not (is_salary and is_monthly) or duration is None:
        return None
    if line.quantity <= duration * line.persons:
        return None
    message = N_(
        "Line %(code)s: %(months)s months in a project of %(duration)s.",
        code=line.code,
        months=plain(rounded(Fraction(line.quantity) / line.persons)),
        duration=duration,
    )
    return _line_warning("BUD14", line, "quantity", message)


def _per_diem(line: BudgetLine, limits: Limits) -> Finding | None:
    is_abroad = _is_within(line.code, "1.3.1")
    rate = limits.per_diem_abroad if is_abroad else limits.per_diem_rate
    if rate is None or not _is_within(line.code, "1.3") or line.unit_value <= rate:
        return None
    message = N_(
        "Daily rate %(value)s exceeds %(limit)s.",
        value=_unit_value(line.unit_value),
        limit=format_amount(rate),
    )
    return _line_warning("BUD15", line, "unit_value", message)


def _currency(line: BudgetLine, limits: Limits) -> Finding | None:
    if line.currency == limits.currency:
        return None
    if limits.currency == "EUR":
        message = N_(
            "The budget must be in euro; line %(code)s is in %(currency)s.",
            code=line.code,
            currency=line.currency,
        )
    else:
        message = N_(
            "The budget must be in %(expected)s; line %(code)s is in %(currency)s.",
            expected=limits.currency,
            code=line.code,
            currency=line.currency,
        )
    return _line_error("BUD19", line, "currency", message)


def _indirect(budget: Budget, sums: Totals, limits: Limits) -> Iterator[Finding]:
    limit = rate_limit(sums.direct, limits.indirect_rate)
    if budget.indirect > limit:
        message = N_(
            "Indirect costs may not exceed %(rate)s %% of direct costs: at most %(limit)s, "
            "entered %(value)s.",
            rate=plain(limits.indirect_rate),
            limit=format_amount(limit),
            value=format_amount(budget.indirect),
        )
        yield Finding("BUD03", Level.ERROR, message, field="indirect")


def _contingency(budget: Budget, sums: Totals, limits: Limits) -> Iterator[Finding]:
    limit = rate_limit(sums.direct, limits.contingency_rate)
    if budget.contingency <= limit:
        return
    if limits.contingency_rate == 0:
        message = N_("This call allows no contingency reserve.")
    else:
        message = N_("Contingency may not exceed %(limit)s.", limit=format_amount(limit))
    yield Finding("BUD04", Level.ERROR, message, field="contingency")


def _funding(sums: Totals) -> Iterator[Finding]:
    if sums.funding != sums.accepted:
        message = N_(
            "Funding (%(funding)s) and costs (%(costs)s) differ by %(difference)s.",
            funding=format_amount(sums.funding),
            costs=format_amount(sums.accepted),
            difference=format_amount(abs(sums.funding - sums.accepted)),
        )
        yield Finding("BUD05", Level.ERROR, message, field="sources")


def _request(budget: Budget, sums: Totals, limits: Limits) -> Iterator[Finding]:
    message = amount_outside(budget.requested, limits.min_grant, limits.max_grant)
    if message is not None:
        yield Finding("BUD06", Level.ERROR, message, field="requested")
    if budget.requested > sums.eligible:
        message = N_("The grant asked is above total costs.")
        yield Finding("BUD09", Level.ERROR, message, field="requested")


def _share(budget: Budget, sums: Totals, limits: Limits) -> Iterator[Finding]:
    if sums.share is None:
        return
    if limits.max_share is not None and _is_above(budget, sums, limits.max_share):
        message = N_(
            "The grant would cover %(percent)s %% of costs; the limit is %(limit)s %%.",
            percent=shown_beside(sums.share, limits.max_share),
            limit=plain(limits.max_share),
        )
        yield Finding("BUD07", Level.ERROR, message, field="requested")
    if limits.min_share is not None and sums.share < Fraction(limits.min_share):
        message = N_(
            "The grant would cover %(percent)s %% of costs; at least %(limit)s %% must be asked.",
            percent=shown_beside(sums.share, limits.min_share),
            limit=plain(limits.min_share),
        )
        yield Finding("BUD08", Level.ERROR, message, field="requested")


def _is_above(budget: Budget, sums: Totals, share: Decimal) -> bool:
    """Compared without dividing (rules.md 12, Budget)."""
    return Fraction(budget.requested) * 100 > Fraction(share) * Fraction(sums.eligible)


def _caps(sums: Totals, limits: Limits) -> Iterator[Finding]:
    level = Level.ERROR if limits.are_caps_blocking else Level.WARNING
    for number, share in heading_shares(sums).items():
        cap = limits.heading_caps.get(number)
        if cap is None or share <= Fraction(cap):
            continue
        message = N_(
            "%(heading)s takes %(percent)s %% of direct costs; the call allows %(limit)s %%.",
            heading=HEADINGS.get(number, str(number)),
            percent=shown_beside(share, cap),
            limit=plain(cap),
        )
        yield Finding("BUD10", level, message, line=str(number), field="heading")


def _activities(budget: Budget, limits: Limits) -> Iterator[Finding]:
    if not limits.are_activities_expected:
        return
    served = {line.activity for line in budget.lines}
    for activity in budget.activities:
        if activity not in served:
            message = N_("Activity %(activity)s has no cost.", activity=activity)
            yield Finding("BUD12", Level.WARNING, message, field="activities")
    for line in budget.lines:
        if not line.activity:
            message = N_("Line %(code)s serves no activity.", code=line.code)
            yield _line_warning("BUD12", line, "activity", message)


def _visibility(budget: Budget, sums: Totals, limits: Limits) -> Iterator[Finding]:
    is_planned = any(
        _is_within(line.code, "5.8") and total > 0
        for line, total in zip(budget.lines, sums.lines, strict=True)
    )
    if limits.is_visibility_expected and not is_planned:
        yield Finding("BUD18", Level.WARNING, N_("No cost for visibility is planned."))


def _ceiling(budget: Budget, limits: Limits) -> Iterator[Finding]:
    if limits.ceiling is None or budget.requested <= 0:
        return
    finding = check_ceiling(
        limits.organisation, held=limits.held, asked=budget.requested, ceiling=limits.ceiling
    )
    if finding is not None:
        yield finding


def _is_within(code: str, group: str) -> bool:
    return code == group or code.startswith(group + ".")


def _unit_value(value: Decimal) -> str:
    places = max(2, len(plain(value).partition(".")[2]))
    return format_amount(value, places)


def amount_outside(value: Decimal, low: Decimal | None, high: Decimal | None) -> Text | None:
    """The words when an amount asked is outside the lot's range, else None (BUD06, ADM10)."""
    is_low = low is not None and value < low
    is_high = high is not None and value > high
    if not (is_low or is_high):
        return None
    shown = format_amount(value)
    if low is None and high is not None:
        limit = format_amount(high)
        return N_("The amount asked, %(value)s, is above %(limit)s.", value=shown, limit=limit)
    if high is None and low is not None:
        limit = format_amount(low)
        return N_("The amount asked, %(value)s, is below %(limit)s.", value=shown, limit=limit)
    return N_(
        "The amount asked, %(value)s, is outside %(low)s–%(high)s.",
        value=shown,
        low=format_amount(low or Decimal(0)),
        high=format_amount(high or Decimal(0)),
    )
