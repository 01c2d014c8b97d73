"""Documents of the organisation's profile that fit the slots of an application."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.applications.models import Application
from portal.calls.models import DocumentSlot
from portal.core.clock import day_in
from portal.organisations import queries as organisations
from portal.organisations.models import OrganisationDocument
from portal.organisations.rules import kind_for

Offers = Mapping[str, OrganisationDocument]


def offers(application: Application, stage: str, at: datetime) -> Offers:
    """By slot: the document of the profile that can be used there. Queries: 1.

    One that lies in the slot already is not offered again.
    """
    kept = organisations.documents(application.organisation_id)
    today = day_in(application.call.time_zone, at)
    there = {
        (row.slot_id, row.file.sha256) for row in application.attachments if row.removed_at is None
    }
    found = {}
    for slot in application.call.document_slots:
        document = kept.get(kind_for(slot.key, slot.label) or "")
        if document is None or slot.stage != stage or not is_offered(slot, document, today):
            continue
        if (slot.id, document.file.sha256) not in there:
            found[slot.key] = document
    return found


def is_offered(slot: DocumentSlot, document: OrganisationDocument, today: date) -> bool:
    """Whether a document is of the slot's kind and format, in use and not expired."""
    ending = document.file.name.rpartition(".")[2].lower()
    return (
        kind_for(slot.key, slot.label) == document.kind
        and ending in slot.formats
        and document.replaced_at is None
        and (document.expires_on is None or document.expires_on >= today)
    )
