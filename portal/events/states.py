"""Lifecycle of an event. Source: rules.md 2.9."""

from enum import StrEnum

from portal.core.lifecycle import Move


class EventState(StrEnum):
    """Where an event stands."""

    IDEA = "idea"
    PLANNED = "planned"
    INVITATIONS_OPEN = "invitations_open"
    REGISTRATION_CLOSED = "registration_closed"
    HELD = "held"
    REPORT_DRAFT = "report_draft"
    REPORT_APPROVED = "report_approved"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class EventKind(StrEnum):
    """What kind of event it is. Source: rules.md 9.1."""

    NATIONAL_ROUND_TABLE = "national_round_table"
    REGIONAL_CONFERENCE = "regional_conference"
    INFO_SESSION = "info_session"
    KICK_OFF = "kick_off"
    TRAINING = "training"
    WORKSHOP = "workshop"
    GRANTEE_EVENT = "grantee_event"
    REGIONAL_WORKSHOP = "regional_workshop"
    TRANS_REGIONAL_WORKSHOP = "trans_regional_workshop"


S = EventState
PUBLIC = frozenset(
    {
        S.INVITATIONS_OPEN,
        S.REGISTRATION_CLOSED,
        S.HELD,
        S.REPORT_DRAFT,
        S.REPORT_APPROVED,
        S.CLOSED,
        S.POSTPONED,
        S.CANCELLED,
    }
)
HELD = frozenset({S.HELD, S.REPORT_DRAFT, S.REPORT_APPROVED, S.CLOSED})
MOVES: dict[str, Move[EventState]] = {
    "plan": Move(frozenset({S.IDEA, S.POSTPONED}), S.PLANNED),
    "open_invitations": Move(frozenset({S.PLANNED}), S.INVITATIONS_OPEN),
    "close_registration": Move(frozenset({S.INVITATIONS_OPEN}), S.REGISTRATION_CLOSED),
    "hold": Move(frozenset({S.REGISTRATION_CLOSED}), S.HELD),
    "draft_report": Move(frozenset({S.HELD}), S.REPORT_DRAFT),
    "approve_report": Move(frozenset({S.REPORT_DRAFT}), S.REPORT_APPROVED),
    "return_report": Move(frozenset({S.REPORT_DRAFT}), S.HELD),
    "close": Move(frozenset({S.REPORT_APPROVED}), S.CLOSED),
    "postpone": Move(
        frozenset({S.PLANNED, S.INVITATIONS_OPEN, S.REGISTRATION_CLOSED}), S.POSTPONED
    ),
    "cancel": Move(
        frozenset({S.IDEA, S.PLANNED, S.INVITATIONS_OPEN, S.REGISTRATION_CLOSED, S.POSTPONED}),
        S.CANCELLED,
    ),
}
