"""A sheet as PDF, on the letterhead of all documents."""

from functools import singledispatch
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from portal.documents import engine
from portal.documents.engine.blocks import FACE, LINE
from portal.documents.engine.page import WIDTH, Story
from portal.documents.sheet.parts import (
    Choices,
    Facts,
    Heading,
    Items,
    Notice,
    Part,
    Room,
    Rows,
    Sheet,
    Words,
)

_LINE_HEIGHT = 8 * mm


def render(sheet: Sheet) -> bytes:
    """The PDF; same sheet, same bytes."""

    def story() -> Story:
        found: Story = [engine.title(sheet.title), engine.lead(sheet.lead)]
        for part in sheet.parts:
            found += _flow(part)
        return found

    return engine.render(sheet.head, story)


@singledispatch
def _flow(part: Part) -> Story:
    raise TypeError(type(part))


@_flow.register
def _heading(part: Heading) -> Story:
    return [engine.heading(part.text) if part.level == 1 else engine.subheading(part.text)]


@_flow.register
def _words(part: Words) -> Story:
    return [engine.small(part.text)] if part.is_quiet else engine.paragraphs(part.text)


@_flow.register
def _facts(part: Facts) -> Story:
    return [engine.facts(part.pairs)] if any(value for _, value in part.pairs) else []


@_flow.register
def _items(part: Items) -> Story:
    return engine.bullets(part.texts)


@_flow.register
def _choices(part: Choices) -> Story:
    return engine.paragraphs("\n\n".join(part.lines))


@_flow.register
def _rows(part: Rows) -> Story:
    columns = [
        engine.Column(one.head, one.share, "right" if one.is_number else "left")
        for one in part.columns
    ]
    return [engine.table(columns, part.rows, strong=part.strong)]


@_flow.register
def _notice(part: Notice) -> Story:
    return [engine.callout(part.text)]


@_flow.register
def _room(part: Room) -> Story:
    return [_lines(part.lines)]


def _lines(count: int) -> Flowable:
    style: list[Any] = [FACE, ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    return Table(
        [[""]] * count,
        colWidths=[WIDTH],
        rowHeights=[_LINE_HEIGHT] * count,
        style=TableStyle(style),
        spaceBefore=2,
        spaceAfter=10,
    )
