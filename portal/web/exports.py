"""Tables as CSV: opened by every office program, with nothing in it that a program would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from portal.web.downloads import send_bytes

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows under their heads, as an attachment; UTF-8 with a mark, so that letters survive."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    return send_bytes(out.getvalue().encode("utf-8-sig"), name, "text/csv")


def cell(value: object) -> object:
    """Text of people is text: what would be read as a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return "" if value is None else value
