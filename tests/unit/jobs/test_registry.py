"""One kind of job has one handler."""

from datetime import timedelta

import pytest

from portal.jobs import registry
from portal.jobs.registry import HANDLERS, RECURRING, Recurring, recurring, task


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(registry, "HANDLERS", HANDLERS.copy())
    monkeypatch.setattr(registry, "RECURRING", RECURRING.copy())


def first(_payload, _at):
    """A handler."""


def second(_payload, _at):
    """Another handler."""


def test_task_registers_its_handler():
    task("test.first")(first)

    assert registry.HANDLERS["test.first"] is first


def test_task_taken_twice_is_refused():
    task("test.first")(first)

    with pytest.raises(ValueError, match=r"Two handlers for the job 'test\.first'"):
        task("test.first")(second)


def test_task_of_the_same_function_again_is_fine():
    task("test.first")(first)
    task("test.first")(first)

    assert registry.HANDLERS["test.first"] is first


def test_recurring_has_a_handler_and_a_period():
    recurring("test.hourly", every=timedelta(hours=1))(first)

    assert registry.HANDLERS["test.hourly"] is first
    assert registry.RECURRING["test.hourly"] == Recurring("test.hourly", timedelta(hours=1))
