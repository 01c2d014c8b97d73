"""How values look on pages, the same everywhere."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from flask import Flask
from flask_babel import get_locale, gettext

from portal.core.countries import country_name
from portal.core.languages import LANGUAGES
from portal.core.money import EURO, format_amount, in_currencies, in_currency
from portal.core.text import Text

ZONE = "Europe/Belgrade"


def words(text: str) -> str:
    """A sentence of ours in the reader's language; anything else as it is."""
    if isinstance(text, Text):
        return str(gettext(text.msgid, **text.params))
    return str(text)


def amount(value: Decimal | None, places: int = 2) -> str:
    """1,234.50; nothing for no value."""
    return "" if value is None else format_amount(value, places)


def eur(value: Decimal | None) -> str:
    """EUR 1,234.50, for amounts of an Action; nothing for no value."""
    return in_currency(value, EURO)


def percent(value: Decimal | None, places: int = 1) -> str:
    """12.5 %, with trailing zeros left out. Units: `value` is in percent."""
    if value is None:
        return ""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}\u00a0%"


def day(value: date | datetime | None, zone: str = ZONE) -> str:
    """4 December 2026; an instant is shown as its day in `zone`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return format_date(value, "d MMMM y", locale=get_locale() or "en")


def when(value: datetime | None, zone: str = ZONE) -> str:
    """4 December 2026, 12:00 in the named zone."""
    return "" if value is None else _format_instant("d MMMM y, HH:mm", value, zone)


def clock(value: datetime | None, zone: str = ZONE) -> str:
    """12:00 in the named zone."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return format_time(local, "HH:mm", tzinfo=ZoneInfo(zone), locale=get_locale() or "en")


def machine(value: date | datetime) -> str:
    """The value of a `datetime` attribute of <time>."""
    return value.isoformat()


def _format_instant(pattern: str, value: datetime, zone: str) -> str:
    return format_datetime(value, pattern, tzinfo=ZoneInfo(zone), locale=get_locale() or "en")


FILTERS: dict[str, Callable[..., Any]] = {
    "words": words,
    "amount": amount,
    "eur": eur,
    "in_currency": in_currency,
    "in_currencies": in_currencies,
    "percent": percent,
    "day": day,
    "when": when,
    "clock": clock,
    "machine": machine,
    "country_name": country_name,
    "language_name": lambda code: words(LANGUAGES.get(code, code)),
}


def attach(app: Flask) -> None:
    """Make them known to templates, as filters and as functions."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(FILTERS)
