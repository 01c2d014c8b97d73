"""The arithmetic of an application: plain data in, sums and findings out.

Flow:
1. The area maps its rows to `Budget` (of `BudgetLine`, `FundingSource`), the lot to `Limits`.
2. `totals(budget)` recalculates every line and adds up headings 1-6 and sums 7-13.
3. `check_budget(budget, limits)` lists what is broken (BUD01-BUD16, BUD18, BUD19) in words.
4. `core.findings.errors(...)` of that list block submission; the rest is shown beside the line.
5. `largest_request(eligible, max_share)` tells the applicant how much may be asked at most.
6. `sections_of(stage, ...)` picks the sections; `check_sections(...)` their words and gaps.
7. `check_stage_amount(...)` holds a full application near its concept note (BUD17).
8. BUD16 (ceiling per third party) is counted in `actions.rules`; BUD20 (lot total) at award is
   `evaluation.rules`.
Every number comes in as a parameter. Source: rules.md 3, 6, 12.
"""

from portal.applications.rules.amounts import (
    HEADINGS,
    Budget,
    BudgetLine,
    FundingSource,
    Limits,
    SourceKind,
    Totals,
    heading_shares,
    largest_request,
    line_total,
    lump_sum,
    rate_limit,
    totals,
)
from portal.applications.rules.budget import amount_outside, check_budget
from portal.applications.rules.stages import (
    SectionLimit,
    Stage,
    check_duration,
    check_sections,
    check_stage_amount,
    sections_of,
    words_over,
)

__all__ = [
    "HEADINGS",
    "Budget",
    "BudgetLine",
    "FundingSource",
    "Limits",
    "SectionLimit",
    "SourceKind",
    "Stage",
    "Totals",
    "amount_outside",
    "check_budget",
    "check_duration",
    "check_sections",
    "check_stage_amount",
    "heading_shares",
    "largest_request",
    "line_total",
    "lump_sum",
    "rate_limit",
    "sections_of",
    "totals",
    "words_over",
]
