"""Reads of organisations, their people, invitations and accounts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, column, func, literal, or_, select, table
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.util import AliasedClass

from portal.accounts.models import User
from portal.accounts.queries import hashed
from portal.core.access import Actor
from portal.core.db import db
from portal.core.holding import Holding, held
from portal.core.paging import Page, paginate
from portal.core.text import fold
from portal.organisations import policy
from portal.organisations.models import (
    BankAccount,
    BankChange,
    Invitation,
    Membership,
    Organisation,
    OrganisationKey,
)
from portal.organisations.rules import Key
from portal.organisations.states import MemberRole

# What waits for a signature stands above this area: its tables are named here and not imported.
_applications = table(
    "applications", column("organisation_id", Uuid()), column("call_id", Uuid()), column("state")
)
_calls = table("calls", column("id", Uuid()), column("state"))
_grants = table("grants", column("organisation_id", Uuid()), column("state"))


def holding(user_id: UUID) -> list[Holding]:
    """What asks for every function the person holds in organisations."""
    mine = (Membership.user_id == user_id, Membership.ended_at.is_(None))
    return [
        held("organisation", Membership.organisation_id, Membership.role).where(*mine),
        held("organisation", Membership.organisation_id, literal("signatory")).where(
            *mine, Membership.is_signatory
        ),
    ]


def visible_to(actor: Actor) -> Select[Organisation]:
    """Organisations the actor may see: their own, and those of the countries they look after."""
    countries = {held.country for held in actor.roles if held.area == "action"}
    if None in countries:
        return select(Organisation)
    own = Organisation.id.in_(actor.scopes("organisation"))
    return select(Organisation).where(own | Organisation.country.in_(countries - {None}))


def get_visible(actor: Actor, organisation_id: UUID) -> Organisation | None:
    """One organisation with its turnover by year, when the actor may see it. Queries: 2."""
    return db.session.scalars(
        visible_to(actor)
        .where(Organisation.id == organisation_id)
        .options(selectinload(Organisation.years))
    ).one_or_none()


def listing(
    actor: Actor, *, search: str = "", country: str = "", page: int = 1
) -> Page[Organisation]:
    """Visible organisations by name, 50 a page; searched by name in any script, or number.

    What a record that was merged into one is called finds that one too. Queries: 2.
    """
    found = visible_to(actor).order_by(Organisation.name_folded, Organisation.id)
    found = found.where(Organisation.merged_into_id.is_(None))
    if words := fold(search).split():
        merged = aliased(Organisation)
        old = select(merged.id).where(merged.merged_into_id == Organisation.id)
        found = found.where(
            and_(*_called(Organisation, words)) | old.where(*_called(merged, words)).exists()
        )
    if country:
        found = found.where(Organisation.country == country)
    return paginate(found, page)


def _called(
    record: type[Organisation] | AliasedClass[Organisation], words: Sequence[str]
) -> list[ColumnElement[bool]]:
    return [
        record.name_folded.contains(word, autoescape=True)
        | record.registration_number.startswith(word.upper(), autoescape=True)
        for word in words
    ]


def own(actor: Actor) -> Sequence[Organisation]:
    """The organisations the actor belongs to, by name. Queries: 1."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(actor.scopes("organisation")))
        .options(selectinload(Organisation.years))
        .order_by(Organisation.name_folded, Organisation.id)
    ).all()


def by_registration(country: str, number: str) -> Organisation | None:
    """The organisation with this registration number."""
    return db.session.scalars(
        select(Organisation).where(
            Organisation.country == country, Organisation.registration_number == number
        )
    ).one_or_none()


def with_keys(keys: Sequence[Key]) -> Sequence[Organisation]:
    """Organisations that have one of these keys in common, by name. Queries: 1."""
    if not keys:
        return []
    same = or_(
        *(
            and_(OrganisationKey.kind == key.kind, OrganisationKey.key == key.text)
            for key in sorted(keys)
        )
    )
    ids = select(OrganisationKey.organisation_id).where(same)
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(ids), Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name_folded, Organisation.id)
    ).all()


def without_keys() -> Sequence[Organisation]:
    """Organisations that nothing is known of by which another could be compared. Queries: 1."""
    known = select(OrganisationKey.organisation_id)
    return db.session.scalars(
        select(Organisation).where(
            Organisation.id.not_in(known), Organisation.merged_into_id.is_(None)
        )
    ).all()


def party_named(name: str, country: str) -> Organisation | None:
    """A party of an Action with this name, however it is written."""
    parties = select(Organisation).where(
        Organisation.is_action_party, Organisation.country == country
    )
    return next(
        (
            party
            for party in db.session.scalars(parties)
            if fold(name) in {fold(party.legal_name), fold(party.local_name)}
        ),
        None,
    )


def members(organisation_id: UUID) -> Sequence[Membership]:
    """Present members with their accounts, owners first. Queries: 1."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .options(joinedload(Membership.user))
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .order_by(func.lower(User.name), Membership.id)
    )
    order = list(MemberRole)
    return sorted(rows, key=lambda membership: order.index(membership.role))


def member_counts(organisation_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people belong to each organisation now. Queries: 1."""
    rows = db.session.execute(
        select(Membership.organisation_id, func.count(Membership.id))
        .where(Membership.organisation_id.in_(organisation_ids), Membership.ended_at.is_(None))
        .group_by(Membership.organisation_id)
    )
    return {organisation_id: int(number) for organisation_id, number in rows}


def membership(organisation_id: UUID, membership_id: UUID) -> Membership | None:
    """One membership of this organisation, with the person."""
    return db.session.scalars(
        select(Membership)
        .options(joinedload(Membership.user))
        .where(Membership.id == membership_id, Membership.organisation_id == organisation_id)
    ).one_or_none()


def open_membership(organisation_id: UUID, user_id: UUID) -> Membership | None:
    """The person's present membership."""
    return db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.user_id == user_id,
            Membership.ended_at.is_(None),
        )
    ).one_or_none()


def other_owners(organisation_id: UUID, user_id: UUID) -> int:
    """How many other owners with an open account the organisation has."""
    counted = (
        select(func.count(Membership.id))
        .join(Membership.user)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.user_id != user_id,
            Membership.role == MemberRole.OWNER,
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
    return int(db.session.scalar(counted) or 0)


def other_signatories(organisation_id: UUID, user_id: UUID) -> int:
    """How many other signatories with an open account the organisation has."""
    counted = (
        select(func.count(Membership.id))
        .join(Membership.user)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.user_id != user_id,
            Membership.is_signatory,
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
    return int(db.session.scalar(counted) or 0)


def waiting_for_signature(organisation_id: UUID) -> int:
    """Drafts of the organisation in open calls, and contracts sent to it. Queries: 2."""
    drafts = (
        select(func.count())
        .select_from(_applications.join(_calls, _calls.c.id == _applications.c.call_id))
        .where(
            _applications.c.organisation_id == organisation_id,
            _applications.c.state.in_(("draft", "full_draft")),
            _calls.c.state.in_(("published", "suspended")),
        )
    )
    contracts = (
        select(func.count())
        .select_from(_grants)
        .where(_grants.c.organisation_id == organisation_id, _grants.c.state == "sent")
    )
    return int(db.session.scalar(drafts) or 0) + int(db.session.scalar(contracts) or 0)


def waiting_invitations(organisation_id: UUID, at: datetime) -> Sequence[Invitation]:
    """Invitations nobody has answered yet, the newest first. Queries: 1."""
    return db.session.scalars(
        _waiting(at)
        .where(Invitation.organisation_id == organisation_id)
        .order_by(Invitation.created_at.desc())
    ).all()


def invitation(organisation_id: UUID, invitation_id: UUID) -> Invitation | None:
    """One invitation of this organisation."""
    return db.session.scalars(
        select(Invitation).where(
            Invitation.id == invitation_id, Invitation.organisation_id == organisation_id
        )
    ).one_or_none()


def waiting_invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation of this link with its organisation and inviter, while it can be accepted."""
    return db.session.scalars(
        _waiting(at)
        .options(joinedload(Invitation.organisation), joinedload(Invitation.inviter))
        .where(Invitation.token_hash == hashed(token))
    ).one_or_none()


def _waiting(at: datetime) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > at,
    )


def bank_account(actor: Actor, organisation: Organisation) -> BankAccount | None:
    """The present account of the organisation, when the actor may see it."""
    if not policy.can_see_bank(actor, organisation):
        return None
    return current_bank_account(organisation.id)


def current_bank_account(organisation_id: UUID) -> BankAccount | None:
    """The account money goes to now; for services of higher areas that checked the right."""
    return db.session.scalars(
        select(BankAccount).where(
            BankAccount.organisation_id == organisation_id, BankAccount.replaced_at.is_(None)
        )
    ).one_or_none()


def bank_changes(outcome: str = "") -> Sequence[BankChange]:
    """Changed accounts that wait (or were decided so), the oldest first, with organisation.

    Queries: 1.
    """
    return db.session.scalars(
        select(BankChange)
        .where(BankChange.outcome == outcome)
        .options(joinedload(BankChange.organisation))
        .order_by(BankChange.asked_at, BankChange.id)
    ).all()


def bank_change(change_id: UUID) -> BankChange | None:
    """One changed account with its organisation. Queries: 1."""
    return db.session.scalars(
        select(BankChange)
        .where(BankChange.id == change_id)
        .options(joinedload(BankChange.organisation))
    ).one_or_none()


def waiting_bank_change(organisation_id: UUID) -> BankChange | None:
    """The changed account of an organisation that waits for a second person. Queries: 1."""
    return db.session.scalars(
        select(BankChange)
        .where(BankChange.organisation_id == organisation_id, BankChange.outcome == "")
        .order_by(BankChange.asked_at.desc())
        .limit(1)
    ).one_or_none()


def people_to_tell(organisation_id: UUID, *, signatories: bool = False) -> Sequence[User]:
    """Owners (and signatories) with an open account, for notices. Queries: 1."""
    wanted = Membership.role == MemberRole.OWNER
    if signatories:
        wanted = wanted | Membership.is_signatory
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
            wanted,
        )
        .order_by(User.email)
    ).all()
