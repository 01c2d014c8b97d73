"""Templates of calls: data files from which a draft is made."""

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.calls.models import (
    Call,
    Criterion,
    DocumentSlot,
    EligibleActivity,
    FormSection,
    GridSection,
    Lot,
)
from portal.core.countries import country_name
from portal.core.types import Fixed

FOLDER = Path(__file__).parent / "data"
_EXACT = {column.key for column in Call.__table__.columns if isinstance(column.type, Fixed)}


@dataclass(frozen=True)
class _Ready:
    """What lies ready in a file: its name and the content."""

    name: str
    content: dict[str, Any]

    @property
    def label(self) -> str:
        """What it is called where one is chosen."""
        return str(self.content["label"])

    @property
    def scale(self) -> tuple[int, int]:
        """The lowest and the highest mark that its points are made for."""
        lowest, highest = self.content.get("scale", (1, 5))
        return int(lowest), int(highest)


class CallTemplate(_Ready):
    """A template of a whole call."""

    @property
    def title(self) -> str:
        """The title a call made from it starts with."""
        return str(self.content["title"])

    def numbers(self) -> dict[str, Any]:
        """Column values of the call itself."""
        texts = ("procedure", "title", "summary", "objectives", "who_can_apply")
        return {name: str(self.content[name]).strip() for name in texts} | self.settings()

    def settings(self) -> dict[str, Any]:
        """Its numbers and habits alone."""
        return {
            name: Decimal(value) if name in _EXACT and value is not None else value
            for name, value in self.content["numbers"].items()
        }

    @property
    def summary(self) -> str:
        """What a call made from it says in the list of calls."""
        return str(self.content["summary"]).strip()

    @property
    def feeds(self) -> dict[str, str]:
        """Which section of its grid a question of the concept note feeds, by key."""
        return dict(self.content.get("feeds", {}))

    def lots(self) -> list[Lot]:
        """The country lots and the regional lot with their default limits."""
        return [self._lot(place, entry) for place, entry in enumerate(self.content["lots"], 1)]

    def _lot(self, position: int, entry: dict[str, Any]) -> Lot:
        limits = self.content["national_lot" if entry["country"] else "regional_lot"]
        amounts = {key: Decimal(limits[key]) for key in ("envelope", "min_grant", "max_grant")}
        counts = ("max_grants", "min_months", "max_months", "min_countries")
        return Lot(
            position=position,
            code=entry["code"],
            name=entry.get("name") or country_name(entry["country"]),
            country=entry["country"],
            managed_by=entry["managed_by"],
            **amounts,
            **{key: limits[key] for key in counts},
        )

    def activities(self) -> list[EligibleActivity]:
        """The closed list of activities."""
        return [
            EligibleActivity(position=place, code=entry["code"], text=entry["text"])
            for place, entry in enumerate(self.content["activities"], 1)
        ]

    def form(self) -> list[FormSection]:
        """The text sections of the application form."""
        return [
            FormSection(
                position=place,
                page=entry["page"],
                key=entry["key"],
                title=entry["title"],
                help=entry["help"],
                max_words_national=entry["national"],
                max_words_regional=entry["regional"],
                grid_section_code=entry["feeds"],
                is_fixed=entry.get("fixed", False),
            )
            for place, entry in enumerate(self.content["form"], 1)
        ]

    def documents(self) -> list[DocumentSlot]:
        """The documents asked for at application and at the eligibility check."""
        return [
            DocumentSlot(
                position=place,
                key=entry["key"],
                label=entry["label"],
                help=entry.get("help", ""),
                stage=entry["stage"],
                formats=entry["formats"],
                is_required=entry["required"],
                supports=entry.get("supports", []),
            )
            for place, entry in enumerate(self.content["documents"], 1)
        ]

    def grid(self) -> list[GridSection]:
        """The evaluation grid with its criteria."""
        return _sections(self.content["grid"])


class GridTemplate(_Ready):
    """A ready evaluation grid."""

    @property
    def total_threshold(self) -> Decimal:
        """The minimum of the total that belongs to it. Units: points."""
        return Decimal(self.content["total_threshold"])

    def sections(self) -> list[GridSection]:
        """Its sections with their criteria."""
        return _sections(self.content["grid"])


def _sections(entries: list[dict[str, Any]]) -> list[GridSection]:
    return [
        GridSection(
            position=place,
            code=entry["code"],
            title=entry["title"],
            role=entry["role"],
            threshold=Decimal(entry["threshold"]) if "threshold" in entry else None,
            criteria=[
                Criterion(
                    position=index,
                    code=criterion["code"],
                    text=criterion["text"],
                    weight=criterion.get("weight", 1),
                    is_partnership=criterion.get("partnership", False),
                    form_keys=criterion["reads"],
                )
                for index, criterion in enumerate(entry["criteria"], 1)
            ],
        )
        for place, entry in enumerate(entries, 1)
    ]


def load(name: str) -> CallTemplate:
    """The template of that name. Raises: KeyError when there is none."""
    path = FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise KeyError(name)
    return CallTemplate(name, deepcopy(_content(path)))


@cache
def _content(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def second_step() -> CallTemplate:
    """What the full applications of a call in two steps ask beside the concept note."""
    path = FOLDER / "second" / "full_application.yaml"
    return CallTemplate(path.stem, deepcopy(_content(path)))


def names() -> list[str]:
    """The templates that ship with the portal."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def labels() -> dict[str, str]:
    """What each template is called, by its name."""
    return {name: load(name).label for name in names()}


def grids() -> list[GridTemplate]:
    """The ready grids that ship with the portal."""
    return [
        GridTemplate(path.stem, deepcopy(_content(path)))
        for path in sorted((FOLDER / "grids").glob("*.yaml"))
    ]
