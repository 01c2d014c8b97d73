"""Tests kept apart from what is real: one switch for every query of the portal.

A row whose `is_test` is set is invisible to every ORM query, wherever its table stands in it
(lists, counts, joins, subqueries), unless the statement runs `WITH_TESTS`. Only the
look-up of a test by the person who made it, and the services that work on it, say so.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)

WITH_TESTS: dict[str, Any] = {"include_tests": True}


class MayBeTest:
    """A row that may stand for a test of somebody who prepares a call: counted nowhere."""

    is_test: Mapped[bool] = mapped_column(default=False)


@event.listens_for(Session, "do_orm_execute")
def _leave_tests_out(state: ORMExecuteState) -> None:
    if (
        not state.is_select
        or state.is_column_load
        or state.is_relationship_load
        or state.execution_options.get("include_tests", False)
    ):
        return
    state.statement = state.statement.options(
        with_loader_criteria(MayBeTest, lambda cls: cls.is_test.is_(False), include_aliases=True)
    )
