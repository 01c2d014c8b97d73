"""Writes of reports: schedule, costs, writing, submission, review, decision."""

from portal.reporting.service.calendar import (
    open_due,
    remind_due,
    schedule_for,
    schedule_missing,
)
from portal.reporting.service.decision import approve, reject
from portal.reporting.service.ledger import Cost, Proof, add_cost, change_cost, remove_cost
from portal.reporting.service.review import (
    accept_cost,
    accept_rest,
    ask,
    confirm_money,
    confirm_narrative,
    disallow_cost,
    take_up,
)
from portal.reporting.service.submission import reopen, submit
from portal.reporting.service.writing import (
    PartConflict,
    Result,
    save_costs,
    save_part,
    save_results,
    start,
)

__all__ = [
    "Cost",
    "PartConflict",
    "Proof",
    "Result",
    "accept_cost",
    "accept_rest",
    "add_cost",
    "approve",
    "ask",
    "change_cost",
    "confirm_money",
    "confirm_narrative",
    "disallow_cost",
    "open_due",
    "reject",
    "remind_due",
    "remove_cost",
    "reopen",
    "save_costs",
    "save_part",
    "save_results",
    "schedule_for",
    "schedule_missing",
    "start",
    "submit",
    "take_up",
]
