"""The awards of a whole call under every limit at once, and what a change would do to them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from portal.evaluation.rules.awards import LotRules, Waits
from portal.evaluation.rules.ranking import Entry, Placed, natural

ZERO = Decimal(0)
CENT = Decimal("0.01")


class QuotaKind(StrEnum):
    """What a quota counts: national or regional projects, those of a country, of a cluster."""

    NATIONAL = "national"
    REGIONAL = "regional"
    COUNTRY = "country"
    CLUSTER = "cluster"


@dataclass(frozen=True)
class Quota:
    """How many awards of a kind there must be and may be under the Action; None is no limit.

    Shape: `key` is the country code or the number of the cluster; `held` counts the awards that
    other calls of the Action made.
    """

    kind: QuotaKind
    key: str = ""
    least: int | None = None
    most: int | None = None
    held: int = 0


@dataclass(frozen=True)
class Candidate:
    """An application that passes, at its place in the ranking of its lot.

    Shape: `country` of a national lot, empty for a regional one.
    """

    placed: Placed
    lot: str
    country: str = ""
    cluster: str = ""

    def counts_in(self, quota: Quota) -> bool:
        """Whether an award to it counts in the quota. A regional project is of no country."""
        return {
            QuotaKind.NATIONAL: bool(self.country),
            QuotaKind.REGIONAL: not self.country,
            QuotaKind.COUNTRY: self.country == quota.key,
            QuotaKind.CLUSTER: self.cluster == quota.key,
        }[quota.kind]


@dataclass(frozen=True)
class Transfer:
    """Money taken out of one lot and given to another."""

    source: str
    target: str
    amount: Decimal


@dataclass(frozen=True)
class Changes:
    """What the committee changes. Shape: `reductions` is the smaller grant by dossier number."""

    reductions: Mapping[str, Decimal] = field(default_factory=dict)
    transfers: tuple[Transfer, ...] = ()


NO_CHANGES = Changes()


@dataclass(frozen=True)
class Planned:
    """What the plan gives one application: `amount`, or the rule that binds.

    `quota` is the full one when that is what binds.
    """

    candidate: Candidate
    amount: Decimal | None
    binds: Waits | None = None
    quota: Quota | None = None


@dataclass(frozen=True)
class LotPlan:
    """The plan of one lot. Units: euro; `envelope` after transfers.

    `blocked` is the first that does not fit into money or number: what binds the lot.
    """

    envelope: Decimal
    rows: tuple[Planned, ...]
    awarded: Decimal
    blocked: Planned | None

    @property
    def awards(self) -> tuple[Planned, ...]:
        return tuple(row for row in self.rows if row.amount is not None)

    @property
    def left(self) -> Decimal:
        return self.envelope - self.awarded

    @property
    def short_by(self) -> Decimal:
        """How much money is missing for the one that does not fit; 0 when money is not it."""
        if self.blocked is None or self.blocked.binds is not Waits.MONEY:
            return ZERO
        return self.blocked.candidate.placed.entry.requested - self.left


@dataclass(frozen=True)
class QuotaUse:
    """A quota with the awards of this plan."""

    quota: Quota
    planned: int

    @property
    def total(self) -> int:
        return self.quota.held + self.planned

    @property
    def missing(self) -> int:
        """How many awards are missing to the least number."""
        return max(0, (self.quota.least or 0) - self.total)

    @property
    def is_full(self) -> bool:
        return self.quota.most is not None and self.total >= self.quota.most


@dataclass(frozen=True)
class Plan:
    """The awards of a call. Shape: `lots` by code."""

    lots: Mapping[str, LotPlan]
    quotas: tuple[QuotaUse, ...]

    def amounts(self) -> dict[str, Decimal]:
        """What each awarded application gets, by dossier number."""
        return {
            row.candidate.placed.entry.number: row.amount
            for lot in self.lots.values()
            for row in lot.rows
            if row.amount is not None
        }


@dataclass
class _Walk:
    """How far the money, the numbers and the quotas have been used."""

    lots: Mapping[str, LotRules]
    left: dict[str, Decimal]
    given: Counter[str]
    blocked: dict[str, Planned]
    holding: Counter[str]
    committed: dict[str, Decimal]
    quotas: Mapping[Quota, int]
    used: Counter[Quota]

    def binding(
        self, candidate: Candidate, entry: Entry, amount: Decimal
    ) -> tuple[Waits | None, Quota | None]:
        """The rule that keeps the application from an award now, if any."""
        rules = self.lots[candidate.lot]
        limit, held = rules.max_awards_as_lead, self.committed.get(entry.organisation, ZERO)
        if limit is not None and self.holding[entry.organisation] >= limit:
            return Waits.ONE_AWARD, None
        if rules.ceiling is not None and held + amount > rules.ceiling:
            return Waits.CEILING, None
        for quota in self.quotas:
            full = quota.most is not None and quota.held + self.used[quota] >= quota.most
            if full and candidate.counts_in(quota):
                return Waits.QUOTA, quota
        if candidate.lot in self.blocked:
            return Waits.BEHIND, None
        if rules.max_grants is not None and self.given[candidate.lot] >= rules.max_grants:
            return Waits.NUMBER, None
        return (Waits.MONEY if amount > self.left[candidate.lot] else None), None

    def give(self, candidate: Candidate, entry: Entry, amount: Decimal) -> None:
        """Book an award."""
        self.left[candidate.lot] -= amount
        self.given[candidate.lot] += 1
        self.holding[entry.organisation] += 1
        self.committed[entry.organisation] = self.committed.get(entry.organisation, ZERO) + amount
        self.used.update(quota for quota in self.quotas if candidate.counts_in(quota))


def plan(
    lots: Mapping[str, LotRules],
    candidates: Iterable[Candidate],
    quotas: Sequence[Quota] = (),
    changes: Changes = NO_CHANGES,
    *,
    holders: Collection[str] = (),
) -> Plan:
    """Walk down the rankings of all lots side by side and award while every limit holds.

    Better ranks first; the same rank in two lots is parted by the larger amount asked, then by
    the lot's code. In a lot nobody leaps ahead of one that does not fit into money or number. One
    that a limit of its own keeps out (one award per organisation, ceiling, a full quota) is
    passed over and the walk goes on. A reduction changes the amount, never the order.
    Shape:  `holders` once per award made before. Source: rules.md 4.6, 12 (Ranking), BUD16.
    """
    ordered = sorted(candidates, key=_order)
    envelopes = {code: rules.envelope for code, rules in lots.items()}
    for one in changes.transfers:
        envelopes[one.source] -= one.amount
        envelopes[one.target] += one.amount
    committed: dict[str, Decimal] = {}
    for rules in lots.values():
        committed.update(rules.committed)
    walk = _Walk(
        lots, dict(envelopes), Counter(), {}, Counter(holders), committed,
        dict.fromkeys(quotas, 0), Counter(),
    )  # fmt: skip
    rows: dict[str, list[Planned]] = {code: [] for code in lots}
    for candidate in ordered:
        rows[candidate.lot].append(_step(walk, candidate, changes))
    return Plan(
        {
            code: LotPlan(
                envelopes[code],
                tuple(sorted(rows[code], key=lambda row: row.candidate.placed.position)),
                envelopes[code] - walk.left[code],
                walk.blocked.get(code),
            )
            for code in lots
        },
        tuple(QuotaUse(quota, walk.used[quota]) for quota in quotas),
    )


def _order(candidate: Candidate) -> tuple[int, Decimal, str, list[tuple[int, str]]]:
    entry = candidate.placed.entry
    return candidate.placed.position, -entry.requested, candidate.lot, natural(entry.number)


def _step(walk: _Walk, candidate: Candidate, changes: Changes) -> Planned:
    entry = candidate.placed.entry
    amount = changes.reductions.get(entry.number, entry.requested)
    binds, quota = walk.binding(candidate, entry, amount)
    if binds is None:
        walk.give(candidate, entry, amount)
        return Planned(candidate, amount)
    found = Planned(candidate, None, binds, quota)
    if binds in {Waits.MONEY, Waits.NUMBER}:
        walk.blocked[candidate.lot] = found
    return found


@dataclass(frozen=True)
class Effect:
    """What a change does to one application: amounts before and after; None is no award."""

    number: str
    before: Decimal | None
    after: Decimal | None


def compare(before: Plan, after: Plan) -> list[Effect]:
    """Every application whose award differs, by dossier number."""
    old, new = before.amounts(), after.amounts()
    return [
        Effect(number, old.get(number), new.get(number))
        for number in sorted(old.keys() | new.keys(), key=natural)
        if old.get(number) != new.get(number)
    ]


def cut(amount: Decimal, percent: Decimal) -> Decimal:
    """An amount less some per cent, in whole cents, half up."""
    return (amount * (100 - percent) / 100).quantize(CENT, ROUND_HALF_UP)
