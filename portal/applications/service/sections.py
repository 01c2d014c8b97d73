"""Saving the pages of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.applications import queries
from portal.applications.models import Application, ApplicationSection
from portal.applications.policy import can_sign
from portal.applications.queries import Problem
from portal.applications.rules.declaration import is_signed
from portal.applications.service.guard import (
    held,
    is_own_echo,
    require_unlocked,
    require_writable,
    writable,
)
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import Conflict, RuleBroken
from portal.core.money import parse_decimal
from portal.core.text import N_, clean, clean_name


@dataclass(frozen=True)
class Saved:
    """What somebody else has saved: their answers, who they are and when it was."""

    answers: Mapping[str, Any]
    revision: int
    by: str
    at: datetime | None


class SectionConflict(Conflict):
    """Somebody else saved the page in the meantime; `theirs` is what they saved."""

    def __init__(self, row: ApplicationSection) -> None:
        by = row.updated_by.name if row.updated_by_id and row.updated_by else N_("Somebody else")
        super().__init__(
            N_(
                "%(name)s saved this section. Your text is below. Copy what you need, then load "
                "the newer version.",
                name=by,
            )
        )
        self.theirs = Saved(dict(row.answers), row.revision, by, row.updated_at)


def save_page(
    application: Application,
    page: str,
    answers: Mapping[str, Any],
    *,
    revision: int,
    actor: Actor,
    at: datetime,
    is_complete: bool | None = None,
    follows_autosave: bool = False,
) -> list[Problem]:
    """Keep the answers of one page; unfinished and too long ones too. Writes one row.

    What is not sent stays as it is: a question that is hidden now may be shown again. What was
    assessed in the concept note stays as it was there, whatever is sent.

    Shape:  `revision` is the one the person started from; `is_complete` None leaves the mark as it
            is. `follows_autosave`: the person's own autosave of a moment ago is no conflict.
            Answers what stands in the way of "completed"; with problems the mark is not set.
    Raises: SectionConflict, NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    row = _row(application, page)
    is_echo = follows_autosave and is_own_echo(row, revision, actor=actor, at=at)
    if row.revision != revision and not is_echo:
        raise SectionConflict(row)
    _take(application, row, answers, actor=actor, at=at)
    return _mark(application, page, row, is_complete, at=at)


def keep_page(
    application: Application,
    page: str,
    answers: Mapping[str, Any],
    *,
    revision: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep what somebody is writing on one page, and nothing else. Writes one row, reads two.

    Shape:  `application` with its call, as `queries.get_form` gives it.
    Raises: SectionConflict, NotAllowed, Locked.
    """
    require_writable(lock(application), actor=actor, at=at)
    row = queries.section_afresh(application.id, page)
    if row is None:
        row = ApplicationSection(application_id=application.id, page=page, answers={}, revision=0)
        db.session.add(row)
    if row.revision != revision:
        raise SectionConflict(row)
    _take(application, row, answers, actor=actor, at=at)


def _take(
    application: Application,
    row: ApplicationSection,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    fixed = queries.fixed_names(application)
    row.answers = dict(row.answers) | {
        key: _cleaned(value) for key, value in answers.items() if key not in fixed
    }
    row.revision += 1
    row.updated_by_id, row.updated_at = actor.user_id, at
    if row.page == "identification":
        _mirror(application, row.answers)
    db.session.flush()


def _row(application: Application, page: str) -> ApplicationSection:
    row = queries.section(application, page)
    if row is None:
        row = ApplicationSection(page=page, answers={}, revision=0, is_complete=False)
        application.sections.append(row)
    return row


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return clean(value) if isinstance(value, str) else value


def _mirror(application: Application, answers: Mapping[str, Any]) -> None:
    """The facts of the cover page also stand in columns, for lists and checks."""
    application.title = clean_name(str(answers.get("title", "")))
    application.location = clean(str(answers.get("location", "")))
    application.countries = [str(code) for code in answers.get("countries", [])]
    months = str(answers.get("duration_months", ""))
    is_number = months.isascii() and months.isdigit() and len(months) <= 3
    application.duration_months = int(months) if is_number else None
    if not application.call.asks_budget:
        application.requested = _amount(str(answers.get("requested", "")))


def _amount(text: str) -> Decimal | None:
    """The amount, or None while it cannot be read without doubt."""
    try:
        return parse_decimal(text) if text.strip() else None
    except RuleBroken:
        return None


def _mark(
    application: Application,
    page: str,
    row: ApplicationSection,
    is_complete: bool | None,
    *,
    at: datetime,
) -> list[Problem]:
    found = queries.problems_of(application, page)
    if is_complete is not None:
        row.is_complete = is_complete and not found
        application.changed_at = at
        db.session.flush()
    return found


def sign(
    application: Application, answers: Mapping[str, str], *, actor: Actor, at: datetime
) -> None:
    """Keep the signed declaration on honour.

    Raises: NotAllowed unless a signatory; RuleBroken when a statement or a part of the signature
            is missing; Locked.
    """
    application = held(application)
    require(can_sign(actor, application))
    require_unlocked(application, at)
    if not is_signed(answers):
        raise RuleBroken(N_("Confirm every statement and sign"))
    row = _row(application, "declaration")
    row.answers = {key: clean(value) for key, value in answers.items()}
    row.revision, row.is_complete = row.revision + 1, True
    row.updated_by_id, row.updated_at = actor.user_id, at
    application.changed_at = at
    audit.record(actor, "application.declaration_signed", application, at=at)
