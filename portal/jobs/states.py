"""Lifecycle of a job."""

from enum import StrEnum

from portal.core.lifecycle import Move


class JobState(StrEnum):
    """Where a job stands."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


S = JobState
MOVES = {
    "claim": Move(frozenset({S.READY, S.RUNNING}), S.RUNNING),  # running: its lease ran out
    "finish": Move(frozenset({S.RUNNING}), S.DONE),
    "put_back": Move(frozenset({S.RUNNING}), S.READY),
    "give_up": Move(frozenset({S.RUNNING}), S.DEAD),
    "retry": Move(frozenset({S.DEAD}), S.READY),
}
