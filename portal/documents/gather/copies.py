"""An application as a paper of its own: a submitted version, or the draft as it is now."""

from collections.abc import Iterator
from datetime import datetime

from portal.applications import rules
from portal.applications.models import Application
from portal.applications.queries import Content, TextAnswer
from portal.applications.rules.declaration import STATEMENTS
from portal.core.clock import day_in
from portal.core.countries import country_name
from portal.core.money import format_amount
from portal.core.ratio import plain
from portal.documents.engine import Letterhead
from portal.documents.gather._base import lead_of
from portal.documents.gather.plans import plans
from portal.documents.layouts._parts import moment, percent
from portal.documents.layouts.ack import size
from portal.documents.sheet import Column, Facts, Heading, Items, Notice, Part, Rows, Sheet, Words

RELATIONS = {
    "co_applicant": "Co-applicant",
    "affiliated_entity": "Affiliated entity",
    "associate": "Associate",
}
SOURCES = {"own": "Own contribution", "other": "Other donor", "income": "Income"}
_UNANSWERED = "Not answered"
_LINES = (
    Column("Line", 0.08),
    Column("Cost, reason, activity", 0.36),
    Column("Unit", 0.12),
    Column("Units", 0.12, is_number=True),
    Column("Rate", 0.14, is_number=True),
    Column("Total", 0.18, is_number=True),
)


def copy_of(application: Application, content: Content, *, at: datetime) -> Sheet:
    """The content on the Action's letterhead; a draft says so at its top and foot. Queries: 1.

    Shape: `application.call.action` is loaded.
    """
    call, lead = application.call, lead_of(application.call.action_id)
    action, is_draft = call.action, not content.version
    number = content.number or content.call_reference
    title = "Application, draft" if is_draft else "Application"
    head = Letterhead(
        document=title,
        reference=f"DRAFT {number}" if is_draft else number,
        version=content.version,
        issued_on=day_in(call.time_zone, content.submitted_at or at),
        issuer=lead.name if lead else action.donor_name,
        action_title=action.title,
        kosovo_footnote=action.kosovo_footnote,
        disclaimer=action.disclaimer,
        funding_statement=action.funding_statement,
    )
    organisation = content.organisation["legal_name"]
    return Sheet(
        head,
        content.title or "Untitled project",
        f"{title} of {organisation} in the call {content.call_reference} {content.call_title}",
        tuple(_parts(content, call.time_zone, at)),
    )


def _parts(content: Content, zone: str, at: datetime) -> Iterator[Part]:
    if content.version:
        yield Notice(
            f"Version {content.version}, submitted by {content.submitted_by} on "
            f"{moment(content.submitted_at, zone)}."
        )
        yield Facts((("Number", content.number), ("SHA-256 of the content", content.sha256)))
    else:
        yield Notice(f"DRAFT. Nothing of this is submitted. As it was on {moment(at, zone)}.")
    yield Heading("Project")
    yield Facts(_cover(content))
    yield Heading("Applicant")
    yield Facts(_applicant(content))
    if content.asks_partners:
        yield Heading("Partners")
        yield _partners(content)
    for _, title, texts in content.text_pages:
        yield Heading(title)
        for answer in texts:
            yield from _answer(answer)
    if content.asks_activities:
        yield Heading("Activities")
        yield from _activities(content)
    yield from plans(content)
    if content.asks_budget:
        yield Heading("Budget")
        yield from _budget(content)
    yield Heading("Files")
    yield _files(content)
    yield Heading("Declaration on honour")
    yield from _declaration(content)


def _cover(content: Content) -> tuple[tuple[str, str], ...]:
    months, asked = content.duration_months, content.budget.requested
    return (
        ("Title", content.title or _UNANSWERED),
        ("Lot", content.lot_name),
        ("Countries and territories", _places(content.countries) or _UNANSWERED),
        ("Towns or areas", content.location or _UNANSWERED),
        ("Duration", f"{months} months" if months else _UNANSWERED),
        ("Requested grant", f"{content.currency} {format_amount(asked)}"),
    )


def _places(codes: tuple[str, ...]) -> str:
    return ", ".join(map(country_name, codes))


def _applicant(content: Content) -> tuple[tuple[str, str], ...]:
    kept = content.organisation
    place = [kept["street"], kept["postal_code"], kept["city"]]
    signer = [kept["representative_name"], kept["representative_function"]]
    return (
        ("Legal name", kept["legal_name"]),
        ("Name in the local language", kept["local_name"]),
        ("Registration number", kept["registration_number"]),
        ("Registered on", kept["registered_on"] or ""),
        ("Tax number", kept["tax_number"]),
        ("Legal form", kept["legal_form"]),
        ("Country or territory", country_name(kept["country"])),
        ("Address", ", ".join(filter(None, place))),
        ("Email address", kept["email"]),
        ("Telephone", kept["phone"]),
        ("Legal representative", ", ".join(filter(None, signer))),
        ("Mission", kept["mission"]),
    )


def _partners(content: Content) -> Part:
    if not content.partners:
        return Words("No partners.")
    columns = (
        Column("Partner", 0.36),
        Column("Part in the project", 0.2),
        Column("Country or territory", 0.22),
        Column("Mandate", 0.22),
    )
    rows = tuple(
        (
            "\n".join(filter(None, (row["name"], row["registration_number"], row["role"]))),
            RELATIONS[row["relation"]],
            country_name(row["country"]),
            "Signed" if row["has_mandate"] else "Not signed",
        )
        for row in content.partners
    )
    return Rows(columns, rows)


def _answer(answer: TextAnswer) -> Iterator[Part]:
    yield Heading(f"{answer.key} {answer.title}", 2)
    if answer.rows:
        yield _table(answer)
        return
    yield Words(answer.text or _UNANSWERED)
    if answer.limit:
        yield Words(f"{answer.words} of {answer.limit} words", is_quiet=True)


def _table(answer: TextAnswer) -> Rows:
    """The rows of a table answer; a column of text is as wide as two of numbers."""
    weights = [1 if kind == "num" else 2 for _, kind in answer.columns]
    columns = tuple(
        Column(label, weight / sum(weights), is_number=kind == "num")
        for (label, kind), weight in zip(answer.columns, weights, strict=True)
    )
    return Rows(columns, tuple(map(tuple, answer.rows)))


def _activities(content: Content) -> Iterator[Part]:
    if not content.activities:
        yield Words("No activity chosen.")
    for entry in content.activities:
        yield Heading(f"{entry.code} {entry.text}", 2)
        yield Words(entry.description or _UNANSWERED)


def _budget(content: Content) -> Iterator[Part]:
    budget = content.budget
    yield Words(f"All amounts in {content.currency}.", is_quiet=True)
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for number, name in rules.HEADINGS.items():
        strong.append(len(rows))
        rows.append((f"{number}", str(name), "", "", "", format_amount(budget.headings[number])))
        rows += [
            (
                line.code,
                "\n".join(filter(None, (line.description, line.justification, line.activity))),
                line.unit,
                plain(line.quantity),
                _rate(plain(line.unit_value)),
                format_amount(line.total),
            )
            for line in budget.lines
            if line.heading == number
        ]
    yield Rows(_LINES, tuple(rows), tuple(strong))
    sums = (
        ("7 Direct costs", budget.direct),
        ("8 Indirect costs", budget.indirect),
        ("9 Total eligible costs without reserve", budget.without_reserve),
        ("10 Contingency reserve", budget.contingency),
        ("11 Total eligible costs", budget.eligible),
        ("12 Taxes and contributions in kind", budget.taxes),
        ("13 Total accepted costs", budget.accepted),
        ("Requested grant", budget.requested),
    )
    yield Rows(
        (Column("Sum", 0.7), Column(f"Amount, {content.currency}", 0.3, is_number=True)),
        (
            *((label, format_amount(amount)) for label, amount in sums),
            *(
                (f"{SOURCES[row.kind]} {row.name}".strip(), format_amount(row.amount))
                for row in budget.sources
            ),
        ),
        (4, 7),
    )
    if budget.share is not None:
        yield Words(f"The grant is {percent(budget.share)} of the eligible costs.")


def _rate(shown: str) -> str:
    """A unit value with at least two decimals."""
    whole, _, digits = shown.partition(".")
    return f"{int(whole):,}.{digits.ljust(2, '0')}"


def _files(content: Content) -> Part:
    if not content.documents:
        return Words("No files.")
    columns = (
        Column("Document", 0.26),
        Column("File", 0.28),
        Column("Size", 0.12, is_number=True),
        Column("SHA-256", 0.34),
    )
    return Rows(
        columns,
        tuple((one.label, one.name, size(one.size), one.sha256) for one in content.documents),
    )


def _declaration(content: Content) -> Iterator[Part]:
    kept = content.declaration
    if not kept.get("name"):
        yield Words("Not signed yet.")
        return
    yield Items(tuple(str(text) for key, text in STATEMENTS.items() if key in kept["statements"]))
    yield Facts(
        (
            ("Place and date", ", ".join(filter(None, (kept["place"], kept["signed_on"])))),
            ("Name and function", ", ".join(filter(None, (kept["name"], kept["function"])))),
        )
    )
