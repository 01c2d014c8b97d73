"""Applications for tests: the form filled, the budget of rules.md 7.7 example 1."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.models import User
from portal.applications import queries, rules
from portal.applications.models import (
    Application,
    ApplicationSection,
    ApplicationVersion,
    Attachment,
    Budget,
    BudgetLine,
    FundingSource,
)
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.rules.frozen import fingerprint
from portal.applications.rules.pages import field_name
from portal.applications.service import Plan, PlannedLine, PlannedSource
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls.models import Call, Lot
from portal.calls.states import CallState
from portal.core.clock import day_in
from portal.core.db import db
from portal.files import service as files
from portal.organisations.models import Organisation
from tests.factories.accounts import make_user
from tests.factories.base import AT, next_number, save
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership, make_organisation

S = ApplicationState
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BEFORE_CLOSING = {S.DRAFT, S.SUBMITTED, S.WITHDRAWN}
ACTIVITIES = ("EA1", "EA2")

# code, description, unit, quantity, unit value: rules.md 7.7, example 1
EXAMPLE_1 = (
    ("1.1.1", "Project coordinator", "month", "10", "400.00"),
    ("1.1.2", "Finance assistant", "month", "10", "150.00"),
    ("1.3.3", "Per diem of participants", "day", "40", "25.00"),
    ("2.2", "Local transport", "month", "10", "60.00"),
    ("3.2", "Laptop", "piece", "1", "700.00"),
    ("4.2", "Share of the office rent", "month", "10", "80.00"),
    ("4.3", "Consumables", "month", "10", "30.00"),
    ("5.1", "Leaflets", "copy", "500", "1.20"),
    ("5.5", "Translation", "page", "40", "12.50"),
    ("5.7", "Seminars", "event", "2", "450.00"),
    ("5.8", "Visibility", "set", "1", "300.00"),
    ("6", "Legal aid days", "day", "20", "55.00"),
)
INDIRECT, OWN, REQUESTED = Decimal("861.00"), Decimal("661.00"), Decimal("12500.00")


def example_1(**overrides: Any) -> Plan:
    """The budget of example 1 as somebody enters it: 12,300 direct, 12,500 asked."""
    values: dict[str, Any] = {
        "lines": tuple(
            PlannedLine(
                kind=kind,
                description=description,
                unit=unit,
                quantity=Decimal(quantity),
                unit_value=Decimal(unit_value),
                justification=f"{description}: needed for the whole project.",
                activity=ACTIVITIES[at % 2],
            )
            for at, (kind, description, unit, quantity, unit_value) in enumerate(EXAMPLE_1)
        ),
        "indirect": INDIRECT,
        "sources": (PlannedSource("own", OWN),),
        "requested": REQUESTED,
    }
    return Plan(**(values | overrides))


def make_application(
    *,
    state: ApplicationState = S.SUBMITTED,
    call: Call | None = None,
    lot: str = "RS",
    organisation: Organisation | None = None,
    owner: User | None = None,
    **overrides: Any,
) -> Application:
    """An application in any state, filled and (unless a draft) frozen as version 1.

    Its call is open for drafts and submitted ones, in evaluation for the rest. `owner` is owner
    and signatory of the organisation. Answers the application with all its parts loaded.
    """
    call = call or make_call(
        state=CallState.PUBLISHED if state in BEFORE_CLOSING else CallState.IN_EVALUATION
    )
    call = calls.get_whole(call.id)
    chosen = next(entry for entry in call.lots if entry.code == lot)
    owner = owner or make_user()
    if organisation is None:
        organisation = make_organisation(country=chosen.country or "RS")
        make_membership(organisation=organisation, user=owner)
    application = save(Application(**_facts(state, call, chosen, organisation, owner, overrides)))
    _fill(application, call, chosen, owner)
    application = queries.whole(application.id)
    if state is not S.DRAFT:
        _freeze(application, owner)
    return application


def _facts(
    state: ApplicationState,
    call: Call,
    lot: Lot,
    organisation: Organisation,
    owner: User,
    overrides: dict[str, Any],
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "call_id": call.id,
        "lot_id": lot.id,
        "organisation_id": organisation.id,
        "state": state,
        "title": "Safe evenings on the Drina",
        "location": "Niš and Pirot",
        "countries": [lot.country] if lot.country else ["RS", "BA"],
        "duration_months": 10,
        "created_by_id": owner.id,
        "created_at": AT - timedelta(days=5),
        "changed_at": AT - timedelta(days=1),
    }
    if state is not S.DRAFT:
        values |= {
            "number": f"{call.reference}-{next_number():06d}",
            "submitted_at": AT - timedelta(days=1),
            "submitted_by_id": owner.id,
            "requested": REQUESTED,
            "total_eligible": Decimal("13161.00"),
        }
    if state is S.WITHDRAWN:
        values["withdrawn_at"] = AT
    return values | overrides


def _fill(application: Application, call: Call, lot: Lot, owner: User) -> None:
    for page, answers in _answers(application, call, lot).items():
        save(
            ApplicationSection(
                application_id=application.id,
                page=page,
                answers=answers,
                revision=1,
                is_complete=True,
                updated_by_id=owner.id,
                updated_at=AT - timedelta(days=2),
            )
        )
    save(_budget(application, owner))
    for slot in call.document_slots:
        if slot.stage == "application" and slot.is_required:
            name = f"{slot.key}.pdf"
            kept = files.keep(PDF, name=name, media_type="application/pdf", at=AT)
            save(
                Attachment(
                    application_id=application.id,
                    slot_id=slot.id,
                    file_id=kept.id,
                    created_by_id=owner.id,
                    created_at=AT - timedelta(days=2),
                )
            )


def _answers(application: Application, call: Call, lot: Lot) -> dict[str, dict[str, Any]]:
    filled: dict[str, dict[str, Any]] = {
        "check": {},
        "organisation": {"confirmed": "yes"},
        "partners": {},
        "identification": {
            "title": application.title,
            "location": application.location,
            "countries": list(application.countries),
            "duration_months": str(application.duration_months or ""),
        },
        "activities": {
            "chosen": list(ACTIVITIES),
            **{field_name(code): f"What we do under {code}." for code in ACTIVITIES},
        },
        "documents": {},
        "declaration": {
            **dict.fromkeys(STATEMENTS, "yes"),
            "place": "Niš",
            "signed_on": day_in(call.time_zone, AT).isoformat(),
            "name": "Jovana Primerović",
            "function": "Director",
        },
    }
    for section in call.form_sections:
        words = section.max_words_regional if lot.is_regional else section.max_words_national
        if words is not None:
            text = f"Our answer on {section.title.lower()}."
            filled.setdefault(section.page, {})[field_name(section.key)] = text
    return filled


def _budget(application: Application, owner: User) -> Budget:
    return Budget(
        application_id=application.id,
        indirect=INDIRECT,
        requested=REQUESTED,
        revision=1,
        is_complete=True,
        updated_by_id=owner.id,
        updated_at=AT - timedelta(days=2),
        lines=[
            BudgetLine(
                heading=int(kind[0]),
                position=position,
                code="6.1" if kind == "6" else kind,
                description=description,
                unit=unit,
                quantity=Decimal(quantity),
                unit_value=Decimal(unit_value),
                total=rules.line_total(Decimal(quantity), Decimal(unit_value)),
                activity=ACTIVITIES[position % 2],
                justification=f"{description}: needed for the whole project.",
            )
            for position, (kind, description, unit, quantity, unit_value) in enumerate(EXAMPLE_1)
        ],
        sources=[FundingSource(position=0, kind="own", amount=OWN)],
    )


def _freeze(application: Application, owner: User) -> None:
    content = {
        **queries.build(application),
        "number": application.number,
        "submitted_at": (application.submitted_at or AT).isoformat(),
        "submitted_by": owner.name,
    }
    save(
        ApplicationVersion(
            application_id=application.id,
            number=1,
            content=content,
            sha256=fingerprint(content),
            submitted_at=application.submitted_at or AT,
            submitted_by_id=owner.id,
            submitted_by_name=owner.name,
        )
    )
    db.session.flush()
