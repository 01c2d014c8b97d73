"""What a profile holds, and how complete it is. Source: rules.md 1 (Organisation), 3.1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.text import N_, Text

CLOSED_YEARS = 3

FIELDS_OF_WORK = {
    "migration": N_("Migration and asylum"),
    "trafficking": N_("Trafficking and smuggling of people"),
    "human_rights": N_("Human rights"),
    "rule_of_law": N_("Rule of law"),
    "legal_aid": N_("Free legal aid"),
    "children": N_("Children and young people"),
    "gender": N_("Gender equality"),
    "media": N_("Media and information"),
    "research": N_("Research and policy"),
    "social_services": N_("Social services"),
    "security": N_("Security and borders"),
    "community": N_("Local community development"),
}


def closed_years(today: date) -> list[int]:
    """The last three years that are over, the newest first."""
    return [today.year - back for back in range(1, CLOSED_YEARS + 1)]


NEEDED: tuple[tuple[str, Text], ...] = (
    ("legal_name", N_("legal name")),
    ("registration_number", N_("registration number")),
    ("registered_on", N_("date of registration")),
    ("legal_form", N_("legal form")),
    ("street", N_("street and number")),
    ("city", N_("city")),
    ("email", N_("email address")),
    ("phone", N_("telephone")),
    ("representative_name", N_("name of the legal representative")),
    ("representative_function", N_("function of the legal representative")),
)
ASKED: tuple[tuple[str, Text], ...] = (
    ("tax_number", N_("tax number")),
    ("mission", N_("mission")),
    ("fields_of_work", N_("fields of work")),
    ("staff", N_("staff")),
    ("turnover", N_("turnover of the last three years")),
)


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is filled.

    Shape:  `missing` stops an application, `asked` is what evaluators look for.
    Units:  `percent` 0 to 100, whole.
    """

    percent: int
    missing: Sequence[Text]
    asked: Sequence[Text]


def missing_of(profile: Mapping[str, object]) -> list[Text]:
    """The items an application needs that are still empty, in the order of the form."""
    return [label for key, label in NEEDED if not profile.get(key)]


def completeness(profile: Mapping[str, object], years: Sequence[int]) -> Completeness:
    """How complete a profile is; `years` are those with a turnover entered."""
    facts = {
        **profile,
        "staff": profile.get("staff_full_time") is not None
        or profile.get("staff_part_time") is not None,
        "turnover": len(years) >= CLOSED_YEARS,
    }
    missing = missing_of(facts)
    asked = [label for key, label in ASKED if not facts.get(key)]
    of = len(NEEDED) + len(ASKED)
    return Completeness((of - len(missing) - len(asked)) * 100 // of, missing, asked)


@dataclass(frozen=True)
class Representative:
    """Somebody who represents the organisation beside the one who signs."""

    name: str
    function: str = ""


def representatives_in(text: str) -> list[Representative]:
    """People written one a line: name, function."""
    found = []
    for line in text.splitlines():
        name, _, function = (part.strip() for part in line.partition(","))
        if name:
            found.append(Representative(name[:200], function[:120]))
    return found
