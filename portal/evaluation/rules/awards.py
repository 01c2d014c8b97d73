"""Who is proposed for an award, who waits on the reserve, who moves up."""

from collections import defaultdict
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


@dataclass(frozen=True)
class LotRules:
    """What a lot can give; None is no limit.

    Units: envelope and ceiling in euro. Shape: `committed` is by organisation what it already
    holds under the Action (counts to the ceiling per third party).
    """

    envelope: Decimal
    max_grants: int | None
    ceiling: Decimal | None = None
    committed: Mapping[str, Decimal] = field(default_factory=dict)
    is_one_award_per_organisation: bool = True


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


def propose_awards(
    placed: Sequence[Placed], lot: LotRules, *, holders: Collection[str] = ()
) -> AwardProposal:
    """Walk down the ranking and award while money and number last.

    The first that does not fit, and all below, go to the reserve: nobody cheaper leaps ahead. An
    organisation with an award in the call (`holders`, or higher in this lot) is passed over and
    waits on the reserve, and the walk goes on; so is one that would break the ceiling.
    Source: rules.md 4.6, 12 (Ranking), BUD16.
    """
    return _walk(placed, lot, kept={}, holders=holders)


def promote(
    placed: Sequence[Placed],
    lot: LotRules,
    *,
    kept: Mapping[str, Decimal],
    gone: Collection[str] = (),
    holders: Collection[str] = (),
) -> AwardProposal:
    """Who moves up after a withdrawal, a refusal or an ineligible file.

    Shape:  `kept` are the awards that stand, amount by dossier number: never taken back; `gone`
            the numbers that left (also one that blocked the queue). `awards` of the answer are
            only the new ones.
    Source: rules.md 2.2, 4.6, 12 (Ranking).
    """
    still = [item for item in placed if item.entry.number not in gone]
    return _walk(still, lot, kept=kept, holders=holders)


def _walk(
    placed: Sequence[Placed],
    lot: LotRules,
    *,
    kept: Mapping[str, Decimal],
    holders: Collection[str],
) -> AwardProposal:
    left = lot.envelope - sum(kept.values(), ZERO)
    holding = set(holders) | {p.entry.organisation for p in placed if p.entry.number in kept}
    committed = dict(lot.committed)
    awards: list[Placed] = []
    reserve: list[Reserve] = []
    blocked: Placed | None = None
    for item in sorted(placed, key=lambda one: one.position):
        entry = item.entry
        if entry.number in kept:
            continue
        reason = _passed_over(entry, lot, holding, committed)
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
        holding.add(entry.organisation)
        committed[entry.organisation] = committed.get(entry.organisation, ZERO) + entry.requested
    return AwardProposal(tuple(awards), tuple(reserve), lot.envelope - left, left, blocked)


def _passed_over(
    entry: Entry, lot: LotRules, holding: Collection[str], committed: Mapping[str, Decimal]
) -> Waits | None:
    if lot.is_one_award_per_organisation and entry.organisation in holding:
        return Waits.ONE_AWARD
    held = committed.get(entry.organisation, ZERO)
    if lot.ceiling is not None and held + entry.requested > lot.ceiling:
        return Waits.CEILING
    return None


def _does_not_fit(entry: Entry, lot: LotRules, left: Decimal, count: int) -> Waits | None:
    if lot.max_grants is not None and count >= lot.max_grants:
        return Waits.NUMBER
    return Waits.MONEY if entry.requested > left else None


def propose_call(
    lots: Mapping[str, tuple[Sequence[Placed], LotRules]], *, holders: Collection[str] = ()
) -> dict[str, AwardProposal]:
    """The proposals of all lots of a call, at most one award per organisation among them.

    An organisation that would win in two lots gets the one in which its rank is better, then the
    larger amount, then the first lot code; the other lots pass it over.
    Shape:  by lot code. Source: rules.md 4.6, 12 (Ranking).
    """
    barred: dict[str, set[str]] = {code: set(holders) for code in lots}
    while True:
        proposals = {
            code: propose_awards(placed, rules, holders=barred[code])
            for code, (placed, rules) in lots.items()
        }
        clashes = _clashes(proposals, lots)
        if not clashes:
            return proposals
        for code, organisation in clashes:
            barred[code].add(organisation)


def _clashes(
    proposals: Mapping[str, AwardProposal],
    lots: Mapping[str, tuple[Sequence[Placed], LotRules]],
) -> list[tuple[str, str]]:
    """Lot and organisation of every award that must give way to a better one elsewhere."""
    wins: dict[str, list[tuple[int, Decimal, str]]] = defaultdict(list)
    for code, proposal in proposals.items():
        if lots[code][1].is_one_award_per_organisation:
            for item in proposal.awards:
                key = (item.position, -item.entry.requested, code)
                wins[item.entry.organisation].append(key)
    return [
        (code, organisation)
        for organisation, keys in wins.items()
        for _, _, code in sorted(keys)[1:]
    ]


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
