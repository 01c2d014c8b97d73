"""The list of expenditure: what is wrong with a row, and what was accepted of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from portal.core.errors import RuleBroken
from portal.core.findings import Finding, Level
from portal.core.money import format_amount
from portal.core.text import N_, Text, fold
from portal.reporting.rules.exchange import to_eur

ZERO = Decimal("0.00")

DISALLOWANCE: Mapping[str, Text] = MappingProxyType(
    {
        "D01": N_("Outside the period"),
        "D02": N_("Not in the budget"),
        "D03": N_("No document, or a bad one"),
        "D04": N_("No proof of payment"),
        "D05": N_("Not reasonable"),
        "D06": N_("Recoverable VAT"),
        "D07": N_("Double funding"),
        "D08": N_("Procurement rule broken"),
        "D09": N_("Arithmetic or exchange error"),
        "D10": N_("Wrong heading"),
        "D11": N_("No time sheet or attendance proof"),
        "D12": N_("Visibility rule broken"),
        "D13": N_("Above the budgeted unit value without reason"),
        "D14": N_("Not linked to the project"),
        "D15": N_("Over the 25 % limit without addendum"),
    }
)


@dataclass(frozen=True)
class ExpenditureItem:
    """One supporting document.

    Units: `amount_local` in `currency`, `rate` in local units for one euro, `amount_eur` in cents.
    """

    number: str
    line: str
    supplier: str
    document_number: str
    document_on: date
    amount_local: Decimal
    amount_eur: Decimal
    currency: str = "EUR"
    paid_on: date | None = None
    rate: Decimal | Fraction | None = None
    has_file: bool = False


@dataclass(frozen=True)
class ListRules:
    """The frame a list is checked in.

    Shape:  `reported` is the financial report by line code, None when it is made from the list;
            `known_lines` the lines of the budget, None to skip; `earlier` the items of earlier
            reports, for duplicates.
    Units:  `tolerance` in euro: how far a converted amount may be off because stored rates are
            rounded.
    """

    period_from: date
    period_to: date
    reported_on: date
    tolerance: Decimal
    reported: Mapping[str, Decimal] | None = None
    known_lines: frozenset[str] | None = None
    earlier: tuple[ExpenditureItem, ...] = ()


def check_expenditure(items: Sequence[ExpenditureItem], rules: ListRules) -> list[Finding]:
    """Everything the list breaks, row by row, then the sums by line.

    Shape:  EXP01 dates outside the period (W: the reviewer decides D01, some costs may fall after
            the end), EXP02 duplicate, EXP03 payment missing or after the report, EXP04 no rate,
            EXP05 no file, EXP06 line not in the budget, EXP07 conversion (W), EXP08 sum of a line
            differs from the financial report. Line is the number of the item, for EXP08 the line.
    Source: rules.md 7.4.
    """
    found: list[Finding] = []
    seen = {_fingerprint(item): item.number for item in rules.earlier}
    for item in items:
        found.extend(_check_dates(item, rules))
        found.extend(_check_duplicate(item, seen))
        found.extend(_check_proof(item, rules))
    found.extend(_check_sums(items, rules))
    return found


def _error(code: str, item: ExpenditureItem, field: str, message: Text) -> Finding:
    return Finding(code, Level.ERROR, message, line=item.number, field=field)


def _check_dates(item: ExpenditureItem, rules: ListRules) -> Iterator[Finding]:
    is_early = item.paid_on is not None and item.paid_on < rules.period_from
    if is_early or not rules.period_from <= item.document_on <= rules.period_to:
        message = N_(
            "Item %(number)s is dated outside the period %(start)s–%(end)s.",
            number=item.number,
            start=rules.period_from.strftime("%d/%m/%Y"),
            end=rules.period_to.strftime("%d/%m/%Y"),
        )
        yield Finding("EXP01", Level.WARNING, message, line=item.number, field="document_on")
    if item.paid_on is None:
        message = N_("Item %(number)s has no payment date.", number=item.number)
        yield _error("EXP03", item, "paid_on", message)
    elif item.paid_on > rules.reported_on:
        message = N_("Item %(number)s is paid after the date of the report.", number=item.number)
        yield _error("EXP03", item, "paid_on", message)


def _fingerprint(item: ExpenditureItem) -> tuple[str, str, Decimal, str]:
    document = "".join(fold(item.document_number).split())
    return fold(item.supplier), document, item.amount_local, item.currency


def _check_duplicate(
    item: ExpenditureItem, seen: dict[tuple[str, str, Decimal, str], str]
) -> Iterator[Finding]:
    key = _fingerprint(item)
    first = seen.get(key)
    if first is None:
        seen[key] = item.number
    else:
        message = N_(
            "Item %(number)s has the same supplier, document and amount as item %(first)s.",
            number=item.number,
            first=first,
        )
        yield _error("EXP02", item, "document_number", message)


def _check_proof(item: ExpenditureItem, rules: ListRules) -> Iterator[Finding]:
    if not item.rate:
        message = N_("Item %(number)s has no exchange rate.", number=item.number)
        yield _error("EXP04", item, "rate", message)
    else:
        yield from _check_conversion(item, item.rate, rules)
    if not item.has_file:
        yield _error("EXP05", item, "file", N_("Item %(number)s has no file.", number=item.number))
    if rules.known_lines is not None and item.line not in rules.known_lines:
        message = N_(
            "Item %(number)s: line %(line)s is not in the budget.",
            number=item.number,
            line=item.line,
        )
        yield _error("EXP06", item, "line", message)


def _check_conversion(
    item: ExpenditureItem, rate: Decimal | Fraction, rules: ListRules
) -> Iterator[Finding]:
    calculated = to_eur(item.amount_local, rate)
    if abs(calculated - item.amount_eur) > rules.tolerance:
        message = N_(
            "Item %(number)s: %(local)s %(currency)s makes %(calculated)s, not %(stored)s.",
            number=item.number,
            local=format_amount(item.amount_local),
            currency=item.currency,
            calculated=format_amount(calculated),
            stored=format_amount(item.amount_eur),
        )
        yield Finding("EXP07", Level.WARNING, message, line=item.number, field="amount_eur")


def sums_by_line(items: Iterable[ExpenditureItem]) -> dict[str, Decimal]:
    """The financial report that follows from the list: euro by line code, in code order."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        sums[item.line] += item.amount_eur
    return dict(sorted(sums.items()))


def _check_sums(items: Sequence[ExpenditureItem], rules: ListRules) -> Iterator[Finding]:
    if rules.reported is None:
        return
    listed = sums_by_line(items)
    for line in sorted({*listed, *rules.reported}):
        reported = rules.reported.get(line, ZERO)
        if listed.get(line, ZERO) != reported:
            message = N_(
                "Line %(line)s: the list makes %(listed)s, the report says %(reported)s.",
                line=line,
                listed=format_amount(listed.get(line, ZERO)),
                reported=format_amount(reported),
            )
            yield Finding("EXP08", Level.ERROR, message, line=line)


@dataclass(frozen=True)
class Disallowance:
    """A refusal of an item or a part of it. Units: euro. Shape: `code` is D01-D15."""

    amount: Decimal
    code: str
    comment: str = ""


@dataclass(frozen=True)
class Verified:
    """The outcome of the verification.

    Units: cents. Shape: `accepted_by_line` by line code, `disallowed_by_code` by reason code, both
    in code order.
    """

    reported: Decimal
    accepted: Decimal
    disallowed: Decimal
    accepted_by_line: Mapping[str, Decimal]
    disallowed_by_code: Mapping[str, Decimal]

    @property
    def has_deductions(self) -> bool:
        return self.disallowed > 0


def verify(items: Sequence[ExpenditureItem], refusals: Mapping[str, Disallowance]) -> Verified:
    """Accepted direct cost, total and by line, and what was refused by reason.

    Shape:  `refusals` by the number of the item; an item without one is accepted in full.
    Raises: RuleBroken for an unknown code, an amount not above zero or above the item's.
    Source: rules.md 6.4, 7.4, example 3.
    """
    accepted: dict[str, Decimal] = defaultdict(lambda: ZERO)
    refused: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        refusal = refusals.get(item.number)
        accepted[item.line] += item.amount_eur
        if refusal is not None:
            check_disallowance(refusal, item.amount_eur)
            accepted[item.line] -= refusal.amount
            refused[refusal.code] += refusal.amount
    reported = sum((item.amount_eur for item in items), ZERO)
    disallowed = sum(refused.values(), ZERO)
    return Verified(
        reported=reported,
        accepted=reported - disallowed,
        disallowed=disallowed,
        accepted_by_line=dict(sorted(accepted.items())),
        disallowed_by_code=dict(sorted(refused.items())),
    )


def check_disallowance(refusal: Disallowance, amount: Decimal) -> None:
    """Demand a known reason and an amount inside the item's.

    Raises: RuleBroken naming the field reason_code or disallowed_eur.
    """
    if refusal.code not in DISALLOWANCE:
        raise RuleBroken(N_("Choose the reason of the disallowance."), field="reason_code")
    if not 0 < refusal.amount <= amount:
        raise RuleBroken(
            N_(
                "The amount disallowed must be above zero and at most %(amount)s.",
                amount=format_amount(amount),
            ),
            field="disallowed_eur",
        )
