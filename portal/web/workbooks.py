"""Tables as XLSX: text of people is written as text, so that no program runs or follows it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from flask import Response

from portal.web.downloads import send_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32_000  # characters; a cell of the format holds 32,767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST, _NARROWEST = 60, 8


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, heads, rows of text, numbers or nothing."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]


def workbook_file(name: str, sheets: Sequence[Sheet], *, at: datetime) -> Response:
    """The workbook as an attachment."""
    return send_bytes(workbook(sheets, at=at), name, XLSX)


def workbook(sheets: Sequence[Sheet], *, at: datetime) -> bytes:
    """The bytes of a workbook; the same sheets and time give the same bytes."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": at.replace(tzinfo=None), "author": "Grants portal"})
        head = book.add_format({"bold": True, "bg_color": "#EEF3FD", "text_wrap": True})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name))
            page.freeze_panes(1, 1)
            for column, label in enumerate(sheet.heads):
                page.write_string(0, column, label, head)
            widths = [len(label) for label in sheet.heads]
            for line, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write(page, line, column, value, text, number)
                    widths[column] = max(widths[column], len(str(value or "")))
            for column, width in enumerate(widths):
                page.set_column(column, column, min(_WIDEST, max(_NARROWEST, width + 2)))
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    line: int,
    column: int,
    value: object,
    text: object,
    number: object,
) -> None:
    if value is None or value == "":
        page.write_blank(line, column, None, text)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        page.write_number(line, column, float(value), number)
    else:
        page.write_string(line, column, _CONTROL.sub(" ", str(value))[:_LONGEST], text)


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("'")[:31]
