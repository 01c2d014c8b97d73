"""The documents an organisation keeps in its profile."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.organisations.models import OrganisationDocument
from portal.organisations.rules import REMIND_BEFORE


def documents(organisation_id: UUID) -> dict[str, OrganisationDocument]:
    """The present document of each kind, with its file. Queries: 1."""
    rows = db.session.scalars(
        select(OrganisationDocument)
        .where(
            OrganisationDocument.organisation_id == organisation_id,
            OrganisationDocument.replaced_at.is_(None),
        )
        .options(joinedload(OrganisationDocument.file))
    )
    return {row.kind: row for row in rows}


def document_versions(organisation_id: UUID, kind: str) -> Sequence[OrganisationDocument]:
    """Everything ever kept of one kind, the newest first. Queries: 1."""
    return db.session.scalars(
        select(OrganisationDocument)
        .where(
            OrganisationDocument.organisation_id == organisation_id,
            OrganisationDocument.kind == kind,
        )
        .options(joinedload(OrganisationDocument.file))
        .order_by(OrganisationDocument.created_at.desc(), OrganisationDocument.id)
    ).all()


def document(document_id: UUID) -> OrganisationDocument | None:
    """One document with its file and organisation; rights are the caller's. Queries: 1."""
    return db.session.scalars(
        select(OrganisationDocument)
        .where(OrganisationDocument.id == document_id)
        .options(
            joinedload(OrganisationDocument.file), joinedload(OrganisationDocument.organisation)
        )
    ).one_or_none()


def expiring(today: date) -> Sequence[OrganisationDocument]:
    """Present documents that expire soon and of which nobody was reminded. Queries: 1."""
    return db.session.scalars(
        select(OrganisationDocument)
        .where(
            OrganisationDocument.replaced_at.is_(None),
            OrganisationDocument.reminded_at.is_(None),
            OrganisationDocument.expires_on >= today,
            OrganisationDocument.expires_on <= today + timedelta(days=REMIND_BEFORE),
        )
        .options(joinedload(OrganisationDocument.organisation))
        .order_by(OrganisationDocument.expires_on, OrganisationDocument.id)
    ).all()
