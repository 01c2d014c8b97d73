"""Files in the document slots: several may lie in one slot, nothing is replaced in silence."""

import hashlib
from datetime import datetime

from portal.applications import queries
from portal.applications.models import Application, Attachment
from portal.applications.policy import can_attach_eligibility
from portal.applications.queries.offers import is_offered
from portal.applications.service.guard import held, writable
from portal.audit import service as audit
from portal.calls.models import DocumentSlot
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.files import service as files
from portal.files.models import StoredFile
from portal.organisations.models import OrganisationDocument

MOST_FILES = 20
MOST_BYTES = 100 * 1024 * 1024


def attach_document(
    application: Application,
    slot: DocumentSlot,
    data: bytes,
    *,
    name: str,
    actor: Actor,
    at: datetime,
    is_repeat: bool = False,
) -> Attachment:
    """Put a file into a slot of the application stage.

    `is_repeat`: sent again after the line was cut; when the first try did arrive, it is that file.
    Raises: RuleBroken (field `slot-<key>`) for type, size, or too many files; NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    _require_stage(slot, "application")
    kept = _arrived(application, slot, data, actor) if is_repeat else None
    return kept or _attach(application, slot, data, name=name, actor=actor, at=at)


def attach_eligibility_document(
    application: Application,
    slot: DocumentSlot,
    data: bytes,
    *,
    name: str,
    actor: Actor,
    at: datetime,
    is_repeat: bool = False,
) -> Attachment:
    """Put a supporting document into a slot of the eligibility check.

    Raises: as attach_document; NotAllowed when the committee has not asked.
    """
    application = held(application)
    require(can_attach_eligibility(actor, application))
    _require_stage(slot, "eligibility")
    kept = _arrived(application, slot, data, actor) if is_repeat else None
    return kept or _attach(application, slot, data, name=name, actor=actor, at=at)


def attach_asked(
    application: Application,
    slot: DocumentSlot,
    data: bytes,
    *,
    name: str,
    actor: Actor,
    at: datetime,
) -> Attachment:
    """Put a file into a slot that the committee asked for; called by the answer, which may.

    Raises: RuleBroken (field `slot-<key>`) for type, size, a twin, or too many files.
    """
    return _attach(application, slot, data, name=name, actor=actor, at=at)


def _require_stage(slot: DocumentSlot, stage: str) -> None:
    if slot.stage != stage:
        raise RuleBroken(N_("This document is not asked for now"), field=f"slot-{slot.key}")


def attach_from_profile(
    application: Application,
    slot: DocumentSlot,
    document: OrganisationDocument,
    *,
    actor: Actor,
    at: datetime,
) -> Attachment:
    """Put a document of the organisation's profile into a slot, of the form or of the check.

    The same file is held by both: a newer version in the profile changes nothing here.
    Raises: RuleBroken (field `slot-<key>`) for a format that is not taken, a document that has
            expired or is replaced, a file that is there; NotAllowed, Locked.
    """
    field = f"slot-{slot.key}"
    if slot.stage == "application":
        application = writable(application, actor=actor, at=at)
    else:
        application = held(application)
        require(can_attach_eligibility(actor, application))
    if not is_offered(slot, document, day_in(application.call.time_zone, at)):
        raise RuleBroken(N_("This document of the profile does not fit here"), field=field)
    if document.organisation_id != application.organisation_id:
        raise RuleBroken(N_("This document belongs to another organisation"), field=field)
    present = _room(application, document.file.size, field)
    _refuse_twin(present, slot, document.file, field)
    return _hold(application, slot, document.file, actor=actor, at=at)


def _attach(
    application: Application,
    slot: DocumentSlot,
    data: bytes,
    *,
    name: str,
    actor: Actor,
    at: datetime,
) -> Attachment:
    field = f"slot-{slot.key}"
    present = _room(application, len(data), field)
    stored = files.store(data, name=name, actor=actor, at=at, allowed=slot.formats, field=field)
    _refuse_twin(present, slot, stored, field)
    files.attach(stored)
    return _hold(application, slot, stored, actor=actor, at=at)


def _arrived(
    application: Application, slot: DocumentSlot, data: bytes, actor: Actor
) -> Attachment | None:
    """What the same person put here before, when it is this very file."""
    sha256 = hashlib.sha256(data).hexdigest()
    return next(
        (
            row
            for row in application.attachments
            if row.removed_at is None
            and (row.slot_id, row.created_by_id, row.file.sha256)
            == (slot.id, actor.user_id, sha256)
        ),
        None,
    )


def _room(application: Application, size: int, field: str) -> list[Attachment]:
    """The files that are there, when one more of this size fits beside them."""
    present = [row for row in application.attachments if row.removed_at is None]
    if len(present) >= MOST_FILES:
        raise RuleBroken(
            N_("An application holds at most %(most)s files", most=MOST_FILES), field=field
        )
    if sum(row.file.size for row in present) + size > MOST_BYTES:
        raise RuleBroken(N_("The files of an application may have at most 100 MB"), field=field)
    return present


def _hold(
    application: Application, slot: DocumentSlot, stored: StoredFile, *, actor: Actor, at: datetime
) -> Attachment:
    row = Attachment(slot_id=slot.id, file_id=stored.id, created_by_id=actor.user_id, created_at=at)
    row.slot, row.file = slot, stored
    application.attachments.append(row)
    application.changed_at = at
    db.session.flush()
    audit.record(
        actor,
        "application.document_attached",
        application,
        at=at,
        details={"slot": slot.key, "name": stored.name, "sha256": stored.sha256},
    )
    return row


def _refuse_twin(
    present: list[Attachment], slot: DocumentSlot, stored: StoredFile, field: str
) -> None:
    if any(row.slot_id == slot.id and row.file.sha256 == stored.sha256 for row in present):
        raise RuleBroken(N_("This file is already there"), field=field)


def remove_document(
    application: Application, attachment: Attachment, *, actor: Actor, at: datetime
) -> None:
    """Take a file out of its slot; it can be put back while the application is a draft."""
    application = writable(application, actor=actor, at=at)
    _set_removed(application, attachment, at, verb="removed", actor=actor, at=at)


def restore_document(
    application: Application, attachment: Attachment, *, actor: Actor, at: datetime
) -> None:
    """Put a removed file back."""
    application = writable(application, actor=actor, at=at)
    _set_removed(application, attachment, None, verb="restored", actor=actor, at=at)


def _set_removed(
    application: Application,
    attachment: Attachment,
    removed_at: datetime | None,
    *,
    verb: str,
    actor: Actor,
    at: datetime,
) -> None:
    if attachment.slot.stage != "application" or attachment.application_id != application.id:
        raise RuleBroken(N_("This file cannot be changed here"))
    attachment.removed_at = removed_at
    row = queries.section(application, "documents")
    if row is not None and queries.problems_of(application, "documents"):
        row.is_complete = False
    application.changed_at = at
    audit.record(
        actor,
        f"application.document_{verb}",
        application,
        at=at,
        details={"slot": attachment.slot.key, "name": attachment.file.name},
    )
