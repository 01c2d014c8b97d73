"""What reports ask and the currencies of costs: data files of the area."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.core.currencies import currency_names
from portal.core.money import EURO

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Currency:
    """A currency a cost may be in. Units: `rate` for one unit of the grant's, where it is fixed."""

    code: str
    name: str
    countries: tuple[str, ...]
    rate: Decimal | None
    source: str


@cache
def currencies(base: str = EURO) -> dict[str, Currency]:
    """Every currency that a cost of a grant in `base` may be in, by its code.

    Fixed rates are known against the euro alone; the grant's own currency has the rate 1.
    """
    found = {
        code: Currency(
            code=code,
            name=entry["name"],
            countries=tuple(entry["countries"]),
            rate=Decimal(entry["rate"]) if "rate" in entry and base == EURO else None,
            source=entry.get("source", "") if base == EURO else "",
        )
        for code, entry in _read("currencies").items()
    }
    if base == EURO:
        return found
    own = found.get(base) or Currency(base, currency_names("en").get(base, base), (), None, "")
    return {base: replace(own, rate=Decimal(1), source="Currency of the grant")} | {
        code: one for code, one in found.items() if code != base
    }


def currency_of(country: str | None) -> str:
    """The currency people of a country pay in; the euro for the region as a whole."""
    found = (entry.code for entry in currencies().values() if country in entry.countries)
    return next(found, "EUR")


def terms(kind: str) -> dict[str, Any]:
    """What a new report of this kind asks and is held to; stored with the report."""
    content = _read("report_form")
    sections = [
        {key: value for key, value in entry.items() if key != "kinds"}
        for entry in content["sections"]
        if kind in entry.get("kinds", [kind])
    ]
    return {**content["terms"], "sections": sections}


def interim_days() -> int:
    """Days from the end of a period to the due day of an interim report."""
    return int(_read("report_form")["schedule"]["interim_days"])


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return content
