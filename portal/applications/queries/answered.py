"""The answers to the call's own questions as plain data, for the frozen content."""

from typing import Any

from portal.applications.models import Application
from portal.applications.queries.form import all_questions, answer_to, pages, shown_keys
from portal.applications.queries.reading import slots
from portal.applications.rules.questions import FormQuestion, in_words, shown_rows
from portal.calls.states import QuestionKind
from portal.core.text import count_words

NUMERIC = frozenset({QuestionKind.NUMBER, QuestionKind.MONEY})


def texts(application: Application) -> list[dict[str, Any]]:
    """The answers to the questions that are asked; what a hidden one was answered is not told."""
    asked, titles = shown_keys(application), {one.name: one.title for one in pages(application)}
    return [
        {"page": page, "page_title": str(titles[page]), **_answer(application, page, question)}
        for page, question in all_questions(application)
        if question.key in asked
    ]


def _answer(application: Application, page: str, question: FormQuestion) -> dict[str, Any]:
    answer, currency = answer_to(application, page, question), application.call.currency
    text = str(in_words(question, answer, currency))
    if question.kind is QuestionKind.FILE:
        kept = {entry.slot.key: entry.files for entry in slots(application, "application")}
        text = "\n".join(file.name for file in kept[question.slot_key])
    found = {
        "key": question.key,
        "title": question.title,
        "text": text,
        "words": count_words(text) if question.is_worded else 0,
        "limit": question.words if question.is_worded else None,
    }
    if question.kind is not QuestionKind.LONG_TEXT:
        found["kind"] = question.kind.value
    if question.kind is QuestionKind.TABLE:
        found["columns"] = [
            [column.label, "num" if column.kind in NUMERIC else ""] for column in question.columns
        ]
        found["rows"] = shown_rows(question, answer)
    return found
