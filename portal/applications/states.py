"""Lifecycle of an application. Source: rules.md 2.2."""

from enum import StrEnum

from portal.core.lifecycle import Move


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPENED = "opened"
    CLARIFICATION = "clarification"
    ADMIN_FAILED = "admin_failed"
    UNDER_CN_EVALUATION = "under_cn_evaluation"
    CN_REJECTED = "cn_rejected"
    PRESELECTED = "preselected"
    INVITED = "invited"
    FULL_DRAFT = "full_draft"
    FULL_SUBMITTED = "full_submitted"
    UNDER_FULL_EVALUATION = "under_full_evaluation"
    REJECTED_QUALITY = "rejected_quality"
    PROVISIONALLY_SELECTED = "provisionally_selected"
    RESERVE = "reserve"
    ELIGIBILITY_CHECK = "eligibility_check"
    INELIGIBLE = "ineligible"
    AWARDED = "awarded"
    CONTRACTED = "contracted"
    DECLINED = "declined"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class AttemptKind(StrEnum):
    """What became of one try to submit."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    LATE = "late"
    NOT_OPEN = "not_open"  # suspended, cancelled, not published
    NO_RIGHT = "no_right"
    AGAIN = "again"  # submitted already: a double click, or two people
    REFUSED = "refused"  # anything else


S = ApplicationState
AFTER_COMPLAINT = frozenset({"restore", "check_again"})  # verbs that lead out of an end
TERMINAL = frozenset(
    {
        S.WITHDRAWN,
        S.ADMIN_FAILED,
        S.CN_REJECTED,
        S.REJECTED_QUALITY,
        S.INELIGIBLE,
        S.CONTRACTED,
        S.DECLINED,
        S.EXPIRED,
        S.LAPSED,
    }
)
IN_EVALUATION = frozenset(
    {
        S.OPENED,
        S.CLARIFICATION,
        S.UNDER_CN_EVALUATION,
        S.PRESELECTED,
        S.UNDER_FULL_EVALUATION,
        S.PROVISIONALLY_SELECTED,
        S.RESERVE,
        S.ELIGIBILITY_CHECK,
    }
)
MOVES: dict[str, Move[ApplicationState]] = {
    "submit": Move(frozenset({S.DRAFT}), S.SUBMITTED),
    "reopen": Move(frozenset({S.SUBMITTED}), S.DRAFT),
    "let_stand": Move(frozenset({S.DRAFT}), S.SUBMITTED),  # not sent again by the deadline
    "withdraw": Move(frozenset({S.DRAFT, S.SUBMITTED}) | IN_EVALUATION, S.WITHDRAWN),
    "open": Move(frozenset({S.SUBMITTED}), S.OPENED),
    "ask_clarification": Move(frozenset({S.OPENED}), S.CLARIFICATION),
    "answer_clarification": Move(frozenset({S.CLARIFICATION}), S.OPENED),
    "fail_admin": Move(frozenset({S.OPENED}), S.ADMIN_FAILED),
    "pass_admin": Move(frozenset({S.OPENED}), S.UNDER_FULL_EVALUATION),
    "invite": Move(frozenset({S.UNDER_FULL_EVALUATION}), S.INVITED),
    "reject_concept": Move(frozenset({S.UNDER_FULL_EVALUATION}), S.CN_REJECTED),
    "lapse": Move(frozenset({S.INVITED}), S.LAPSED),
    "reject_quality": Move(frozenset({S.UNDER_FULL_EVALUATION}), S.REJECTED_QUALITY),
    "select": Move(frozenset({S.UNDER_FULL_EVALUATION, S.RESERVE}), S.PROVISIONALLY_SELECTED),
    "put_on_reserve": Move(frozenset({S.UNDER_FULL_EVALUATION, S.ELIGIBILITY_CHECK}), S.RESERVE),
    "start_eligibility": Move(
        frozenset({S.PROVISIONALLY_SELECTED, S.RESERVE}), S.ELIGIBILITY_CHECK
    ),
    "restore": Move(frozenset({S.REJECTED_QUALITY, S.INELIGIBLE}), S.RESERVE),
    "check_again": Move(frozenset({S.ADMIN_FAILED}), S.OPENED),
    "find_ineligible": Move(frozenset({S.ELIGIBILITY_CHECK}), S.INELIGIBLE),
    "award": Move(frozenset({S.ELIGIBILITY_CHECK}), S.AWARDED),
    "expire": Move(frozenset({S.RESERVE}), S.EXPIRED),
    "contract": Move(frozenset({S.AWARDED}), S.CONTRACTED),
    "decline": Move(frozenset({S.AWARDED}), S.DECLINED),
}


class MandateState(StrEnum):
    """Where the mandate of a partner stands; a partner nobody has asked yet has none."""

    ASKED = "asked"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # the applicant took the request back
    VOID = "void"  # what the partner signed, or was asked to sign, is no longer so


M = MandateState
MANDATE_MOVES: dict[str, Move[MandateState]] = {
    "ask": Move(frozenset({M.ASKED, M.DECLINED, M.WITHDRAWN, M.VOID}), M.ASKED),
    "sign": Move(frozenset({M.ASKED}), M.SIGNED),
    "sign_on_paper": Move(frozenset({M.ASKED, M.DECLINED, M.WITHDRAWN, M.VOID}), M.SIGNED),
    "decline": Move(frozenset({M.ASKED}), M.DECLINED),
    "withdraw": Move(frozenset({M.ASKED, M.SIGNED}), M.WITHDRAWN),
    "void": Move(frozenset({M.ASKED, M.SIGNED}), M.VOID),
}
