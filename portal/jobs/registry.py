"""Which function does which kind of job, and which work comes back by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Payload = dict[str, Any]
Handler = Callable[[Payload, datetime], None]


@dataclass(frozen=True)
class Recurring:
    """Work that is queued once in every period."""

    kind: str
    every: timedelta


HANDLERS: dict[str, Handler] = {}
RECURRING: dict[str, Recurring] = {}


def task(kind: str) -> Callable[[Handler], Handler]:
    """Mark the handler of a kind of job.

    A handler opens its own transaction and may run twice after a crash: it looks before it acts.
    """

    def mark(handler: Handler) -> Handler:
        known = HANDLERS.setdefault(kind, handler)
        if (known.__module__, known.__qualname__) != (handler.__module__, handler.__qualname__):
            raise ValueError(f"Two handlers for the job {kind!r}.")
        HANDLERS[kind] = handler
        return handler

    return mark


def recurring(name: str, *, every: timedelta) -> Callable[[Handler], Handler]:
    """Mark a handler that runs once in every period; its payload is {"period": start}."""

    def mark(handler: Handler) -> Handler:
        task(name)(handler)
        RECURRING[name] = Recurring(name, every)
        return handler

    return mark
