"""What looks unusual about an organisation's names and numbers, and the keys it is found by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.organisations import queries, rules
from portal.organisations.models import Organisation, OrganisationKey
from portal.organisations.rules import Key


@dataclass(frozen=True)
class Doubt:
    """One thing to look at again: the field and the words."""

    field: str
    message: str


class Doubtful(RuleBroken):
    """Nothing is wrong for certain: the person looks again, corrects or confirms."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        super().__init__(
            N_("Please look again at the marked fields. Correct them, or confirm that all is right")
        )
        self.doubts = doubts


def demand_certain(
    facts: Mapping[str, Any], before: Mapping[str, Any], *, own_id: UUID | None = None
) -> None:
    """Raise Doubtful when a name or number that is new looks unusual.

    Shape: `facts` and `before` keyed as the profile; what did not change is not asked again.
    """
    changed = {
        name: value for name, value in facts.items() if value and value != before.get(name, "")
    }
    if "country" in changed:
        changed = {**facts}
    if doubts := [*_numbers(changed, facts), *_scripts(changed), *_similar(changed, facts, own_id)]:
        raise Doubtful(doubts)


def _numbers(changed: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Doubt]:
    checks = {
        "registration_number": rules.registration_doubt,
        "tax_number": rules.tax_doubt,
    }
    for name, doubt_of in checks.items():
        if doubt := doubt_of(facts["country"], changed.get(name, "")) if name in changed else None:
            yield Doubt(name, doubt)


def _scripts(changed: Mapping[str, Any]) -> Iterator[Doubt]:
    for name in ("legal_name", "local_name", "acronym"):
        if words := rules.mixed_words(changed.get(name, "")):
            yield Doubt(
                name,
                N_(
                    "“%(word)s” mixes Latin and Cyrillic letters that look the same. "
                    "Type it again in one script",
                    word=words[0],
                ),
            )


def _similar(
    changed: Mapping[str, Any], facts: Mapping[str, Any], own_id: UUID | None
) -> Iterator[Doubt]:
    for name in ("legal_name", "local_name"):
        if not changed.get(name):
            continue
        keys = rules.keys_of(
            [changed[name]], country=facts["country"], registration_number="", tax_number=""
        )
        wanted = [key for key in keys if key.kind in {"name", "look"}]
        known = [one for one in queries.with_keys(wanted) if one.id != own_id]
        if known:
            yield Doubt(
                name,
                N_(
                    "%(name)s, %(country)s, is in the portal already. If it is yours, ask its "
                    "owner to invite you",
                    name=known[0].legal_name,
                    country=known[0].country_name,
                ),
            )


def keys(organisation: Organisation) -> frozenset[Key]:
    """What a second record of this organisation would have in common with it."""
    return rules.keys_of(
        (organisation.legal_name, organisation.local_name),
        country=organisation.country,
        registration_number=organisation.registration_number,
        tax_number=organisation.tax_number,
    )


def set_keys(organisation: Organisation) -> None:
    """Keep what the organisation is found by: its own names and those merged into it."""
    db.session.flush()
    known = keys(organisation).union(*map(keys, queries.merged_into(organisation.id)))
    db.session.execute(
        delete(OrganisationKey).where(OrganisationKey.organisation_id == organisation.id)
    )
    db.session.add_all(
        OrganisationKey(organisation_id=organisation.id, kind=key.kind, key=key.text)
        for key in sorted(known)
    )
    db.session.flush()
