"""Column types that are exact and the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)


class Fixed(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of places, kept as a whole number.

    Units: `Fixed(4)` keeps 0.5 as 5000. A value with more places than that is refused, never
    rounded in silence.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("Money and quantities are Decimal, never float.")
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value(ROUND_HALF_UP):
            raise ValueError(f"{value} has more than {self.places} decimal places.")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class Money(Fixed):
    """An amount in whole cents; the currency stands on the call, grant or ledger line."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(2)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Instants are aware; got a naive datetime.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[E], Generic[E]):
    """A StrEnum kept as its value."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.enum(value)
