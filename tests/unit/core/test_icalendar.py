"""Calendars that any program reads: folded, escaped, in UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from portal.core.icalendar import Entry, calendar, escape, fold_line

NOON = datetime(2026, 12, 4, 12, 0, tzinfo=ZoneInfo("Europe/Belgrade"))


def test_an_entry_is_in_utc_with_its_uid_and_sequence():
    text = calendar("A, B", [Entry("1@x", NOON, "Deadline; now", sequence=2)], stamp=NOON)

    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Grants portal//Dates of calls//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:A\\, B",
        "BEGIN:VEVENT",
        "UID:1@x",
        "DTSTAMP:20261204T110000Z",
        "SEQUENCE:2",
        "DTSTART:20261204T110000Z",
        "SUMMARY:Deadline\\; now",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_special_characters_are_escaped_and_controls_dropped():
    assert escape("a\\b;c,d\r\ne\x00\x07") == "a\\\\b\\;c\\,d\\ne"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_folding_keeps_every_letter_and_no_line_is_too_long(line):
    pieces = list(fold_line(line))

    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])
