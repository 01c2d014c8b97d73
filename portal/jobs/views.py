"""Work that failed for good, for administrators."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.jobs import policy, queries, service
from portal.web.access import current_actor
from portal.web.paging import page_number

bp = Blueprint("jobs", __name__, url_prefix="/admin/jobs")
LATE = timedelta(minutes=5)


@bp.route("")
def index() -> ResponseReturnValue:
    """How many jobs stand where, and those that failed, with a button to try again."""
    require(policy.can_see(current_actor()))
    jobs, total = queries.dead(page=page_number())
    waiting_since = queries.oldest_waiting(now())
    return render_template(
        "jobs/index.html",
        jobs=jobs,
        total=total,
        page=page_number(),
        pages=-(-total // queries.PAGE),
        counts=queries.counts(),
        stalled_since=waiting_since if waiting_since and waiting_since < now() - LATE else None,
    )


@bp.route("/<uuid:job_id>/retry", methods=["POST"])
def retry(job_id: UUID) -> ResponseReturnValue:
    """Let a failed job start over."""
    require(policy.can_see(current_actor()))
    job = queries.get(job_id) or abort(404)
    with transaction():
        service.retry(job, actor=current_actor(), at=now())
    return redirect(url_for(".index"))
