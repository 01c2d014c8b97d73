"""Mail is retried for more than a day, and a header stays one line."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.mail.rules import GAPS, day, header, moment, next_gap


def test_gaps_grow_and_last_more_than_a_day():
    assert list(GAPS) == sorted(GAPS)
    assert sum(GAPS, timedelta()) > timedelta(hours=24)


def test_next_gap_ends_after_the_last_try():
    assert next_gap(1) == GAPS[0]
    assert next_gap(len(GAPS)) == GAPS[-1]
    assert next_gap(len(GAPS) + 1) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hello\r\nBcc: a@example.org",
        "Hello\nBcc: a@example.org",
        "Hello\u2028Bcc: a@example.org",
        "Hello\x00\x0b\x85Bcc: a@example.org",
    ],
)
def test_header_is_one_line(text):
    assert header(text) == "Hello Bcc: a@example.org"


def test_header_keeps_the_letters_of_the_region():
    assert header(" Ћуприја,  Shqipëria, Đakovo ") == "Ћуприја, Shqipëria, Đakovo"


def test_days_and_moments_are_those_of_belgrade():
    at = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)

    assert day(at) == "4 December 2026"
    assert moment(at) == "4 December 2026, 00:30"
