"""What organisations of the demo keep in their profiles."""

from datetime import datetime, timedelta

from portal.core.clock import day_in
from portal.core.db import transaction
from portal.demo.applications import paper
from portal.demo.people import Company, newcomer
from portal.organisations import queries, rules, service
from portal.organisations.service.documents import ZONE
from portal.organisations.service.profile import Identity

# organisation: kind and days until it expires
KEPT: dict[str, tuple[tuple[str, int | None], ...]] = {
    "dardania": (("statute", None), ("registration", None), ("tax_certificate", 41)),
    "una": (("statute", None), ("registration", None), ("tax_certificate", 22)),
    "svetionik": (("statute", None), ("registration", None), ("activity_report", None)),
}


def keep_documents(company: Company, *, at: datetime) -> None:
    """Statutes, certificates and reports, some of them about to expire."""
    today = day_in(ZONE, at)
    for key, documents in KEPT.items():
        actor = company.owner(key)
        for kind, days in documents:
            with transaction():
                organisation = queries.get_visible(actor, company.organisations[key].id)
                if organisation is None:
                    continue
                service.add_document(
                    organisation,
                    kind,
                    paper(str(rules.DOCUMENT_KINDS[kind]), organisation.legal_name),
                    name=f"{kind}_{key}.pdf",
                    issued_on=today - timedelta(days=320) if days else None,
                    expires_on=today + timedelta(days=days) if days else None,
                    actor=actor,
                    at=at,
                )


def enter_twice(company: Company, *, at: datetime) -> None:
    """A colleague does not find her organisation and enters it again, in the other script."""
    entry = company.entries["gevgelija"]
    identity = Identity(
        legal_name=f"Здружение {entry['local']}",
        country=entry["country"],
        registration_number="7990330",
        representative_name="Весна Колешка",
        representative_function="Претседателка",
    )
    with transaction():
        colleague = newcomer("Весна Колешка", "kolegina.gevgelija@example.org", at=at)
        service.create(identity, actor=colleague, at=at, is_confirmed=True)


def another_account(company: Company, *, at: datetime) -> None:
    """A grantee enters another bank account; it waits for a second person."""
    owner = company.owner("bitola")
    with transaction():
        organisation = queries.get_visible(owner, company.organisations["bitola"].id)
        if organisation is not None:
            account = service.Account(
                organisation.legal_name, "MK83300000000012345", "Second Demo Bank"
            )
            service.set_bank_account(organisation, account, actor=owner, at=at)
