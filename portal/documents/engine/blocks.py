"""Blocks of a story: headings, paragraphs, fact lists, tables. Every text is a person's text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    Paragraph,
    Table,
    TableStyle,
)

from portal.documents.engine import fonts
from portal.documents.engine.text import markup, plain

fonts.register()
INK, MUTED, LINE, TINT = (HexColor(c) for c in ("#16213a", "#56627a", "#d7dde8", "#eef3fd"))
BRAND = HexColor("#12368c")
_WIDTH = A4[0] - 44 * mm
_LEAST_PIECE, _FRESH_PAGE = 60, 500
_LONGEST_HEAD = 40  # a head row stands on every page: it must never fill one


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    values: dict[str, Any] = {
        "fontName": fonts.REGULAR,
        "textColor": INK,
        "bulletFontName": fonts.REGULAR,
        "splitLongWords": 1,
        "allowWidows": 0,
        "allowOrphans": 0,
    } | more
    return ParagraphStyle(name, fontSize=size, leading=leading, **values)


BODY = _style("body", 10.3, 14, spaceAfter=5)
ITEM = _style("item", 10.3, 14, spaceAfter=3, leftIndent=16, bulletIndent=3)
LEAD = _style("lead", 12, 16.5, spaceAfter=8, textColor=MUTED)
SMALL = _style("small", 8.5, 11.5, spaceAfter=4, textColor=MUTED)
TITLE = _style("title", 20, 24, spaceAfter=6, fontName=fonts.BOLD, textColor=BRAND)
HEADING = _style(
    "heading", 13.5, 17, spaceBefore=10, spaceAfter=5, fontName=fonts.BOLD, textColor=BRAND,
    keepWithNext=1,
)  # fmt: skip
SUBHEADING = _style(
    "subheading", 11, 14.5, spaceBefore=6, spaceAfter=3, fontName=fonts.BOLD, keepWithNext=1
)
CELL = _style("cell", 9.5, 12.5)
CELL_RIGHT = _style("cell-right", 9.5, 12.5, alignment=TA_RIGHT)
CELL_BOLD = _style("cell-bold", 9.5, 12.5, fontName=fonts.BOLD)
CELL_BOLD_RIGHT = _style("cell-bold-right", 9.5, 12.5, fontName=fonts.BOLD, alignment=TA_RIGHT)
CELL_HEAD = _style("cell-head", 8.8, 11.5, fontName=fonts.BOLD, textColor=white)
CELL_HEAD_RIGHT = _style(
    "cell-head-right", 8.8, 11.5, fontName=fonts.BOLD, textColor=white, alignment=TA_RIGHT
)
CALLOUT = _style("callout", 10.5, 14)
LABEL = _style("label", 9.5, 12.5, textColor=MUTED)
CODE = _style("code", 8, 10.5)
STATEMENT = _style("statement", 11, 13, textColor=HexColor("#003399"))
MASTHEAD = _style("masthead", 8.2, 10.2, textColor=MUTED, alignment=TA_RIGHT)
FOOTNOTE = _style("footnote", 8, 10, textColor=MUTED)
DISCLAIMER = _style("disclaimer", 7.5, 9.2, textColor=MUTED)
# Tables say the font even of empty cells: ReportLab would list its own, which is not embedded.
FACE = ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR)
_PADDING: list[tuple[Any, ...]] = [
    FACE,
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 3.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
]


class SteadyTable(Table):
    """A table that parts a row only where both pieces are worth reading.

    On a fresh page it parts a row anywhere, so that a row of any height finds its place.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        self.splitInRow = 1 if availHeight > _FRESH_PAGE else _LEAST_PIECE
        return list(super().split(availWidth, availHeight))


class Headline(Paragraph):
    """A heading that also stands in the outline of the document."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(markup(text), style)
        self.name, self.outline_level = plain(text), level


def title(text: str) -> Flowable:
    """The name of the document, once, at its top."""
    return Headline(text, TITLE, 0)


def heading(text: str) -> Flowable:
    """A part of the document."""
    return Headline(text, HEADING, 1)


def subheading(text: str) -> Flowable:
    """A part of a part; not in the outline."""
    return Paragraph(markup(text), SUBHEADING)


def paragraphs(text: str, style: ParagraphStyle = BODY) -> list[Flowable]:
    """Running text; an empty line parts paragraphs, a single line break is kept."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return [Paragraph(markup(part), style) for part in parts if part]


def lead(text: str) -> Flowable:
    """One sentence under the title that says what this document is."""
    return Paragraph(markup(text), LEAD)


def small(text: str) -> Flowable:
    """A remark in small print."""
    return Paragraph(markup(text), SMALL)


def bullets(items: Iterable[str]) -> list[Flowable]:
    """A list without order."""
    return [Paragraph(markup(item), ITEM, bulletText="•") for item in items]


def numbered(items: Iterable[str]) -> list[Flowable]:
    """A list with numbers from 1."""
    return [
        Paragraph(markup(item), ITEM, bulletText=f"{number}.")
        for number, item in enumerate(items, 1)
    ]


def together(*parts: Flowable) -> Flowable:
    """Parts that stand on one page when a page has room for them."""
    return KeepTogether(list(parts))


def facts(rows: Sequence[tuple[str, str]], *, label_share: float = 0.32) -> Flowable:
    """Label and value, one row each; rows without a value are left out.

    Shape: at least one row has a value.
    """
    cells = [
        [Paragraph(markup(label), LABEL), Paragraph(markup(value), CELL)]
        for label, value in rows
        if value
    ]
    style = [*_PADDING, ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    return SteadyTable(
        cells,
        colWidths=[_WIDTH * label_share, _WIDTH * (1 - label_share)],
        style=TableStyle(style),
        spaceBefore=2,
        spaceAfter=8,
        splitInRow=_LEAST_PIECE,
    )


@dataclass(frozen=True)
class Column:
    """A column of a table. Units: `share` of the width; the shares of a table add up to 1."""

    head: str
    share: float
    align: Literal["left", "right"] = "left"


def _cells(
    row: Sequence[str], columns: Sequence[Column], left: ParagraphStyle, right: ParagraphStyle
) -> list[Paragraph]:
    return [
        Paragraph(markup(text), right if column.align == "right" else left)
        for text, column in zip(row, columns, strict=True)
    ]


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    total: Sequence[str] | None = None,
    strong: Iterable[int] = (),
) -> Flowable:
    """A ruled table whose head row is repeated on each page.

    Shape: a cell for each column in each row; `strong` names rows (from 0) set in bold.
    """
    bold = set(strong)
    body = [
        _cells(row, columns, *((CELL_BOLD, CELL_BOLD_RIGHT) if at in bold else (CELL, CELL_RIGHT)))
        for at, row in enumerate(rows)
    ]
    data = [
        _cells([c.head[:_LONGEST_HEAD] for c in columns], columns, CELL_HEAD, CELL_HEAD_RIGHT),
        *body,
    ]
    style = [
        *_PADDING,
        ("BACKGROUND", (0, 0), (-1, 0), BRAND),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        *(("BACKGROUND", (0, at + 1), (-1, at + 1), TINT) for at in sorted(bold)),
    ]
    if total is not None:
        data.append(_cells(total, columns, CELL_BOLD, CELL_BOLD_RIGHT))
        style += [
            ("LINEABOVE", (0, -1), (-1, -1), 1, BRAND),
            ("BACKGROUND", (0, -1), (-1, -1), TINT),
        ]
    return SteadyTable(
        data,
        colWidths=[_WIDTH * column.share for column in columns],
        style=TableStyle(style),
        repeatRows=1,
        spaceBefore=2,
        spaceAfter=10,
        splitInRow=_LEAST_PIECE,
    )


def callout(text: str) -> Flowable:
    """What the reader must not miss, in a tinted box. Shape: not empty."""
    return SteadyTable(
        [[paragraph] for paragraph in paragraphs(text, CALLOUT)],
        colWidths=[_WIDTH],
        style=TableStyle(
            [
                FACE,
                ("BACKGROUND", (0, 0), (-1, -1), TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 3, BRAND),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        ),
        spaceBefore=4,
        spaceAfter=8,
        splitInRow=_LEAST_PIECE,
    )
