"""Asking one applicant for the supporting documents, with the day they are due."""

from datetime import datetime

from portal.applications import service as applications
from portal.applications.models import Application
from portal.core.access import Actor
from portal.core.clock import day_in
from portal.core.days import add_days
from portal.core.db import db
from portal.evaluation import queries, rules
from portal.evaluation.models import CheckItem, EvaluationSession
from portal.mail import service as mail
from portal.mail.service import Recipient
from portal.organisations import queries as organisations


def ask_for_documents(
    application: Application,
    session: EvaluationSession,
    *,
    has_unpaid_recovery: bool | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The clock of one applicant begins: documents by the day, told by mail."""
    due_on = add_days(day_in(session.call.time_zone, at), session.call.document_days)
    applications.start_eligibility(application, due_on=due_on, actor=actor, at=at)
    facts = queries.eligibility_facts(application.id, has_unpaid_recovery=has_unpaid_recovery)
    known = queries.check_items([application.id]).get(application.id, {})
    for code, (answer, note) in rules.answer_eligibility(facts).items():
        if code not in known:
            db.session.add(
                CheckItem(
                    application_id=application.id,
                    code=code,
                    answer=answer,
                    note=note,
                    is_automatic=True,
                    checked_at=at,
                )
            )
    db.session.flush()
    for member in organisations.people_to_tell(application.organisation_id, signatories=True):
        mail.queue(
            "evaluation/documents_asked",
            to=Recipient(member.id, member.name, member.email, member.language),
            about=application,
            actor=actor,
            at=at,
            link=f"/applications/{application.id}/supporting-documents",
            application=application,
            call=session.call,
            due_on=due_on,
        )
