"""Who may open the pages of organisations."""

from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db
from portal.organisations.models import BankChange, Invitation, OrganisationDocument
from portal.organisations.states import MemberRole
from tests.factories.base import next_number, save
from tests.factories.organisations import make_document, make_membership
from tests.support.cast import SIGNED_IN, STAFF, Cast
from tests.support.tables import Access

HAVE_ONE = frozenset({"member", "outsider"})


def a_token(_cast: Cast) -> dict[str, object]:
    return {"token": "unknown"}


def a_colleague(cast: Cast) -> dict[str, object]:
    membership = make_membership(organisation=cast.organisation, role=MemberRole.READER)
    return {"membership_id": membership.id}


def an_organisation(cast: Cast) -> dict[str, object]:
    cast.person("member")
    return {"organisation_id": cast.organisation.id}


def a_selected_organisation(cast: Cast) -> dict[str, object]:
    cast.organisation.bank_asked_at = now()
    return {}


def a_bank_change(cast: Cast) -> dict[str, object]:
    change = BankChange(
        organisation_id=cast.organisation.id,
        holder="Zelena dolina",
        iban="RS35105008123123123173",
        bank_name="Banka",
        asked_by=cast.person("member").id,
        asked_by_name="Member",
        asked_at=now(),
    )
    return {"change_id": save(change).id}


def an_invitation(cast: Cast) -> dict[str, object]:
    invitation = Invitation(
        organisation_id=cast.organisation.id,
        email=f"invited{next_number()}@example.org",
        role=MemberRole.READER,
        token_hash=str(next_number()),
        created_by=cast.person("member").id,
        created_at=now(),
        expires_at=now().replace(year=2099),
    )
    return {"invitation_id": save(invitation).id}


def a_kind(_cast: Cast) -> dict[str, object]:
    return {"kind": "statute"}


def a_document(cast: Cast) -> dict[str, object]:
    in_use = OrganisationDocument.replaced_at.is_(None)
    mine = OrganisationDocument.organisation_id == cast.organisation.id
    for earlier in db.session.scalars(select(OrganisationDocument).where(mine, in_use)):
        earlier.replaced_at = now()
    db.session.flush()
    return {"document_id": make_document(cast.organisation).id}


def two_organisations(cast: Cast) -> dict[str, object]:
    return {"first_id": cast.organisation.id, "second_id": cast.other_organisation.id}


ACCESS = {
    "organisations.home": Access(allowed=SIGNED_IN),
    "organisations.profile": Access(allowed=SIGNED_IN),
    "organisations.create": (
        Access(allowed=SIGNED_IN),
        Access(allowed=SIGNED_IN, method="POST"),
    ),
    "organisations.edit": (Access(allowed=SIGNED_IN), Access(allowed=SIGNED_IN, method="POST")),
    "organisations.switch": Access(allowed={"member"}, method="POST", params=an_organisation),
    "organisations.people": Access(allowed=SIGNED_IN),
    "organisations.invite": Access(allowed=HAVE_ONE, method="POST"),
    "organisations.withdraw_invitation": Access(
        allowed={"member"}, method="POST", params=an_invitation
    ),
    "organisations.member": (
        Access(allowed={"member"}, params=a_colleague),
        Access(allowed={"member"}, method="POST", params=a_colleague, data={"role": "editor"}),
    ),
    "organisations.remove_member": Access(allowed={"member"}, method="POST", params=a_colleague),
    "organisations.bank": (
        Access(allowed=HAVE_ONE),
        Access(allowed={"member"}, method="POST", params=a_selected_organisation),
    ),
    "organisations.documents": Access(allowed=SIGNED_IN),
    "organisations.document": (
        Access(allowed=HAVE_ONE, params=a_kind),
        Access(allowed=HAVE_ONE, method="POST", params=a_kind),
    ),
    "organisations.end_document": Access(allowed={"member"}, method="POST", params=a_document),
    "organisations.download_document": Access(allowed={"member"} | STAFF, params=a_document),
    "organisations.duplicates": Access(allowed=STAFF),
    "organisations.compare": (
        Access(allowed=STAFF, params=two_organisations),
        Access(allowed={"programme"}, method="POST", params=two_organisations),
    ),
    "organisations.keep_apart": Access(
        allowed={"programme"}, method="POST", params=two_organisations
    ),
    "organisations.bank_changes": Access(allowed={"finance", "administrator"}),
    "organisations.decide_bank": Access(
        allowed={"finance", "administrator"},
        method="POST",
        params=a_bank_change,
        data={"do": "approve"},
    ),
    "organisations.managed": Access(allowed=STAFF),
    "organisations.managed_detail": Access(allowed=STAFF, params=an_organisation),
    "organisations.invitation": Access(public=True, params=a_token),
}
