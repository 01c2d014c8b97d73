"""Lifecycle of a call. Source: rules.md 2.1."""

from enum import StrEnum

from portal.core.lifecycle import Move


class CallState(StrEnum):
    """Where a call stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLOSED = "closed"
    IN_EVALUATION = "in_evaluation"
    DECIDED = "decided"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class QuestionKind(StrEnum):
    """How a question of the application form is answered."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    MANY_OF = "many_of"
    TABLE = "table"
    FILE = "file"
    DECLARATION = "declaration"


S = CallState
MOVES: dict[str, Move[CallState]] = {
    "approve": Move(frozenset({S.DRAFT}), S.APPROVED),
    "return_to_draft": Move(frozenset({S.APPROVED}), S.DRAFT),
    "publish": Move(frozenset({S.APPROVED}), S.PUBLISHED),
    "extend": Move(frozenset({S.PUBLISHED}), S.PUBLISHED),
    "correct": Move(frozenset({S.PUBLISHED}), S.PUBLISHED),
    "correct_suspended": Move(frozenset({S.SUSPENDED}), S.SUSPENDED),
    "close": Move(frozenset({S.PUBLISHED}), S.CLOSED),
    "suspend": Move(frozenset({S.PUBLISHED, S.CLOSED}), S.SUSPENDED),
    "resume_published": Move(frozenset({S.SUSPENDED}), S.PUBLISHED),
    "resume_closed": Move(frozenset({S.SUSPENDED}), S.CLOSED),
    "start_evaluation": Move(frozenset({S.CLOSED}), S.IN_EVALUATION),
    "decide": Move(frozenset({S.IN_EVALUATION}), S.DECIDED),
    "archive": Move(frozenset({S.DECIDED}), S.ARCHIVED),
    "cancel": Move(
        frozenset({S.DRAFT, S.APPROVED, S.PUBLISHED, S.CLOSED, S.SUSPENDED, S.IN_EVALUATION}),
        S.CANCELLED,
    ),
}
