"""Pages of the calls: public ones, and those of the lead's staff."""

from portal.calls.views import (
    changes,
    feeds,
    form,
    grid,
    lots,
    manage,
    public,
    setup,
    slots,
    starting,
)
from portal.calls.views.blueprint import bp

__all__ = [
    "bp",
    "changes",
    "feeds",
    "form",
    "grid",
    "lots",
    "manage",
    "public",
    "setup",
    "slots",
    "starting",
]
