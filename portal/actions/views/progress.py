"""Progress to the targets of an Action, from the records of the areas above it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.actions.models import Action, Target
from portal.actions.rules import (
    REGION,
    Counts,
    Facts,
    Tally,
    TargetProgress,
    goals,
    narrowed,
    target_progress,
)
from portal.core.countries import REGIONAL, country_name
from portal.events import queries as events
from portal.grants import queries as grants

SHORT = {
    Counts.ORGANISATIONS: _l("CSOs engaged"),
    Counts.NATIONAL_GRANTS: _l("National projects"),
    Counts.REGIONAL_GRANTS: _l("Regional projects"),
    Counts.ROUND_TABLES: _l("Round tables"),
    Counts.CONFERENCES: _l("Conferences"),
}


@dataclass(frozen=True)
class TargetRow:
    """One target with how far it is."""

    target: Target
    counts: Counts
    progress: TargetProgress


@dataclass(frozen=True)
class PlaceRow:
    """A country (or the region) with its tally of each target, in the order of the columns."""

    code: str
    name: str
    tallies: tuple[Tally, ...]


def public_facts(action: Action) -> Facts:
    """Everything that counts to the targets, whoever asks. Queries: 4."""
    meetings = events.facts_for_targets(action.id)
    return Facts(
        grants=grants.facts_for_targets(action.id),
        events=meetings.events,
        organisations=(*grants.engaged(action.id), *meetings.organisations),
    )


def target_rows(
    action: Action, facts: Facts, countries: Collection[str] | None = None
) -> list[TargetRow]:
    """The targets that records count to, for some countries when given. Queries: none."""
    planned = goals([(one.code, one.value) for one in action.targets], action.countries)
    by_code = {one.code: one for one in action.targets}
    return [
        TargetRow(
            by_code[goal.code],
            goal.counts,
            row if countries is None else narrowed(row, countries),
        )
        for goal, row in zip(planned, target_progress(planned, facts), strict=True)
    ]


def matrix(rows: list[TargetRow], countries: Collection[str]) -> list[PlaceRow]:
    """What happens in each country; the region last, where something counts there."""
    named = sorted(countries, key=country_name)
    is_regional = any(REGION in row.progress.by_country for row in rows)
    return [
        PlaceRow(
            code,
            REGIONAL if code == REGION else country_name(code),
            tuple(row.progress.by_country.get(code, Tally()) for row in rows),
        )
        for code in (*named, *((REGION,) if is_regional else ()))
    ]


def columns(rows: list[TargetRow]) -> list[dict[str, Any]]:
    """The heads of the matrix."""
    return [{"label": f"{row.target.code} {SHORT[row.counts]}", "num": True} for row in rows]


def place_name(code: str) -> str:
    """The name of a country, or of the region."""
    return REGIONAL if code == REGION else country_name(code)
