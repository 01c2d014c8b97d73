"""An application without the names in it: for those who must not know who applies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MASK = "[…]"
SHORTEST = 3  # shorter names are parts of other words
NAMING = (
    "legal_name", "local_name", "acronym", "registration_number", "tax_number", "street",
    "postal_code", "email", "phone", "website", "representative_name",
)  # fmt: skip
KEPT = frozenset({"country", "legal_form", "staff_full_time", "staff_part_time", "turnover",
                  "fields_of_work", "mission", "networks"})  # fmt: skip


def anonymous(kept: Mapping[str, Any], *, number: str) -> dict[str, Any]:
    """A frozen content with the number of the application in place of the names.

    Shape: as frozen; what the applicant wrote is kept, with every known name left out of it.
    """
    pattern = _pattern(kept)
    masked: dict[str, Any] = _without(kept, pattern)
    return masked | {
        "organisation": _organisation(masked["organisation"], number),
        "partners": [_partner(one, at) for at, one in enumerate(masked["partners"], start=1)],
        "documents": [_file(one, at) for at, one in enumerate(kept["documents"], start=1)],
        "declaration": {"statements": masked["declaration"].get("statements", [])},
    }


def _names(kept: Mapping[str, Any]) -> Iterator[str]:
    for party in (kept["organisation"], *kept["partners"]):
        yield from (str(party.get(key) or "") for key in (*NAMING, "name"))
        for person in (*(party.get("other_representatives") or ()), party.get("mandate") or {}):
            yield str(person.get("name") or "")
    yield str(kept["declaration"].get("name") or "")
    yield str(kept.get("submitted_by") or "")


def _pattern(kept: Mapping[str, Any]) -> re.Pattern[str] | None:
    names = {name.strip() for name in _names(kept)}
    known = sorted((one for one in names if len(one) >= SHORTEST), key=len, reverse=True)
    if not known:
        return None
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, known)) + r")(?!\w)", re.IGNORECASE)


def _without(value: Any, pattern: re.Pattern[str] | None) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value) if pattern else value
    if isinstance(value, Mapping):
        return {key: _without(one, pattern) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without(one, pattern) for one in value]
    return value


def _organisation(given: Mapping[str, Any], number: str) -> dict[str, Any]:
    blank: dict[str, Any] = {
        key: value if key in KEPT else type(value)() if isinstance(value, (str, list)) else None
        for key, value in given.items()
    }
    return blank | {"legal_name": number, "city": MASK}


def _partner(given: Mapping[str, Any], place: int) -> dict[str, Any]:
    shown = {key: given[key] for key in ("relation", "country", "role") if key in given}
    blank = {key: "" if isinstance(value, str) else None for key, value in given.items()}
    kind = str(given.get("relation", "partner")).replace("_", "-").capitalize()
    return blank | shown | {"name": f"{kind} {place}"}


def _file(given: Mapping[str, Any], place: int) -> dict[str, Any]:
    ending = str(given["name"]).rpartition(".")[2].upper()
    return {**given, "name": f"Annex {place} ({ending})"}
