"""Lifecycle of a report. Source: rules.md 2.7."""

from enum import StrEnum

from portal.core.lifecycle import Move


class ReportState(StrEnum):
    """Where a report stands; overdue is a flag beside it."""

    NOT_DUE = "not_due"
    DUE = "due"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    QUESTIONS = "questions"
    RESUBMITTED = "resubmitted"
    APPROVED = "approved"
    APPROVED_WITH_DEDUCTIONS = "approved_with_deductions"
    REJECTED = "rejected"


S = ReportState
EDITABLE = frozenset({S.NOT_DUE, S.DUE, S.DRAFT, S.QUESTIONS})
ACCEPTED = frozenset({S.APPROVED, S.APPROVED_WITH_DEDUCTIONS})
MOVES: dict[str, Move[ReportState]] = {
    "fall_due": Move(frozenset({S.NOT_DUE}), S.DUE),
    "start": Move(frozenset({S.DUE, S.NOT_DUE}), S.DRAFT),
    "submit": Move(frozenset({S.DRAFT}), S.SUBMITTED),
    "resubmit": Move(frozenset({S.QUESTIONS}), S.RESUBMITTED),
    "review": Move(frozenset({S.SUBMITTED, S.RESUBMITTED}), S.UNDER_REVIEW),
    "ask": Move(frozenset({S.UNDER_REVIEW}), S.QUESTIONS),
    "approve": Move(frozenset({S.UNDER_REVIEW}), S.APPROVED),
    "approve_with_deductions": Move(frozenset({S.UNDER_REVIEW}), S.APPROVED_WITH_DEDUCTIONS),
    "reject": Move(frozenset({S.UNDER_REVIEW}), S.REJECTED),
    "reopen": Move(frozenset({S.REJECTED}), S.DRAFT),
}
