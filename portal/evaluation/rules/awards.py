"""Who is proposed for an award, who waits on the reserve, who moves up."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.core.findings import Finding, Level
from portal.core.money import format_amount
from portal.core.text import N_
from portal.evaluation.rules.ranking import Entry, Placed

ZERO = Decimal(0)


class Waits(StrEnum):
    """Why an application that passes is on the reserve."""

    MONEY = "does_not_fit"
    NUMBER = "number_reached"
    BEHIND = "behind_one_that_does_not_fit"
    ONE_AWARD = "one_award_per_organisation"
    CEILING = "ceiling_per_third_party"
    QUOTA = "quota_full"


@dataclass(frozen=True)
class LotRules:
    """What a lot can give; None is no limit.

    Units: envelope and ceiling in euro; `max_awards_as_lead` per organisation in the whole call.
    Shape: `committed` is by organisation what it already
    holds under the Action (counts to the ceiling per third party).
    """

    envelope: Decimal
    max_grants: int | None
    ceiling: Decimal | None = None
    committed: Mapping[str, Decimal] = field(default_factory=dict)
    max_awards_as_lead: int | None = 1


@dataclass(frozen=True)
class Reserve:
    """An application on the reserve, at its place in the ranking, and why."""

    placed: Placed
    reason: Waits


@dataclass(frozen=True)
class AwardProposal:
    """The proposal for a lot.

    Shape: `awards` are the new ones in rank order; `blocked` is the first that did not fit, to
    whom the committee may offer a reduced budget within `left`.
    Units: `awarded` and `left` in euro; awards kept from before count in both.
    """

    awards: tuple[Placed, ...]
    reserve: tuple[Reserve, ...]
    awarded: Decimal
    left: Decimal
    blocked: Placed | None


@dataclass(frozen=True)
class Room:
    """How many more awards a quota allows. Shape: `numbers` are those that count in it."""

    numbers: frozenset[str]
    free: int


def promote(
    placed: Sequence[Placed],
    lot: LotRules,
    *,
    kept: Mapping[str, Decimal],
    gone: Collection[str] = (),
    holders: Collection[str] = (),
    rooms: Sequence[Room] = (),
) -> AwardProposal:
    """Who moves up after a withdrawal, a refusal or an ineligible file.

    The walk goes down the ranking and awards while money and number last. The first that does not
    fit, and all below, wait on the reserve: nobody cheaper leaps ahead. An organisation that has
    all its awards of the call (`holders`, once per award elsewhere in the call, or higher in this
    lot) is passed over and the walk goes on; so is one that would break the ceiling, or that
    counts in a quota without room (`rooms`).
    Shape:  `kept` are the awards that stand, amount by dossier number: never taken back; `gone`
            the numbers that left (also one that blocked the queue). `awards` of the answer are
            only the new ones.
    Source: rules.md 2.2, 4.6, 12 (Ranking), BUD16.
    """
    still = [item for item in placed if item.entry.number not in gone]
    left = lot.envelope - sum(kept.values(), ZERO)
    holding = Counter(holders)
    holding.update(item.entry.organisation for item in still if item.entry.number in kept)
    committed = dict(lot.committed)
    awards: list[Placed] = []
    reserve: list[Reserve] = []
    blocked: Placed | None = None
    free = {room: room.free for room in rooms}
    for item in sorted(still, key=lambda one: one.position):
        entry = item.entry
        if entry.number in kept:
            continue
        counts = [room for room in rooms if entry.number in room.numbers]
        reason = _passed_over(entry, lot, holding, committed)
        if reason is None and any(free[room] <= 0 for room in counts):
            reason = Waits.QUOTA
        if reason is None and blocked is not None:
            reason = Waits.BEHIND
        if reason is None:
            reason = _does_not_fit(entry, lot, left, len(kept) + len(awards))
            blocked = item if reason is not None else None
        if reason is not None:
            reserve.append(Reserve(item, reason))
            continue
        awards.append(item)
        left -= entry.requested
        free.update({room: free[room] - 1 for room in counts})
        holding[entry.organisation] += 1
        committed[entry.organisation] = committed.get(entry.organisation, ZERO) + entry.requested
    return AwardProposal(tuple(awards), tuple(reserve), lot.envelope - left, left, blocked)


def _passed_over(
    entry: Entry,
    lot: LotRules,
    holding: Mapping[str, int],
    committed: Mapping[str, Decimal],
) -> Waits | None:
    limit = lot.max_awards_as_lead
    if limit is not None and holding.get(entry.organisation, 0) >= limit:
        return Waits.ONE_AWARD
    held = committed.get(entry.organisation, ZERO)
    if lot.ceiling is not None and held + entry.requested > lot.ceiling:
        return Waits.CEILING
    return None


def _does_not_fit(entry: Entry, lot: LotRules, left: Decimal, count: int) -> Waits | None:
    if lot.max_grants is not None and count >= lot.max_grants:
        return Waits.NUMBER
    return Waits.MONEY if entry.requested > left else None


def check_envelope(amounts: Iterable[Decimal], envelope: Decimal) -> Finding | None:
    """BUD20: the awards of a lot fit into its envelope."""
    awarded = sum(amounts, ZERO)
    if awarded <= envelope:
        return None
    message = N_(
        "Awards of %(awarded)s exceed the lot's %(envelope)s.",
        awarded=format_amount(awarded),
        envelope=format_amount(envelope),
    )
    return Finding("BUD20", Level.ERROR, message)


def is_reserve_open(last_day: date, today: date) -> bool:
    """The reserve list can still be used; its last day counts (rules.md 12, Ranking)."""
    return today <= last_day
