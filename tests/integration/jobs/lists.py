"""Lists of jobs."""

from tests.factories.jobs import make_dead_job
from tests.support.tables import ListPage

LISTS = {"jobs.index": ListPage(role="administrator", add=lambda _cast: make_dead_job())}
