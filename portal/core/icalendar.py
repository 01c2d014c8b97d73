"""Dates as an iCalendar text that any calendar program reads. Source: RFC 5545."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_LONGEST = 75  # octets of a line, its end aside
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One instant of a calendar.

    Shape: `uid` stays the same for the same thing for ever; `sequence` grows with each change, so
    that a calendar replaces the entry it has.
    """

    uid: str
    at: datetime
    title: str
    text: str = ""
    url: str = ""
    status: str = CONFIRMED
    sequence: int = 0


def calendar(name: str, entries: Iterable[Entry], *, stamp: datetime) -> str:
    """The whole calendar, lines folded and ended as the standard asks.

    Units: every instant in UTC; `stamp` is when the content last changed.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Grants portal//Dates of calls//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold_line(line))


def _event(entry: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{utc(stamp)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART:{utc(entry.at)}"
    yield f"SUMMARY:{escape(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escape(entry.text)}"
    if entry.url:
        yield f"URL:{_plain(entry.url)}"
    yield f"STATUS:{entry.status}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def utc(at: datetime) -> str:
    """20261204T110000Z."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line breaks escaped, no other controls."""
    return _plain(text, keep="\n").translate(_ESCAPED)


def _plain(text: str, keep: str = "") -> str:
    return "".join(c for c in text if c in keep or (ord(c) >= 32 and ord(c) != 127))


def fold_line(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, later ones begun with a space; no letter is cut."""
    piece, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + length
    yield piece
