"""Passwords and the life of a sign-in."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts import rules
from portal.core.errors import RuleBroken

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PERSONAL = ("Dino Kovač", "dino.kovac@example.org", "Zelena dolina")


@pytest.mark.parametrize(
    "password",
    [
        "violet harbour teapot",
        "short phrase",
        "četiri reke teku u more",
        "паметна лозинка за портал",
        "x" * 3 + "7 Kp-" + "qv92mt",
        "Dino likes pickled walnuts",
        " leading and trailing ",
    ],
)
def test_check_password_accepts(password):
    rules.check_password(password, personal=PERSONAL)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("eleven char", "12 characters or more"),
        ("y7" * 129, "256 characters or less"),
        ("password1234", "too common"),
        ("Password2026!", "too common"),
        ("passwordpassword", "too common"),
        ("123456789012", "too common"),
        ("abcdefghijklmn", "too common"),
        ("aaaaaaaaaaaaaa", "too common"),
        ("lozinka12345", "too common"),
        ("qwertzuiop2026", "too common"),
        ("Dino Kovač 1", "your name"),
        ("dino.kovac@example.org", "your name"),
        ("kovacdino2026", "your name"),
        ("ZelenaDolina1!", "your name"),
    ],
)
def test_check_password_refuses(password, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        rules.check_password(password, personal=PERSONAL)

    assert refused.value.field == "password"


@pytest.mark.parametrize(
    ("age", "idle", "is_administrator", "live"),
    [
        (timedelta(hours=1), timedelta(minutes=59), False, True),
        (timedelta(hours=1), timedelta(minutes=60), False, False),
        (timedelta(hours=1), timedelta(minutes=29), True, True),
        (timedelta(hours=1), timedelta(minutes=30), True, False),
        (timedelta(hours=11, minutes=59), timedelta(0), False, True),
        (timedelta(hours=12), timedelta(0), False, False),
    ],
)
def test_session_ends_when_idle_or_old(age, idle, is_administrator, live):
    assert rules.is_live(AT - age, AT - idle, is_administrator=is_administrator, at=AT) == live
