"""What happens to calls of the demo on their way: a correction, a halt, a tie that is found."""

from datetime import datetime, timedelta

from portal.calls import service as calls
from portal.calls.models import Call
from portal.core.db import transaction
from portal.demo.evaluation import held
from portal.demo.people import THIRD_ASSESSOR, Company
from portal.evaluation import queries, service


def correct(company: Company, call: Call, *, at: datetime) -> None:
    """A sentence on eligible applicants becomes clearer, by corrigendum."""
    clearer = calls.Correction(
        "who_can_apply",
        text=f"{call.who_can_apply.rstrip()}\n\nAn organisation registered in one of these "
        "countries may apply also when its seat has moved since; the certificate in force counts.",
    )
    with transaction():
        calls.correct(
            call,
            clearer,
            actor=company.actor("jelena"),
            at=at,
            reason="Two applicants asked whether a change of seat starts the time anew.",
        )


def halt(company: Company, call: Call, *, at: datetime) -> None:
    """The signatory stops the clock for a day; the deadline moves by as much."""
    signatory = company.actor("vesna")
    with transaction():
        calls.suspend(
            call,
            actor=signatory,
            at=at,
            reason="A cut of the power line keeps the applicants of two towns off the portal.",
        )
    with transaction():
        calls.resume(
            call,
            actor=signatory,
            at=at + timedelta(days=1),
            reason="The line is mended, and everybody reaches the portal again.",
        )


def record_tie(company: Company, call: Call, key: str, *, at: datetime) -> None:
    """An assessor without the file turns out to know the applicant; the register is issued."""
    session, secretary = held(call), company.actor("goran")
    wanted = company.organisations[key].id
    application = next(
        one for one in queries.applications_of(call.id) if one.organisation_id == wanted
    )
    busy = {sheet.assessor_id for sheet in queries.sheets_of(call.id).get(application.id, [])}
    person = next(
        user
        for user in queries.assessors(session)
        if user.id not in busy and user.email != THIRD_ASSESSOR
    )
    with transaction():
        service.record_conflict(
            session,
            application,
            person,
            kind="work",
            note="Gave two paid trainings for the applicant last year.",
            actor=secretary,
            at=at,
        )
    with transaction():
        service.issue_register(held(call), actor=secretary, at=at + timedelta(hours=1))
