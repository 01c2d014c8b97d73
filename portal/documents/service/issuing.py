"""Keeping what was rendered: file, row, audit and what the grant must know, in one transaction."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.text import N_
from portal.documents import rules
from portal.documents.models import Document
from portal.files import service as files
from portal.files.models import StoredFile
from portal.grants import service as grants
from portal.grants.models import Grant
from portal.grants.states import GrantState


@dataclass(frozen=True)
class About:
    """What a document is about and who may read it: the facts of its row."""

    kind: str
    title: str
    subject_type: str
    subject_id: uuid.UUID
    action_id: uuid.UUID | None
    call_id: uuid.UUID | None = None
    country: str | None = None
    organisation_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    is_public: bool = False
    is_confidential: bool = False
    language: str = "en"


def issue(
    about: About, place: rules.Place, content: bytes, *, pages: int, at: datetime
) -> Document:
    """Keep a rendered document under its place.

    Raises: Conflict when another one took this number or version in the meantime; then nothing of
    this one may stay, and it is rendered again with the next number.
    """
    stored = files.keep(content, name=rules.file_name(place), media_type="application/pdf", at=at)
    document = Document(
        kind=about.kind,
        series=place.series,
        number=place.number,
        reference=place.reference,
        version=place.version,
        language=about.language,
        title=about.title,
        subject_type=about.subject_type,
        subject_id=about.subject_id,
        action_id=about.action_id,
        call_id=about.call_id,
        country=about.country,
        organisation_id=about.organisation_id,
        person_id=about.person_id,
        is_public=about.is_public,
        is_confidential=about.is_confidential,
        file_id=stored.id,
        sha256=stored.sha256,
        pages=pages,
        issued_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(document)
    except IntegrityError as taken:
        raise Conflict(N_("Another document took this number at the same moment.")) from taken
    audit.record(
        SYSTEM,
        "document.issued",
        document,
        at=at,
        details={
            "reference": document.reference,
            "version": document.version,
            "sha256": document.sha256,
        },
    )
    if about.kind == "GCO":
        _offer_contract(document, stored)
    return document


def _offer_contract(document: Document, file: StoredFile) -> None:
    """The file of a contract in preparation becomes the version that both sides accept.

    A copy made later, with the signatures in it, changes nothing: they accepted the earlier file.
    """
    grant = db.session.get_one(Grant, document.subject_id)
    if grant.state is GrantState.CONTRACT_DRAFT:
        grants.contract_issued(
            grant,
            reference=document.reference,
            file=file,
            sha256=document.sha256,
            at=document.issued_at,
        )


def note_download(document: Document, *, actor: Actor, at: datetime) -> None:
    """Somebody took a copy of a document that is not public."""
    audit.record(
        actor,
        "document.downloaded",
        document,
        at=at,
        details={"reference": document.reference, "version": document.version},
    )
