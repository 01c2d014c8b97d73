"""Lifecycle of an outgoing mail."""

from enum import StrEnum

from portal.core.lifecycle import Move


class MailState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"


S = MailState
_OPEN = frozenset({S.QUEUED, S.DEFERRED})
MOVES = {
    "send": Move(_OPEN, S.SENT),
    "defer": Move(_OPEN, S.DEFERRED),
    "fail": Move(_OPEN, S.FAILED),
    "requeue": Move(frozenset({S.DEFERRED, S.FAILED}), S.QUEUED),
}
