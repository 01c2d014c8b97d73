"""COR: corrigendum and Q&A sheet, every change and answer of a call on one paper for all."""

from dataclasses import dataclass
from datetime import datetime

from portal.documents.engine import (
    Letterhead,
    Story,
    callout,
    facts,
    heading,
    render,
    subheading,
)
from portal.documents.layouts._parts import moment, of_call, opening

TITLE = "Corrigendum and answers to questions"


@dataclass(frozen=True)
class ChangeLine:
    """One corrigendum: what changed, the old and the new wording, why."""

    number: int
    clause: str
    before: str
    after: str
    reason: str
    published_at: datetime


@dataclass(frozen=True)
class AnswerLine:
    """One question with its published answer; nobody reads who asked."""

    number: int
    question: str
    answer: str
    published_at: datetime
    is_late: bool


@dataclass(frozen=True)
class CorrigendumSheet:
    """All changes and all published answers of a call, as of the day of issue."""

    head: Letterhead
    call_reference: str
    call_title: str
    closes_at: datetime | None
    zone: str
    standing: str
    contact: str
    changes: tuple[ChangeLine, ...]
    answers: tuple[AnswerLine, ...]


def _changes(data: CorrigendumSheet) -> Story:
    story: Story = [heading("Changes to the call")]
    if not data.changes:
        return [*story, callout("The call has not been changed since it was published.")]
    for change in data.changes:
        story += [
            subheading(f"Corrigendum {change.number}: {change.clause}"),
            facts(
                [
                    ("Published", moment(change.published_at, data.zone)),
                    ("Before", change.before),
                    ("Now", change.after),
                    ("Reason", change.reason),
                ],
                label_share=0.2,
            ),
        ]
    return story


def _answers(data: CorrigendumSheet) -> Story:
    story: Story = [heading("Questions and answers")]
    if not data.answers:
        return [*story, callout("No answers are published yet.")]
    for answer in data.answers:
        published = moment(answer.published_at, data.zone)
        late = ", after the day promised in the timetable" if answer.is_late else ""
        story.append(
            facts(
                [
                    (f"Question {answer.number}", answer.question),
                    ("Answer", answer.answer),
                    ("Published", published + late),
                ],
                label_share=0.2,
            )
        )
    return story


def render_corrigendum(data: CorrigendumSheet) -> bytes:
    """The sheet as PDF. Source: rules.md section 8, no. 2."""

    def story() -> Story:
        return [
            *opening(
                data.head,
                "The same information for all: what changed in the call since it was published, "
                "and every question answered so far.",
            ),
            of_call(
                data,
                ("The call is", data.standing),
                ("Deadline", moment(data.closes_at, data.zone)),
                ("Contact", data.contact),
            ),
            *_changes(data),
            *_answers(data),
        ]

    return render(data.head, story)
