"""Writes of applications: start, save, attach, submit, and the moves of the committee."""

from portal.applications.service.budget import (
    BudgetConflict,
    Plan,
    PlannedLine,
    PlannedSource,
    save_budget,
)
from portal.applications.service.documents import (
    attach_document,
    attach_eligibility_document,
    remove_document,
    restore_document,
)
from portal.applications.service.evaluation import (
    answer_clarification,
    ask_clarification,
    award,
    contract,
    decline,
    expire,
    fail_admin,
    find_ineligible,
    letter_sent,
    open_application,
    pass_admin,
    put_on_reserve,
    reject_quality,
    select,
    start_eligibility,
)
from portal.applications.service.sections import (
    Partner,
    SectionConflict,
    add_partner,
    remove_partner,
    save_page,
)
from portal.applications.service.starting import call_facts, start
from portal.applications.service.submission import note_refusal, reopen, submit, withdraw

__all__ = [
    "BudgetConflict",
    "Partner",
    "Plan",
    "PlannedLine",
    "PlannedSource",
    "SectionConflict",
    "add_partner",
    "answer_clarification",
    "ask_clarification",
    "attach_document",
    "attach_eligibility_document",
    "award",
    "call_facts",
    "contract",
    "decline",
    "expire",
    "fail_admin",
    "find_ineligible",
    "letter_sent",
    "note_refusal",
    "open_application",
    "pass_admin",
    "put_on_reserve",
    "reject_quality",
    "remove_document",
    "remove_partner",
    "reopen",
    "restore_document",
    "save_budget",
    "save_page",
    "select",
    "start",
    "start_eligibility",
    "submit",
    "withdraw",
]
