"""A long list, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from portal.core.db import db

T = TypeVar("T")
PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. Units: `number` counts from 1; `total` is the number of all rows."""

    rows: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Place of the first row shown; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Place of the last row shown."""
        return min(self.number * self.per_page, self.total)

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.number < self.pages


def paginate(statement: Select[T], number: int, per_page: int = PER_PAGE) -> Page[T]:
    """Page `number` of the rows of `statement`; beyond the end it is the last page.

    Queries: 2, and those of its selectinloads.
    """
    counted: Select[Any] = select(func.count()).select_from(
        statement.order_by(None).options().subquery()
    )
    total = db.session.scalar(counted) or 0
    last = max(1, -(-total // per_page))
    number = min(max(1, number), last)
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique()
    return Page(rows.all(), number, total, per_page)
