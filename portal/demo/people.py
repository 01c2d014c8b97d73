"""The people and organisations of the demo."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.accounts.models import User
from portal.accounts.service import hash_password
from portal.actions import service as actions
from portal.actions.models import Action
from portal.core.access import SYSTEM, Actor
from portal.core.countries import COUNTRIES
from portal.core.db import db
from portal.demo.guard import SignIn
from portal.organisations import queries
from portal.organisations import service as organisations
from portal.organisations.models import Organisation
from portal.organisations.service.profile import Identity, Profile
from portal.web.access import roles_of

# Numbers that nobody has: the country's prefix and zeros.
PHONES = {
    "AL": "+355 4 000 0000",
    "BA": "+387 33 000 000",
    "XK": "+383 38 000 000",
    "ME": "+382 20 000 000",
    "MK": "+389 2 000 0000",
    "RS": "+381 11 000 000",
}
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Company:
    """Everybody of the demo, by role, and the organisations by key."""

    people: dict[str, User]
    organisations: dict[str, Organisation]
    entries: dict[str, dict[str, Any]]
    owners: dict[str, User]

    def actor(self, email: str) -> Actor:
        """A person by the start of their address, with what they hold now."""
        user = next(user for key, user in self.people.items() if key.startswith(email))
        return actor_of(user)

    def owner(self, key: str) -> Actor:
        """The owner and signatory of an organisation."""
        return actor_of(self.owners[key])


@cache
def read(name: str) -> Any:
    """One of the data files of the demo."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


# Who shows what: a report to write, a project that is over, an application to finish.
CSOS = (("Grantee", "svetionik"), ("Grantee of a closed grant", "una"), ("Applicant", "dardania"))
THIRD_ASSESSOR = "damjan.evaluator@example.org"  # has a sheet to fill


def actor_of(user: User) -> Actor:
    """The person with every role they hold by now."""
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        is_administrator=user.is_administrator,
        roles=tuple(roles_of(user.id)),
    )


def sign_ins() -> list[SignIn]:
    """One sign-in for each kind of person, for the command to print."""
    content = read("people.yaml")
    owners = {entry["key"]: entry for entry in read("organisations.yaml")}
    evaluator = next(one for one in content["evaluators"] if one["email"] == THIRD_ASSESSOR)
    people = [*content["staff"], *content["committee"][:3], evaluator]
    found = [SignIn(one["kind"], one["name"], one["email"], content["password"]) for one in people]
    for kind, key in CSOS:
        entry = owners[key]
        found.append(SignIn(kind, entry["person"], address_of(entry), content["password"]))
    admin = content["administrator"]
    found.append(SignIn(admin["kind"], admin["name"], admin["email"], content["password"]))
    return found


def address_of(entry: dict[str, Any]) -> str:
    """The address of an organisation's owner."""
    return f"{entry['key']}@example.org"


def make(action: Action, *, at: datetime) -> Company:
    """Accounts, roles in the Action and organisations; to be called in one transaction."""
    content = read("people.yaml")
    password = hash_password(content["password"])
    people: dict[str, User] = {}
    everybody = [*content["staff"], *content["evaluators"], *content["committee"]]
    for one in [*everybody, content["administrator"]]:
        people[one["email"]] = _user(one["name"], one["email"], password, at)
    people[content["administrator"]["email"]].is_administrator = True
    for one in content["staff"]:
        for function in one["functions"]:
            actions.give_role(
                action,
                people[one["email"]],
                function=function,
                country=one.get("country"),
                actor=SYSTEM,
                at=at,
            )
    entries = {entry["key"]: entry for entry in read("organisations.yaml")}
    owners = {
        key: _user(entry["person"], address_of(entry), password, at)
        for key, entry in entries.items()
    }
    made = {key: _organisation(entry, owners[key], at) for key, entry in entries.items()}
    return Company(people, made, entries, owners)


def newcomer(name: str, email: str, *, at: datetime) -> Actor:
    """Somebody who registers later, with the password of all."""
    return actor_of(_user(name, email, hash_password(read("people.yaml")["password"]), at))


def _user(name: str, email: str, password: str, at: datetime) -> User:
    user = User(name=name, email=email, password_hash=password, confirmed_at=at, created_at=at)
    db.session.add(user)
    db.session.flush()
    return user


def _organisation(entry: dict[str, Any], owner: User, at: datetime) -> Organisation:
    identity = Identity(
        legal_name=entry["name"],
        local_name=entry["local"],
        country=entry["country"],
        registration_number=entry["number"],
        representative_name=entry["person"],
        representative_function="Director",
    )
    created = organisations.create(identity, actor=actor_of(owner), at=at)
    actor = actor_of(owner)
    organisation = queries.get_visible(actor, created.id) or created
    profile = Profile(
        **vars(identity),
        legal_form="Association",
        registered_on=date(2012, 5, 14),
        street="Main street 7",
        city=entry["city"],
        postal_code="10000",
        email=f"office.{entry['key']}@example.org",
        phone=entry.get("phone", PHONES[entry["country"]]),
        website=f"https://{entry['key']}.example.org",
        fields_of_work=["migration", "human rights"],
        staff_full_time=4,
        staff_part_time=3,
        mission=f"We work in {entry['city']}, {COUNTRIES[entry['country']]}, for {entry['group']}.",
    )
    turnover = {
        at.year - years_ago: Decimal(amount) for years_ago, amount in enumerate(entry["years"], 1)
    }
    organisations.edit(
        organisation,
        profile,
        turnover,
        version=organisation.row_version,
        actor=actor,
        at=at,
    )
    return organisation
