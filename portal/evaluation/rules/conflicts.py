"""Ties between the people of a committee and the parties of an application, found from records.

Flow: every organisation becomes a set of keys (`keys_of`); two are the same where they share one.
`Connection` is what a person has to an organisation, `Dossier` are the parties of an application,
`Joint` an earlier application with everybody in it. `find` compares them.
Source: rules.md 4.5 (1), 4.7; PRODUCT.md 3.2 E3.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from uuid import UUID

from portal.core.countries import country_name
from portal.core.text import N_, Text, fold


class ConflictRule(StrEnum):
    """Which comparison found the tie."""

    MEMBER = "member"
    PERSON = "person"
    EMPLOYER = "employer"
    EARLIER = "earlier"
    COUNTRY = "country"
    NAME = "name"
    MAIL = "mail"


R = ConflictRule
# The others are suspicions: the secretary decides on them, with a reason.
BLOCKING = frozenset({R.MEMBER, R.PERSON, R.EMPLOYER, R.EARLIER, R.COUNTRY})
# A partner may read what it does not score: this one bars from scoring and closes no file.
BARS_SCORING_ONLY = frozenset({R.COUNTRY})
RELATIONS = {
    "applicant": N_("the applicant"),
    "co_applicant": N_("a co-applicant"),
    "affiliated_entity": N_("an affiliated entity"),
    "associate": N_("an associate"),
}


@cache
def public_providers() -> frozenset[str]:
    """Mail domains that anybody can have."""
    text = files("portal.evaluation").joinpath("data/public_mail_providers.txt").read_text("utf-8")
    lines = (line.strip().casefold() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def mail_domain(address: str) -> str:
    """The domain of an address when it says where somebody works; "" for public providers."""
    _name, at, domain = address.strip().casefold().rpartition("@")
    return _own(domain) if at else ""


def web_domain(address: str) -> str:
    """The domain of a website, without www; "" when it says nothing."""
    host = address.strip().casefold().partition("//")[2] or address.strip().casefold()
    return _own(host.partition("/")[0].partition(":")[0].removeprefix("www."))


def _own(domain: str) -> str:
    labels = domain.strip(".").split(".")
    ends = {".".join(labels[place:]) for place in range(len(labels))}
    return "" if len(labels) < 2 or ends & public_providers() else ".".join(labels)


def keys_of(
    *names: str, country: str, registration_number: str = "", rows: Collection[UUID] = ()
) -> frozenset[str]:
    """What identifies an organisation: its row, its registration, its names in its country."""
    number = "".join(sign for sign in fold(registration_number) if sign.isalnum())
    found = {f"name:{country}:{_bare(name)}" for name in names if _bare(name)}
    if number:
        found.add(f"number:{country}:{number}")
    return frozenset(found | {f"row:{row}" for row in rows})


def _bare(name: str) -> str:
    return "".join(sign for sign in fold(name) if sign.isalnum() or sign == " ").strip()


@dataclass(frozen=True)
class Connection:
    """A person's tie to an organisation; `until` None: it lasts. `kind` is member or employer."""

    kind: ConflictRule
    organisation: str
    keys: frozenset[str]
    until: date | None = None

    def counts(self, since: date) -> bool:
        """Whether it lasts or ended within the span that counts."""
        return self.until is None or self.until >= since


@dataclass(frozen=True)
class Person:
    """Somebody on the committee. `countries` are those of the Action's parties they work for."""

    id: UUID
    name: str
    mail: str = ""
    connections: tuple[Connection, ...] = ()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Side:
    """An organisation in an application, with the people who speak for it."""

    relation: str
    name: str
    keys: frozenset[str]
    domains: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()  # names of representatives and contacts


@dataclass(frozen=True)
class Dossier:
    """The parties of one application. `accounts` are the people who work on it in the portal."""

    id: UUID
    countries: frozenset[str]  # seat of the applicant and the country of the lot
    sides: tuple[Side, ...]
    accounts: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Joint:
    """An earlier application with the keys of everybody in it."""

    number: str
    was_funded: bool
    sides: tuple[frozenset[str], ...] = field(default=())


@dataclass(frozen=True)
class Finding:
    """One tie found, in words."""

    application: UUID
    person: UUID
    rule: ConflictRule
    words: Text

    @property
    def blocks(self) -> bool:
        """Whether it bars the person at once; else it is a suspicion to be decided on."""
        return self.rule in BLOCKING


def find(
    person: Person, dossier: Dossier, earlier: Iterable[Joint], *, since: date, scores: bool
) -> list[Finding]:
    """Every tie between one person and one application, at most one for each rule.

    Shape: `earlier` are `joint_with(person, ...)`; `scores` whether the person is an assessor.
    """
    found: dict[ConflictRule, Text] = {}
    for rule, words in (
        *_accounts(person, dossier),
        *_connections(person, dossier, since),
        *_earlier(person, dossier, earlier, since),
        *(_country(person, dossier) if scores else ()),
        *_names(person, dossier),
        *_mail(person, dossier),
    ):
        found.setdefault(rule, words)
    return [Finding(dossier.id, person.id, rule, words) for rule, words in found.items()]


Found = Iterable[tuple[ConflictRule, Text]]


def _accounts(person: Person, dossier: Dossier) -> Found:
    if person.id in dossier.accounts:
        yield R.PERSON, N_("%(name)s worked on this application.", name=person.name)


def _connections(person: Person, dossier: Dossier, since: date) -> Found:
    for tie in person.connections:
        for side in dossier.sides:
            if tie.counts(since) and tie.keys & side.keys:
                yield tie.kind, _connected(person, tie, side)


def _connected(person: Person, tie: Connection, side: Side) -> Text:
    facts = {"name": person.name, "organisation": side.name, "party": RELATIONS[side.relation]}
    if tie.kind is R.MEMBER:
        if tie.until is None:
            return N_("%(name)s is a member of %(organisation)s, %(party)s.", **facts)
        return N_("%(name)s was a member of %(organisation)s, %(party)s.", **facts)
    if tie.until is None:
        return N_("%(name)s works for %(organisation)s, %(party)s.", **facts)
    return N_(
        "%(name)s worked for %(organisation)s, %(party)s, until %(year)s.",
        year=tie.until.year,
        **facts,
    )


def joint_with(person: Person, joints: Iterable[Joint], *, since: date) -> list[Joint]:
    """The earlier applications in which an organisation of the person took part."""
    own = _own_keys(person, since)
    return [joint for joint in joints if any(side & own for side in joint.sides)]


def _own_keys(person: Person, since: date) -> frozenset[str]:
    return frozenset(key for tie in person.connections if tie.counts(since) for key in tie.keys)


def _earlier(person: Person, dossier: Dossier, joints: Iterable[Joint], since: date) -> Found:
    own = _own_keys(person, since)
    for joint in joints:
        others = [side for side in joint.sides if not side & own]
        for side in dossier.sides:
            if any(side.keys & other for other in others):
                facts = {"name": person.name, "other": side.name, "number": joint.number}
                if joint.was_funded:
                    yield (
                        R.EARLIER,
                        N_(
                            "An organisation of %(name)s shared the grant %(number)s with "
                            "%(other)s.",
                            **facts,
                        ),
                    )
                else:
                    yield (
                        R.EARLIER,
                        N_(
                            "An organisation of %(name)s applied together with %(other)s "
                            "(%(number)s).",
                            **facts,
                        ),
                    )


def _country(person: Person, dossier: Dossier) -> Found:
    for code in sorted(person.countries & dossier.countries):
        yield (
            R.COUNTRY,
            N_(
                "%(name)s works for a partner of the Action in %(country)s: a partner does not "
                "score its own country.",
                name=person.name,
                country=country_name(code),
            ),
        )


def _names(person: Person, dossier: Dossier) -> Found:
    for side in dossier.sides:
        if fold(person.name) in {fold(name) for name in side.people}:
            yield (
                R.NAME,
                N_(
                    "Somebody named %(name)s speaks for %(organisation)s.",
                    name=person.name,
                    organisation=side.name,
                ),
            )


def _mail(person: Person, dossier: Dossier) -> Found:
    domain = mail_domain(person.mail)
    for side in dossier.sides:
        if domain and domain in side.domains:
            yield (
                R.MAIL,
                N_(
                    "%(name)s and %(organisation)s share the mail domain %(domain)s.",
                    name=person.name,
                    organisation=side.name,
                    domain=domain,
                ),
            )


def find_all(
    people: Iterable[Person],
    dossiers: Collection[Dossier],
    joints: Collection[Joint],
    *,
    since: date,
    assessors: Collection[UUID],
) -> list[Finding]:
    """Every tie between a committee and the applications of its call."""
    found: list[Finding] = []
    for person in people:
        shared = joint_with(person, joints, since=since)
        for dossier in dossiers:
            found += find(person, dossier, shared, since=since, scores=person.id in assessors)
    return found
