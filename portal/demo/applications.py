"""Applications of the demo: filled page by page and submitted as people do it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from portal.applications import queries, rules, service
from portal.applications.models import Application, PartnerOrganisation
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.rules.logframe import Indicator, Logframe, Result, plain
from portal.applications.rules.pages import field_name
from portal.applications.rules.plan import months_field, who_field
from portal.applications.rules.precheck import questions as precheck_of
from portal.calls import queries as calls_queries
from portal.calls.models import Call, Lot
from portal.calls.states import QuestionKind
from portal.core.access import Actor
from portal.core.countries import country_name
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.money import cents
from portal.demo import questions
from portal.demo.clock import work
from portal.demo.people import Company, read

ACTIVITIES = ("EA1", "EA3", "EA4")
# kind of line, description, unit, quantity, unit value of a project of about 12,500 euro
LINES = (
    ("1.1.1", "Project coordinator", "month", "10", "400"),
    ("1.1.2", "Finance assistant", "month", "10", "150"),
    ("1.3.3", "Per diem of participants", "day", "40", "25"),
    ("2.2", "Local transport", "month", "10", "60"),
    ("3.2", "Laptop for the team", "piece", "1", "700"),
    ("4.2", "Share of the office rent", "month", "10", "80"),
    ("4.3", "Consumables", "month", "10", "30"),
    ("5.1", "Leaflets in five languages", "copy", "500", "1.2"),
    ("5.5", "Translation and interpreters", "hour", "40", "12.5"),
    ("5.7", "Trainings", "event", "2", "450"),
    ("5.8", "Visibility", "set", "1", "300"),
    ("6", "Legal aid days", "day", "20", "55"),
)
OWN_SHARE = Decimal("5.1")  # percent


@dataclass(frozen=True)
class Draft:
    """One application of the story: whose, how large, how far it is written."""

    key: str
    scale: Decimal
    until: str = ""  # the last page that is filled; all when empty


def lot_of(call: Call, entry: dict[str, Any]) -> Lot:
    """The lot an organisation applies in."""
    code = "REG" if entry.get("regional") else entry["country"]
    return next(lot for lot in call.lots if lot.code == code)


def fill(company: Company, call: Call, draft: Draft, *, at: datetime) -> Application:
    """A complete draft, ready to be submitted."""
    entry, actor = company.entries[draft.key], company.owner(draft.key)
    lot = lot_of(call, entry)
    asked = precheck_of(service.call_facts(call))
    started = service.start(
        call,
        lot=lot,
        organisation=company.organisations[draft.key],
        answers={question.code: "yes" for question in asked},
        actor=actor,
        at=at,
    )
    application = queries.whole(started.id)
    _budget(application, call, draft, actor=actor, at=at)
    if not draft.until:
        _documents(application, call, entry, actor=actor, at=at)
    for page, answers in _answers(call, lot, entry, at).items():
        application = queries.whole(started.id)
        if page == "partners":
            _partners(application, entry, actor=actor, at=at)
        row = queries.section(application, page)
        service.save_page(
            application,
            page,
            answers,
            revision=row.revision if row else 0,
            actor=actor,
            at=at + timedelta(minutes=5),
            is_complete=True,
        )
        if page == draft.until:
            break
    return queries.whole(started.id)


def _partners(application: Application, entry: dict[str, Any], *, actor: Any, at: datetime) -> None:
    """One co-applicant in each other country; its own person signs by the link of the mail."""
    for code in entry.get("regional", []):
        name = f"Partner in {country_name(code)} of {entry['name']}"
        row = _partner(application, name, code, entry["number"], actor=actor, at=at)
        email = f"director@{entry['key']}-{code.lower()}.example.org"
        mandate = service.ask_mandate(
            application, row, name="Mira Primer", email=email, actor=actor, at=at
        )
        signer = Actor(None, mandate.to_name, email=email)
        moment = at + timedelta(hours=3)
        service.sign_mandate(
            mandate, name=mandate.to_name, function="Director", actor=signer, at=moment
        )


def _partner(
    application: Application, name: str, country: str, number: str, *, actor: Any, at: datetime
) -> PartnerOrganisation:
    partner = service.Partner(
        relation="co_applicant",
        name=name,
        country=country,
        registration_number=f"P-{country}-{number[-4:]}",
        role="Runs the activities in its own country",
    )
    return service.add_partner(application, partner, actor=actor, at=at)


def join(company: Company, application: Application, draft: Draft, *, at: datetime) -> None:
    """Two partners of a draft: one is asked for its mandate, the other not yet."""
    entry, actor = company.entries[draft.key], company.owner(draft.key)
    asked = _partner(
        application, "Udruga Zaštita na putu", "BA", entry["number"], actor=actor, at=at
    )
    _partner(application, "Shoqata Dritare e hapur", "AL", entry["number"], actor=actor, at=at)
    service.ask_mandate(
        application, asked, name="Mira Primer", email="mira@zastita.example.org", actor=actor, at=at
    )


def submit(company: Company, application: Application, draft: Draft, *, at: datetime) -> None:
    """Handed in by the signatory."""
    service.submit(application, actor=company.owner(draft.key), at=at)


def _answers(
    call: Call, lot: Lot, entry: dict[str, Any], at: datetime
) -> dict[str, dict[str, Any]]:
    countries = [lot.country] if lot.country else [entry["country"], *entry["regional"]]
    words = {
        "name": entry["name"],
        "city": entry["city"],
        "place": ", ".join(country_name(code) for code in countries),
        "group": entry["group"],
        "title": entry["title"],
    }
    texts = {key: str(text).format(**words) for key, text in read("texts.yaml").items()}
    pages: dict[str, dict[str, Any]] = {
        "organisation": {"confirmed": "yes"},
        "identification": {
            "title": words["title"],
            "location": entry["city"],
            "countries": countries,
            "duration_months": "10",
        },
        "partners": {},
        "activities": {
            "chosen": list(ACTIVITIES),
            **{field_name(code): texts["activity"] for code in ACTIVITIES},
        },
    }
    said = texts | questions.answers(entry, at)
    for section in call.form_sections:
        limit = section.max_words_regional if lot.is_regional else section.max_words_national
        if limit is not None and section.kind is not QuestionKind.FILE:
            pages.setdefault(section.page, {})[field_name(section.key)] = said[section.key]
    pages |= _plans(call, entry)
    pages["documents"] = {}
    pages["declaration"] = {
        **dict.fromkeys(STATEMENTS, "yes"),
        "place": entry["city"],
        "signed_on": at.date().isoformat(),
        "name": entry["person"],
        "function": "Director",
    }
    return pages


def _plans(call: Call, entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The action plan and the logframe, where the call asks for them."""
    found: dict[str, dict[str, Any]] = {}
    if call.asks_action_plan:
        months = {"EA1": range(1, 4), "EA3": range(3, 9), "EA4": (5, 9, 10)}
        found["plan"] = {months_field(code): [str(one) for one in months[code]] for code in months}
        found["plan"] |= {who_field(code): f"{entry['person']}, coordinator" for code in months}
    if call.asks_logframe:
        group = entry["group"][:1].upper() + entry["group"][1:]
        trained = Indicator(
            "People of CSOs and institutions who pass the training", "0", "60", "person",
            "Lists of participants, tests before and after",
        )  # fmt: skip
        engaged = Indicator("CSOs that use the protocol", "0", "12", "CSO", "Survey", "T1",
                            "T1 CSOs engaged (90 CSO)")  # fmt: skip
        results = (
            Result("objective", "Fewer people on the route fall into the hands of smugglers."),
            Result("outcome", f"{group} know the risks and where to turn.",
                   "Access to the places stays open.", (engaged,)),
            Result("output", "Trainings on risk and referral are held.", "", (trained,)),
        )  # fmt: skip
        found["logframe"] = plain(Logframe(results))
    return found


def plan(scale: Decimal, indirect_rate: Decimal) -> service.Plan:
    """A budget of about 12,500 euro times `scale`, with the own share every project brings."""
    lines = tuple(
        service.PlannedLine(
            kind=kind,
            description=description,
            unit=unit,
            quantity=Decimal(quantity),
            unit_value=cents(Decimal(unit_value) * scale),
            justification=f"{description}: needed for the whole project, at the usual price here.",
            activity=ACTIVITIES[place % len(ACTIVITIES)],
        )
        for place, (kind, description, unit, quantity, unit_value) in enumerate(LINES)
    )
    direct = sum((rules.line_total(line.quantity, line.unit_value) for line in lines), Decimal(0))
    indirect = rules.rate_limit(direct, indirect_rate)
    own = cents((direct + indirect) * OWN_SHARE / 100)
    return service.Plan(
        lines=lines, indirect=indirect, sources=(service.PlannedSource("own", own),)
    )


def _budget(
    application: Application, call: Call, draft: Draft, *, actor: Any, at: datetime
) -> None:
    service.save_budget(
        queries.whole(application.id),
        plan(draft.scale, call.indirect_rate),
        revision=0,
        actor=actor,
        at=at,
        is_complete=True,
    )


def _documents(
    application: Application, call: Call, entry: dict[str, Any], *, actor: Any, at: datetime
) -> None:
    for slot in call.document_slots:
        if slot.stage == "application" and slot.is_required:
            service.attach_document(
                queries.whole(application.id),
                slot,
                paper(slot.label, entry["name"]),
                name=f"{slot.key}_{entry['key']}.pdf",
                actor=actor,
                at=at,
            )


def paper(title: str, name: str) -> bytes:
    """A one-page PDF that stands for a document of an organisation."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setTitle(title)
    canvas.drawString(72, 770, title)
    canvas.drawString(72, 745, name.encode("ascii", "replace").decode())
    canvas.drawString(72, 720, "Invented document of the demo.")
    canvas.save()
    return buffer.getvalue()


def submit_late(company: Company, call: Call, draft: Draft, *, at: datetime) -> None:
    """Three minutes too late: refused, and on record."""
    whole = calls_queries.get_whole(call.id)
    late = (whole.closes_at or at) + timedelta(minutes=3, milliseconds=412)
    with transaction():
        application = fill(company, whole, draft, at=late - timedelta(hours=9))
    with transaction():
        try:
            submit(company, application, draft, at=late)
        except RuleBroken as refusal:
            actor = company.owner(draft.key)
            service.note_refusal(application.id, refusal, actor=actor, at=late)


def submit_with_more_time(company: Company, call: Call, draft: Draft, *, at: datetime) -> None:
    """A power cut: the signatory of the lead gives one applicant until the next morning."""
    whole = calls_queries.get_whole(call.id)
    closes = whole.closes_at or at
    with transaction():
        application = fill(company, whole, draft, at=closes - timedelta(days=2))
    with transaction():
        service.extend_deadline(
            calls_queries.get_whole(call.id),
            applicant=application.organisation.legal_name,
            until=closes + timedelta(hours=20),
            reason="No electricity in Tuzla since the morning; the supplier has confirmed it.",
            actor=company.actor("vesna"),
            at=closes - timedelta(hours=2),
        )
    work(closes + timedelta(minutes=30))
    with transaction():
        again = queries.whole(application.id)
        submit(company, again, draft, at=closes + timedelta(hours=6, seconds=47))
