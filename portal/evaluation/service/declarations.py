"""Impartiality and confidentiality: signed once, and conflicts that close a file at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, Text, clean, clean_name, fold
from portal.evaluation import policy, queries
from portal.evaluation.models import ConflictOfInterest, Declaration, EvaluationSession
from portal.evaluation.service.conflicts import KINDS, close_file
from portal.jobs import service as jobs

# Source: rules.md 4.7.
STATEMENTS = (
    N_("I will carry out this task honestly and to the best of my judgement."),
    N_("I have read the list of applicants of this call."),
    N_(
        "I have no tie of family, feeling, political life, economy or any other shared interest "
        "with an applicant now or in the last three years, other than those marked above."
    ),
    N_("I will report at once any tie that I find later, and step down from that application."),
    N_("I keep everything I learn confidential and use it for this task only."),
    N_("I keep no copies of the applications or of my notes after the task."),
)


@dataclass(frozen=True)
class Tie:
    """What a person says about one applicant."""

    has_conflict: bool
    kind: str = ""
    note: str = ""


def statements() -> tuple[Text, ...]:
    """The sentences that are signed."""
    return STATEMENTS


def declare(
    session: EvaluationSession,
    *,
    ties: Mapping[UUID, Tie],
    accepts: bool,
    signed_name: str,
    actor: Actor,
    at: datetime,
) -> Declaration:
    """Sign the declaration; each applicant is answered for with yes or no.

    Shape:  `ties` by application.
    Raises: RuleBroken with the field `tie-<application>`, `accepts` or `signed_name`.
    """
    lock(session)
    require(policy.can_declare(actor, session, queries.standing(actor, session)))
    applications = queries.applications_of(session.call_id)
    _check_answers(applications, ties, is_anonymous=session.call.is_anonymous)
    if not accepts:
        raise RuleBroken(N_("Confirm the statements to sign"), field="accepts")
    _check_name(signed_name, actor)
    declaration = Declaration(
        session_id=session.id,
        user_id=actor.user_id,
        signed_name=clean_name(signed_name),
        statements=[str(sentence) for sentence in STATEMENTS],
        applicants=_read(applications, ties, is_anonymous=session.call.is_anonymous),
        signed_at=at,
    )
    db.session.add(declaration)
    audit.record(actor, "evaluation.declared", declaration, at=at)
    person = db.session.get_one(User, actor.user_id)
    for application in applications:
        if ties[application.id].has_conflict:
            tie = ties[application.id]
            close_file(
                application, session, person, kind=tie.kind, note=tie.note, actor=actor, at=at
            )
    jobs.enqueue(
        "documents.issue",
        {"kind": "DIC", "subject": str(declaration.id)},
        at=at,
        dedupe_key=f"DIC:{declaration.id}",
    )
    return declaration


def _check_answers(
    applications: list[Application], ties: Mapping[UUID, Tie], *, is_anonymous: bool
) -> None:
    for application in applications:
        field = f"tie-{application.organisation_id if is_anonymous else application.id}"
        name = application.organisation.legal_name
        if application.id not in ties:
            raise RuleBroken(N_("Say whether you have a tie with %(name)s", name=name), field=field)
        tie = ties[application.id]
        if tie.has_conflict and tie.kind not in KINDS:
            raise RuleBroken(N_("Choose what kind of tie it is"), field=field)


def _check_name(signed_name: str, actor: Actor) -> None:
    if fold(clean_name(signed_name)) != fold(actor.name):
        raise RuleBroken(
            N_("Type your name as it stands in your account: %(name)s", name=actor.name),
            field="signed_name",
        )


def _read(
    applications: list[Application], ties: Mapping[UUID, Tie], *, is_anonymous: bool
) -> list[dict[str, object]]:
    """The list as it was read: of an anonymous call the applicants by name, without a number."""
    answers = [_answer(one, ties[one.id]) for one in applications]
    if not is_anonymous:
        return answers
    told = ("name", "country", "has_conflict", "kind")
    by_applicant = {
        one.organisation_id: {key: answer[key] for key in told}
        for one, answer in zip(applications, answers, strict=True)
    }
    return sorted(by_applicant.values(), key=lambda answer: str(answer["name"]))


def _answer(application: Application, tie: Tie) -> dict[str, object]:
    return {
        "application": str(application.id),
        "number": application.number,
        "lot": application.lot.name,
        "name": application.organisation.legal_name,
        "country": application.organisation.country,
        "has_conflict": tie.has_conflict,
        "kind": tie.kind if tie.has_conflict else "",
    }


def declare_conflict(
    application: Application,
    session: EvaluationSession,
    *,
    kind: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> ConflictOfInterest:
    """Step down from one application for good; the secretary is told.

    A second click finds the same conflict.
    """
    lock(session)
    known = db.session.scalar(
        select(ConflictOfInterest).where(
            ConflictOfInterest.application_id == application.id,
            ConflictOfInterest.user_id == actor.user_id,
        )
    )
    if known is not None:
        return known
    require(policy.can_read_files(actor, session, queries.standing(actor, session)))
    if kind not in KINDS:
        raise RuleBroken(N_("Choose what kind of tie it is"), field="kind")
    if not clean(note):
        raise RuleBroken(N_("Say in a sentence what the tie is"), field="note")
    person = db.session.get_one(User, actor.user_id)
    return close_file(application, session, person, kind=kind, note=note, actor=actor, at=at)
