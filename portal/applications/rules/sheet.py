"""A table of costs of another program: each row is understood, or named with its reason.

Shape: rows of cells, text or numbers, as a spreadsheet holds them or as pasted.
Source: rules.md 6.1; SECURITY.md 4 (a number is understood without doubt, or refused).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from portal.applications.rules.amounts import HEADINGS, line_total
from portal.applications.rules.standard import STANDARD_LINES, kind_of, lines_of
from portal.core.errors import RuleBroken
from portal.core.money import cents, format_amount, parse_decimal
from portal.core.text import N_, Text, clean, fold

Row = Sequence[object]
MOST_ROWS = 1000
LONGEST_COST, LONGEST_REASON = 500, 3000  # characters
_CODE = re.compile(r"[1-9][0-9]?(?:\.[0-9]{1,3}){0,3}\.?", re.ASCII)
_COLUMNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "code": frozenset({"no", "no.", "nr", "nr.", "code", "line"}),
        "kind": frozenset({"kind of cost", "kind"}),
        "description": frozenset({"cost", "costs", "description", "item", "heading or cost"}),
        "unit": frozenset({"unit"}),
        "quantity": frozenset({"units", "quantity", "qty", "number of units", "# of units"}),
        "unit_value": frozenset({"rate", "unit value", "unit cost", "unit price", "unit rate"}),
        "total": frozenset({"total", "total cost", "costs in total", "amount"}),
        "activity": frozenset({"activity"}),
        "justification": frozenset({"reason", "justification", "why"}),
        "persons": frozenset({"persons", "number of persons"}),
    }
)
_ORDER = ("code", "description", "unit", "quantity", "unit_value", "total")


@dataclass(frozen=True)
class ReadLine:
    """A row that was understood. Shape: `row` counts from 1; `notes` say what was left out."""

    row: int
    kind: str
    description: str
    unit: str
    quantity: Decimal
    unit_value: Decimal
    activity: str = ""
    justification: str = ""
    persons: int = 1
    notes: tuple[Text, ...] = ()

    @property
    def total(self) -> Decimal:
        """Units times rate, half up to the cent."""
        return line_total(self.quantity, self.unit_value)


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not understood: what stands in it, and why."""

    row: int
    text: str
    reason: str


@dataclass
class Reading:
    """What a table holds. `passed_over` counts heads, headings, sums and empty rows."""

    lines: list[ReadLine] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    passed_over: int = 0


def read_table(rows: Sequence[Row], *, heading: int, activities: frozenset[str]) -> Reading:
    """Every row of the table, in its order.

    Shape:  `heading` is where lines without a number of their own go; `activities` the codes that
            may be named.
    Raises: RuleBroken when there are more than 1000 rows.
    """
    if len(rows) > MOST_ROWS:
        raise RuleBroken(N_("The table has more than %(most)s rows", most=MOST_ROWS), field="file")
    found, columns = Reading(), _columns_of(rows)
    head = next((at for at, row in enumerate(rows) if len(_named(row)) >= 3), None)
    for at, row in enumerate(rows):
        cells = {name: row[place] for name, place in columns.items() if place < len(row)}
        is_head = head is not None and at <= head
        if is_head or not any(text_of(cell) for cell in row):
            found.passed_over += 1
        elif (begun := _heading(cells)) is not None:
            heading, found.passed_over = begun or heading, found.passed_over + 1
        else:
            _take(found, at + 1, row, cells, heading, activities)
    return found


def _named(row: Row) -> dict[str, int]:
    """Which columns a row of heads names, and where."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        word = fold(re.split(r"[,(]", text_of(cell))[0]).strip()
        for name, words in _COLUMNS.items():
            if word in words:
                places.setdefault(name, place)
    return places


def _columns_of(rows: Sequence[Row]) -> dict[str, int]:
    """Where each column stands: as the heads say, else in the usual order."""
    for row in rows:
        if len(places := _named(row)) >= 3:
            return places
    filled = [row for row in rows if any(text_of(cell) for cell in row)]
    coded = sum(bool(row and _CODE.fullmatch(text_of(row[0]))) for row in filled)
    order = _ORDER if filled and coded * 2 > len(filled) else _ORDER[1:]
    return {name: place for place, name in enumerate(order)}


def _heading(cells: Mapping[str, object]) -> int | None:
    """The heading a row begins; 0 for a sum; None when the row is a line of costs."""
    if text_of(cells.get("quantity")) or text_of(cells.get("unit_value")):
        return None
    code, words = text_of(cells.get("code")).rstrip("."), text_of(cells.get("description"))
    first = re.match(r"([1-6])\.?\s", words)
    for number, name in HEADINGS.items():
        if code == str(number) or (first and first[1] == str(number)):
            return number
        if fold(words) == fold(str(name)):
            return number
    is_sum = code.isascii() and code.isdigit() and int(code) in range(7, 14)
    return 0 if is_sum or text_of(cells.get("total")) else None


def _take(
    found: Reading,
    at: int,
    row: Row,
    cells: Mapping[str, object],
    heading: int,
    activities: frozenset[str],
) -> None:
    try:
        found.lines.append(_line(at, cells, heading, activities))
    except RuleBroken as broken:
        shown = " | ".join(filter(None, map(text_of, row)))
        found.refused.append(RefusedRow(at, shown[:200], broken.message))


def _line(
    at: int, cells: Mapping[str, object], heading: int, activities: frozenset[str]
) -> ReadLine:
    kind = _kind(text_of(cells.get("code")), text_of(cells.get("kind")), heading)
    quantity = _number(cells.get("quantity"), N_("Units"))
    unit_value = _number(cells.get("unit_value"), N_("Rate"))
    persons = cells.get("persons")
    notes, activity = [], text_of(cells.get("activity")).partition(" ")[0]
    if activity and activity not in activities:
        notes.append(N_("Activity %(code)s is not one you chose: left empty.", code=activity))
        activity = ""
    made = ReadLine(
        row=at,
        kind=kind,
        description=_prose(cells.get("description"), N_("Cost"), LONGEST_COST),
        unit=text_of(cells.get("unit"))[:40] or STANDARD_LINES[kind].unit,
        quantity=quantity,
        unit_value=unit_value,
        activity=activity,
        justification=_prose(cells.get("justification"), N_("Reason"), LONGEST_REASON),
        persons=_persons(persons),
    )
    notes += _total_differs(cells.get("total"), made)
    return ReadLine(**{**vars(made), "notes": tuple(notes)})


def _kind(code: str, label: str, heading: int) -> str:
    """The standard line by its name, else by its number, else the first of the heading."""
    code = code.rstrip(".")
    for kind, line in STANDARD_LINES.items():
        if label and fold(label) == fold(str(line.label)):
            return kind
    if not code:
        return lines_of(heading)[0].code
    kind = kind_of(code)
    if kind in STANDARD_LINES:
        return kind
    if code in {str(number) for number in HEADINGS}:
        return lines_of(int(code))[0].code
    raise RuleBroken(N_("“%(code)s” is no kind of cost of this budget", code=code))


def _prose(cell: object, column: Text, longest: int) -> str:
    text = clean(str(cell)) if isinstance(cell, str) else text_of(cell)
    if len(text) > longest:
        raise RuleBroken(
            N_("%(column)s is longer than %(most)s characters", column=column, most=longest)
        )
    return text


def _number(cell: object, column: Text) -> Decimal:
    text = text_of(cell)
    if not text:
        raise RuleBroken(N_("%(column)s: nothing stands there", column=column))
    try:
        return _exact(cell)
    except RuleBroken as broken:
        raise RuleBroken(
            N_(
                "%(column)s “%(text)s”: %(reason)s",
                column=column,
                text=text[:60],
                reason=broken.message,
            )
        ) from broken


def _exact(cell: object) -> Decimal:
    """A cell that is a number is that number, to the 15 digits a spreadsheet keeps."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        plain = f"{Decimal(format(cell, '.15g')):f}"
        whole, _, fraction = plain.partition(".")
        return parse_decimal(f"{whole}.{fraction:0<4}" if fraction else whole, places=4)
    return parse_decimal(text_of(cell), places=4)


def _persons(cell: object) -> int:
    if not text_of(cell):
        return 1
    value = _number(cell, N_("Persons"))
    if value != value.to_integral() or not 1 <= value <= 1000:
        raise RuleBroken(
            N_("persons “%(text)s” is not a whole number above zero", text=text_of(cell)[:60])
        )
    return int(value)


def _total_differs(cell: object, line: ReadLine) -> list[Text]:
    """BUD01 at the door: the total of the table beside units times rate."""
    if not text_of(cell):
        return []
    try:
        stated = cents(_exact(cell))
    except RuleBroken:
        return [N_("Its total “%(text)s” was not read.", text=text_of(cell)[:60])]
    if stated == line.total:
        return []
    return [
        N_(
            "The table says %(stated)s in total; units times rate make %(total)s.",
            stated=format_amount(stated),
            total=format_amount(line.total),
        )
    ]


def text_of(cell: object) -> str:
    """What a cell shows, as text; a whole number without its decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return re.sub(r"[ \t\r\n]+", " ", str(cell)).strip()
