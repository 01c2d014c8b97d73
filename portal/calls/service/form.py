"""The application form of a call: pages and questions. Source: rules.md 2.1, 3.

A draft is changed freely. A published form changes by corrigendum: question by question, or the
order of its pages, each with its reason; drafts keep their answers and their people are told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call, DocumentSlot, FormSection
from portal.calls.rules import form as rules
from portal.calls.rules.form import LISTED, MOST_COLUMNS, MOST_ROWS, FormPage
from portal.calls.service import order
from portal.calls.service.changes import announce
from portal.calls.states import CallState, QuestionKind
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, clean_name, fold

NEW_SLOT_FORMATS = ["pdf", "docx", "xlsx", "jpg", "png"]


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the manager describes it.

    Shape: `condition` the code of an earlier question and its answer; `slot_key` the document a
    file question asks for, "" for a new one; `criteria` the codes of the criteria it is read for.
    Units: words; a limit of 0 is no limit, None is not asked in that kind of lot.
    """

    page: str
    key: str
    title: str
    kind: QuestionKind
    help: str = ""
    example: str = ""
    max_words_national: int | None = 0
    max_words_regional: int | None = 0
    is_required: bool = True
    required_at: str = "save"
    options: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    max_rows: int = 10
    condition: tuple[str, str] | None = None
    slot_key: str = ""
    grid_section_code: str | None = None
    criteria: tuple[str, ...] = ()
    is_fixed: bool = False  # once assessed in the concept note


def add_page(call: Call, title: str, help_text: str, *, actor: Actor, at: datetime) -> FormPage:
    """One more page, behind the others; it is shown to applicants as soon as it has a question."""
    require(policy.can_edit(actor, call))
    page = FormPage(_page_key(call, title), clean_name(title), clean(help_text))
    _keep_pages(call, [*rules.form_pages(call), page])
    audit.record(actor, "call.form_page_added", call, at=at, details=vars(page))
    return page


def set_page(
    call: Call, key: str, title: str, help_text: str, *, actor: Actor, at: datetime
) -> None:
    """Name a page anew; its questions and address stay."""
    require(policy.can_edit(actor, call))
    changed = FormPage(key, clean_name(title), clean(help_text))
    _keep_pages(call, [changed if one.key == key else one for one in rules.form_pages(call)])
    audit.record(actor, "call.form_page_changed", call, at=at, details=vars(changed))


def move_page(call: Call, key: str, step: int, *, actor: Actor, at: datetime) -> None:
    """A page one place up (-1) or down (+1).

    Raises: RuleBroken when a question would stand before the one it depends on.
    """
    require(policy.can_edit(actor, call))
    pages = rules.form_pages(call)
    place = next(place for place, one in enumerate(pages) if one.key == key)
    target = place + (1 if step > 0 else -1)
    if 0 <= target < len(pages):
        pages[place], pages[target] = pages[target], pages[place]
    _keep_pages(call, pages)
    _settle(call)
    audit.record(actor, "call.form_page_moved", call, at=at, details={"key": key, "step": step})


def order_pages(
    call: Call, keys: Sequence[str], *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """All pages in this order; on a published form by corrigendum. Answers stay with their page.

    Raises: NotAllowed; RuleBroken for another set of pages, for the order there is, and when a
            question would stand before the one it depends on.
    """
    require(policy.can_change_form(actor, call, at))
    lock(call)
    pages = {one.key: one for one in rules.form_pages(call)}
    if sorted(keys) != sorted(pages):
        raise RuleBroken(N_("Give each page a place of its own"))
    if list(keys) == list(pages):
        raise RuleBroken(N_("The pages stand in this order already"))
    before, after = (_in_words(pages[key] for key in found) for found in (pages, keys))
    _keep_pages(call, [pages[key] for key in keys])
    _settle(call)
    if call.state is CallState.DRAFT:
        audit.record(actor, "call.form_pages_ordered", call, at=at, details={"keys": list(keys)})
        return
    clause = N_("Application form, order of the pages")
    announce(call, clause=clause, before=before, after=after, actor=actor, at=at, reason=reason)


def _in_words(pages: Iterable[FormPage]) -> str:
    return "\n".join(f"{place}. {one.title}" for place, one in enumerate(pages, start=1))


def remove_page(call: Call, key: str, *, actor: Actor, at: datetime) -> None:
    """A page with all its questions out of the form."""
    require(policy.can_edit(actor, call))
    for question in [one for one in call.form_sections if one.page == key]:
        _take_out(call, question)
    _keep_pages(call, [one for one in rules.form_pages(call) if one.key != key])
    _settle(call)
    audit.record(actor, "call.form_page_removed", call, at=at, details={"key": key})


def add_question(
    call: Call, wanted: AskedQuestion, *, actor: Actor, at: datetime, reason: str = ""
) -> FormSection:
    """One more question, the last of its page; on a published form by corrigendum.

    Raises: NotAllowed; RuleBroken naming the field.
    """
    require(policy.can_change_form(actor, call, at))
    lock(call)
    _check(call, wanted, None)
    question = FormSection(position=len(call.form_sections) + 1, **_values(call, wanted))
    call.form_sections.append(question)
    db.session.flush()
    _read_for(call, question.key, wanted.criteria)
    _settle(call)
    _tell(call, question, "", rules.described(question), "added", actor, at, reason)
    return question


def set_question(
    question: FormSection,
    wanted: AskedQuestion,
    *,
    call: Call,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Describe a question anew; on a published form by corrigendum, and its code stays.

    Raises: NotAllowed; RuleBroken naming the field, also when nothing changes after publication.
    """
    require(policy.can_change_form(actor, call, at))
    lock(call)
    _check(call, wanted, question)
    is_draft = call.state is CallState.DRAFT
    is_other = (wanted.key, wanted.kind, wanted.page) != (
        question.key, question.kind, question.page
    )  # fmt: skip
    if not is_draft and is_other:
        raise RuleBroken(
            N_("Code, kind and page of a published question stay. Remove it and ask a new one"),
            field="kind",
        )
    before, old = rules.described(question), question.key
    for name, value in _values(call, wanted).items():
        setattr(question, name, value)
    _rename(call, old, question.key)
    _read_for(call, question.key, wanted.criteria)
    _settle(call)
    after = rules.described(question)
    if not is_draft and before == after:
        raise RuleBroken(N_("This is the question of the call already"), field="title")
    _tell(call, question, before, after, "changed", actor, at, reason)


def move_question(
    question: FormSection, step: int, *, call: Call, actor: Actor, at: datetime
) -> None:
    """One place up (-1) or down (+1) on its page.

    Raises: RuleBroken when a question would stand before the one it depends on.
    """
    require(policy.can_edit(actor, call))
    beside = [one for one in rules.in_order(call) if one.page == question.page]
    others = [one for one in rules.in_order(call) if one.page != question.page]
    order.shift(beside, question, step)
    order.number([*others, *sorted(beside, key=lambda one: one.position)])
    _settle(call)
    details = {"key": question.key, "step": step}
    audit.record(actor, "call.question_moved", call, at=at, details=details)


def remove_question(
    question: FormSection, *, call: Call, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Ask it no longer; what depends on it is then asked always. Answers in drafts are kept."""
    require(policy.can_change_form(actor, call, at))
    lock(call)
    before = rules.described(question)
    _tell(call, question, before, N_("No longer asked"), "removed", actor, at, reason)
    _take_out(call, question)
    _settle(call)


def set_blocks(
    call: Call, *, asks_partners: bool, asks_activities: bool, actor: Actor, at: datetime
) -> None:
    """Switch the portal's own pages on or off."""
    require(policy.can_edit(actor, call))
    call.asks_partners, call.asks_activities = asks_partners, asks_activities
    details = {"asks_partners": asks_partners, "asks_activities": asks_activities}
    audit.record(actor, "call.form_blocks_changed", call, at=at, details=details)


def _keep_pages(call: Call, pages: list[FormPage]) -> None:
    call.form_pages = [dict(vars(one)) for one in pages]


def _page_key(call: Call, title: str) -> str:
    stem = "p_" + (re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:22] or "page")
    taken = {one.key for one in rules.form_pages(call)}
    names = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _check(call: Call, wanted: AskedQuestion, own: FormSection | None) -> None:
    rules.check_key(wanted.key, [one.key for one in call.form_sections if one is not own])
    if wanted.page not in {*(one.key for one in rules.form_pages(call)), "activities"}:
        raise RuleBroken(N_("Choose a page of the form"), field="page")
    if wanted.max_words_national is None and wanted.max_words_regional is None:
        raise RuleBroken(N_("Choose in which lots it is asked"), field="lots")
    options = [clean_name(one) for one in wanted.options]
    if wanted.kind in LISTED and (len(options) < 2 or len(set(options)) < len(options)):
        raise RuleBroken(N_("Enter at least two choices, each once"), field="options")
    labels = [clean_name(label) for label, _kind in wanted.columns]
    if wanted.kind is QuestionKind.TABLE:
        if not 1 <= len(labels) <= MOST_COLUMNS or len(set(labels)) < len(labels):
            raise RuleBroken(
                N_("Enter from 1 to %(most)s columns, each name once", most=MOST_COLUMNS),
                field="column_1",
            )
        if not 1 <= wanted.max_rows <= MOST_ROWS:
            raise RuleBroken(N_("Enter from 1 to %(most)s rows", most=MOST_ROWS), field="max_rows")


def _values(call: Call, wanted: AskedQuestion) -> dict[str, Any]:
    kind, condition = wanted.kind, wanted.condition or (None, None)
    return {
        "page": wanted.page,
        "key": wanted.key,
        "title": clean_name(wanted.title),
        "kind": kind,
        "help": clean(wanted.help),
        "example": clean(wanted.example),
        "max_words_national": _limit(wanted.max_words_national, kind),
        "max_words_regional": _limit(wanted.max_words_regional, kind),
        "is_required": wanted.is_required,
        "required_at": wanted.required_at,
        "is_fixed": wanted.is_fixed,
        "options": [clean_name(one) for one in wanted.options] if kind in LISTED else [],
        "columns": [
            {"label": clean_name(label), "kind": cell} for label, cell in wanted.columns
        ] if kind is QuestionKind.TABLE else [],
        "max_rows": wanted.max_rows,
        "shown_if_key": condition[0],
        "shown_if_value": condition[1],
        "slot_key": _slot(call, wanted) if kind is QuestionKind.FILE else None,
        "grid_section_code": wanted.grid_section_code,
    }  # fmt: skip


def _limit(words: int | None, kind: QuestionKind) -> int | None:
    return words if words is None or kind in rules.WORDED else 0


def _slot(call: Call, wanted: AskedQuestion) -> str:
    """The document a file question asks for; a new one is added to those of the call."""
    fitting = [one for one in call.document_slots if one.stage == "application"]
    if wanted.slot_key:
        if wanted.slot_key not in {one.key for one in fitting}:
            raise RuleBroken(N_("Choose a document that comes with the application"), field="slot")
        return wanted.slot_key
    stem = "q_" + re.sub(r"[^a-z0-9]+", "_", fold(wanted.key)).strip("_")
    taken = {one.key for one in call.document_slots}
    names = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    slot = DocumentSlot(
        position=len(call.document_slots) + 1,
        key=next(name for name in names if name not in taken),
        label=clean_name(wanted.title),
        stage="application",
        formats=list(NEW_SLOT_FORMATS),
        is_required=False,
        supports=[],
    )
    call.document_slots.append(slot)
    return slot.key


def _settle(call: Call) -> None:
    """Number the questions as they stand, and see that each comes after what it depends on."""
    ordered = rules.in_order(call)
    rules.check_conditions(ordered)
    order.number(ordered)
    db.session.flush()


def _rename(call: Call, old: str, new: str) -> None:
    for question in call.form_sections:
        if question.shown_if_key == old:
            question.shown_if_key = new
    for criterion in (one for section in call.grid for one in section.criteria):
        if old in criterion.form_keys:
            criterion.form_keys = [new if key == old else key for key in criterion.form_keys]


def _read_for(call: Call, key: str, criteria: tuple[str, ...]) -> None:
    """Which criteria a question is read for: it leaves the others."""
    for criterion in (one for section in call.grid for one in section.criteria):
        is_read, is_wanted = key in criterion.form_keys, criterion.code in criteria
        if is_wanted and not is_read:
            criterion.form_keys = [*criterion.form_keys, key]
        elif is_read and not is_wanted:
            criterion.form_keys = [one for one in criterion.form_keys if one != key]


def _take_out(call: Call, question: FormSection) -> None:
    _read_for(call, question.key, ())
    for other in call.form_sections:
        if other.shown_if_key == question.key:
            other.shown_if_key = other.shown_if_value = None
    call.form_sections.remove(question)
    db.session.delete(question)
    db.session.flush()


def _tell(
    call: Call,
    question: FormSection,
    before: str,
    after: str,
    verb: str,
    actor: Actor,
    at: datetime,
    reason: str,
) -> None:
    """On record; for a published call also on its page, as a sheet and by mail."""
    clause = N_("Application form, %(code)s %(title)s", code=question.key, title=question.title)
    if call.state is CallState.DRAFT:
        details = {"key": question.key, "before": before, "after": str(after)}
        audit.record(actor, f"call.question_{verb}", call, at=at, details=details)
        return
    announce(
        call, clause=clause, before=before, after=str(after), actor=actor, at=at, reason=reason
    )
