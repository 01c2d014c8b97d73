"""A question of the form and its answer: read, checked, shown in words, whatever its kind.

Shape of answers as they are kept: text as typed (also of numbers and dates), "yes" or "no", a
list of choices, or for a table a list of rows of texts. A file question keeps nothing here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.applications.rules.stages import words_over
from portal.calls.rules.form import ANSWERS, CELLS, LISTED, WORDED
from portal.calls.states import QuestionKind
from portal.core.errors import RuleBroken
from portal.core.money import format_amount, parse_decimal
from portal.core.text import N_, Text, clean, count_words

K = QuestionKind
MOST_READ = 200  # rows that are kept of one table, whatever is sent
MOST_CELL = 2000  # characters of one cell
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class Column:
    """A column of a table question."""

    label: str
    kind: QuestionKind


@dataclass(frozen=True)
class FormQuestion:
    """One question of the form in one lot.

    Shape: `name` is its field on the page, `key` its code in the call; `condition` the key of
    another question and the answer that shows this one. Units: `words` at most, None no limit.
    """

    key: str
    name: str
    title: str
    help: str
    words: int | None
    is_required: bool = True
    kind: QuestionKind = K.LONG_TEXT
    required_at: str = "save"
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    max_rows: int = 10
    condition: tuple[str, str] | None = None
    example: str = ""
    slot_key: str = ""
    is_carried: bool = False  # the answer came from the concept note
    is_fixed: bool = False  # and was assessed there: it is not changed any more

    @property
    def is_worded(self) -> bool:
        """Whether it is answered by a text that has a word count."""
        return self.kind in WORDED


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one answer. Shape: `place` is "" or the row and column of a table."""

    message: Text
    place: str = ""
    is_for_submission: bool = False  # a page may be completed with it


def shown(questions: Iterable[FormQuestion], answers: Mapping[str, Any]) -> list[FormQuestion]:
    """The questions that are asked with these answers, in their order.

    Shape: `questions` of the whole form in order; `answers` by key. A question that depends on a
    hidden one is hidden too.
    """
    found: dict[str, FormQuestion] = {}
    for question in questions:
        if question.condition is None or (
            question.condition[0] in found and _is_met(question.condition, answers)
        ):
            found[question.key] = question
    return list(found.values())


def _is_met(condition: tuple[str, str], answers: Mapping[str, Any]) -> bool:
    given = answers.get(condition[0])
    return condition[1] in given if isinstance(given, list) else str(given) == condition[1]


def rows_of(sent: Iterable[tuple[str, str]], name: str, width: int) -> list[list[str]]:
    """The rows of a table as a browser sends them, cells named `<name>-<row>-<column>`.

    Rows in the order of their numbers, empty ones left out, each as wide as the table.
    """
    place = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-([0-9]{{1,2}})", re.ASCII)
    rows: dict[int, list[str]] = {}
    for field, text in sent:
        if (found := place.fullmatch(field)) and int(found[2]) < width:
            row = rows.setdefault(int(found[1]), [""] * width)
            row[int(found[2])] = clean(text[:MOST_CELL])
    return [rows[number] for number in sorted(rows) if any(rows[number])][:MOST_READ]


def rows_kept(answer: Any, width: int) -> list[list[str]]:
    """The rows of a kept answer, each as wide as the table is now."""
    if not isinstance(answer, list):
        return []
    rows = [row for row in answer if isinstance(row, list)]
    return [[*map(str, row), *[""] * width][:width] for row in rows]


def is_empty(question: FormQuestion, answer: Any) -> bool:
    """Whether nothing was answered."""
    if question.kind is K.TABLE:
        return not rows_kept(answer, len(question.columns))
    if question.kind is K.DECLARATION:
        return bool(answer != "yes")
    return not answer or (isinstance(answer, str) and not answer.strip())


def check(question: FormQuestion, answer: Any) -> Iterator[Wrong]:
    """What is wrong with the answer to a question that is shown; file questions have no answer."""
    if is_empty(question, answer):
        if question.is_required:
            yield Wrong(_missing(question), is_for_submission=question.required_at == "submit")
    elif question.kind is K.TABLE:
        yield from _check_table(question, rows_kept(answer, len(question.columns)))
    elif question.is_worded:
        if words_over(str(answer), question.words):
            yield Wrong(_too_long(question, str(answer)))
    elif message := _unreadable(question.kind, answer, question.options):
        yield Wrong(N_("%(title)s: %(problem)s", title=question.title, problem=message))


def _missing(question: FormQuestion) -> Text:
    if question.kind is K.DECLARATION:
        return N_("Confirm “%(title)s”", title=question.title)
    if question.kind is K.TABLE:
        return N_("Fill in at least one row of “%(title)s”", title=question.title)
    if question.kind is K.FILE:
        return N_("Upload “%(title)s”", title=question.title)
    return N_("Answer “%(title)s”", title=question.title)


def missing_file(question: FormQuestion) -> Wrong:
    """What is said of a required file question without a file."""
    return Wrong(_missing(question), is_for_submission=question.required_at == "submit")


def _too_long(question: FormQuestion, text: str) -> Text:
    return N_(
        "%(title)s must be %(most)s words or less. You have %(words)s",
        title=question.title,
        most=question.words,
        words=count_words(text),
    )


def _check_table(question: FormQuestion, rows: Sequence[Sequence[str]]) -> Iterator[Wrong]:
    if len(rows) > question.max_rows:
        message = N_(
            "%(title)s must have %(most)s rows or less. You have %(rows)s",
            title=question.title,
            most=question.max_rows,
            rows=len(rows),
        )
        yield Wrong(message)
    for number, row in enumerate(rows):
        for place, (column, cell) in enumerate(zip(question.columns, row, strict=True)):
            if problem := _cell_problem(column, cell):
                message = N_(
                    "%(title)s, row %(row)s, %(column)s: %(problem)s",
                    title=question.title,
                    row=number + 1,
                    column=column.label,
                    problem=problem,
                )
                yield Wrong(message, f"{number}-{place}")


def _cell_problem(column: Column, cell: str) -> str:
    if not cell.strip():
        return N_("Nothing stands there")
    return _unreadable(column.kind, cell, ())


def _unreadable(kind: QuestionKind, answer: Any, options: Sequence[str]) -> str:
    """Why an answer cannot be taken, in words; empty when it can."""
    if kind in {K.NUMBER, K.MONEY}:
        try:
            parse_decimal(str(answer), places=2 if kind is K.MONEY else 4)
        except RuleBroken as broken:
            return broken.message
    if kind is K.DATE and day(str(answer)) is None:
        return N_("Enter a date, like 2026-12-04")
    if kind is K.YES_NO and answer not in ANSWERS:
        return N_("Select yes or no")
    if kind in LISTED:
        given = answer if isinstance(answer, list) else [answer]
        if not set(given) <= set(options):
            return N_("The list of choices has changed. Choose again")
    return ""


def day(text: str) -> date | None:
    """The day that stands there as 2026-12-04; None when it is none."""
    try:
        return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        return None


def in_words(question: FormQuestion, answer: Any, currency: str = "") -> str:
    """The answer as readers see it; empty when nothing was answered. Words stay as typed.

    Shape: a table is one line a row, "label: value" parted by semicolons.
    """
    if is_empty(question, answer):
        return ""
    if question.kind is K.TABLE:
        rows = shown_rows(question, answer, currency)
        labels = [column.label for column in question.columns]
        return "\n".join(
            "; ".join(f"{label}: {cell}" for label, cell in zip(labels, row, strict=True))
            for row in rows
        )
    if isinstance(answer, list):
        return "\n".join(map(str, answer))
    if question.kind is K.DECLARATION:
        return N_("Confirmed")
    return _plain(question.kind, str(answer), currency)


def shown_rows(question: FormQuestion, answer: Any, currency: str = "") -> list[list[str]]:
    """The rows of a table with numbers and dates as readers see them."""
    kinds = [column.kind for column in question.columns]
    return [
        [_plain(kind, cell, currency) for kind, cell in zip(kinds, row, strict=True)]
        for row in rows_kept(answer, len(kinds))
    ]


def _plain(kind: QuestionKind, text: str, currency: str) -> str:
    if kind is K.YES_NO:
        return ANSWERS.get(text, text)
    if kind is K.DATE and (on := day(text)):
        return f"{on.day} {on:%B %Y}"
    if kind in {K.NUMBER, K.MONEY} and (value := _value(text, kind)) is not None:
        if kind is K.MONEY:
            return f"{currency} {format_amount(value)}".strip()
        whole = value == value.to_integral()
        return f"{value:,.0f}" if whole else f"{value.normalize():,f}"
    return text


def _value(text: str, kind: QuestionKind) -> Decimal | None:
    try:
        return parse_decimal(text, places=2 if kind is K.MONEY else 4)
    except RuleBroken:
        return None


def columns_of(kept: Iterable[Mapping[str, str]]) -> tuple[Column, ...]:
    """The columns of a table as the call keeps them; a kind it does not know is a text."""
    return tuple(
        Column(one["label"], K(one["kind"]) if one["kind"] in set(CELLS) else K.SHORT_TEXT)
        for one in kept
    )
