"""The questions of a call's form as room on an empty paper, kind by kind, page by page."""

from collections.abc import Iterator

from portal.applications.rules.logframe import CELL_WORDS, RESULT_WORDS
from portal.applications.rules.pages import DESCRIPTION_WORDS, page_title
from portal.calls.models import Call, FormSection
from portal.calls.rules.form import form_pages, in_order
from portal.calls.states import QuestionKind
from portal.documents.gather.pages import page_name
from portal.documents.sheet import Choices, Column, Heading, Part, Room, Rows, Words

K = QuestionKind
ACTIVITIES = "activities"
_LONG, _SHORT = 8, 2  # lines of room
_BLANK = "\u00a0\n\u00a0"
HOW = {
    K.NUMBER: "A number.",
    K.MONEY: "An amount of money.",
    K.DATE: "A date.",
    K.ONE_OF: "Choose one.",
    K.MANY_OF: "Choose all that apply.",
    K.TABLE: "A table; add rows as needed.",
    K.DECLARATION: "To be confirmed in the portal.",
}


def asked(call: Call) -> list[FormSection]:
    """Every question that the portal asks in at least one lot, in the order of the form."""
    slots = {slot.key for slot in call.document_slots if slot.stage == "application"}
    return [
        one
        for one in in_order(call)
        if not (one.kind is K.FILE and one.slot_key not in slots)
        and not (one.page == ACTIVITIES and not call.asks_activities)
        and (one.max_words_national, one.max_words_regional) != (None, None)
    ]


def claimed(call: Call) -> set[str]:
    """Documents that a question asks for: they are not asked again."""
    return {one.slot_key for one in asked(call) if one.kind is K.FILE and one.slot_key}


def pages(call: Call) -> Iterator[Part]:
    """The pages of questions, then the activities with theirs, the action plan, the logframe."""
    for entry in form_pages(call):
        here = [one for one in asked(call) if one.page == entry.key]
        if here and entry.key != ACTIVITIES:
            yield Heading(page_name(call, entry.key))
            if entry.help:
                yield Words(entry.help)
            for section in here:
                yield from _question(call, section)
    if call.asks_activities:
        yield from _activities(call)
        if call.asks_action_plan:
            yield from _plan()
    if call.asks_logframe:
        yield from _logframe()


def _question(call: Call, section: FormSection) -> Iterator[Part]:
    yield Heading(f"{section.key} {section.title}", 2)
    if section.help:
        yield Words(section.help)
    notes = [HOW.get(section.kind, ""), *_limits(section)]
    if section.kind is K.FILE:
        notes.append(_formats(call, section))
    if not section.is_required:
        notes.append("Not required.")
    if section.shown_if_key:
        notes.append(f"Only if {section.shown_if_key} is answered with “{section.shown_if_value}”.")
    if text := " ".join(filter(None, notes)):
        yield Words(text, is_quiet=True)
    yield _room(section)


def _formats(call: Call, section: FormSection) -> str:
    slot = next(one for one in call.document_slots if one.key == section.slot_key)
    return f"A file to upload: {', '.join(slot.formats).upper()}, 10 MB or smaller."


def _room(section: FormSection) -> Part:
    """Where the answer of this kind is written."""
    match section.kind:
        case K.YES_NO:
            return Choices(("Yes", "No"))
        case K.ONE_OF | K.MANY_OF:
            return Choices(tuple(section.options))
        case K.DECLARATION:
            return Choices(("Confirmed",))
        case K.FILE:
            return Choices(("The file is ready",))
        case K.TABLE if section.columns:
            share = 1 / len(section.columns)
            columns = tuple(Column(one["label"], share) for one in section.columns)
            return Rows(columns, ((_BLANK, *[""] * (len(columns) - 1)),) * 3)
        case K.LONG_TEXT:
            return Room(_LONG)
    return Room(_SHORT)


def _limits(section: FormSection) -> Iterator[str]:
    """Word limits as they hold in each kind of lot: None is not asked there, 0 is no limit."""
    national, regional = section.max_words_national, section.max_words_regional
    if national == regional:
        if national:
            yield f"At most {national} words."
        return
    for kind, most in (("national", national), ("regional", regional)):
        if most is None:
            yield f"Not asked in {kind} lots."
        elif most:
            yield f"At most {most} words in {kind} lots."


def _activities(call: Call) -> Iterator[Part]:
    yield Heading(page_name(call, ACTIVITIES))
    yield Words(
        f"Choose from the closed list and describe each you choose, at most {DESCRIPTION_WORDS} "
        "words each.",
        is_quiet=True,
    )
    yield Choices(tuple(f"{one.code} {one.text}" for one in call.activities))
    yield Heading("What you plan under each activity you chose", 2)
    columns = (Column("Activity", 0.16), Column("What you do, where, with whom", 0.84))
    yield Rows(columns, (("\n".join(["\u00a0"] * 5), ""),) * 3)
    for section in asked(call):
        if section.page == ACTIVITIES:
            yield from _question(call, section)


def _plan() -> Iterator[Part]:
    yield Heading(str(page_title("plan")))
    yield Words("For each activity you chose; months are counted from the start.", is_quiet=True)
    columns = (Column("Activity", 0.4), Column("Responsible", 0.34), Column("Months", 0.26))
    yield Rows(columns, ((_BLANK, "", ""),) * 3)


def _logframe() -> Iterator[Part]:
    yield Heading(str(page_title("logframe")))
    yield Words(
        f"One objective, outcomes, and outputs below them: at most {RESULT_WORDS} words each, with "
        f"what must hold for it, and {CELL_WORDS} words in each field of an indicator.",
        is_quiet=True,
    )
    columns = (
        Column("Result and assumption", 0.28),
        Column("Indicator", 0.22),
        Column("Baseline", 0.13),
        Column("Target, unit", 0.15),
        Column("Source of verification", 0.22),
    )
    levels = ("Objective", "Outcome 1", "Output 1.1", "Output 1.2")
    yield Rows(columns, tuple((f"{level}\n{_BLANK}", "", "", "", "") for level in levels))
