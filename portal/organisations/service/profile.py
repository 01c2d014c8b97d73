"""The profile of an organisation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from portal.accounts.service import person_id
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db
from portal.core.errors import Conflict, RuleBroken
from portal.core.text import N_, clean, clean_name, fold
from portal.organisations import policy, queries
from portal.organisations.models import Membership, Organisation, OrganisationYear
from portal.organisations.rules import mixed_words
from portal.organisations.service.doubts import demand_certain, set_keys
from portal.organisations.states import MemberRole


@dataclass(frozen=True)
class Identity:
    """What an organisation is at least known by."""

    legal_name: str
    country: str
    registration_number: str
    representative_name: str
    representative_function: str = ""
    local_name: str = ""
    acronym: str = ""

    @property
    def folded(self) -> str:
        """All names in the form used for searching."""
        return fold(f"{self.legal_name} {self.local_name} {self.acronym}")


@dataclass(frozen=True)
class Profile(Identity):
    """Everything an organisation tells of itself, except turnover, people and bank account."""

    tax_number: str = ""
    legal_form: str = ""
    registered_on: date | None = None
    street: str = ""
    city: str = ""
    postal_code: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    fields_of_work: list[str] = field(default_factory=list)
    staff_full_time: int | None = None
    staff_part_time: int | None = None
    mission: str = ""
    networks: str = ""
    other_representatives: list[dict[str, str]] = field(default_factory=list)


_LONG = ("mission", "networks")


def create(
    identity: Identity, *, actor: Actor, at: datetime, is_confirmed: bool = False
) -> Organisation:
    """Enter an organisation; the person becomes its owner and signatory.

    Raises: RuleBroken at "registration_number" when it is entered already, at "legal_name" when it
            is a party of an Action; Doubtful, unless confirmed, for an unusual number or name.
    """
    require(policy.can_create(actor))
    _demand_new(identity)
    if not is_confirmed:
        demand_certain(asdict(identity), {})
    organisation = _add(identity, is_action_party=False, at=at)
    db.session.add(
        Membership(
            user_id=person_id(actor),
            organisation_id=organisation.id,
            role=MemberRole.OWNER,
            is_signatory=True,
            created_at=at,
        )
    )
    audit.record(actor, "organisation.created", organisation, at=at, details=asdict(identity))
    return organisation


def add_party(identity: Identity, *, actor: Actor, at: datetime) -> Organisation:
    """Enter a party of an Action (lead, partner, associate); it has no members and cannot apply.

    Entering the same party again gives the row that is there.
    """
    known = queries.by_registration(identity.country, identity.registration_number)
    if known is not None:
        known.is_action_party = True
        return known
    organisation = _add(identity, is_action_party=True, at=at)
    audit.record(actor, "organisation.party_entered", organisation, at=at)
    return organisation


def _demand_new(identity: Identity) -> None:
    number = _number(identity.registration_number)
    known = queries.by_registration(identity.country, number)
    party = queries.party_named(identity.legal_name, identity.country)
    if party or (known and known.is_action_party):
        raise RuleBroken(
            N_("This organisation is a party of the Action. It cannot apply"), field="legal_name"
        )
    if known is not None:
        raise _taken()


def _taken() -> RuleBroken:
    return RuleBroken(
        N_(
            "An organisation with this registration number is in the portal already. "
            "Ask its owner to invite you"
        ),
        field="registration_number",
    )


def _add(identity: Identity, *, is_action_party: bool, at: datetime) -> Organisation:
    organisation = Organisation(
        **_cleaned(asdict(identity)),
        name_folded=identity.folded,
        has_mixed_script=_is_mixed(identity),
        is_action_party=is_action_party,
        created_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError as clash:
        raise _taken() from clash
    set_keys(organisation)
    return organisation


def _is_mixed(identity: Identity) -> bool:
    return bool(mixed_words(f"{identity.legal_name} {identity.local_name}"))


def _number(text: str) -> str:
    return "".join(text.split()).upper()


def _cleaned(facts: Mapping[str, object]) -> dict[str, object]:
    cleaned: dict[str, object] = {
        name: clean_name(value) if isinstance(value, str) and name not in _LONG else value
        for name, value in facts.items()
    }
    cleaned["registration_number"] = _number(str(facts["registration_number"]))
    cleaned |= {name: clean(str(facts[name])) for name in _LONG if name in facts}
    return cleaned


def edit(
    organisation: Organisation,
    profile: Profile,
    turnover: Mapping[int, Decimal | None],
    *,
    version: int,
    actor: Actor,
    at: datetime,
    is_confirmed: bool = False,
) -> None:
    """Change the profile.

    Shape:  `turnover` by closed year, None for not known; `version` is the one the form was
            filled from.
    Units:  turnover in EUR.
    Raises: Conflict when somebody saved in between; RuleBroken at "registration_number"; Doubtful,
            unless confirmed, when a changed number or name looks unusual.
    """
    require(policy.can_edit(actor, organisation))
    if organisation.row_version != version:
        raise Conflict(
            N_(
                "Somebody else saved this profile in the meantime. Your text is below. "
                "Copy what you need, then load the newer version"
            )
        )
    facts = _cleaned(asdict(profile))
    _demand_number_free(organisation, profile)
    before = {name: getattr(organisation, name) for name in facts}
    if not is_confirmed:
        demand_certain(facts, before, own_id=organisation.id)
    for name, value in facts.items():
        setattr(organisation, name, value)
    organisation.name_folded = profile.folded
    organisation.has_mixed_script = _is_mixed(profile)
    set_keys(organisation)
    _set_turnover(organisation, turnover)
    changed = {name: old for name, old in before.items() if old != facts[name]}
    db.session.flush()
    audit.record(actor, "organisation.edited", organisation, at=at, details={"before": changed})


def _demand_number_free(organisation: Organisation, profile: Profile) -> None:
    with db.session.no_autoflush:
        known = queries.by_registration(profile.country, _number(profile.registration_number))
    if known is not None and known.id != organisation.id:
        raise _taken()


def _set_turnover(organisation: Organisation, turnover: Mapping[int, Decimal | None]) -> None:
    kept = {entry.year: entry for entry in organisation.years}
    for year, amount in turnover.items():
        entry = kept.get(year)
        if amount is None and entry is not None:
            organisation.years.remove(entry)
        elif amount is not None and entry is not None:
            entry.turnover = amount
        elif amount is not None:
            organisation.years.append(OrganisationYear(year=year, turnover=amount))


def ask_bank(organisation: Organisation, *, actor: Actor, at: datetime) -> None:
    """From now on the organisation is asked for its bank account; called when it is selected."""
    if organisation.bank_asked_at is None:
        organisation.bank_asked_at = at
        audit.record(actor, "organisation.bank_asked", organisation, at=at)
