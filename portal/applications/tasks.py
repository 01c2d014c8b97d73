"""Work of the worker for applicants: telling them what changed in their call."""

import uuid
from datetime import datetime, timedelta

from portal.applications import queries, service
from portal.calls import queries as calls
from portal.calls.service.changes import TELL
from portal.core.access import SYSTEM
from portal.core.db import transaction
from portal.jobs.registry import Payload, recurring, task
from portal.mail import service as mail

AT_ONCE = 25  # mails a transaction: nobody waits for the database meanwhile


@recurring("applications.lapse_clarifications", every=timedelta(minutes=1))
def lapse_clarifications(_payload: Payload, at: datetime) -> None:
    """Questions whose time ran out: the check goes on with what was submitted."""
    for asked in queries.overdue_clarifications(at):
        with transaction():
            service.lapse_clarification(asked, at=at)


@recurring("applications.let_stand", every=timedelta(minutes=1))
def let_stand(_payload: Payload, at: datetime) -> None:
    """Drafts taken back and not sent again by their deadline: the version that was sent counts."""
    for application in queries.taken_back(at):
        with transaction():
            service.let_stand(application, at=at)


@recurring("applications.lapse_invitations", every=timedelta(minutes=15))
def lapse_invitations(_payload: Payload, at: datetime) -> None:
    """Invitations to a second step that has closed without a full application."""
    for concept in queries.not_taken_up(at):
        with transaction():
            service.lapse(concept, actor=SYSTEM, at=at)


@task(TELL)
def tell_of_change(payload: Payload, at: datetime) -> None:
    """Mail a corrigendum to everybody who has a draft or a submission in the call, each once.

    Shape: {"corrigendum": id}.
    """
    corrigendum = calls.corrigendum(uuid.UUID(str(payload["corrigendum"])))
    call = calls.get_whole(corrigendum.call_id)
    people = queries.concerned(call.id)
    for first in range(0, len(people), AT_ONCE):
        with transaction():
            for person in people[first : first + AT_ONCE]:
                mail.queue(
                    "calls/changed",
                    to=mail.Recipient(person.id, person.name, person.email, person.language),
                    about=call,
                    actor=SYSTEM,
                    at=at,
                    link=f"/calls/{call.reference}#changes",
                    dedupe_key=f"corrigendum:{corrigendum.id}:{person.id}",
                    action=call.action,
                    call=call,
                    change=corrigendum,
                )


@recurring("applications.forget_presence", every=timedelta(days=1))
def forget_presence(_payload: Payload, at: datetime) -> None:
    """Old signs of who was at a page are taken away."""
    with transaction():
        service.forget_presence(at=at)


@recurring("applications.remind_mandates", every=timedelta(hours=6))
def remind_mandates(_payload: Payload, at: datetime) -> None:
    """Partners' people who have not answered for days are reminded, once for each request."""
    with transaction():
        for mandate in queries.mandates_to_remind(at):
            service.remind_by_itself(mandate, at=at)
