"""What evaluators say of themselves: languages, fields, places, and for whom they worked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.countries import COUNTRIES
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, Text, clean_name
from portal.evaluation import policy, queries
from portal.evaluation.models import Employment, EvaluatorProfile
from portal.evaluation.service.conflicts import look_for_conflicts

LANGUAGES: dict[str, Text] = {
    "en": N_("English"),
    "sq": N_("Albanian"),
    "bs": N_("Bosnian"),
    "cnr": N_("Montenegrin"),
    "hr": N_("Croatian"),
    "mk": N_("Macedonian"),
    "sr": N_("Serbian"),
}
# Source: rules.md 5.2, ELI07.
EXPERTISE: dict[str, Text] = {
    "migration": N_("Migration and asylum"),
    "security": N_("Security and border protection"),
    "human_rights": N_("Human rights"),
    "women": N_("Women's rights"),
    "children": N_("Children's rights"),
    "youth": N_("Youth"),
    "finance": N_("Budgets and finance"),
    "advocacy": N_("Advocacy and public policy"),
}
FIRST_YEAR = 1950


@dataclass(frozen=True)
class About:
    """Languages a person reads, fields they know, places they know: codes."""

    languages: Collection[str]
    expertise: Collection[str]
    countries: Collection[str]


@dataclass(frozen=True)
class Job:
    """An organisation the person works or worked for; `to_year` None: still."""

    name: str
    country: str
    registration_number: str
    from_year: int | None
    to_year: int | None


def describe(about: About, *, actor: Actor, at: datetime) -> EvaluatorProfile:
    """Keep languages, fields and places; unknown codes are left out.

    Raises: RuleBroken without a language.
    """
    require(policy.can_describe(actor))
    languages = [code for code in LANGUAGES if code in about.languages]
    if not languages:
        raise RuleBroken(N_("Choose at least one language that you read well"), field="languages")
    profile = _mine(actor, at=at)
    profile.languages = languages
    profile.expertise = [code for code in EXPERTISE if code in about.expertise]
    profile.countries = [code for code in COUNTRIES if code in about.countries]
    profile.changed_at = at
    audit.record(actor, "evaluator.described", profile, at=at)
    return profile


def _mine(actor: Actor, *, at: datetime) -> EvaluatorProfile:
    user_id = actor.user_id
    if user_id is None:
        raise RuleBroken(N_("Sign in first."))
    known = queries.profile_of(user_id)
    if known is not None:
        return lock(known)
    profile = EvaluatorProfile(
        user_id=user_id, languages=[], expertise=[], countries=[], changed_at=at
    )
    db.session.add(profile)
    return profile


def add_employment(job: Job, *, actor: Actor, at: datetime) -> Employment:
    """Keep one employer and compare it at once with every call the person sits in.

    Raises: RuleBroken with the field.
    """
    require(policy.can_describe(actor))
    first, last = job.from_year, job.to_year
    if not clean_name(job.name):
        raise RuleBroken(N_("Enter the name of the organisation"), field="name")
    if job.country not in COUNTRIES:
        raise RuleBroken(N_("Choose the country of the organisation"), field="country")
    if first is None or not FIRST_YEAR <= first <= at.year:
        raise RuleBroken(
            N_("Enter the year you began, %(a)s to %(b)s", a=FIRST_YEAR, b=at.year),
            field="from_year",
        )
    if last is not None and not first <= last <= at.year:
        raise RuleBroken(
            N_("Enter the year you ended, %(a)s to %(b)s", a=first, b=at.year), field="to_year"
        )
    row = Employment(
        user_id=actor.user_id,
        name=clean_name(job.name),
        country=job.country,
        registration_number=clean_name(job.registration_number),
        from_year=first,
        to_year=last,
        created_at=at,
    )
    db.session.add(row)
    audit.record(actor, "evaluator.employer_added", row, at=at, details={"name": row.name})
    for session in queries.running_sessions(actor.user_id):
        look_for_conflicts(session, at=at)
    return row


def remove_employment(row: Employment, *, actor: Actor, at: datetime) -> None:
    """Take an employer off the list; ties that were found by it stay in the register."""
    lock(row)
    require(policy.can_describe(actor))
    if row.user_id != actor.user_id or row.removed_at is not None:
        raise RuleBroken(N_("This organisation is not on your list."))
    row.removed_at = at
    audit.record(actor, "evaluator.employer_removed", row, at=at, details={"name": row.name})
