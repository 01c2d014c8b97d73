"""One round of questions on formal items: only what was asked opens, until its own deadline.

Source: rules.md 2.2 (opened, clarification), 5.1: it may complete, it must not improve.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.applications import queries
from portal.applications.models import Application, ApplicationVersion, Clarification
from portal.applications.policy import can_answer_clarification, can_write
from portal.applications.rules.frozen import fingerprint
from portal.applications.rules.pages import field_name
from portal.applications.service.attempts import TooLate, note_clarified
from portal.applications.service.documents import attach_asked
from portal.applications.service.guard import held
from portal.applications.service.telling import is_writer, tell
from portal.applications.states import MOVES
from portal.audit import service as audit
from portal.calls.rules import in_words
from portal.core.access import SYSTEM, Actor, require
from portal.core.db import db
from portal.core.errors import Locked, RuleBroken, WrongState
from portal.core.lifecycle import move
from portal.core.text import N_, clean, count_words


@dataclass(frozen=True)
class Upload:
    """A file sent for one asked document."""

    key: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Reply:
    """What the applicant sends. Shape: `texts` by key of the question; words beside them."""

    texts: Mapping[str, str]
    uploads: tuple[Upload, ...] = ()
    answer: str = ""


def ask_clarification(
    application: Application,
    *,
    question: str,
    items: Collection[str],
    due_at: datetime,
    actor: Actor,
    at: datetime,
) -> Clarification:
    """Ask once; whether the person may was asked by the area of the evaluation.

    Shape:  `items` as in queries.askable.
    Raises: WrongState unless opened; RuleBroken at "question", "items" or "due_at".
    """
    application = held(application)
    if not (words := clean(question)):
        raise RuleBroken(N_("Enter what you ask the applicant"), field="question")
    if due_at <= at:
        raise RuleBroken(N_("The answer must be due later than now"), field="due_at")
    known = [item.key for item in queries.askable(application)]
    if unknown := set(items) - set(known):
        raise RuleBroken(
            N_("%(item)s is no part of this application", item=min(unknown)), field="items"
        )
    if queries.clarifications(application.id):
        raise RuleBroken(
            N_("The applicant was asked before. There is one round of questions"), field="question"
        )
    asked = Clarification(
        application_id=application.id,
        question=words,
        items=[key for key in known if key in items],
        due_at=due_at,
        asked_at=at,
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
    )
    db.session.add(asked)
    move(application, "ask_clarification", MOVES)
    application.changed_at = at
    db.session.flush()
    audit.record(
        actor,
        "application.clarification_asked",
        application,
        at=at,
        reason=words,
        details={"items": asked.items, "due_at": due_at},
    )
    _tell(application, asked, actor=actor, at=at)
    return asked


def answer_clarification(
    application: Application, reply: Reply, *, actor: Actor, at: datetime
) -> Clarification:
    """Keep the reply: a new version that differs from the last only in what was asked.

    Raises: NotAllowed (role); WrongState when nothing is asked; TooLate at or after its deadline;
            RuleBroken naming the field when a part was not asked, is too long, or nothing is said.
    """
    application = held(application)
    require(can_write(actor, application))
    asked = queries.open_clarification(application.id)
    _require_open(application, asked, at)
    if asked is None:
        raise WrongState(N_("Nothing is asked of you at the moment."))
    last = queries.latest_version(application.id)
    if last is None:
        raise WrongState(N_("Nothing was submitted."))
    _require_asked(asked, reply)
    content = dict(last.content)
    _write_texts(application, asked, content, reply, at=at, actor=actor)
    _write_files(application, asked, content, reply, at=at, actor=actor)
    asked.answer = clean(reply.answer)
    if not asked.after and not asked.answer:
        raise RuleBroken(N_("Change what is asked, or answer in words"), field="answer")
    if asked.after:
        _freeze(application, last, content, asked, actor=actor, at=at)
    asked.outcome, asked.answered_at = "answered", at
    asked.answered_by_id, asked.answered_by_name = actor.user_id, actor.name
    move(application, "answer_clarification", MOVES)
    application.changed_at = at
    db.session.flush()
    note_clarified(application, actor=actor, at=at)
    audit.record(
        actor,
        "application.clarification_answered",
        application,
        at=at,
        reason=asked.answer,
        details={"changed": sorted(asked.after)},
    )
    return asked


def _require_open(application: Application, asked: Clarification | None, at: datetime) -> None:
    if can_answer_clarification(application, asked, at):
        return
    last = next(iter(queries.clarifications(application.id)), None)
    if last is not None and last.outcome != "answered" and at >= last.due_at:
        when = in_words(last.due_at, application.call.time_zone)
        raise TooLate(
            N_(
                "The answer was due on %(when)s. Nothing was changed: what you submitted before "
                "counts.",
                when=when,
            )
        )
    if last is not None and last.outcome == "answered":
        raise WrongState(
            N_(
                "%(name)s answered already on %(when)s. Nothing was sent a second time.",
                name=last.answered_by_name,
                when=in_words(last.answered_at or at, application.call.time_zone),
            )
        )
    raise Locked(N_("Nothing is asked of you at the moment."))


def _require_asked(asked: Clarification, reply: Reply) -> None:
    sent = {f"text:{key}" for key in reply.texts} | {f"slot:{one.key}" for one in reply.uploads}
    for item in sorted(sent - set(asked.items)):
        kind, _, key = item.partition(":")
        field = f"slot-{key}" if kind == "slot" else field_name(key)
        raise RuleBroken(N_("This part was not asked. It stays as it was submitted"), field=field)


def _write_texts(
    application: Application,
    asked: Clarification,
    content: dict[str, Any],
    reply: Reply,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    texts = [dict(entry) for entry in content["texts"]]
    before, after = dict(asked.before), dict(asked.after)
    for entry in texts:
        given = clean(reply.texts.get(entry["key"], entry["text"]))
        if given == entry["text"]:
            continue
        words, limit = count_words(given), entry["limit"]
        if limit and words > limit:
            raise RuleBroken(
                N_(
                    "%(title)s must be %(most)s words or less. You have %(words)s",
                    title=entry["title"],
                    most=limit,
                    words=words,
                ),
                field=field_name(entry["key"]),
            )
        item = f"text:{entry['key']}"
        before[item], after[item] = entry["text"], given
        row = queries.section(application, entry["page"])
        if row is not None:
            row.answers = {**row.answers, field_name(entry["key"]): given}
            row.revision, row.updated_by_id, row.updated_at = row.revision + 1, actor.user_id, at
        entry["text"], entry["words"] = given, words
    content["texts"] = texts
    asked.before, asked.after = before, after


def _write_files(
    application: Application,
    asked: Clarification,
    content: dict[str, Any],
    reply: Reply,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    slots = {slot.key: slot for slot in application.call.document_slots}
    before, after = dict(asked.before), dict(asked.after)
    documents = list(content["documents"])
    for upload in reply.uploads:
        slot, item = slots[upload.key], f"slot:{upload.key}"
        earlier = [one["name"] for one in documents if one["slot"] == upload.key]
        row = attach_asked(application, slot, upload.data, name=upload.name, actor=actor, at=at)
        documents.append(
            {
                "slot": slot.key,
                "label": slot.label,
                "name": row.file.name,
                "size": row.file.size,
                "sha256": row.file.sha256,
                "attachment": str(row.id),
            }
        )
        before.setdefault(item, ", ".join(earlier))
        after[item] = ", ".join([*earlier, row.file.name])
    content["documents"] = documents
    asked.before, asked.after = before, after


def _freeze(
    application: Application,
    last: ApplicationVersion,
    content: dict[str, Any],
    asked: Clarification,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    content["clarification"] = {"id": str(asked.id), "changed": sorted(asked.after)}
    content["submitted_at"], content["submitted_by"] = at.isoformat(), actor.name
    db.session.add(
        ApplicationVersion(
            application_id=application.id,
            number=last.number + 1,
            content=content,
            sha256=fingerprint(content),
            submitted_at=at,
            submitted_by_id=actor.user_id,
            submitted_by_name=actor.name,
        )
    )
    db.session.flush()


def lapse_clarification(asked: Clarification, *, at: datetime) -> None:
    """The time ran out: the check goes on with what was submitted."""
    application = held(asked.application)
    db.session.refresh(asked)
    if asked.outcome or at < asked.due_at:
        return
    asked.outcome = "lapsed"
    move(application, "answer_clarification", MOVES)
    application.changed_at = at
    db.session.flush()
    audit.record(SYSTEM, "application.clarification_lapsed", application, at=at)


def _tell(application: Application, asked: Clarification, *, actor: Actor, at: datetime) -> None:
    tell(
        application,
        "applications/clarification",
        to=is_writer,
        page="/clarification",
        actor=actor,
        at=at,
        asked=asked,
    )
