"""A grant with its money, report and event, as rows, for reading into documents."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from portal.actions.models import Party
from portal.applications.models import Application
from portal.core.db import db
from portal.evaluation.models import Assessment, Declaration, EvaluationSession
from portal.events.models import Event, Recommendation, Registration
from portal.events.states import EventKind, EventState
from portal.grants.models import Grant, GrantLine, Instalment
from portal.grants.states import GrantState, InstalmentState
from portal.organisations.models import BankAccount
from portal.reporting.models import Expenditure, Report, ResultLine
from portal.reporting.states import ReportState
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.base import AT, next_number, save

D = Decimal
HEADINGS = {1: "6500.00", 2: "600.00", 3: "700.00", 4: "1100.00", 5: "2300.00", 6: "1100.00"}


def make_lead(application: Application) -> Party:
    """The organisation that leads the application's Action."""
    return save(
        Party(
            action_id=application.call.action_id,
            position=1,
            role="lead_applicant",
            name="Group 484",
            country="RS",
            details={},
        )
    )


def make_grant(**overrides: Any) -> Grant:
    """The grant of rules.md 7.7, example 3: at most 12,500.00, 94.98 %, 80 % paid."""
    application = make_application(title="Safer paths")
    make_lead(application)
    call = application.call
    values: dict[str, Any] = {
        "number": f"G{next_number():03d}",
        "action_id": call.action_id,
        "call_id": call.id,
        "lot_id": application.lot_id,
        "application_id": application.id,
        "organisation_id": application.organisation_id,
        "cluster_id": call.cluster_id,
        "title": application.title,
        "country": "RS",
        "state": GrantState.ACTIVE,
        "max_amount": D("12500.00"),
        "total_eligible": D("13161.00"),
        "share_percent": D("94.98"),
        "indirect_rate": D(7),
        "indirect": D("861.00"),
        "duration_months": 10,
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 10, 31),
        "report_days_final": 30,
        "payment_days_first": 30,
        "payment_days_later": 60,
        "created_at": AT,
        "signed_at": AT,
    }
    grant = save(Grant(**(values | overrides)))
    for heading, total in HEADINGS.items():
        save(
            GrantLine(
                grant_id=grant.id,
                heading=heading,
                position=1,
                code=f"{heading}.1",
                description=f"Line {heading}",
                quantity=D(1),
                unit_value=D(total),
                total=D(total),
            )
        )
    make_instalment(grant, 1, "prefinancing", "80", "10000.00", paid=D("10000.00"))
    make_instalment(grant, 2, "balance", "20", "2500.00")
    save(
        BankAccount(
            organisation_id=grant.organisation_id,
            holder="Udruženje Čuvari puta",
            iban="RS35260005601001611379",
            bank_name="Banka Primer",
            created_by=make_user().id,
            created_at=AT,
        )
    )
    return grant


def make_instalment(
    grant: Grant, number: int, kind: str, percent: str, amount: str, paid: Decimal | None = None
) -> Instalment:
    """A planned part of the money, paid when `paid` is given."""
    settled: dict[str, Any] = {}
    if paid is not None:
        settled = {
            "state": InstalmentState.PAID,
            "paid_amount": paid,
            "paid_at": AT,
            "value_date": date(2027, 1, 20),
        }
    return save(
        Instalment(
            grant_id=grant.id,
            number=number,
            kind=kind,
            percent=D(percent),
            planned_amount=D(amount),
            condition="signature" if number == 1 else "final_report",
            **settled,
        )
    )


def make_report(grant: Grant, lines: list[GrantLine]) -> Report:
    """The final report of example 3: 187.50 and 62.40 disallowed, balance 2,138.17."""
    report = save(
        Report(
            grant_id=grant.id,
            number=1,
            kind="final",
            state=ReportState.APPROVED_WITH_DEDUCTIONS,
            period_from=date(2027, 1, 1),
            period_to=date(2027, 10, 31),
            due_on=date(2027, 11, 30),
            claimed_indirect=D("853.55"),
            submitted_at=AT,
            decided_by_id=make_user(name="Ana Marković").id,
            decided_at=AT,
            decision_note="A careful report.",
            accepted_direct=D("11943.65"),
            accepted_indirect=D("836.06"),
            accepted_total=D("12779.71"),
            disallowed_total=D("249.90"),
            final_grant=D("12138.17"),
            balance=D("2138.17"),
        )
    )
    save(ResultLine(report_id=report.id, position=1, activity="Legal aid", women=70, men=50))
    rows = (
        (1, 0, "Salaries", "6320.00", None, None),
        (2, 1, "Bus tickets", "593.00", None, None),
        (3, 1, "Fuel", "62.40", "62.40", "D03"),
        (4, 2, "Laptop", "690.00", None, None),
        (5, 3, "Rent", "1072.35", None, None),
        (6, 4, "Seminar", "2223.30", None, None),
        (7, 4, "Translation", "187.50", "187.50", "D01"),
        (8, 5, "Legal aid", "1045.00", None, None),
    )
    for number, line, description, amount, disallowed, code in rows:
        save(
            Expenditure(
                grant_id=grant.id,
                report_id=report.id,
                line_id=lines[line].id,
                number=number,
                description=description,
                supplier="Primer d.o.o.",
                document_type="invoice",
                document_number=f"F-{number}",
                document_on=date(2027, 3, 1),
                amount_local=D(amount),
                currency="EUR",
                rate=D(1),
                amount_eur=D(amount),
                disallowed_eur=D(disallowed) if disallowed else None,
                reason_code=code,
                created_by_id=make_user().id,
                created_at=AT,
            )
        )
    return report


def make_event(grant: Grant, **overrides: Any) -> Event:
    """A held national round table with three registrations, one cancelled."""
    values: dict[str, Any] = {
        "action_id": grant.action_id,
        "cluster_id": grant.cluster_id,
        "code": f"RT-XK-{next_number():02d}",
        "slug": f"round-table-{next_number()}",
        "kind": EventKind.NATIONAL_ROUND_TABLE,
        "state": EventState.HELD,
        "title": "Round table on early warning",
        "country": "XK",
        "place": "Priština",
        "starts_at": datetime.fromisoformat("2027-06-10T08:00:00+00:00"),
        "ends_at": datetime.fromisoformat("2027-06-11T14:00:00+00:00"),
        "organiser": "Group 484",
        "purpose": "Bring prosecutors and CSOs to one table.",
        "agenda": [{"time": "10:00", "item": "Opening"}],
        "summary": "The talk was frank.",
        "findings": "Few cases reach a court.\nData are scattered.",
        "created_at": AT,
    }
    event = save(Event(**(values | overrides)))
    people = (
        ("Arta Gashi", "XK", "female", ["2027-06-10"], None),
        ("Љубав Његош", "RS", "male", ["2027-06-10", "2027-06-11"], None),
        ("Never Came", "RS", "male", [], AT),
    )
    for number, (name, country, sex, days, cancelled) in enumerate(people):
        save(
            Registration(
                event_id=event.id,
                name=name,
                email=f"guest{number}@example.org",
                organisation_name="Shoqata Ëndrra",
                function="Lawyer",
                country=country,
                sex=sex,
                token_hash=f"{event.id.hex}{number}",
                registered_at=AT,
                cancelled_at=cancelled,
                attended_days=days,
            )
        )
    save(
        Recommendation(
            event_id=event.id,
            number=1,
            area="Prosecution",
            text="Use proactive investigation.",
            addressee="Prosecutor's office",
        )
    )
    return event


def declaration_of(session: EvaluationSession) -> Declaration:
    """Somebody's declaration in the session."""
    return db.session.scalars(
        select(Declaration).where(Declaration.session_id == session.id).limit(1)
    ).one()


def sheet_of(application: Application) -> Assessment:
    """The first assessor's sheet."""
    return db.session.scalars(
        select(Assessment).where(
            Assessment.application_id == application.id, Assessment.position == 1
        )
    ).one()


def instalment_of(grant: Grant, number: int) -> Instalment:
    """The grant's instalment of this number."""
    return db.session.scalars(
        select(Instalment).where(Instalment.grant_id == grant.id, Instalment.number == number)
    ).one()
