"""The application form of a call: its pages in order, the kinds of questions, conditions.

Source: rules.md 3 (sections), issue of the form builder: nothing of a form is written in code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from portal.calls.models import Call, FormSection
from portal.calls.states import QuestionKind
from portal.core.errors import RuleBroken
from portal.core.text import N_, Text

K = QuestionKind
STANDARD_PAGES: Mapping[str, Text] = MappingProxyType(
    {
        "summary": N_("Summarise your project"),
        "relevance": N_("Describe relevance and needs"),
        "design": N_("Describe the design"),
        "implementation": N_("Describe how you will work"),
        "sustainability": N_("Describe lasting results, visibility and protection"),
        "capacity": N_("Describe your experience and resources"),
        "regional": N_("Describe the regional dimension"),
        "activities": N_("Choose and plan activities"),
    }
)
KINDS: Mapping[QuestionKind, Text] = MappingProxyType(
    {
        K.SHORT_TEXT: N_("Short text, one line"),
        K.LONG_TEXT: N_("Long text"),
        K.NUMBER: N_("Number"),
        K.MONEY: N_("Amount of money"),
        K.DATE: N_("Date"),
        K.YES_NO: N_("Yes or no"),
        K.ONE_OF: N_("One of a list"),
        K.MANY_OF: N_("Several of a list"),
        K.TABLE: N_("Table with rows of the applicant"),
        K.FILE: N_("File"),
        K.DECLARATION: N_("Declaration to confirm"),
    }
)
WORDED = frozenset({K.SHORT_TEXT, K.LONG_TEXT})  # kinds with a word limit
LISTED = frozenset({K.ONE_OF, K.MANY_OF})  # kinds with options
DECIDING = frozenset({K.YES_NO, *LISTED})  # kinds on whose answer other questions may depend
CELLS = (K.SHORT_TEXT, K.NUMBER, K.MONEY, K.DATE, K.YES_NO)  # kinds of a table's column
ANSWERS: Mapping[str, Text] = MappingProxyType({"yes": N_("Yes"), "no": N_("No")})
MOST_COLUMNS, MOST_ROWS = 8, 50
_KEY = re.compile(r"[A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*", re.ASCII)
_TAKEN = re.compile(r"EA[0-9]+", re.ASCII)  # codes of the activities


@dataclass(frozen=True)
class FormPage:
    """One page of the form. Shape: `key` stands in addresses and in the stored answers."""

    key: str
    title: str
    help: str = ""


def form_pages(call: Call) -> list[FormPage]:
    """The pages with questions, in order: those the call names, then those questions name."""
    named = [FormPage(one["key"], one["title"], one.get("help", "")) for one in call.form_pages]
    known = {one.key for one in named}
    used = dict.fromkeys(question.page for question in call.form_sections)
    rest = [key for key in used if key not in known and key != "activities"]
    return [*named, *(FormPage(key, page_title(key)) for key in rest)]


def page_title(key: str) -> str:
    """What a page is called that the call does not name itself."""
    return STANDARD_PAGES.get(key) or key.replace("_", " ").capitalize()


def in_order(call: Call) -> list[FormSection]:
    """Every question in the order in which applicants meet them."""
    places = {page.key: place for place, page in enumerate(form_pages(call))}
    return sorted(call.form_sections, key=lambda one: (places.get(one.page, 99), one.position))


def values_of(question: FormSection) -> list[str]:
    """The answers of a question that others may depend on; empty when none may."""
    if question.kind is K.YES_NO:
        return list(ANSWERS)
    return list(question.options) if question.kind in LISTED else []


def check_key(key: str, taken: Sequence[str]) -> None:
    """Raise RuleBroken unless the code of a question is well formed and free."""
    if not _KEY.fullmatch(key) or _TAKEN.fullmatch(key) or len(key) > 20:
        raise RuleBroken(
            N_("Enter a code of letters and digits that begins with a capital, like A2.1"),
            field="key",
        )
    if key.replace(".", "_") in {one.replace(".", "_") for one in taken}:
        raise RuleBroken(N_("%(code)s is there already", code=key), field="key")


def check_conditions(questions: Sequence[FormSection]) -> None:
    """Raise RuleBroken when a question depends on one that comes later, or on no answer of it.

    Shape: `questions` in the order of the form.
    """
    before: dict[str, FormSection] = {}
    for question in questions:
        if question.shown_if_key is not None:
            decides = before.get(question.shown_if_key)
            if decides is None:
                raise RuleBroken(
                    N_(
                        "“%(title)s” depends on the answer to %(code)s and must come after it",
                        title=question.title,
                        code=question.shown_if_key,
                    ),
                    field="shown_if",
                )
            if question.shown_if_value not in values_of(decides):
                raise RuleBroken(
                    N_(
                        "“%(title)s” depends on the answer “%(value)s” to %(code)s, which is not "
                        "one of its answers",
                        title=question.title,
                        value=question.shown_if_value,
                        code=question.shown_if_key,
                    ),
                    field="shown_if",
                )
        before[question.key] = question


def described(question: FormSection) -> str:
    """A question in words, line by line, as a corrigendum prints it."""
    lines = [question.title, question.help, KINDS[question.kind]]
    if question.kind in LISTED:
        lines.append(N_("Choices: %(choices)s", choices="; ".join(question.options)))
    if question.kind is K.TABLE:
        names = "; ".join(one["label"] for one in question.columns)
        lines.append(N_("Columns: %(names)s", names=names))
        lines.append(N_("At most %(most)s rows", most=question.max_rows))
    lines.append(_limits(question))
    lines.append(_demand(question))
    if question.shown_if_key:
        lines.append(
            N_(
                "Asked only if the answer to %(code)s is “%(value)s”",
                code=question.shown_if_key,
                value=ANSWERS.get(question.shown_if_value or "", question.shown_if_value),
            )
        )
    return "\n".join(str(line) for line in lines if line)


def _limits(question: FormSection) -> str:
    lots = (
        (N_("National lots"), question.max_words_national),
        (N_("Regional lots"), question.max_words_regional),
    )
    if question.kind in WORDED:
        return ", ".join(f"{name}: {_words(limit)}" for name, limit in lots)
    return ", ".join(f"{name}: {N_('not asked')}" for name, limit in lots if limit is None)


def _words(limit: int | None) -> Text:
    if limit is None:
        return N_("not asked")
    return N_("up to %(words)s words", words=limit) if limit else N_("no word limit")


def _demand(question: FormSection) -> Text:
    if not question.is_required:
        return N_("May be left empty")
    if question.required_at == "save":
        return N_("Must be answered before the page is completed")
    return N_("Must be answered before submitting")
