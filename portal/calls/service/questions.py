"""Questions of applicants and their answers. Source: rules.md 2.1."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.accounts.models import User
from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call, Question
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken, WrongState
from portal.core.text import N_, clean
from portal.jobs import service as jobs
from portal.mail import service as mail

BATCH = timedelta(minutes=10)


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
    lock(question)
    if question.published_at:
        raise WrongState(N_("This question is answered already. The answer stands as published."))
    question.answer, question.answered_by_id, question.published_at = words, actor.user_id, at
    audit.record(
        actor,
        "call.question_answered",
        question,
        at=at,
        details={"number": question.number, "is_late": question.is_late(call)},
    )
    _tell_asker(question, call, actor=actor, at=at)
    _order_sheet(call, at)


def _tell_asker(question: Question, call: Call, *, actor: Actor, at: datetime) -> None:
    asker = db.session.get(User, question.asked_by_id) if question.asked_by_id else None
    if asker is None or not asker.is_open:
        return
    mail.queue(
        "calls/answered",
        to=mail.Recipient(asker.id, asker.name, asker.email, asker.language),
        about=call,
        actor=actor,
        at=at,
        link=f"/calls/{call.reference}#questions",
        dedupe_key=f"answered:{question.id}",
        action=call.action,
        call=call,
        question=question,
    )


def _order_sheet(call: Call, at: datetime) -> None:
    """Answers published within ten minutes stand in one new version of the Q&A sheet."""
    run_at = at + BATCH - (at - datetime.min.replace(tzinfo=at.tzinfo)) % BATCH
    jobs.enqueue(
        "documents.issue",
        {"kind": "COR", "subject": str(call.id)},
        at=at,
        run_at=run_at,
        dedupe_key=f"COR:{call.id}:answers:{run_at:%Y%m%d%H%M}",
    )
