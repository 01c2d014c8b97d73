"""Writes of the evaluation, one function per verb, in the order of the procedure."""

from portal.evaluation.service.assignments import (
    assign,
    assign_lot,
    assign_thirds,
    fair_split,
    thirds,
)
from portal.evaluation.service.checks import (
    answer_check,
    demand_unchanged,
    fail_check,
    open_applications,
    pass_check,
    start_scoring,
)
from portal.evaluation.service.clarifications import answer_clarification, ask_clarification
from portal.evaluation.service.committee import appoint, constitute, dismiss, plan
from portal.evaluation.service.complaints import Answer, answer_complaint, appoint_officer, complain
from portal.evaluation.service.conflicts import (
    KINDS,
    issue_register,
    look_for_conflicts,
    record_conflict,
    rule_on,
)
from portal.evaluation.service.consensus import answer_consensus, write_consensus
from portal.evaluation.service.days import approve_days
from portal.evaluation.service.decision import approve, refuse
from portal.evaluation.service.declarations import Tie, declare, declare_conflict, statements
from portal.evaluation.service.eligibility import (
    answer_eligibility,
    award,
    find_eligible,
    find_ineligible,
    start_eligibility,
)
from portal.evaluation.service.handing import decline, reassign, replace_assessor
from portal.evaluation.service.identities import open_identities
from portal.evaluation.service.letters import send_letters
from portal.evaluation.service.offline import take_offline
from portal.evaluation.service.planning import (
    Move,
    QuotaLimit,
    Reduction,
    adopt,
    change_scenario,
    changes_of,
    drop_scenario,
    set_quotas,
    sketch,
)
from portal.evaluation.service.profile import (
    About,
    Job,
    add_employment,
    describe,
    remove_employment,
)
from portal.evaluation.service.proposal import (
    Field,
    LotProposal,
    ProposalRow,
    field_of,
    proposals,
    propose,
    quota_name,
    why,
)
from portal.evaluation.service.ranking import consolidate, freeze, start_ranking
from portal.evaluation.service.report import draft_report, send_report_back, sign_report
from portal.evaluation.service.reserve import (
    decline_offer,
    expire_reserve,
    lapse,
    next_on_reserve,
    offer_next,
    promote_reserve,
)
from portal.evaluation.service.results import confirm_check, send_check_back
from portal.evaluation.service.scoring import Marks, begin, problems, return_sheet, save, submit
from portal.evaluation.service.substitutes import replace_member

__all__ = [
    "KINDS",
    "About",
    "Answer",
    "Field",
    "Job",
    "LotProposal",
    "Marks",
    "Move",
    "ProposalRow",
    "QuotaLimit",
    "Reduction",
    "Tie",
    "add_employment",
    "adopt",
    "answer_check",
    "answer_clarification",
    "answer_complaint",
    "answer_consensus",
    "answer_eligibility",
    "appoint",
    "appoint_officer",
    "approve",
    "approve_days",
    "ask_clarification",
    "assign",
    "assign_lot",
    "assign_thirds",
    "award",
    "begin",
    "change_scenario",
    "changes_of",
    "complain",
    "confirm_check",
    "consolidate",
    "constitute",
    "declare",
    "declare_conflict",
    "decline",
    "decline_offer",
    "demand_unchanged",
    "describe",
    "dismiss",
    "draft_report",
    "drop_scenario",
    "expire_reserve",
    "fail_check",
    "fair_split",
    "field_of",
    "find_eligible",
    "find_ineligible",
    "freeze",
    "issue_register",
    "lapse",
    "look_for_conflicts",
    "next_on_reserve",
    "offer_next",
    "open_applications",
    "open_identities",
    "pass_check",
    "plan",
    "problems",
    "promote_reserve",
    "proposals",
    "propose",
    "quota_name",
    "reassign",
    "record_conflict",
    "refuse",
    "remove_employment",
    "replace_assessor",
    "replace_member",
    "return_sheet",
    "rule_on",
    "save",
    "send_check_back",
    "send_letters",
    "send_report_back",
    "set_quotas",
    "sign_report",
    "sketch",
    "start_eligibility",
    "start_ranking",
    "start_scoring",
    "statements",
    "submit",
    "take_offline",
    "thirds",
    "why",
    "write_consensus",
]
