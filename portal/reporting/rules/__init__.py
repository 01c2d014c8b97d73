"""The arithmetic of a report: documents in euro, checks, verification, variations.

Flow:
1. `rate_for(terms, ...)` finds the rate by the contract's method; `to_eur(local, rate)` converts.
2. `check_expenditure(items, rules)` lists what is wrong with the rows (EXP01-EXP08).
3. `sums_by_line(items)` is the financial report; `variations(budget, reported, ...)` compares it.
4. `draw_sample(...)` says what to check; `error_rate(...)` what the errors mean.
5. `verify(items, refusals)` gives accepted direct cost; reasons are in `DISALLOWANCE`.
6. `grants.rules.accepted_costs` and `final_grant` turn it into the balance or a recovery.
7. `check_people(...)` holds numbers of people reached together.
8. `schedule(...)` says which reports there are, `reminder_due(...)` when to remind.
Every rate, limit and share comes from the contract. Source: rules.md 6.4, 7, 12.
"""

from portal.reporting.rules.account import Earlier, accepted_with
from portal.reporting.rules.exchange import (
    Credit,
    ExchangeTerms,
    Method,
    MonthOf,
    average_rate,
    bank_rate,
    month_rate,
    rate_for,
    rate_shown,
    to_eur,
)
from portal.reporting.rules.expenditure import (
    DISALLOWANCE,
    Disallowance,
    ExpenditureItem,
    ListRules,
    Verified,
    check_disallowance,
    check_expenditure,
    sums_by_line,
    verify,
)
from portal.reporting.rules.figures import Variation, variations
from portal.reporting.rules.people import check_people
from portal.reporting.rules.periods import Period, reminder_due, schedule
from portal.reporting.rules.terms import Part, Terms, terms_of
from portal.reporting.rules.verification import (
    ErrorRate,
    Sample,
    SampleRules,
    draw_sample,
    error_rate,
)

__all__ = [
    "DISALLOWANCE",
    "Credit",
    "Disallowance",
    "Earlier",
    "ErrorRate",
    "ExchangeTerms",
    "ExpenditureItem",
    "ListRules",
    "Method",
    "MonthOf",
    "Part",
    "Period",
    "Sample",
    "SampleRules",
    "Terms",
    "Variation",
    "Verified",
    "accepted_with",
    "average_rate",
    "bank_rate",
    "check_disallowance",
    "check_expenditure",
    "check_people",
    "draw_sample",
    "error_rate",
    "month_rate",
    "rate_for",
    "rate_shown",
    "reminder_due",
    "schedule",
    "sums_by_line",
    "terms_of",
    "to_eur",
    "variations",
    "verify",
]
