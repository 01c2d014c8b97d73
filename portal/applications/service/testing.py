"""Trying a call out as an applicant: started, filled and submitted like any, counted nowhere."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete

from portal.applications.models import Application, ApplicationVersion
from portal.applications.policy import can_delete_test, can_test
from portal.applications.service.starting import check_answers, opened
from portal.audit import service as audit
from portal.calls.models import Call, Lot
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.countries import REGION
from portal.core.db import db
from portal.core.text import N_, fold
from portal.files import service as files
from portal.organisations.models import Organisation

NAME = N_("Test applicant")


def start_test(
    call: Call, *, lot: Lot, answers: Mapping[str, str], actor: Actor, at: datetime
) -> Application:
    """Open a test application of an invented organisation that fits the lot.

    Shape:  `call` with lots and activities, in any state before its closing.
    Raises: NotAllowed; RuleBroken naming the question whose answer rules an organisation out.
    """
    require(can_test(actor, call))
    check_answers(call, answers)
    organisation = _applicant(call, lot, actor, at)
    db.session.add(organisation)
    db.session.flush()
    application = opened(
        call, lot=lot, organisation=organisation, answers=answers, actor=actor, at=at
    )
    application.is_test = True
    db.session.add(application)
    db.session.flush()
    audit.record(
        actor,
        "application.test_started",
        application,
        at=at,
        details={"call": call.reference, "lot": lot.code},
    )
    return application


def _applicant(call: Call, lot: Lot, actor: Actor, at: datetime) -> Organisation:
    """An organisation that passes every check of a profile; no list and no search knows it."""
    code = uuid.uuid4().hex[:12].upper()
    first = next(iter(call.applicant_countries), REGION[0])
    return Organisation(
        is_test=True,
        legal_name=str(NAME),
        name_folded=fold(NAME),
        registration_number=f"TEST-{code}",
        tax_number="TEST",
        legal_form="Association",
        registered_on=day_in(call.time_zone, at) - timedelta(days=3653),
        street="Test street 1",
        city="Test town",
        postal_code="00000",
        country=lot.country or first,
        email=actor.email or "test@example.org",
        phone="+000 000 000",
        representative_name=actor.name,
        representative_function="Director",
        fields_of_work=["human_rights"],
        staff_full_time=1,
        staff_part_time=0,
        mission="To try the form out.",
        created_at=at,
    )


def delete_test(application: Application, *, actor: Actor, at: datetime) -> None:
    """Remove a test with everything in it; the audit trail keeps that it was there.

    Shape: `application` is whole.
    """
    require(can_delete_test(actor, application))
    audit.record(actor, "application.test_deleted", application, at=at)
    for attachment in application.attachments:
        files.detach(attachment.file)
    application_id, organisation_id = application.id, application.organisation_id
    db.session.flush()
    db.session.expunge_all()  # what follows goes past the session, in one statement a table
    for statement in (
        delete(ApplicationVersion).where(ApplicationVersion.application_id == application_id),
        delete(Application).where(Application.id == application_id),
        delete(Organisation).where(Organisation.id == organisation_id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
