"""The arithmetic of the evaluation: sheets in, consolidated scores, ranking and proposal out.

Flow:
1. The call's grid becomes `Grid` (of `Section`, `Criterion`), its settings `ScoringRules`.
2. `check_sheet(sheet, grid)` says what is missing on a `Sheet`: marks and comments.
3. `sheet_totals(sheet, grid, ...)` adds up a complete sheet, exactly.
4. `needs_third(first, second, grid, rules)` says whether and why a third assessor is called.
5. `consolidate(totals)` gives the score that counts; `committee_score(...)` replaces it.
6. `make_entry(...)` tests the thresholds T1-T5 and makes the `Entry`; `rank(entries)` orders them.
7. `cut_concept_notes(...)` in step one; `plan(...)` of all lots at the end.
8. `promote(...)` moves the reserve up when an award falls away; `check_envelope` is BUD20.
Scores are exact fractions; two decimals only for print. Source: rules.md 4, 12.
"""

from portal.evaluation.rules.awards import (
    AwardProposal,
    LotRules,
    Reserve,
    Room,
    Waits,
    check_envelope,
    is_reserve_open,
    promote,
)
from portal.evaluation.rules.checks import (
    ADMINISTRATIVE,
    ELIGIBILITY,
    AdministrativeFacts,
    EligibilityFacts,
    answer_administrative,
    answer_eligibility,
)
from portal.evaluation.rules.complaints import Standing as ComplaintStanding
from portal.evaluation.rules.complaints import last_day, reorder
from portal.evaluation.rules.conflicts import (
    BARS_SCORING_ONLY,
    ConflictRule,
    Connection,
    Dossier,
    Finding,
    Joint,
    Person,
    Side,
    find,
    find_all,
    joint_with,
    keys_of,
    mail_domain,
    web_domain,
)
from portal.evaluation.rules.consensus import Change, Voice, differences, merge
from portal.evaluation.rules.consolidation import (
    Basis,
    Consolidated,
    ThirdReason,
    check_thresholds,
    committee_score,
    consolidate,
    gap,
    needs_third,
    role_score,
    third_by_totals,
)
from portal.evaluation.rules.cut import Cut, cut_concept_notes
from portal.evaluation.rules.grid import (
    Criterion,
    Grid,
    Role,
    Scale,
    ScoredStage,
    ScoringRules,
    Section,
)
from portal.evaluation.rules.matrix import Lean, Spread, leans, spread_of
from portal.evaluation.rules.planner import (
    NO_CHANGES,
    Candidate,
    Changes,
    Effect,
    LotPlan,
    Plan,
    Planned,
    Quota,
    QuotaKind,
    QuotaUse,
    Transfer,
    compare,
    cut,
    plan,
)
from portal.evaluation.rules.ranking import Entry, Placed, Ranking, TieLevel, make_entry, rank
from portal.evaluation.rules.sheets import (
    Sheet,
    SheetTotals,
    check_sheet,
    missing_recommendation,
    preset_scores,
    sheet_totals,
)
from portal.evaluation.rules.split import fair_split

__all__ = [
    "ADMINISTRATIVE",
    "BARS_SCORING_ONLY",
    "ELIGIBILITY",
    "NO_CHANGES",
    "AdministrativeFacts",
    "AwardProposal",
    "Basis",
    "Candidate",
    "Change",
    "Changes",
    "ComplaintStanding",
    "ConflictRule",
    "Connection",
    "Consolidated",
    "Criterion",
    "Cut",
    "Dossier",
    "Effect",
    "EligibilityFacts",
    "Entry",
    "Finding",
    "Grid",
    "Joint",
    "Lean",
    "LotPlan",
    "LotRules",
    "Person",
    "Placed",
    "Plan",
    "Planned",
    "Quota",
    "QuotaKind",
    "QuotaUse",
    "Ranking",
    "Reserve",
    "Role",
    "Room",
    "Scale",
    "ScoredStage",
    "ScoringRules",
    "Section",
    "Sheet",
    "SheetTotals",
    "Side",
    "Spread",
    "ThirdReason",
    "TieLevel",
    "Transfer",
    "Voice",
    "Waits",
    "answer_administrative",
    "answer_eligibility",
    "check_envelope",
    "check_sheet",
    "check_thresholds",
    "committee_score",
    "compare",
    "consolidate",
    "cut",
    "cut_concept_notes",
    "differences",
    "fair_split",
    "find",
    "find_all",
    "gap",
    "is_reserve_open",
    "joint_with",
    "keys_of",
    "last_day",
    "leans",
    "mail_domain",
    "make_entry",
    "merge",
    "missing_recommendation",
    "needs_third",
    "plan",
    "preset_scores",
    "promote",
    "rank",
    "reorder",
    "role_score",
    "sheet_totals",
    "spread_of",
    "third_by_totals",
    "web_domain",
]
