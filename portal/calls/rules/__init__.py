"""Rules of a call that need no database: is it complete, are its dates in order, local times.

Source: rules.md 2.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.core.countries import COUNTRIES
from portal.core.errors import RuleBroken
from portal.core.money import EURO, in_currency, parse_decimal
from portal.core.text import N_


def is_in_time(at: datetime, *, closes_at: datetime, grace_seconds: int) -> bool:
    """Whether what arrives at this instant counts.

    The exact second of the deadline is too late; the grace period of the call counts.
    Source: rules.md 2.1 and 2.2 (closed by the system at the deadline).
    """
    return (at - closes_at).total_seconds() < grace_seconds


def deadline_of(closes_at: datetime | None, extended_until: datetime | None) -> datetime | None:
    """The instant that counts for one applicant: its own later one, where it was given one."""
    if closes_at is None or extended_until is None:
        return closes_at
    return max(closes_at, extended_until)


@dataclass(frozen=True)
class LotFacts:
    """The numbers of one lot that a call is checked by."""

    code: str
    envelope: Decimal
    max_grants: int
    min_grant: Decimal
    max_grant: Decimal


@dataclass(frozen=True)
class CallFacts:
    """What must be there before a call can be approved."""

    title: str
    publishes_at: datetime | None
    closes_at: datetime | None
    questions_until_at: datetime | None
    answers_until_at: datetime | None
    min_publication_days: int
    ceiling: Decimal | None  # None: the call is in another currency than the euro
    lots: tuple[LotFacts, ...]
    activities: int
    criteria: int
    form_sections: int
    asks_activities: bool = True


def problems(call: CallFacts) -> list[str]:
    """What keeps a call from being approved, each in words; empty when it is complete.

    Source: rules.md 2.1 (draft to approved) and FS01 to FS05.
    """
    return [*_missing(call), *_date_problems(call), *_lot_problems(call)]


def _missing(call: CallFacts) -> Iterator[str]:
    if not call.title:
        yield N_("Enter the title of the call.")
    if not call.lots:
        yield N_("Add at least one lot.")
    if call.asks_activities and not call.activities:
        yield N_("Add the closed list of activities.")
    if not call.criteria:
        yield N_("Add the evaluation grid.")
    if not call.form_sections:
        yield N_("Add at least one section to the form.")


def _date_problems(call: CallFacts) -> Iterator[str]:
    if call.publishes_at is None or call.closes_at is None:
        yield N_("Enter the day of publication and the deadline.")
        return
    if call.closes_at < call.publishes_at + timedelta(days=call.min_publication_days):
        yield N_(
            "The deadline must be at least %(days)s days after publication.",
            days=call.min_publication_days,
        )
    if call.questions_until_at and call.questions_until_at > call.closes_at:
        yield N_("Questions must end before the deadline.")
    if call.answers_until_at and call.answers_until_at > call.closes_at:
        yield N_("Answers must be published before the deadline.")


def _lot_problems(call: CallFacts) -> Iterator[str]:
    for lot in call.lots:
        if call.ceiling is not None and lot.max_grant > call.ceiling:
            yield N_(
                "Lot %(lot)s: the largest grant must be %(ceiling)s or less.",
                lot=lot.code,
                ceiling=in_currency(call.ceiling, EURO),
            )
        if lot.envelope < lot.min_grant:
            yield N_("Lot %(lot)s: the envelope does not pay for one grant.", lot=lot.code)
        if lot.max_grants < 1:
            yield N_("Lot %(lot)s: enter how many grants it may give.", lot=lot.code)


def instant(local: datetime, zone: str, *, field: str | None = None) -> datetime:
    """The instant of a local time in the named zone, in UTC.

    Raises: RuleBroken when the clock jumps over that time or shows it twice (summer time).
    """
    place = ZoneInfo(zone)
    early = local.replace(tzinfo=place, fold=0)
    late = local.replace(tzinfo=place, fold=1)
    if early.utcoffset() != late.utcoffset():
        back = early.astimezone(UTC).astimezone(place).replace(tzinfo=None)
        if back != local:
            raise RuleBroken(
                N_("This time does not exist in %(zone)s: the clock goes forward.", zone=zone),
                field=field,
            )
        raise RuleBroken(
            N_("This time comes twice in %(zone)s: the clock goes back.", zone=zone),
            field=field,
        )
    return early.astimezone(UTC)


def instalment_plan(text: str, *, field: str | None = None) -> tuple[Decimal, ...]:
    """Percentages of the instalments as typed, "50, 30, 20".

    Raises: RuleBroken unless they are above zero and make 100.
    """
    parts = [part.strip() for part in text.replace("/", ",").split(",") if part.strip()]
    try:
        plan = tuple(parse_decimal(part) for part in parts)
    except RuleBroken:
        plan = ()
    if len(plan) < 2 or any(part <= 0 for part in plan) or sum(plan) != 100:
        raise RuleBroken(
            N_("Enter at least two instalments that make 100, like 80, 20"), field=field
        )
    return plan


def stood_still(since: datetime, until: datetime) -> timedelta:
    """How long a clock stood, rounded up to the minute so that nobody loses a second."""
    minutes = -((since - until) // timedelta(minutes=1))
    return timedelta(minutes=max(minutes, 0))


def in_words(at: datetime, zone: str) -> str:
    """4 December 2026, 12:00 (Europe/Belgrade)."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y, %H:%M} ({zone})"


def daily_rates(text: str, *, field: str) -> dict[str, Decimal]:
    """Daily rates by country as they are typed, one on a line: "RS 129.00".

    Raises: RuleBroken naming the line that has no known country or no rate. Source: BUD15.
    """
    rates: dict[str, Decimal] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        code, _, rate = line.partition(" ")
        if code.upper() not in COUNTRIES or code.upper() in rates:
            raise RuleBroken(
                N_(
                    "“%(line)s” does not start with a country code of its own, like RS",
                    line=line,
                ),
                field=field,
            )
        rates[code.upper()] = parse_decimal(rate, field=field)
    return rates
