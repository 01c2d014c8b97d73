"""The arithmetic of a grant: plan, payments, changes and the end of the accounts.

Flow:
1. `plan_instalments(maximum, percents, ...)` splits the maximum grant to the cent.
2. `grant_financed(accepted, share)` is what the grant pays of accepted cost.
3. `next_instalment(planned, paid=..., spent=...)` applies the 70 % rule.
4. `BudgetBase` holds the contract's headings and the net moves since; a `BudgetChange` comes in.
5. `classify_change(base, change, limit=25)` says notification, addendum or refused, with numbers.
6. `note_change` / `take_out` / `after_addendum` give the next base.
7. `accepted_costs(...)`, then `final_grant(...)`: amount, balance or recovery, own contribution.
8. `keep_until(...)` ends the keeping of papers. Days: `core.days`.
Every rate, share and limit comes from the contract. Source: rules.md 6.6, 7.5-7.7, 12.
"""

from portal.grants.rules.changes import (
    BudgetBase,
    BudgetChange,
    ChangeKind,
    Classified,
    HeadingChange,
    Subject,
    after_addendum,
    check_addendum_date,
    classify_change,
    classify_subject,
    move_between,
    note_change,
    take_out,
)
from portal.grants.rules.closing import (
    AcceptedCosts,
    FinalGrant,
    accepted_costs,
    final_grant,
    keep_until,
)
from portal.grants.rules.conditions import (
    CHECKLIST,
    Condition,
    Standing,
    conditions,
    unmet,
)
from portal.grants.rules.instalments import (
    InstalmentKind,
    NextInstalment,
    PlannedInstalment,
    Reduction,
    grant_financed,
    next_instalment,
    plan_instalments,
)

__all__ = [
    "CHECKLIST",
    "AcceptedCosts",
    "BudgetBase",
    "BudgetChange",
    "ChangeKind",
    "Classified",
    "Condition",
    "FinalGrant",
    "HeadingChange",
    "InstalmentKind",
    "NextInstalment",
    "PlannedInstalment",
    "Reduction",
    "Standing",
    "Subject",
    "accepted_costs",
    "after_addendum",
    "check_addendum_date",
    "classify_change",
    "classify_subject",
    "conditions",
    "final_grant",
    "grant_financed",
    "keep_until",
    "move_between",
    "next_instalment",
    "note_change",
    "plan_instalments",
    "take_out",
    "unmet",
]
