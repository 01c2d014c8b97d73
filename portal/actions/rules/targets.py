"""Progress to the targets of an Action, in all and per country. Source: rules.md 9.1, 9.2."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from portal.core.text import fold

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


CODES = {
    "T1": Counts.ORGANISATIONS,
    "T2": Counts.NATIONAL_GRANTS,
    "T3": Counts.REGIONAL_GRANTS,
    "T4": Counts.ROUND_TABLES,
    "T5": Counts.CONFERENCES,
}
SPLIT = frozenset({Counts.NATIONAL_GRANTS, Counts.ROUND_TABLES})


def goals(targets: Iterable[tuple[str, int]], countries: Sequence[str]) -> list[TargetGoal]:
    """Targets by code and value as goals; one of an unknown code counts nothing and is left out.

    National grants and round tables are split evenly over the countries where that comes out even
    (24 = 6 times 4). Source: rules.md 9.2.
    """
    return [
        TargetGoal(code, value, CODES[code], _expected(CODES[code], value, countries))
        for code, value in targets
        if code in CODES
    ]


def _expected(counts: Counts, value: int, countries: Sequence[str]) -> dict[str, int]:
    if counts not in SPLIT or not countries or value % len(countries):
        return {}
    return dict.fromkeys(sorted(countries), value // len(countries))


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
    name: str = field(default="", compare=False)


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


def distinct(organisations: Iterable[OrganisationFact]) -> list[OrganisationFact]:
    """Each organisation once, by registration number and country, at its furthest stage."""
    furthest: dict[tuple[str, str | None], OrganisationFact] = {}
    order = list(Stage)
    for one in organisations:
        key = ("".join(fold(one.registration).split()), one.country)
        known = furthest.get(key, one)
        furthest[key] = max(known, one, key=lambda fact: order.index(fact.stage))
    return list(furthest.values())


def _organisations(facts: Facts) -> list[_Row]:
    return [(one.country, one.stage) for one in distinct(facts.organisations)]


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


def narrowed(progress: TargetProgress, countries: Collection[str]) -> TargetProgress:
    """The same target seen from some countries: their share of the plan, what happens in them."""
    rows = {place: row for place, row in progress.by_country.items() if place in countries}
    tally = Tally(
        planned=sum(row.planned for row in rows.values()),
        in_progress=sum(row.in_progress for row in rows.values()),
        done=sum(row.done for row in rows.values()),
        expected=sum(row.expected or 0 for row in rows.values()),
    )
    return replace(progress, value=tally.expected or 0, tally=tally, by_country=rows)
