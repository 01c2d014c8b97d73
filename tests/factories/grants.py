"""Grants for tests: the contract of rules.md 7.7, example 1: 12,500.00, 94.98 %, 80/20."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.models import User
from portal.actions.models import Action
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.access import Actor
from portal.core.days import add_months
from portal.core.db import db
from portal.files import service as files
from portal.grants import queries
from portal.grants.models import Acceptance, ContractVersion, Grant, GrantLine, Instalment
from portal.grants.states import GrantState, InstalmentState
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action_role
from tests.factories.applications import EXAMPLE_1, INDIRECT, make_application
from tests.factories.base import AT, next_number, save
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership, make_organisation

S, I = GrantState, InstalmentState  # noqa: E741
UNMADE = {S.PREPARATION}
UNSENT = UNMADE | {S.CONTRACT_DRAFT}
UNSIGNED = UNSENT | {S.SENT}
OVER = {S.ENDED, S.CLOSING, S.CLOSED, S.ARCHIVED, S.TERMINATED}
PDF = b"%PDF-1.4\n% contract "
MAXIMUM, FIRST, BALANCE = Decimal("12500.00"), Decimal("10000.00"), Decimal("2500.00")


@dataclass(frozen=True)
class Lead:
    """The lead's people, each somebody else."""

    programme: Actor
    finance: Actor
    signatory: Actor
    auditor: Actor


def make_lead(action: Action, *, country: str | None = None) -> Lead:
    """One person for each function of an Action (for one country when given)."""
    people = {}
    for function in ("programme", "finance", "signatory", "auditor"):
        user = make_user(name=f"{function.capitalize()} {next_number()}")
        make_action_role(action=action, user=user, function=function, country=country)
        people[function] = actor_of(user)
    return Lead(**people)


def make_grant(
    *,
    state: GrantState = S.ACTIVE,
    first: InstalmentState | None = None,
    application: Application | None = None,
    call: Any = None,
    lot: str = "RS",
    organisation: Any = None,
    owner: User | None = None,
    **overrides: Any,
) -> Grant:
    """A grant in any state with lines, contract, acceptances and plan as that state has them.

    `owner` is owner and signatory of the grantee; `first` is the state of the first instalment:
    due when just signed, confirmed later, unless said. Answers the grant with all its parts.
    """
    owner = owner or make_user()
    if application is None:
        call = call or make_call(state="decided", closed_at=AT - timedelta(days=60))
        wanted = ApplicationState.AWARDED if state in UNSIGNED else ApplicationState.CONTRACTED
        if organisation is None:
            chosen = next(entry for entry in call.lots if entry.code == lot)
            organisation = make_organisation(country=chosen.country or "RS")
            make_membership(organisation=organisation, user=owner)
        application = make_application(
            state=wanted, call=call, lot=lot, organisation=organisation, owner=owner
        )
    grant = save(Grant(**_facts(application, state, overrides)))
    _add_lines(grant)
    if state not in UNMADE:
        _add_contract(grant, owner)
    if state not in UNSIGNED:
        _add_plan(grant, first, owner)
    db.session.flush()
    return queries.whole(grant.id)


def _facts(
    application: Application, state: GrantState, overrides: dict[str, Any]
) -> dict[str, Any]:
    call = application.call
    starts_on = date(2025, 12, 1) if state in OVER else date(2026, 9, 1)
    values: dict[str, Any] = {
        "number": f"{call.reference}-G{next_number():02d}",
        "action_id": call.action_id,
        "call_id": call.id,
        "lot_id": application.lot_id,
        "application_id": application.id,
        "organisation_id": application.organisation_id,
        "cluster_id": call.cluster_id,
        "title": application.title,
        "country": application.lot.country,
        "state": state,
        "max_amount": MAXIMUM,
        "total_eligible": Decimal("13161.00"),
        "share_percent": Decimal("94.98"),
        "indirect_rate": Decimal(7),
        "indirect": INDIRECT,
        "duration_months": 10,
        "report_days_final": 30,
        "payment_days_first": 30,
        "payment_days_later": 60,
        "created_at": AT - timedelta(days=50),
    }
    if state not in UNMADE:
        values |= {
            "starts_on": starts_on,
            "ends_on": add_months(starts_on, 10) - timedelta(days=1),
            "contract_round": 1,
            "bank_holder": "Udruženje Svetionik",
            "bank_iban": "RS35260005601001611379",
            "bank_name": "Banka za primer",
        }
    if state not in UNSENT:
        values |= {"sent_at": _noon(starts_on, -20), "signature_due_on": date(2026, 12, 15)}
    if state not in UNSIGNED:
        values["signed_at"] = _noon(starts_on, -10)
    if state in {S.CLOSED, S.ARCHIVED}:
        values |= {
            "final_amount": Decimal("12138.17"),
            "closed_at": AT,
            "keep_until": date(2033, 11, 22),
        }
    return values | overrides


def _noon(day: date, days: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(12), tzinfo=UTC)


def _add_lines(grant: Grant) -> None:
    for place, (code, description, unit, quantity, value) in enumerate(EXAMPLE_1, start=1):
        save(
            GrantLine(
                grant_id=grant.id,
                heading=int(code[0]),
                position=place,
                code="6.1" if code == "6" else code,
                description=description,
                unit=unit,
                quantity=Decimal(quantity),
                unit_value=Decimal(value),
                total=Decimal(quantity) * Decimal(value),
            )
        )


def _add_contract(grant: Grant, owner: User) -> None:
    content = PDF + grant.number.encode()
    file = files.keep(content, name=f"{grant.number}.pdf", media_type="application/pdf", at=AT)
    version = save(
        ContractVersion(
            grant_id=grant.id,
            number=1,
            reference=f"TA/{grant.number}/GCO/001/2026",
            file_id=file.id,
            sha256=file.sha256,
            issued_at=grant.sent_at or AT - timedelta(days=30),
        )
    )
    if grant.signed_at is None:
        return
    for side, user in (("grantee", owner), ("lead", make_user(name="Ljubica Primerović"))):
        save(
            Acceptance(
                contract_id=version.id,
                side=side,
                user_id=user.id,
                signed_name=user.name,
                signed_function="Director",
                sha256=file.sha256,
                accepted_at=grant.signed_at,
            )
        )


def _add_plan(grant: Grant, first: InstalmentState | None, owner: User) -> None:
    if first is None:
        first = I.DUE if grant.state is S.SIGNED else I.CONFIRMED
    starts_on = grant.starts_on or AT.date()
    rows = {"grant_id": grant.id, "kind": "prefinancing", "condition": "signature"}
    save(
        Instalment(
            **rows,
            number=1,
            percent=Decimal(80),
            planned_amount=FIRST,
            state=first,
            **paid_facts(first, FIRST, asker=owner, asked_on=starts_on),
        )
    )
    is_closed = grant.state in {S.CLOSED, S.ARCHIVED}
    last, amount = (I.CONFIRMED, Decimal("2138.17")) if is_closed else (I.PLANNED, BALANCE)
    save(
        Instalment(
            grant_id=grant.id,
            number=2,
            kind="balance",
            condition="final_report",
            percent=Decimal(20),
            planned_amount=amount,
            state=last,
            **paid_facts(last, amount, asker=owner, asked_on=(grant.ends_on or starts_on)),
        )
    )


def paid_facts(
    state: InstalmentState, amount: Decimal, *, asker: User, asked_on: date
) -> dict[str, Any]:
    """What an instalment in this state holds: who asked, checked, approved, paid, and when."""
    order = [I.REQUESTED, I.CHECKED, I.APPROVED, I.PAID, I.CONFIRMED]
    if state not in order:
        return {"hold_reason": "A paper is missing."} if state is I.ON_HOLD else {}
    reached = order.index(state)
    values: dict[str, Any] = {
        "requested_amount": amount,
        "requested_by_id": asker.id,
        "requested_by_name": asker.name,
        "requested_at": _noon(asked_on, 1),
        "due_on": asked_on + timedelta(days=31),
    }
    if reached >= 1:
        checker = make_user(name="Marko Proveravić")
        values |= {
            "checked_by_id": checker.id,
            "checked_by_name": checker.name,
            "checked_at": _noon(asked_on, 3),
        }
    if reached >= 2:
        approver = make_user(name="Ljubica Primerović")
        values |= {
            "approved_amount": amount,
            "approved_by_id": approver.id,
            "approved_by_name": approver.name,
            "approved_at": _noon(asked_on, 5),
        }
    if reached >= 3:
        values |= {
            "paid_amount": amount,
            "paid_by_id": values["checked_by_id"],
            "paid_at": _noon(asked_on, 7),
            "value_date": asked_on + timedelta(days=7),
            "bank_reference": f"TR-{next_number():06d}",
        }
    if reached >= 4:
        values["confirmed_at"] = _noon(asked_on, 9)
    return values
