"""Pages of the events."""

from portal.events.views import manage, people, public, registration, report
from portal.events.views.blueprint import bp

__all__ = ["bp", "manage", "people", "public", "registration", "report"]
