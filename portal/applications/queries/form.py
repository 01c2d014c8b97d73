"""The form of one application: its pages, answers, budget and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.applications import rules
from portal.applications.models import Application, ApplicationSection
from portal.applications.rules.pages import (
    GROUPS,
    Page,
    field_name,
    page_title,
    text_hint,
)
from portal.applications.rules.questions import FormQuestion, columns_of, shown
from portal.calls.models import FormSection
from portal.calls.rules.form import form_pages, in_order
from portal.calls.states import QuestionKind
from portal.core.text import N_


def all_questions(application: Application) -> list[tuple[str, FormQuestion]]:
    """Every question of the call in this lot with its page, in the order of the form.

    A word limit of 0 is no limit; None is not asked in that kind of lot.
    """
    is_regional, slots = application.lot.is_regional, _slot_keys(application)
    found = []
    for section in in_order(application.call):
        words = section.max_words_regional if is_regional else section.max_words_national
        is_lost = section.kind is QuestionKind.FILE and section.slot_key not in slots
        is_off = section.page == "activities" and not application.call.asks_activities
        if words is not None and not is_lost and not is_off:
            is_carried = section.key in application.carried
            found.append((section.page, _question(section, words, is_carried=is_carried)))
    return found


def _slot_keys(application: Application) -> set[str]:
    return {slot.key for slot in application.call.document_slots if slot.stage == "application"}


def fixed_names(application: Application) -> frozenset[str]:
    """Fields whose answers were assessed in the concept note and stay as they were there."""
    if not application.carried:
        return frozenset()
    return frozenset(
        field_name(section.key)
        for section in application.call.form_sections
        if section.is_fixed and section.key in application.carried
    )


def _question(section: FormSection, words: int, *, is_carried: bool) -> FormQuestion:
    return FormQuestion(
        key=section.key,
        name=field_name(section.key),
        title=section.title,
        help=section.help,
        words=words or None,
        is_required=section.is_required,
        kind=section.kind,
        required_at=section.required_at,
        options=tuple(section.options),
        columns=columns_of(section.columns),
        max_rows=section.max_rows,
        condition=(
            (section.shown_if_key, section.shown_if_value or "") if section.shown_if_key else None
        ),
        example=section.example,
        slot_key=section.slot_key or "",
        is_carried=is_carried,
        is_fixed=is_carried and section.is_fixed,
    )


def questions(application: Application, page: str) -> tuple[FormQuestion, ...]:
    """The questions of a page that are asked, and those that its own answers may yet show.

    What depends on an answer of another page is left out until that answer is given.
    """
    every = all_questions(application)
    here = {question.key for name, question in every if name == page}
    asked = shown_keys(application)
    return tuple(
        question
        for name, question in every
        if name == page and (question.key in asked or _may_show(question, here))
    )


def _may_show(question: FormQuestion, here: set[str]) -> bool:
    return question.condition is not None and question.condition[0] in here


def shown_keys(application: Application) -> set[str]:
    """Keys of the questions that are asked with the answers given so far."""
    every = all_questions(application)
    given = {question.key: answer_to(application, name, question) for name, question in every}
    return {question.key for question in shown((one for _page, one in every), given)}


def answer_to(application: Application, page: str, question: FormQuestion) -> Any:
    """The kept answer to a question, also when the question has moved to another page since."""
    rows = sorted(application.sections, key=lambda row: row.page != page)
    return next((row.answers[question.name] for row in rows if question.name in row.answers), "")


def question_answers(application: Application, page: str) -> dict[str, Any]:
    """The answers of one page with those that questions bring along from elsewhere, by field."""
    found = dict(answers(application, page))
    for question in questions(application, page):
        found[question.name] = answer_to(application, page, question)
    return found


def claimed_slots(application: Application) -> dict[str, FormQuestion]:
    """Documents that a question of the form asks for, by key: they are not asked again."""
    return {
        question.slot_key: question
        for _page, question in all_questions(application)
        if question.kind is QuestionKind.FILE
    }


def pages(application: Application) -> list[Page]:
    """All pages of the form in the order of the task list."""
    call, claimed = application.call, claimed_slots(application)
    slots = [key for key in _slot_keys(application) if key not in claimed]
    found = [
        Page("check", page_title("check"), 0, N_("Yes or no questions")),
        Page("organisation", page_title("organisation"), 1, N_("From your organisation profile")),
    ]
    if call.asks_partners:
        hint = N_("No partners is also an answer")
        found.append(Page("partners", page_title("partners"), 1, hint))
    hint = N_("Title, places and duration")
    found.append(Page("identification", page_title("identification"), 2, hint))
    for entry in form_pages(call):
        asked = questions(application, entry.key)
        if asked and entry.key != "activities":
            found.append(Page(entry.key, entry.title, 2, text_hint(asked), asked, entry.help))
    if call.asks_activities:
        hint = N_("From the call’s list of %(count)s", count=len(call.activities))
        asked = questions(application, "activities")
        found.append(Page("activities", page_title("activities"), 2, hint, asked))
    found.extend(_plans(application))
    if call.asks_budget:
        found.append(Page("budget", page_title("budget"), 3, N_("Costs, checks and who pays")))
    if slots:
        hint = N_("%(count)s kinds of document, up to 10 MB a file", count=len(slots))
        found.append(Page("documents", page_title("documents"), 3, hint))
    found.append(
        Page("declaration", page_title("declaration"), 4, N_("By a signatory, before submitting"))
    )
    return found


def has_plan(application: Application) -> bool:
    """Whether an action plan is asked: it plans the activities of the call's list."""
    return application.call.asks_action_plan and application.call.asks_activities


def _plans(application: Application) -> list[Page]:
    """The action plan of the activities and the logframe, where the call asks for them."""
    asked = (
        ("plan", has_plan(application), N_("Which activity in which months")),
        ("logframe", application.call.asks_logframe, N_("What changes, and how it is seen")),
    )
    return [Page(name, page_title(name), 2, hint) for name, is_asked, hint in asked if is_asked]


def page(application: Application, name: str) -> Page | None:
    """One page of the form; None when this application has no such page."""
    return next((entry for entry in pages(application) if entry.name == name), None)


def next_page(application: Application, name: str) -> Page | None:
    """The page after this one; None after the last."""
    names = pages(application)
    position = next((at for at, entry in enumerate(names) if entry.name == name), len(names))
    return names[position + 1] if position + 1 < len(names) else None


def section(application: Application, name: str) -> ApplicationSection | None:
    """The row with the answers of one page, when somebody has saved it."""
    return next((row for row in application.sections if row.page == name), None)


def answers(application: Application, name: str) -> Mapping[str, Any]:
    """The answers of one page, empty when nothing was saved."""
    row = section(application, name)
    return row.answers if row else {}


def chosen_activities(application: Application) -> list[str]:
    """Codes of the chosen activities in the order of the call's list."""
    if not application.call.asks_activities:
        return []
    chosen = set(answers(application, "activities").get("chosen", []))
    return [entry.code for entry in application.call.activities if entry.code in chosen]


def budget_of(application: Application) -> rules.Budget:
    """The stored budget as plain data for the arithmetic; empty when there is none yet.

    A call without budgets asks for a sum: one line that stands for the whole project.
    """
    stored = application.budget
    activities = tuple(chosen_activities(application))
    if not application.call.asks_budget:
        return rules.lump_sum(application.requested, activities)
    if stored is None:
        return rules.Budget((), Decimal(0), activities=activities)
    return rules.Budget(
        lines=tuple(
            rules.BudgetLine(
                code=line.code,
                heading=line.heading,
                quantity=line.quantity,
                unit_value=line.unit_value,
                total=line.total,
                description=line.description,
                unit=line.unit,
                activity=line.activity,
                justification=line.justification,
                currency=line.currency,
                persons=line.persons,
                is_regranting=line.is_regranting,
            )
            for line in stored.lines
        ),
        requested=stored.requested,
        indirect=stored.indirect,
        contingency=stored.contingency,
        taxes=stored.taxes,
        sources=tuple(
            rules.FundingSource(
                rules.SourceKind(source.kind), source.amount, source.name, source.is_secured
            )
            for source in stored.sources
        ),
        activities=activities,
    )


def limits_of(application: Application) -> rules.Limits:
    """The limits of the call and the lot for the budget's checks."""
    call, lot = application.call, application.lot
    local, abroad = _per_diems(application)
    return rules.Limits(
        min_grant=lot.min_grant,
        max_grant=lot.max_grant,
        max_share=call.max_share,
        min_share=call.min_share,
        indirect_rate=call.indirect_rate,
        contingency_rate=call.contingency_rate,
        currency=call.currency,
        duration_months=application.duration_months,
        heading_caps={int(key): Decimal(cap) for key, cap in call.heading_caps.items()},
        are_caps_blocking=call.are_caps_blocking,
        per_diem_rate=local,
        per_diem_abroad=abroad,
        is_regranting_allowed=call.allows_regranting,
        justification_words=call.justification_words,
        held=application.held or Decimal(0),
        are_activities_expected=call.asks_activities,
        ceiling=call.action.ceiling_per_third_party_eur if call.currency == "EUR" else None,
        organisation=application.organisation.legal_name,
    )


def _per_diems(application: Application) -> tuple[Decimal | None, Decimal | None]:
    """The highest stored rate of the project's countries, and the highest of all for journeys."""
    rates = {code: Decimal(rate) for code, rate in application.call.per_diem_rates.items()}
    places = {application.lot.country, *application.countries}
    local = [rate for code, rate in rates.items() if code in places]
    return max(local, default=None), max(rates.values(), default=None)


def saved_at(application: Application) -> datetime | None:
    """When something of the form was saved last."""
    stamps = [row.updated_at for row in application.sections]
    if application.budget:
        stamps.append(application.budget.updated_at)
    return max((stamp for stamp in stamps if stamp), default=None)


@dataclass(frozen=True)
class Task:
    """One row of the task list; `state` is a word of macros/tasks.html."""

    page: Page
    state: str


@dataclass(frozen=True)
class TaskGroup:
    """A group of tasks under one heading."""

    title: str
    tasks: tuple[Task, ...]


def task_groups(application: Application, problem_pages: set[str]) -> list[TaskGroup]:
    """The task list; `problem_pages` are the pages that keep it from being submitted."""
    found = [Task(entry, _state(application, entry, problem_pages)) for entry in pages(application)]
    others = [task for task in found if task.page.name != "declaration"]
    if any(task.state != "completed" for task in others):
        found = [
            Task(task.page, "cannot_start")
            if task.page.name == "declaration" and task.state == "not_started"
            else task
            for task in found
        ]
    return [
        TaskGroup(title, tuple(task for task in found if task.page.group == number))
        for number, title in enumerate(GROUPS)
    ]


def _state(application: Application, entry: Page, problem_pages: set[str]) -> str:
    row = application.budget if entry.name == "budget" else section(application, entry.name)
    is_touched = row is not None and row.updated_at is not None
    if entry.name == "documents":
        is_touched = is_touched or any(row.removed_at is None for row in application.attachments)
    if row is not None and row.is_complete:
        return "problem" if entry.name in problem_pages else "completed"
    return "in_progress" if is_touched else "not_started"
