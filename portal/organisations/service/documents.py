"""The documents of a profile: a new version replaces the old one, which stays."""

from datetime import date, datetime

from portal.accounts.service import person_id, recipient
from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor, require
from portal.core.clock import day_in
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.files import service as files
from portal.mail import service as mail
from portal.organisations import policy, queries, rules
from portal.organisations.models import Organisation, OrganisationDocument

ZONE = "Europe/Belgrade"


def add_document(
    organisation: Organisation,
    kind: str,
    data: bytes,
    *,
    name: str,
    issued_on: date | None,
    expires_on: date | None,
    actor: Actor,
    at: datetime,
) -> OrganisationDocument:
    """Keep a document of the profile; the version before it is replaced and kept.

    Raises: RuleBroken at "file", "issued_on" or "expires_on"; NotAllowed.
    """
    require(policy.can_keep_document(actor, lock(organisation), kind))
    rules.check_days(issued_on, expires_on, day_in(ZONE, at))
    stored = files.store(data, name=name, actor=actor, at=at, field="file")
    before = queries.documents(organisation.id).get(kind)
    if before is not None and before.file.sha256 == stored.sha256:
        raise RuleBroken(N_("This file is already there"), field="file")
    files.attach(stored)
    if before is not None:
        before.replaced_at = at
        db.session.flush()
    row = OrganisationDocument(
        organisation_id=organisation.id,
        kind=kind,
        file_id=stored.id,
        issued_on=issued_on,
        expires_on=expires_on,
        created_by=person_id(actor),
        created_at=at,
    )
    db.session.add(row)
    db.session.flush()
    details = {"kind": kind, "name": stored.name, "sha256": stored.sha256}
    audit.record(actor, "organisation.document_added", organisation, at=at, details=details)
    return row


def end_document(document: OrganisationDocument, *, actor: Actor, at: datetime) -> None:
    """Take a document out of the profile; applications that hold it keep it."""
    require(policy.can_keep_document(actor, document.organisation, document.kind))
    if lock(document).replaced_at is not None:
        raise RuleBroken(N_("This version is no longer in use"))
    document.replaced_at = at
    details = {"kind": document.kind}
    audit.record(
        actor, "organisation.document_ended", document.organisation, at=at, details=details
    )


def remind_expiring(document: OrganisationDocument, *, at: datetime) -> None:
    """Tell the owners once that a document of their profile expires soon."""
    if lock(document).reminded_at is not None or document.expires_on is None:
        return
    document.reminded_at = at
    for person in queries.people_to_tell(document.organisation_id):
        mail.queue(
            "document_expires",
            to=recipient(person),
            about=document,
            actor=SYSTEM,
            at=at,
            link=f"/organisation/documents/{document.kind}",
            dedupe_key=f"document_expires:{document.id}:{person.id}",
            organisation=document.organisation.legal_name,
            document=rules.DOCUMENT_KINDS[document.kind],
            expires_on=document.expires_on,
        )
