"""Pieces that several documents share: amounts and times in words, signatures, scores, money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, TableStyle

from portal.core.money import format_amount
from portal.documents.engine import Column, facts, heading, lead, table, title
from portal.documents.engine.blocks import CELL, CELL_BOLD, CODE, FACE, LABEL, SteadyTable
from portal.documents.engine.page import Letterhead, Story
from portal.documents.engine.text import day, markup

LINE = HexColor("#7a869d")
_WIDTH = A4[0] - 44 * mm


def moment(at: datetime | None, zone: str) -> str:
    """4 December 2026, 12:00:00 (Europe/Belgrade, UTC+01:00); nothing for no time."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    return f"{day(local.date())}, {local:%H:%M:%S} ({zone}, UTC{offset[:3]}:{offset[3:]})"


def eur(amount: Decimal | None) -> str:
    """EUR 14,894.65, never parted at the end of a line; nothing for no amount."""
    return "" if amount is None else f"EUR\u00a0{format_amount(amount)}"


def figure(amount: Decimal | None) -> str:
    """14,894.65, for a column whose head names the currency."""
    return "" if amount is None else format_amount(amount)


def percent(share: Decimal | None) -> str:
    """94.98 % or 7 %; nothing for no share."""
    if share is None:
        return ""
    whole = share == share.to_integral_value()
    return f"{share:.0f} %" if whole else f"{format_amount(share)} %"


def yes(value: bool | None) -> str:
    """Yes, no, or not applicable."""
    return "n.a." if value is None else ("Yes" if value else "No")


def opening(head: Letterhead, sentence: str = "") -> Story:
    """The title of a document with its reference and date, and what it is in one sentence."""
    return [
        title(head.document),
        facts(
            [
                ("Reference", head.reference),
                ("Version and date", f"Version {head.version}, {head.issued}"),
            ],
            label_share=0.22,
        ),
        *([lead(sentence)] if sentence else []),
    ]


class OfCall(Protocol):
    """The data of a document about a call."""

    @property
    def call_reference(self) -> str: ...

    @property
    def call_title(self) -> str: ...


def of_call(data: OfCall, *more: tuple[str, str]) -> Flowable:
    """Which call it is about, and the facts that belong beside it."""
    rows = [("Call", f"{data.call_reference} {data.call_title}"), *more]
    return facts(rows, label_share=0.22)


@dataclass(frozen=True)
class Address:
    """To whom a letter goes. `lines`: street, town, country, as the organisation gave them."""

    organisation: str
    person: str = ""
    lines: tuple[str, ...] = ()


def addressed(head: Letterhead, to: Address, subject: str) -> Story:
    """The top of a letter: to whom, reference and date, what it is about, the salutation."""
    receiver = [to.person, to.organisation, *to.lines]
    address = "<br/>".join(
        f"<b>{markup(line)}</b>" if line == to.organisation else markup(line)
        for line in receiver
        if line
    )
    own = f"{markup(head.reference)}<br/>Version {head.version}<br/>{markup(head.issued)}"
    block = SteadyTable(
        [[Paragraph(address, CELL), Paragraph(own, LABEL)]],
        colWidths=[_WIDTH * 0.6, _WIDTH * 0.4],
        style=TableStyle(
            [FACE, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
        ),
        spaceBefore=2,
        spaceAfter=10,
    )
    return [block, title(head.document), lead(subject)]


@dataclass(frozen=True)
class Signature:
    """Who signs. With `signed_at` they have: then the time and the hash of what they saw stand
    in the block; without it there is a line to sign on.
    """

    name: str
    function: str
    organisation: str = ""
    signed_at: datetime | None = None
    sha256: str = ""
    remark: str = ""


def _signature(one: Signature, zone: str, width: float) -> SteadyTable:
    who = f"<b>{markup(one.name)}</b>" if one.name else "<b>Name:</b>"
    rows = [
        Paragraph(who, CELL),
        Paragraph(markup(one.function), CELL),
        Paragraph(markup(one.organisation), LABEL),
    ]
    if one.signed_at:
        rows.append(Paragraph(f"✓ Signed {markup(moment(one.signed_at, zone))}", CELL_BOLD))
        if one.sha256:
            rows.append(Paragraph(f"SHA-256 of what was signed:<br/>{markup(one.sha256)}", CODE))
    else:
        rows.append(Paragraph("<br/>Place and date: ____________________________", LABEL))
        rows.append(Paragraph("<br/><br/>Signature: ________________________________", LABEL))
    if one.remark:
        rows.append(Paragraph(markup(one.remark), LABEL))
    return SteadyTable(
        [[row] for row in rows],
        colWidths=[width],
        style=TableStyle(
            [
                FACE,
                ("LINEABOVE", (0, 0), (-1, 0), 1, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ]
        ),
    )


def signatures(
    people: Sequence[Signature], *, zone: str, head: str = "Signatures"
) -> list[Flowable]:
    """Signature blocks, two beside each other, each kept whole on a page; one alone is wide."""
    across = min(2, len(people))
    if not across:
        return []
    width = _WIDTH / across - (5 * mm if across == 2 else 0)
    cells = [_signature(one, zone, width) for one in people]
    rows = [[*cells[at : at + across], ""][:across] for at in range(0, len(cells), across)]
    blocks = [
        SteadyTable(
            [row],
            colWidths=[_WIDTH / across] * across,
            style=TableStyle(
                [FACE, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
            ),
            spaceBefore=4,
            spaceAfter=4,
        )
        for row in rows
    ]
    return [KeepTogether([heading(head), blocks[0]]), *blocks[1:]]


@dataclass(frozen=True)
class SectionScore:
    """A section of the grid with its score. Units: two decimals in print, half up."""

    code: str
    title: str
    score: Decimal
    maximum: Decimal
    threshold: Decimal | None = None


def section_scores(sections: Sequence[SectionScore], total: Decimal, maximum: Decimal) -> Flowable:
    """Score by section with maximum and threshold, and the total."""
    return table(
        [
            Column("Section", 0.58),
            Column("Score", 0.14, "right"),
            Column("Maximum", 0.14, "right"),
            Column("At least", 0.14, "right"),
        ],
        [
            [
                f"{one.code} {one.title}",
                figure(one.score),
                f"{one.maximum:.0f}",
                figure(one.threshold) or "–",
            ]
            for one in sections
        ],
        total=["Total", figure(total), f"{maximum:.0f}", ""],
    )


def own_score(
    sections: Sequence[SectionScore], total: Decimal | None, maximum: Decimal
) -> list[Flowable]:
    """What a letter tells an applicant of its own score; nothing where none was given."""
    if total is None:
        return []
    return [heading("Your score"), section_scores(sections, total, maximum)]


@dataclass(frozen=True)
class MoneyRow:
    """A line of a money table: code, words, amounts. `is_sum` sets it in bold."""

    label: str
    amounts: tuple[Decimal | None, ...]
    is_sum: bool = False


def money(
    heads: Sequence[str], rows: Sequence[MoneyRow], *, total: MoneyRow | None = None
) -> Flowable:
    """Words on the left, amounts in EUR right-aligned under their heads.

    Shape: `heads` names the column of words and then each column of amounts.
    """
    count = len(heads) - 1
    share = min(0.18, 0.6 / count)
    columns = [
        Column(heads[0], 1 - share * count),
        *(Column(head, share, "right") for head in heads[1:]),
    ]
    return table(
        columns,
        [[row.label, *(figure(amount) for amount in row.amounts)] for row in rows],
        total=[total.label, *(figure(amount) for amount in total.amounts)] if total else None,
        strong=[at for at, row in enumerate(rows) if row.is_sum],
    )


@dataclass(frozen=True)
class Bank:
    """Where money goes."""

    holder: str
    iban: str
    bank: str
    swift: str = ""
    currency: str = "EUR"

    def rows(self) -> list[tuple[str, str]]:
        """Label and value for a list of facts."""
        return [
            ("Account holder", self.holder),
            ("Account number (IBAN)", self.iban),
            ("Bank", self.bank),
            ("BIC/SWIFT", self.swift),
            ("Currency of the account", self.currency),
        ]
