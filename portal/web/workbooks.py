"""Tables as XLSX: text of people is written as text, so that no program runs or follows it.

Reading takes values only, after the file was checked: its type, its size when unpacked, its extent.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from flask import Response
from python_calamine import CalamineError, CalamineWorkbook

from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.files.rules import check
from portal.web.downloads import send_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32_000  # characters; a cell of the format holds 32,767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST, _NARROWEST = 60, 8
_MOST_ROWS, _MOST_COLUMNS = 10_000, 200
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,9})\s*["']""")


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
        money = book.add_format({"valign": "top", "num_format": "#,##0.00"})
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name))
            page.freeze_panes(1, 1)
            for column, label in enumerate(sheet.heads):
                page.write_string(0, column, label, head)
            widths = [len(label) for label in sheet.heads]
            for line, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write(page, line, column, value, text, money if _is_money(value) else number)
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


def _is_money(value: object) -> bool:
    return isinstance(value, Decimal) and value.as_tuple().exponent == -2


def read_rows(data: bytes, *, name: str, field: str = "file") -> list[list[object]]:
    """The cells of the first sheet, row by row from the first one; values only, never formulas.

    Raises: RuleBroken (at `field`) for a file that is no acceptable workbook, or one whose cells
            lie so far apart that a table of them would not fit into memory.
    """
    try:
        check(data, name=name, allowed=("xlsx",))
        _check_extent(data)
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            if not book.sheet_names:
                raise RuleBroken(N_("The workbook has no sheet"))
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
            return [list(row) for row in rows]
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field=field) from broken
    except (CalamineError, zipfile.BadZipFile, KeyError, ValueError) as broken:
        raise RuleBroken(
            N_("The workbook cannot be read. Open it and save it again as XLSX"), field=field
        ) from broken


def _check_extent(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            if not part.lower().startswith("xl/worksheets/"):
                continue
            rows, columns = 1, 1
            for found in _REFERENCE.finditer(archive.read(part)):
                rows = max(rows, int(found[2]))
                columns = max(columns, _column(found[1]))
            if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
                raise RuleBroken(
                    N_(
                        "The workbook uses more than %(rows)s rows or %(columns)s columns",
                        rows=_MOST_ROWS,
                        columns=_MOST_COLUMNS,
                    )
                )


def _column(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27; a reference to a row has no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("'")[:31]
