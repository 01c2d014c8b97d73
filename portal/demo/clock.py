"""Letting the worker catch up at a moment of the past."""

from datetime import datetime

from portal.jobs import worker


def work(at: datetime) -> None:
    """Do every job that was due by then, as the worker would have done it."""
    worker.drain(at, limit=10_000, with_recurring=True)
