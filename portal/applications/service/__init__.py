"""Writes of applications: start, save, attach, submit, and the moves of the committee."""

from portal.applications.service.attempts import note_refusal
from portal.applications.service.budget import (
    BudgetConflict,
    Plan,
    PlannedLine,
    PlannedSource,
    save_budget,
)
from portal.applications.service.carrying import tell_invited
from portal.applications.service.clarification import (
    Reply,
    Upload,
    answer_clarification,
    ask_clarification,
    lapse_clarification,
)
from portal.applications.service.documents import (
    attach_document,
    attach_eligibility_document,
    attach_from_profile,
    remove_document,
    restore_document,
)
from portal.applications.service.evaluation import (
    award,
    check_again,
    contract,
    decline,
    expire,
    fail_admin,
    find_ineligible,
    invite,
    lapse,
    letter_sent,
    open_application,
    pass_admin,
    put_on_reserve,
    reject_concept,
    reject_quality,
    restore,
    select,
    start_eligibility,
)
from portal.applications.service.extension import extend_deadline, move_extensions
from portal.applications.service.mandates import (
    ask_mandate,
    present_text,
    remind_by_itself,
    remind_mandate,
    sign_on_paper,
    withdraw_mandate,
)
from portal.applications.service.merging import merge_organisations, shared_call
from portal.applications.service.partners import (
    Partner,
    add_partner,
    edit_partner,
    remove_partner,
)
from portal.applications.service.presence import be_present, forget_presence, needs_sign
from portal.applications.service.sections import SectionConflict, keep_page, save_page, sign
from portal.applications.service.signing import decline_mandate, sign_mandate
from portal.applications.service.standing import let_stand
from portal.applications.service.starting import call_facts, start
from portal.applications.service.submission import reopen, submit, withdraw
from portal.applications.service.testing import delete_test, start_test

__all__ = [
    "BudgetConflict",
    "Partner",
    "Plan",
    "PlannedLine",
    "PlannedSource",
    "Reply",
    "SectionConflict",
    "Upload",
    "add_partner",
    "answer_clarification",
    "ask_clarification",
    "ask_mandate",
    "attach_document",
    "attach_eligibility_document",
    "attach_from_profile",
    "award",
    "be_present",
    "call_facts",
    "check_again",
    "contract",
    "decline",
    "decline_mandate",
    "delete_test",
    "edit_partner",
    "expire",
    "extend_deadline",
    "fail_admin",
    "find_ineligible",
    "forget_presence",
    "invite",
    "keep_page",
    "lapse",
    "lapse_clarification",
    "let_stand",
    "letter_sent",
    "merge_organisations",
    "move_extensions",
    "needs_sign",
    "note_refusal",
    "open_application",
    "pass_admin",
    "present_text",
    "put_on_reserve",
    "reject_concept",
    "reject_quality",
    "remind_by_itself",
    "remind_mandate",
    "remove_document",
    "remove_partner",
    "reopen",
    "restore",
    "restore_document",
    "save_budget",
    "save_page",
    "select",
    "shared_call",
    "sign",
    "sign_mandate",
    "sign_on_paper",
    "start",
    "start_eligibility",
    "start_test",
    "submit",
    "tell_invited",
    "withdraw",
    "withdraw_mandate",
]
