"""Lifecycles of a grant, an instalment and a recovery. Source: rules.md 2.5, 2.6."""

from enum import StrEnum

from portal.core.lifecycle import Move


class GrantState(StrEnum):
    """Where a grant stands."""

    PREPARATION = "preparation"
    CONTRACT_DRAFT = "contract_draft"
    SENT = "sent"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"
    TERMINATED = "terminated"
    NOT_CONCLUDED = "not_concluded"  # declined, or not signed in time


class InstalmentState(StrEnum):
    """Where one instalment stands."""

    PLANNED = "planned"
    DUE = "due"
    REQUESTED = "requested"
    CHECKED = "checked"
    APPROVED = "approved"
    PAID = "paid"
    CONFIRMED = "confirmed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


class RecoveryState(StrEnum):
    """Where a claim for money paid too much stands."""

    ISSUED = "issued"
    DUE = "due"
    SETTLED = "settled"
    OFFSET = "offset"
    WAIVED = "waived"


S = GrantState
GRANT_MOVES: dict[str, Move[GrantState]] = {
    "draft_contract": Move(frozenset({S.PREPARATION}), S.CONTRACT_DRAFT),
    "redraft_contract": Move(frozenset({S.CONTRACT_DRAFT}), S.CONTRACT_DRAFT),
    "send_contract": Move(frozenset({S.CONTRACT_DRAFT}), S.SENT),
    "sign": Move(frozenset({S.SENT}), S.SIGNED),
    "fall_away": Move(frozenset({S.PREPARATION, S.CONTRACT_DRAFT, S.SENT}), S.NOT_CONCLUDED),
    "start": Move(frozenset({S.SIGNED}), S.ACTIVE),
    "suspend": Move(frozenset({S.ACTIVE}), S.SUSPENDED),
    "resume": Move(frozenset({S.SUSPENDED}), S.ACTIVE),
    "end": Move(frozenset({S.ACTIVE}), S.ENDED),
    "start_closing": Move(frozenset({S.ENDED, S.TERMINATED}), S.CLOSING),
    "close": Move(frozenset({S.CLOSING}), S.CLOSED),
    "archive": Move(frozenset({S.CLOSED}), S.ARCHIVED),
    "terminate": Move(frozenset({S.SIGNED, S.ACTIVE, S.SUSPENDED, S.ENDED}), S.TERMINATED),
}

I = InstalmentState  # noqa: E741
INSTALMENT_MOVES: dict[str, Move[InstalmentState]] = {
    "fall_due": Move(frozenset({I.PLANNED}), I.DUE),
    "request": Move(frozenset({I.DUE}), I.REQUESTED),
    "check": Move(frozenset({I.REQUESTED}), I.CHECKED),
    "approve": Move(frozenset({I.CHECKED}), I.APPROVED),
    "send_back": Move(frozenset({I.REQUESTED, I.CHECKED}), I.DUE),
    "pay": Move(frozenset({I.APPROVED}), I.PAID),
    "confirm": Move(frozenset({I.PAID}), I.CONFIRMED),
    "hold": Move(frozenset({I.DUE, I.REQUESTED, I.CHECKED}), I.ON_HOLD),
    "release": Move(frozenset({I.ON_HOLD}), I.DUE),
    "cancel": Move(frozenset({I.PLANNED, I.DUE, I.REQUESTED, I.ON_HOLD}), I.CANCELLED),
}

R = RecoveryState
RECOVERY_MOVES: dict[str, Move[RecoveryState]] = {
    "fall_due": Move(frozenset({R.ISSUED}), R.DUE),
    "settle": Move(frozenset({R.ISSUED, R.DUE}), R.SETTLED),
    "offset": Move(frozenset({R.ISSUED, R.DUE}), R.OFFSET),
    "waive": Move(frozenset({R.ISSUED, R.DUE}), R.WAIVED),
}
