"""Form fields of our own: exact numbers and local times, read without doubt or refused in words."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from portal.core.errors import RuleBroken
from portal.core.money import parse_decimal
from portal.web.filters import words

_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)
_YEARS = (1990, 2199)


class Required(InputRequired):
    """The field must be filled; the message says what to enter."""

    def __init__(self, message: Any) -> None:
        super().__init__(message=message)


class NumberField(StringField):
    """A Decimal as people of the region type it; `data` is None when blank or not understood.

    Units: at most `places` decimals, never negative.
    """

    widget = TextInput()

    def __init__(self, *args: Any, places: int = 4, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.shown(Decimal(self.data)):f}"

    def shown(self, value: Decimal) -> Decimal:
        """The value with the zeros that say nothing left out, but never 1.125: that is in doubt."""
        if value == value.to_integral():
            return value.quantize(Decimal(1))
        short = value.normalize()
        return short.quantize(Decimal("0.0001")) if short.as_tuple().exponent == -3 else short

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = parse_decimal(str(valuelist[0]), places=self.places)
        except RuleBroken as broken:
            raise ValueError(words(broken.message)) from broken


class MoneyField(NumberField):
    """An amount in whole cents, shown back with two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, places=2, **kwargs)

    def shown(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal("0.01"))


class CountField(NumberField):
    """A whole number; `data` is an int."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, places=0, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(str(_("Enter a whole number, like 12"))) from wrong
        if self.data is not None:
            self.data = int(self.data)  # type: ignore[assignment]  # the one narrower field


class LocalTimeField(StringField):
    """A day and a time on the wall clock of the call, naive; the service puts it into its zone."""

    widget = TextInput(input_type="datetime-local")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = _local_time(str(valuelist[0]).strip())
        except ValueError as wrong:
            raise ValueError(str(_("Enter a day and a time, like 2026-12-04 12:00"))) from wrong


def _local_time(text: str) -> datetime:
    """A day with its time and nothing else: no zone that would be dropped, no day without hours.

    Raises: ValueError, also for a day that does not exist or a year that is a slip of the finger.
    """
    if not _LOCAL_TIME.fullmatch(text):
        raise ValueError(text)
    found = datetime.fromisoformat(text)
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise ValueError(text)
    return found
