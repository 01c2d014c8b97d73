"""Writes of calls: one function per verb. Source: rules.md 2.1."""

from portal.calls.service.changes import (
    CLAUSES,
    Correction,
    cancel,
    correct,
    extend,
    resume,
    suspend,
)
from portal.calls.service.drafts import (
    CallBasics,
    LotNumbers,
    create,
    problems,
    set_activities,
    set_basics,
    set_lot,
)
from portal.calls.service.life import (
    approve,
    close,
    decide,
    publish,
    return_to_draft,
    start_evaluation,
)
from portal.calls.service.questions import answer, ask

__all__ = [
    "CLAUSES",
    "CallBasics",
    "Correction",
    "LotNumbers",
    "answer",
    "approve",
    "ask",
    "cancel",
    "close",
    "correct",
    "create",
    "decide",
    "extend",
    "problems",
    "publish",
    "resume",
    "return_to_draft",
    "set_activities",
    "set_basics",
    "set_lot",
    "start_evaluation",
    "suspend",
]
