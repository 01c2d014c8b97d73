"""Lifecycles of the evaluation session and of one assessment. Source: rules.md 2.3, 2.4."""

from enum import StrEnum

from portal.core.lifecycle import Move


class SessionState(StrEnum):
    """Where the committee's work on a call stands."""

    PLANNED = "planned"
    CONSTITUTED = "constituted"
    OPENING = "opening"
    ADMIN_CHECK = "admin_check"
    SCORING = "scoring"
    CONSOLIDATION = "consolidation"
    RANKING = "ranking"
    REPORT_DRAFT = "report_draft"
    REPORT_SIGNED = "report_signed"
    DECIDED = "decided"
    CLOSED = "closed"


class AssessmentState(StrEnum):
    """Where one assessor's sheet stands."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RECUSED = "recused"
    LOCKED = "locked"


class Proposal(StrEnum):
    """What the ranking proposes for one application."""

    AWARD = "award"
    INVITE = "invite"  # of a concept note to the second step
    RESERVE = "reserve"
    REJECT = "reject"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REFUSED = "refused"


S = SessionState
SESSION_MOVES: dict[str, Move[SessionState]] = {
    "constitute": Move(frozenset({S.PLANNED}), S.CONSTITUTED),
    "open": Move(frozenset({S.CONSTITUTED}), S.OPENING),
    "start_checks": Move(frozenset({S.OPENING}), S.ADMIN_CHECK),
    "start_scoring": Move(frozenset({S.ADMIN_CHECK}), S.SCORING),
    "consolidate": Move(frozenset({S.SCORING}), S.CONSOLIDATION),
    "rank": Move(frozenset({S.SCORING, S.CONSOLIDATION}), S.RANKING),
    "draft_report": Move(frozenset({S.RANKING}), S.REPORT_DRAFT),
    "sign_report": Move(frozenset({S.REPORT_DRAFT}), S.REPORT_SIGNED),
    "decide": Move(frozenset({S.REPORT_SIGNED}), S.DECIDED),
    "send_back": Move(frozenset({S.REPORT_DRAFT, S.REPORT_SIGNED}), S.RANKING),
    "close": Move(frozenset({S.DECIDED}), S.CLOSED),
}

A = AssessmentState
ASSESSMENT_MOVES: dict[str, Move[AssessmentState]] = {
    "accept": Move(frozenset({A.ASSIGNED}), A.ACCEPTED),
    "recuse": Move(frozenset({A.ASSIGNED, A.ACCEPTED, A.IN_PROGRESS, A.RETURNED}), A.RECUSED),
    "decline": Move(frozenset({A.ASSIGNED, A.ACCEPTED}), A.RECUSED),
    "reassign": Move(frozenset({A.ASSIGNED, A.ACCEPTED, A.IN_PROGRESS, A.RETURNED}), A.RECUSED),
    "set_aside": Move(frozenset({A.SUBMITTED}), A.RECUSED),
    "score": Move(frozenset({A.ACCEPTED, A.IN_PROGRESS, A.RETURNED}), A.IN_PROGRESS),
    "submit": Move(frozenset({A.IN_PROGRESS}), A.SUBMITTED),
    "return": Move(frozenset({A.SUBMITTED}), A.RETURNED),
    "lock": Move(frozenset({A.SUBMITTED}), A.LOCKED),
}

C = ComplaintState
COMPLAINT_MOVES: dict[str, Move[ComplaintState]] = {
    "uphold": Move(frozenset({C.OPEN}), C.UPHELD),
    "refuse": Move(frozenset({C.OPEN}), C.REFUSED),
}
