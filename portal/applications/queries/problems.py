"""What keeps an application from being submitted, each with its page and field."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.applications import rules
from portal.applications.models import Application
from portal.applications.queries.form import (
    all_questions,
    answer_to,
    answers,
    budget_of,
    chosen_activities,
    claimed_slots,
    has_plan,
    limits_of,
    pages,
    section,
    shown_keys,
)
from portal.applications.queries.plans import logframe_of, plan_of
from portal.applications.queries.reading import slots
from portal.applications.rules import logframe, plan
from portal.applications.rules.declaration import is_signed
from portal.applications.rules.mandate import SIGNING
from portal.applications.rules.pages import DESCRIPTION_WORDS, TITLE_WORDS, field_name
from portal.applications.rules.profile import missing_of
from portal.applications.rules.questions import check, missing_file
from portal.calls.states import QuestionKind
from portal.core.countries import country_name
from portal.core.findings import Finding
from portal.core.text import N_, count_words


@dataclass(frozen=True)
class Problem:
    """One thing to fix: the words, the page of the form and the field on it."""

    message: str
    page: str
    field: str = ""
    is_for_submission: bool = False  # the page may be completed with it


def problems(application: Application) -> list[Problem]:
    """Everything that blocks submission, in the order of the form. Queries: none."""
    found = [
        *_organisation(application),
        *_partners(application),
        *_identification(application),
        *_questions(application),
        *_activities(application),
        *_plans(application),
        *_budget(application),
        *_documents(application),
    ]
    known = {problem.page for problem in found}
    found.extend(_not_completed(application, known))
    return [*found, *_declaration(application)]


def problems_of(application: Application, page: str) -> list[Problem]:
    """What keeps one page from being completed, whether or not it is marked so."""
    return [
        problem
        for problem in problems(application)
        if problem.page == page and problem.field != COMPLETED and not problem.is_for_submission
    ]


COMPLETED = "is_complete"


def budget_findings(application: Application) -> list[Finding]:
    """All checks of the stored budget, blocking and not."""
    budget = budget_of(application)
    found = rules.check_budget(budget, limits_of(application))
    concept = application.concept_requested
    if concept is not None:
        percent = application.call.change_percent
        near = rules.check_stage_amount(concept, budget.requested, percent=percent)
        found = [*found, *([near] if near else [])]
    return found


def profile_missing(application: Application) -> list[str]:
    """What is missing in the organisation's profile."""
    return list(missing_of(vars(application.organisation)))


def _organisation(application: Application) -> Iterator[Problem]:
    for label in profile_missing(application):
        message = N_("Your organisation’s profile has no %(item)s", item=label)
        yield Problem(message, "organisation")


def _partners(application: Application) -> Iterator[Problem]:
    if not application.call.asks_partners:
        return
    co_applicants = [row for row in application.partners if row.relation == "co_applicant"]
    if application.call.requires_partners and not co_applicants:
        yield Problem(N_("Add at least one co-applicant"), "partners", "name")
    least = application.lot.min_countries
    seats = {application.organisation.country, *(row.country for row in co_applicants)}
    if application.call.requires_partners and len(seats) < least:
        message = N_(
            "Applicant and co-applicants must be from at least %(least)s countries", least=least
        )
        yield Problem(message, "partners", "country")
    for row in application.partners:
        if row.relation in SIGNING and not row.has_mandate:
            message = N_("%(name)s has not signed its mandate yet", name=row.name)
            yield Problem(message, "partners", str(row.id))


def _identification(application: Application) -> Iterator[Problem]:
    page, lot = "identification", application.lot
    words = count_words(application.title)
    if not words:
        yield Problem(N_("Enter the title of the project"), page, "title")
    if words > TITLE_WORDS:
        message = N_("Title must be %(most)s words or less. You have %(words)s",
                     most=TITLE_WORDS, words=words)  # fmt: skip
        yield Problem(message, page, "title")
    if not application.location:
        yield Problem(N_("Enter the towns or areas of the project"), page, "location")
    if lot.country and lot.country not in application.countries:
        message = N_("The project must take place in %(place)s", place=country_name(lot.country))
        yield Problem(message, page, "countries")
    elif len(application.countries) < lot.min_countries:
        message = N_("Select at least %(least)s countries", least=lot.min_countries)
        yield Problem(message, page, "countries")
    months = application.duration_months
    if months is None:
        yield Problem(N_("Enter the duration in months"), page, "duration_months")
    elif finding := rules.check_duration(months, low=lot.min_months, high=lot.max_months):
        yield Problem(finding.message, page, "duration_months")


def _questions(application: Application) -> Iterator[Problem]:
    asked = shown_keys(application)
    files = {entry.slot.key: entry.files for entry in slots(application, "application")}
    for page, question in all_questions(application):
        if question.key not in asked:
            continue
        if question.kind is QuestionKind.FILE:
            found = [] if files[question.slot_key] or not question.is_required else [
                missing_file(question)
            ]  # fmt: skip
        else:
            found = list(check(question, answer_to(application, page, question)))
        for wrong in found:
            field = f"{question.name}-{wrong.place}" if wrong.place else question.name
            yield Problem(wrong.message, page, field, wrong.is_for_submission)


def _activities(application: Application) -> Iterator[Problem]:
    if not application.call.asks_activities:
        return
    given, chosen = answers(application, "activities"), chosen_activities(application)
    if not chosen:
        yield Problem(N_("Choose at least one activity"), "activities", "chosen")
    for code in chosen:
        text = str(given.get(field_name(code), ""))
        words = count_words(text)
        if not words:
            message = N_("Describe activity %(code)s", code=code)
            yield Problem(message, "activities", field_name(code))
        elif words > DESCRIPTION_WORDS:
            message = N_("Activity %(code)s must be %(most)s words or less. You have %(words)s",
                         code=code, most=DESCRIPTION_WORDS, words=words)  # fmt: skip
            yield Problem(message, "activities", field_name(code))


def _plans(application: Application) -> Iterator[Problem]:
    call = application.call
    if has_plan(application):
        for one in plan.check(plan_of(application), application.duration_months):
            yield Problem(one.message, "plan", one.field)
    if call.asks_logframe:
        for one in logframe.check(logframe_of(application)):
            yield Problem(one.message, "logframe", one.field)


def _budget(application: Application) -> Iterator[Problem]:
    if not application.call.asks_budget:
        yield from _sum(application)
        return
    if application.budget is None or not application.budget.lines:
        yield Problem(N_("Add the costs of the project to the budget"), "budget")
        return
    for finding in budget_findings(application):
        if finding.is_blocking:
            yield Problem(finding.message, "budget", budget_anchor(application, finding))


def _sum(application: Application) -> Iterator[Problem]:
    asked, lot = application.requested, application.lot
    if not asked:
        yield Problem(N_("Enter the sum you ask for"), "identification", "requested")
    elif message := rules.amount_outside(asked, lot.min_grant, lot.max_grant):
        yield Problem(message, "identification", "requested")
    elif application.concept_requested is not None:
        percent = application.call.change_percent
        near = rules.check_stage_amount(application.concept_requested, asked, percent=percent)
        if near is not None:
            yield Problem(near.message, "identification", "requested")


def budget_anchor(application: Application, finding: Finding) -> str:
    """The id of the field on the budget page that a finding speaks of."""
    lines = application.budget.lines if application.budget else []
    position = next((at for at, line in enumerate(lines) if line.code == finding.line), None)
    if position is None:
        named = {"sources": "own", "requested": "own", "heading": ""}  # the request is computed
        return named.get(finding.field or "", finding.field or "")
    field = "quantity" if finding.field in {"total", "currency", None} else finding.field
    return f"lines-{position}-{field}"


def _documents(application: Application) -> Iterator[Problem]:
    claimed = claimed_slots(application)
    for entry in slots(application, "application"):
        if entry.slot.is_required and not entry.files and entry.slot.key not in claimed:
            message = N_("Upload “%(label)s”", label=entry.slot.label)
            yield Problem(message, "documents", f"slot-{entry.slot.key}")


def _not_completed(application: Application, known: set[str]) -> Iterator[Problem]:
    for page in pages(application):
        row = application.budget if page.name == "budget" else section(application, page.name)
        if page.name in known | {"declaration"} or (row is not None and row.is_complete):
            continue
        message = N_("Say that you have completed “%(title)s”", title=page.title)
        yield Problem(message, page.name, COMPLETED)


def _declaration(application: Application) -> Iterator[Problem]:
    if not is_signed(answers(application, "declaration")):
        yield Problem(N_("Sign the declaration"), "declaration")
