"""What stands in the way of submitting a report, and what to know about its costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.core.clock import day_in
from portal.core.findings import Finding, Level, errors
from portal.core.money import in_currency
from portal.core.ratio import percent_of
from portal.core.text import N_, Text, count_words
from portal.grants.models import Grant
from portal.reporting import template
from portal.reporting.models import Expenditure, Report, ResultLine
from portal.reporting.queries.figures import ZERO, as_item, sheet, terms
from portal.reporting.queries.reading import ledger, section
from portal.reporting.rules import ListRules, Part, check_expenditure, check_people, terms_of

RESULTS, COSTS = "results", "costs"


@dataclass(frozen=True)
class Problem:
    """One thing to mend. Shape: `page` is the key of a part, "results" or "costs"."""

    page: str
    message: Text
    field: str = ""


def problems(report: Report, *, at: datetime) -> list[Problem]:
    """Everything that keeps the report from being submitted, in the order of its pages.

    Queries: 3.
    """
    found = [problem for part in terms(report).parts for problem in part_problems(report, part)]
    return [*found, *result_problems(report), *cost_problems(report, at=at)]


def part_problems(report: Report, part: Part) -> list[Problem]:
    """What is wrong with one text of the narrative."""
    row = section(report, part.key)
    if row is None or not row.text:
        return [Problem(part.key, N_("Write %(title)s", title=part.title), "text")]
    if (count := count_words(row.text)) > part.words:
        return [Problem(part.key, too_long(part.title, part.words, count), "text")]
    if not row.is_complete:
        return [Problem(part.key, N_("%(title)s is not marked as completed", title=part.title))]
    return []


def too_long(title: str, limit: int, count: int) -> Text:
    """The words for a text over its limit."""
    return N_(
        "%(title)s must be %(limit)s words or less. You have %(count)s",
        title=title,
        limit=limit,
        count=count,
    )


def result_problems(report: Report) -> list[Problem]:
    """What is wrong with the numbers of people and the words about the activities."""
    if not report.results:
        return [Problem(RESULTS, N_("Say what was done in at least one activity"))]
    found = []
    for row in report.results:
        for message, field in line_problems(row, terms(report).activity_words):
            found.append(Problem(RESULTS, message, f"lines-{row.position - 1}-{field}"))
    return found


def line_problems(row: ResultLine, most_words: int) -> list[tuple[Text, str]]:
    """What is wrong with one activity: the words and the field."""
    found = [
        (finding.message, finding.field or "women")
        for finding in check_people(women=row.women, men=row.men, minors=row.minors)
    ]
    if not row.output:
        message = N_("Say what was done in %(activity)s", activity=row.activity)
        found.append((message, "output"))
    elif (count := count_words(row.output)) > most_words:
        found.append((too_long(row.activity, most_words, count), "output"))
    return found


def cost_problems(report: Report, *, at: datetime) -> list[Problem]:
    """What blocks in the list of costs and the explanations. Queries: 2."""
    found = [
        Problem(COSTS, finding.message, f"item-{finding.line}")
        for finding in errors(cost_findings(report, at=at))
    ]
    figures = sheet(report)
    found += [
        Problem(
            COSTS,
            N_("Explain why line %(code)s differs from the budget", code=row.code),
            f"explanation-{row.key}",
        )
        for row in figures.missing
    ]
    if figures.claimed_indirect > figures.most_indirect:
        message = N_(
            "Indirect costs must be %(most)s or less",
            most=in_currency(figures.most_indirect, report.grant.currency),
        )
        found.append(Problem(COSTS, message, "claimed_indirect"))
    return found


def cost_findings(report: Report, *, at: datetime) -> list[Finding]:
    """Every finding about the costs of a report, warnings too. Queries: 1.

    Duplicates are also looked for in the other reports of the grant.
    """
    others = [row for row in ledger(report.grant_id) if row.report_id != report.id]
    rules = ListRules(
        period_from=report.period_from,
        period_to=report.period_to,
        reported_on=day_in(report.grant.action.time_zone, at),
        tolerance=terms(report).tolerance,
        earlier=tuple(as_item(row) for row in others if row.report_id is not None),
    )
    return check_expenditure([as_item(row) for row in report.expenditure], rules)


def ledger_findings(
    grant: Grant, items: Sequence[Expenditure], *, today: date
) -> dict[str, list[Finding]]:
    """What the list of costs says beside each of its rows, by number. Queries: none."""
    usual = terms_of(template.terms("final"))
    rules = ListRules(
        period_from=grant.starts_on or date.min,
        period_to=grant.ends_on or date.max,
        reported_on=today,
        tolerance=usual.tolerance,
    )
    found: dict[str, list[Finding]] = {}
    for finding in check_expenditure([as_item(item) for item in items], rules):
        found.setdefault(finding.line or "", []).append(_softened(finding))
    return found


def _softened(finding: Finding) -> Finding:
    """While costs are collected a missing file or payment is a thing to do, not a mistake."""
    if finding.code in {"EXP03", "EXP05"}:
        return Finding(finding.code, Level.WARNING, finding.message, finding.line, finding.field)
    return finding


@dataclass(frozen=True)
class Overspent:
    """A line above its budget, or a heading beyond the limit that needs an addendum."""

    message: Text
    needs_addendum: bool


def overspent(grant: Grant, items: Sequence[Expenditure]) -> list[Overspent]:
    """Lines and headings where more is entered than the contract has. Queries: none."""
    spent = {line.id: ZERO for line in grant.lines}
    for item in items:
        spent[item.line_id] += item.amount_eur
    found = []
    for line in grant.lines:
        if spent[line.id] > line.total:
            over = in_currency(spent[line.id] - line.total, grant.currency)
            message = N_("Line %(code)s is %(over)s over its budget.", code=line.code, over=over)
            found.append(Overspent(message, needs_addendum=False))
    for number in sorted({line.heading for line in grant.lines}):
        lines = [line for line in grant.lines if line.heading == number]
        budget = sum((line.total for line in lines), ZERO)
        over_by = sum((spent[line.id] for line in lines), ZERO) - budget
        if over_by > percent_of(budget, grant.transfer_limit_percent):
            message = N_(
                "Heading %(heading)s is %(over)s over its budget, more than %(limit)s %% of "
                "it. Ask for an addendum.",
                heading=number,
                over=in_currency(over_by, grant.currency),
                limit=f"{grant.transfer_limit_percent:.0f}",
            )
            found.append(Overspent(message, needs_addendum=True))
    return found
