"""Who may look after the job table."""

from tests.factories.jobs import make_dead_job
from tests.support.tables import Access

ADMINISTRATOR = {"administrator"}
ACCESS = {
    "jobs.index": Access(allowed=ADMINISTRATOR),
    "jobs.retry": Access(
        allowed=ADMINISTRATOR, method="POST", params=lambda _cast: {"job_id": make_dead_job().id}
    ),
}
