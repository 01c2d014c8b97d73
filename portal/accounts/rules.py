"""Rules of passwords and sessions: no database, no clock."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from portal.core.errors import RuleBroken
from portal.core.text import N_, fold

PASSWORD_MINIMUM = 12
PASSWORD_MAXIMUM = 256
IDLE_LIMIT = timedelta(minutes=60)
IDLE_LIMIT_ADMINISTRATOR = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
LINK_LIFE = timedelta(minutes=60)
TRIES = 10
TRIES_WINDOW = timedelta(minutes=15)
RESET_MAILS = 3
RESET_MAILS_WINDOW = timedelta(minutes=60)


@cache
def common_passwords() -> frozenset[str]:
    """Passwords and stems of passwords that everybody tries first, folded."""
    text = files("portal.accounts").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(fold(line) for line in text.splitlines() if line.strip())


def check_password(password: str, *, personal: Iterable[str], field: str = "password") -> None:
    """Refuse a password that is short, common or made of what everybody knows of the person.

    Shape:  `personal` holds name, address, organisation; any characters are allowed.
    Raises: RuleBroken at `field`.
    Source: SECURITY.md section 1.
    """
    if len(password) < PASSWORD_MINIMUM:
        raise RuleBroken(
            N_("Password must be %(least)s characters or more", least=PASSWORD_MINIMUM), field=field
        )
    if len(password) > PASSWORD_MAXIMUM:
        raise RuleBroken(
            N_("Password must be %(most)s characters or less", most=PASSWORD_MAXIMUM), field=field
        )
    if is_common(password):
        raise RuleBroken(
            N_("This password is too common. Use several words that only you would put together"),
            field=field,
        )
    if is_personal(password, personal):
        raise RuleBroken(
            N_("Password must not be made of your name, email address or organisation"), field=field
        )


def is_common(password: str) -> bool:
    """Whether it is a common password, one with digits and signs around it, or one repeated."""
    whole = fold(password)
    letters = re.sub(r"[\W\d_]+", "", whole)
    return (
        len(set(whole)) < 5
        or not {whole, letters, _unit(whole), _unit(letters)}.isdisjoint(common_passwords())
        or _is_run(whole)
    )


def _unit(text: str) -> str:
    """The shortest part that gives the text by repetition: abcabc -> abc."""
    at = (text + text).find(text, 1) if text else 0
    return text[:at]


def _is_run(text: str) -> bool:
    """Whether each character follows the one before, as in abcdefghijkl or 123456789012."""
    steps = [(ord(after) - ord(before)) % 10 for before, after in pairwise(text)]
    return len(set(steps)) == 1


def is_personal(password: str, personal: Iterable[str]) -> bool:
    """Whether fewer than 8 characters remain without the person's words of 3 letters or more."""
    rest = fold(password)
    for word in sorted(_words(personal), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < 8 and rest != fold(password)


def _words(personal: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in map(fold, personal):
        found |= {text, text.replace(" ", ""), *re.split(r"[\W_]+", text)}
    return {word for word in found if len(word) >= 3}


def is_live(
    created_at: datetime, last_seen_at: datetime, *, is_administrator: bool, at: datetime
) -> bool:
    """Whether a session still counts: idle 60 minutes (administrators 30), 12 hours in all."""
    idle = IDLE_LIMIT_ADMINISTRATOR if is_administrator else IDLE_LIMIT
    return at - last_seen_at < idle and at - created_at < ABSOLUTE_LIMIT
