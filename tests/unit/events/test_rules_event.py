"""Agenda, days, notice, addresses and calendar files of events."""

from datetime import UTC, date, datetime

import pytest

from portal.actions.rules import Counts
from portal.events import rules
from portal.events.states import EventKind

START = datetime(2026, 12, 9, 8, 30, tzinfo=UTC)


def test_agenda_is_read_and_shown_the_same():
    text = "09:30-10:15 Opening | Arta Gashi\n9.05 Coffee\nDay 2\n\n"

    points = rules.agenda_lines(text)

    assert points == [
        {"time": "09:30–10:15", "item": "Opening", "speaker": "Arta Gashi"},
        {"time": "09:05", "item": "Coffee", "speaker": ""},
        {"time": "", "item": "Day 2", "speaker": ""},
    ]
    assert rules.agenda_lines(rules.agenda_text(points)) == points


def test_days_are_those_of_the_zone():
    late = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)

    assert rules.days(START, late, "Europe/Belgrade") == (date(2026, 12, 9), date(2026, 12, 10))
    assert rules.days(None, None, "Europe/Belgrade") == ()


def test_last_announcement_is_the_notice_before_the_first_day():
    assert rules.last_announcement(START, "Europe/Belgrade", 10) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Okrugli sto, Niš 2026!", "okrugli-sto-nis-2026"), ("Тркалезна маса", "trkalezna-masa"),
     ("!!!", "event")],
)  # fmt: skip
def test_slug_is_latin(title, slug):
    assert rules.slug(title) == slug


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (EventKind.NATIONAL_ROUND_TABLE, Counts.ROUND_TABLES),
        (EventKind.REGIONAL_CONFERENCE, Counts.CONFERENCES),
        (EventKind.TRAINING, None),
    ],
)
def test_kinds_count_to_their_target(kind, counts):
    assert rules.counted_as(kind) is counts


def test_calendar_escapes_folds_and_marks_the_cancelled():
    title = "Round table; Niš, " + "Љубав" * 20
    entry = rules.Entry(
        uid="1@example.org", title=title, starts_at=START, ends_at=START, changed_at=START,
        sequence=3, description="One\nTwo", is_cancelled=True,
    )  # fmt: skip

    raw = rules.calendar([entry], name="Events")

    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    text = raw.decode().replace("\r\n ", "")
    assert "SUMMARY:Round table\\; Niš\\, Љубав" in text
    assert "DTSTART:20261209T083000Z" in text
    assert "DESCRIPTION:One\\nTwo" in text
    assert "STATUS:CANCELLED" in text
