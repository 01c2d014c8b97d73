"""The arithmetic of an Action: progress to its targets, and the ceiling per third party.

Flow:
1. Higher areas gather plain facts: `GrantFact`, `EventFact`, `OrganisationFact`.
2. `target_progress(targets, facts)` counts them: planned, in progress, done, per country.
3. `TargetGoal.expected` per country (4 national grants, 1 round table) comes in with the target.
4. `committed(grants)` is what one organisation already holds under the Action.
5. `check_ceiling(...)` is BUD16: with the amount asked it must stay below the ceiling.
6. `room_below_ceiling(...)` says how much may still be asked.
Every number comes in as a parameter. Source: rules.md 5.3, 9.1, 9.2, 12.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.core.findings import Finding, Level
from portal.core.money import format_amount
from portal.core.text import N_, fold

ZERO = Decimal("0.00")
REGION = "region"


class Counts(StrEnum):
    """What a target counts. Source: rules.md 9.2."""

    ORGANISATIONS = "organisations"
    NATIONAL_GRANTS = "national_grants"
    REGIONAL_GRANTS = "regional_grants"
    ROUND_TABLES = "national_round_tables"
    CONFERENCES = "regional_conferences"


class Stage(StrEnum):
    """How far a thing that counts has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class TargetGoal:
    """A target of the Action.

    Shape: `expected` is the number per country where the plan splits the value (24 = 6 times 4).
    """

    code: str
    value: int
    counts: Counts
    expected: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GrantFact:
    """A grant from the award on. Shape: `country` is None for a regional one."""

    country: str | None
    is_regional: bool
    stage: Stage


@dataclass(frozen=True)
class EventFact:
    """A round table or conference that has at least been planned.

    Shape: `counts` is False for an event of one grant that the lead has not marked, and for a
    regional conference of another cluster than advocacy.
    """

    counts_as: Counts
    country: str | None
    stage: Stage
    counts: bool = True


@dataclass(frozen=True)
class OrganisationFact:
    """An organisation that takes part. Shape: `registration` is its registration number."""

    registration: str
    country: str | None
    stage: Stage = Stage.DONE


@dataclass(frozen=True)
class Facts:
    """Everything that can count to a target."""

    grants: tuple[GrantFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    organisations: tuple[OrganisationFact, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How many there are at each stage, and how many the plan expects."""

    planned: int = 0
    in_progress: int = 0
    done: int = 0
    expected: int | None = None

    @property
    def total(self) -> int:
        return self.planned + self.in_progress + self.done

    @property
    def reached(self) -> int:
        """What counts to the target: in progress and done (a grant counts once signed)."""
        return self.in_progress + self.done


@dataclass(frozen=True)
class TargetProgress:
    """The progress of one target.

    Shape: `by_country` has every expected country and every one that occurs; "region" holds what
    belongs to no single country. Units: percent of the value reached, exact, may pass 100.
    """

    code: str
    value: int
    tally: Tally
    by_country: Mapping[str, Tally]

    @property
    def percent(self) -> Fraction:
        return Fraction(self.tally.reached * 100, self.value) if self.value else Fraction(0)

    @property
    def missing(self) -> int:
        """How many are still to be reached."""
        return max(0, self.value - self.tally.reached)


def target_progress(targets: Iterable[TargetGoal], facts: Facts) -> list[TargetProgress]:
    """Planned, in progress and done of each target, in all and per country.

    Grants count by kind, once signed; round tables and conferences by kind, once held, where they
    count to the target; organisations once each by registration number at their furthest stage.
    Source: rules.md 9.1, 9.2.
    """
    return [_progress(target, _SELECT[target.counts](facts)) for target in targets]


_Row = tuple[str | None, Stage]


def _grants(is_regional: bool) -> Callable[[Facts], list[_Row]]:
    return lambda facts: [
        (grant.country, grant.stage) for grant in facts.grants if grant.is_regional == is_regional
    ]


def _events(kind: Counts) -> Callable[[Facts], list[_Row]]:
    return lambda facts: [
        (event.country, event.stage)
        for event in facts.events
        if event.counts_as is kind and event.counts
    ]


def _organisations(facts: Facts) -> list[_Row]:
    furthest: dict[tuple[str, str | None], Stage] = {}
    order = list(Stage)
    for organisation in facts.organisations:
        key = ("".join(fold(organisation.registration).split()), organisation.country)
        known = furthest.get(key, organisation.stage)
        furthest[key] = max(known, organisation.stage, key=order.index)
    return [(country, stage) for (_, country), stage in furthest.items()]


_SELECT: Mapping[Counts, Callable[[Facts], list[_Row]]] = {
    Counts.ORGANISATIONS: _organisations,
    Counts.NATIONAL_GRANTS: _grants(is_regional=False),
    Counts.REGIONAL_GRANTS: _grants(is_regional=True),
    Counts.ROUND_TABLES: _events(Counts.ROUND_TABLES),
    Counts.CONFERENCES: _events(Counts.CONFERENCES),
}


def _progress(target: TargetGoal, rows: list[_Row]) -> TargetProgress:
    places = {country or REGION for country, _ in rows} | set(target.expected)
    by_country = {
        place: _tally(
            [stage for country, stage in rows if (country or REGION) == place],
            target.expected.get(place),
        )
        for place in sorted(places)
    }
    everything = _tally([stage for _, stage in rows], target.value)
    return TargetProgress(target.code, target.value, everything, by_country)


def _tally(stages: Iterable[Stage], expected: int | None) -> Tally:
    counted = Counter(stages)
    return Tally(
        planned=counted[Stage.PLANNED],
        in_progress=counted[Stage.IN_PROGRESS],
        done=counted[Stage.DONE],
        expected=expected,
    )


@dataclass(frozen=True)
class HeldGrant:
    """A grant of an organisation as lead under the Action, from the award on.

    Units: euro; `final` is what was finally granted, once closed or terminated, else None.
    """

    maximum: Decimal
    final: Decimal | None = None


def committed(grants: Iterable[HeldGrant]) -> Decimal:
    """What the grants of one organisation weigh on its ceiling.

    Source: rules.md 12 (Ceiling per third party).
    """
    return sum((g.maximum if g.final is None else g.final for g in grants), ZERO)


def room_below_ceiling(held: Decimal, ceiling: Decimal) -> Decimal:
    """How much an organisation may still be granted under the Action."""
    return max(ZERO, ceiling - held)


def check_ceiling(
    organisation: str, *, held: Decimal, asked: Decimal, ceiling: Decimal
) -> Finding | None:
    """BUD16: with this grant the organisation stays within the ceiling per third party.

    Units: euro; exactly the ceiling is allowed. Source: rules.md 5.3 (FS01), 6.3.
    """
    if held + asked <= ceiling:
        return None
    message = N_(
        "With this grant %(organisation)s would reach %(sum)s; the ceiling per third party "
        "is %(ceiling)s.",
        organisation=organisation,
        sum=format_amount(held + asked),
        ceiling=format_amount(ceiling),
    )
    return Finding("BUD16", Level.ERROR, message, field="requested")
