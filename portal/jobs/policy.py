"""Who may look after the job table."""

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_
from portal.jobs.models import Job
from portal.jobs.states import JobState


def can_see(actor: Actor) -> Verdict:
    """Administrators look after the portal's own work."""
    return ALLOW if actor.is_administrator else deny(N_("Only administrators can see this."))


def can_retry(actor: Actor, job: Job) -> Verdict:
    """An administrator may let a job that failed for good try again."""
    if not actor.is_administrator:
        return deny(N_("Only administrators can run a job again."))
    return ALLOW if job.state == JobState.DEAD else deny(N_("This job has not failed."))
