"""The form of a call as an empty paper: to read, to discuss, to prepare answers offline."""

from collections.abc import Iterator
from datetime import datetime

from portal import config
from portal.applications import rules
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.rules.pages import TITLE_WORDS
from portal.applications.rules.precheck import questions
from portal.applications.rules.standard import REGRANTING, lines_of
from portal.applications.service import call_facts
from portal.calls.models import Call
from portal.core.clock import day_in
from portal.core.countries import country_name
from portal.core.money import format_amount
from portal.documents.engine import Letterhead
from portal.documents.gather import _blank_questions
from portal.documents.gather import _rules_of_call as told
from portal.documents.gather._base import lead_of
from portal.documents.layouts._parts import moment
from portal.documents.sheet import (
    Choices,
    Column,
    Facts,
    Heading,
    Items,
    Notice,
    Part,
    Room,
    Rows,
    Sheet,
    Words,
)

TITLE = "Application form"
_SHORT = 2  # lines of room


def blank_form(call: Call, *, at: datetime) -> Sheet:
    """Every page, question, limit, help and document of the form. Queries: 1.

    Shape: `call` is whole. A call that is not published says "draft" at its top and foot.
    """
    lead, action, is_draft = lead_of(call.action_id), call.action, call.published_at is None
    head = Letterhead(
        document=TITLE,
        reference=f"DRAFT {call.reference}" if is_draft else f"{call.reference} {TITLE.lower()}",
        version=0,
        issued_on=day_in(call.time_zone, at),
        issuer=lead.name if lead else action.donor_name,
        action_title=action.title,
        kosovo_footnote=action.kosovo_footnote,
        disclaimer=action.disclaimer,
        funding_statement=action.funding_statement,
    )
    return Sheet(head, TITLE, f"{call.reference} {call.title}", tuple(_parts(call, is_draft)))


def _parts(call: Call, is_draft: bool) -> Iterator[Part]:
    if is_draft:
        yield Notice("DRAFT. The call is not published; everything here can still change.")
    yield Notice(
        "This paper is for preparing. Applications are received only in the portal, at "
        f"{config.current().base_url}/calls/{call.reference}."
    )
    yield Facts(
        (
            ("Deadline", moment(call.closes_at, call.time_zone)),
            ("Questions until", moment(call.questions_until_at, call.time_zone)),
            ("Languages", told.languages(call)),
            ("Contact", call.contact_email),
        )
    )
    yield from _lots(call)
    yield Heading("Can you apply?")
    for question in questions(call_facts(call)):
        yield Heading(f"{question.code} {question.text}", 2)
        yield Words(str(question.rule), is_quiet=True)
        yield Choices(("Yes", "No"))
    yield from _organisation()
    if call.asks_partners:
        yield from _partners()
    yield from _identification(call)
    yield from _blank_questions.pages(call)
    if call.asks_budget:
        yield from _money(call)
    yield from _documents(call)
    yield from _declaration()


def _lots(call: Call) -> Iterator[Part]:
    yield Heading("Lots")
    columns = (
        Column("Lot", 0.34),
        Column(f"Grant, {call.currency}", 0.36, is_number=True),
        Column("Months", 0.3, is_number=True),
    )
    yield Rows(
        columns,
        tuple(
            (
                lot.name,
                f"{format_amount(lot.min_grant)} to {format_amount(lot.max_grant)}",
                f"{lot.min_months} to {lot.max_months}",
            )
            for lot in call.lots
        ),
    )


def _organisation() -> Iterator[Part]:
    yield Heading("Your organisation")
    yield Words("Taken from the profile of your organisation, entered once for all applications:")
    yield Items(
        (
            "Legal name, name in the local language, legal form",
            "Registration number and day, tax number",
            "Address, email address, telephone, website",
            "Legal representative and function",
            "Fields of work, mission, staff, turnover of the last years",
        )
    )


def _partners() -> Iterator[Part]:
    yield Heading("Partners")
    yield Words("No partners is also an answer.", is_quiet=True)
    columns = (
        Column("Partner and registration number", 0.34),
        Column("Part in the project", 0.24),
        Column("Country or territory", 0.2),
        Column("Role", 0.22),
    )
    yield Rows(columns, (("\u00a0\n\u00a0", "", "", ""),) * 2)


def _identification(call: Call) -> Iterator[Part]:
    places = sorted({lot.country for lot in call.lots if lot.country})
    yield Heading("Name and place the project")
    yield Heading("Title of the project", 2)
    yield Words(f"At most {TITLE_WORDS} words", is_quiet=True)
    yield Room(_SHORT)
    yield Heading("Countries and territories", 2)
    yield Choices(tuple(map(country_name, places))) if places else Room(_SHORT)
    yield Heading("Towns or areas", 2)
    yield Room(_SHORT)
    yield Heading("Duration in months", 2)
    yield Room(1)
    if not call.asks_budget:
        yield Heading("Sum asked for", 2)
        yield Words(f"One sum for the whole project, in {call.currency}.", is_quiet=True)
        yield Room(1)


def _money(call: Call) -> Iterator[Part]:
    yield Heading("Budget")
    yield Facts(told.costs(call))
    yield Words(
        f"Reason of each line: at most {call.justification_words} words. The portal adds up and "
        "checks while you type; lines can be prepared in a spreadsheet and brought in.",
        is_quiet=True,
    )
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for number, name in rules.HEADINGS.items():
        strong.append(len(rows))
        rows.append((str(number), str(name), "", "", ""))
        rows += [
            (line.code, str(line.label), "", "", "")
            for line in lines_of(number)
            if line.code != REGRANTING or call.allows_regranting
        ]
    columns = (
        Column("Line", 0.1),
        Column("Kind of cost", 0.42),
        Column("Units", 0.14, is_number=True),
        Column("Rate", 0.16, is_number=True),
        Column(f"Total, {call.currency}", 0.18, is_number=True),
    )
    yield Rows(columns, tuple(rows), tuple(strong))


def _documents(call: Call) -> Iterator[Part]:
    asked = {
        "application": "Documents to upload with the application",
        "eligibility": "Documents asked of those selected, before the award",
    }
    for stage, title in asked.items():
        slots = [
            slot
            for slot in call.document_slots
            if slot.stage == stage and slot.key not in _blank_questions.claimed(call)
        ]
        if not slots:
            continue
        yield Heading(title)
        columns = (Column("Document", 0.56), Column("Formats", 0.24), Column("Needed", 0.2))
        yield Rows(
            columns,
            tuple(
                (
                    "\n".join(filter(None, (slot.label, slot.help))),
                    ", ".join(slot.formats).upper(),
                    "Yes" if slot.is_required else "If it applies",
                )
                for slot in slots
            ),
        )


def _declaration() -> Iterator[Part]:
    yield Heading("Declaration on honour")
    yield Words("Signed in the portal by a signatory of the organisation:")
    yield Items(tuple(map(str, STATEMENTS.values())))
    yield Facts((("Place and date", " "), ("Name and function", " ")))
