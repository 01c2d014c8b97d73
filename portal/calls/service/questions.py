"""Questions of applicants and their answers. Source: rules.md 2.1."""

from datetime import datetime

from sqlalchemy import func, select

from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call, Question
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean


def ask(call: Call, *, text: str, actor: Actor, at: datetime) -> Question:
    """A question of an applicant, answered later for all without the asker's name."""
    require(policy.can_ask(actor, call, at))
    if not (words := clean(text)):
        raise RuleBroken(N_("Enter your question"), field="text")
    lock(call)
    number = db.session.scalar(select(func.count(Question.id)).where(Question.call_id == call.id))
    question = Question(
        call_id=call.id,
        number=(number or 0) + 1,
        text=words,
        asked_by_id=actor.user_id,
        asked_at=at,
    )
    db.session.add(question)
    db.session.flush()
    audit.record(actor, "call.question_asked", question, at=at)
    return question


def answer(question: Question, *, call: Call, text: str, actor: Actor, at: datetime) -> None:
    """Publish the answer for everybody."""
    require(policy.can_answer(actor, call))
    if not (words := clean(text)):
        raise RuleBroken(N_("Enter the answer"), field="answer")
    question.answer, question.answered_by_id, question.published_at = words, actor.user_id, at
    audit.record(actor, "call.question_answered", question, at=at)
