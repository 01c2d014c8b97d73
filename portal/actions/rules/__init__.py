"""The arithmetic of an Action: progress to its targets, money, the ceiling per third party.

Flow:
1. Higher areas gather plain facts: `GrantFact`, `EventFact`, `OrganisationFact`.
2. `goals(targets, countries)` says what is expected, per country where the plan splits it.
3. `target_progress(goals, facts)` counts: planned, in progress, done, per country;
   `narrowed(progress, countries)` is the same for the staff of some countries.
4. `money_rows(...)` and `total(...)` add up envelope, awarded, paid, accepted, to pay.
5. `committed(grants)` is what one organisation already holds under the Action.
6. `check_ceiling(...)` is BUD16: with the amount asked it must stay below the ceiling;
   `room_below_ceiling(...)` says how much may still be asked.
Every number comes in as a parameter. Source: rules.md 5.3, 9.1, 9.2, 12.
"""

from portal.actions.rules.ceiling import HeldGrant, check_ceiling, committed, room_below_ceiling
from portal.actions.rules.money import GrantMoneyFact, MoneyRow, money_rows, total
from portal.actions.rules.targets import (
    REGION,
    Counts,
    EventFact,
    Facts,
    GrantFact,
    OrganisationFact,
    Stage,
    Tally,
    TargetGoal,
    TargetProgress,
    distinct,
    goals,
    narrowed,
    target_progress,
)

__all__ = [
    "REGION",
    "Counts",
    "EventFact",
    "Facts",
    "GrantFact",
    "GrantMoneyFact",
    "HeldGrant",
    "MoneyRow",
    "OrganisationFact",
    "Stage",
    "Tally",
    "TargetGoal",
    "TargetProgress",
    "check_ceiling",
    "committed",
    "distinct",
    "goals",
    "money_rows",
    "narrowed",
    "room_below_ceiling",
    "target_progress",
    "total",
]
