"""The whole content of an application as plain data: frozen at submission, read by others."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.applications import rules
from portal.applications.models import Application, ApplicationVersion
from portal.applications.queries.answered import texts
from portal.applications.queries.form import (
    answers,
    budget_of,
    chosen_activities,
    claimed_slots,
    shown_keys,
)
from portal.applications.queries.partners import partners_content
from portal.applications.queries.plans import (
    PlanContent,
    plans_content,
    read_logframe,
    read_plan,
)
from portal.applications.queries.reading import latest_version, slots
from portal.applications.rules.anonymous import anonymous
from portal.applications.rules.declaration import SIGNATURE, STATEMENTS
from portal.applications.rules.logframe import Logframe
from portal.applications.rules.pages import field_name


def build(application: Application) -> dict[str, Any]:
    """The content as it is now. Amounts are text with two decimals.

    Shape: see `Content`; `application` is loaded with all its parts.
    """
    return {
        "call": {"reference": application.call.reference, "title": application.call.title},
        "lot": {
            "code": application.lot.code,
            "name": application.lot.name,
            "country": application.lot.country,
        },
        "title": application.title,
        "location": application.location,
        "countries": list(application.countries),
        "duration_months": application.duration_months,
        "currency": application.call.currency,
        "asks_budget": application.call.asks_budget,
        "asks_partners": application.call.asks_partners,
        "asks_activities": application.call.asks_activities,
        "organisation": _organisation(application),
        "partners": partners_content(application),
        **plans_content(application),
        "texts": texts(application),
        "activities": _activities(application),
        "budget": _budget(application),
        "documents": _documents(application),
        "declaration": _declaration(application),
    }


def _organisation(application: Application) -> dict[str, Any]:
    organisation = application.organisation
    names = (
        "legal_name", "local_name", "acronym", "registration_number", "tax_number", "legal_form",
        "street", "city", "postal_code", "country", "email", "phone", "website",
        "representative_name", "representative_function", "fields_of_work", "staff_full_time",
        "staff_part_time", "mission", "networks", "other_representatives",
    )  # fmt: skip
    copied = {name: getattr(organisation, name) for name in names}
    registered = organisation.registered_on
    copied["registered_on"] = registered.isoformat() if registered else None
    copied["turnover"] = [
        {"year": year.year, "amount": str(year.turnover)} for year in organisation.years
    ]
    return copied


def _activities(application: Application) -> list[dict[str, Any]]:
    given, chosen = answers(application, "activities"), set(chosen_activities(application))
    return [
        {
            "code": entry.code,
            "text": entry.text,
            "description": str(given.get(field_name(entry.code), "")),
        }
        for entry in application.call.activities
        if entry.code in chosen
    ]


def _budget(application: Application) -> dict[str, Any]:
    budget = budget_of(application)
    sums = rules.totals(budget)
    share = sums.share_shown
    return {
        "lines": [
            {
                "code": line.code,
                "heading": line.heading,
                "description": line.description,
                "unit": line.unit,
                "quantity": str(line.quantity),
                "unit_value": str(line.unit_value),
                "total": str(total),
                "persons": line.persons,
                "currency": line.currency,
                "activity": line.activity,
                "justification": line.justification,
                "is_regranting": line.is_regranting,
            }
            for line, total in zip(budget.lines, sums.lines, strict=True)
        ],
        "headings": {str(number): str(amount) for number, amount in sums.headings.items()},
        "direct": str(sums.direct),
        "indirect": str(sums.indirect),
        "without_reserve": str(sums.without_reserve),
        "contingency": str(sums.contingency),
        "eligible": str(sums.eligible),
        "taxes": str(sums.taxes),
        "accepted": str(sums.accepted),
        "requested": str(budget.requested),
        "share": None if share is None else str(share),
        "sources": [
            {
                "kind": source.kind.value,
                "name": source.name,
                "amount": str(source.amount),
                "is_secured": source.is_secured,
            }
            for source in budget.sources
        ],
    }


def _documents(application: Application) -> list[dict[str, Any]]:
    asked, claimed = shown_keys(application), claimed_slots(application)
    hidden = {key for key, question in claimed.items() if question.key not in asked}
    return [
        {
            "slot": entry.slot.key,
            "label": entry.slot.label,
            "name": file.name,
            "size": file.size,
            "sha256": file.sha256,
            "attachment": str(file.id),
        }
        for entry in slots(application, "application")
        for file in entry.files
        if entry.slot.key not in hidden
    ]


def _declaration(application: Application) -> dict[str, Any]:
    given = answers(application, "declaration")
    return {
        "statements": [key for key in STATEMENTS if given.get(key) == "yes"],
        **{key: str(given.get(key, "")) for key in SIGNATURE},
    }


@dataclass(frozen=True)
class TextAnswer:
    """One answered question. Units: words; `limit` None is no limit.

    Shape: `text` reads well for every kind; a table has `columns` of label and "num" or "", and
    `rows`; what was frozen before there were kinds is a long text.
    """

    page: str
    page_title: str
    key: str
    title: str
    text: str
    words: int
    limit: int | None
    kind: str = "long_text"
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The heads of a table's columns, as pages draw them."""
        return [{"label": label, "num": kind == "num"} for label, kind in self.columns]

    @property
    def is_worded(self) -> bool:
        """Whether its words count."""
        return self.kind in {"long_text", "short_text"}


@dataclass(frozen=True)
class ActivityAnswer:
    """One chosen activity of the call's list and what is planned."""

    code: str
    text: str
    description: str


@dataclass(frozen=True)
class LineContent:
    """One budget line as submitted. Units: quantities up to 4 decimals, total in cents."""

    code: str
    heading: int
    description: str
    unit: str
    quantity: Decimal
    unit_value: Decimal
    total: Decimal
    persons: int
    currency: str
    activity: str
    justification: str
    is_regranting: bool = False


@dataclass(frozen=True)
class SourceContent:
    """One source of funding beside the grant."""

    kind: str
    name: str
    amount: Decimal
    is_secured: bool


@dataclass(frozen=True)
class BudgetContent:
    """The budget with its sums. Shape: `headings` 1-6; `share` in per cent, two decimals."""

    lines: tuple[LineContent, ...]
    headings: Mapping[int, Decimal]
    direct: Decimal
    indirect: Decimal
    without_reserve: Decimal
    contingency: Decimal
    eligible: Decimal
    taxes: Decimal
    accepted: Decimal
    requested: Decimal
    share: Decimal | None
    sources: tuple[SourceContent, ...]


@dataclass(frozen=True)
class FileContent:
    """One file as submitted. Units: size in bytes; `attachment` is the id to download it by."""

    slot: str
    label: str
    name: str
    size: int
    sha256: str
    attachment: uuid.UUID


@dataclass(frozen=True)
class Content:
    """An application as others read it: a submitted version, or the draft as it is now.

    Shape: `organisation` and `declaration` keyed as in `build`; `number` and `sha256` name the
    dossier and the version; a draft has version 0 and no instant.
    """

    application_id: uuid.UUID
    number: str
    version: int
    sha256: str
    submitted_at: datetime | None
    submitted_by: str
    call_reference: str
    call_title: str
    lot_code: str
    lot_name: str
    lot_country: str | None
    title: str
    location: str
    countries: tuple[str, ...]
    duration_months: int | None
    currency: str
    organisation: Mapping[str, Any]
    partners: tuple[Mapping[str, Any], ...]
    texts: tuple[TextAnswer, ...]
    activities: tuple[ActivityAnswer, ...]
    budget: BudgetContent
    documents: tuple[FileContent, ...]
    declaration: Mapping[str, Any]
    logframe: Logframe | None = None  # None: the call does not ask for it
    plan: PlanContent | None = None
    asks_budget: bool = True  # False: the budget is one line with the sum asked
    asks_partners: bool = True
    asks_activities: bool = True

    @property
    def text_pages(self) -> list[tuple[str, str, list[TextAnswer]]]:
        """The answers by page, in the order of the form: name, title, answers."""
        found: dict[str, tuple[str, str, list[TextAnswer]]] = {}
        for answer in self.texts:
            found.setdefault(answer.page, (answer.page, answer.page_title, []))[2].append(answer)
        return list(found.values())

    def text(self, key: str) -> TextAnswer | None:
        """The answer to one section of the form, A2.1."""
        return next((answer for answer in self.texts if answer.key == key), None)


def for_evaluation(application: Application, *, is_masked: bool = False) -> Content | None:
    """The latest submitted version, without names if `is_masked`; None: never. Queries: 1."""
    version = latest_version(application.id)
    if version is None or not is_masked:
        return content_of(application, version) if version else None
    kept = anonymous(version.content, number=application.number or "")
    return _content(application, kept, version=version.number)


def content_of(application: Application, version: ApplicationVersion) -> Content:
    """One frozen version as plain data. Queries: none."""
    return _content(
        application,
        version.content,
        version=version.number,
        sha256=version.sha256,
        submitted_at=version.submitted_at,
        submitted_by=version.submitted_by_name,
    )


def present_content(application: Application) -> Content:
    """The content as it is now, submitted or not. Queries: none, on a whole application."""
    return _content(application, build(application))


def _content(
    application: Application,
    kept: Mapping[str, Any],
    *,
    version: int = 0,
    sha256: str = "",
    submitted_at: datetime | None = None,
    submitted_by: str = "",
) -> Content:
    return Content(
        application_id=application.id,
        number=application.number or "",
        version=version,
        sha256=sha256,
        submitted_at=submitted_at,
        submitted_by=submitted_by,
        call_reference=kept["call"]["reference"],
        call_title=kept["call"]["title"],
        lot_code=kept["lot"]["code"],
        lot_name=kept["lot"]["name"],
        lot_country=kept["lot"]["country"],
        title=kept["title"],
        location=kept["location"],
        countries=tuple(kept["countries"]),
        duration_months=kept["duration_months"],
        currency=kept["currency"],
        organisation=kept["organisation"],
        partners=tuple(kept["partners"]),
        texts=tuple(TextAnswer(**answer) for answer in kept["texts"]),
        activities=tuple(ActivityAnswer(**entry) for entry in kept["activities"]),
        budget=_budget_content(kept["budget"]),
        documents=tuple(
            FileContent(**{**file, "attachment": uuid.UUID(file["attachment"])})
            for file in kept["documents"]
        ),
        declaration=kept["declaration"],
        logframe=read_logframe(kept.get("logframe")),
        plan=read_plan(kept.get("plan")),
        asks_budget=kept.get("asks_budget", True),
        asks_partners=kept.get("asks_partners", True),
        asks_activities=kept.get("asks_activities", True),
    )


_SUMS = ("direct", "indirect", "without_reserve", "contingency", "eligible", "taxes", "accepted",
         "requested")  # fmt: skip


def _budget_content(kept: Mapping[str, Any]) -> BudgetContent:
    exact = ("quantity", "unit_value", "total")
    return BudgetContent(
        lines=tuple(
            LineContent(**{**line, **{name: Decimal(line[name]) for name in exact}})
            for line in kept["lines"]
        ),
        headings={int(number): Decimal(amount) for number, amount in kept["headings"].items()},
        share=None if kept["share"] is None else Decimal(kept["share"]),
        sources=tuple(
            SourceContent(**{**source, "amount": Decimal(source["amount"])})
            for source in kept["sources"]
        ),
        **{name: Decimal(kept[name]) for name in _SUMS},
    )
