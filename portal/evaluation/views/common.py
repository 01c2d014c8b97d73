"""What the pages of a session share: loading it, and the menu of its steps."""

from uuid import UUID

from flask import abort, request, url_for
from flask_babel import gettext as _

from portal.applications.models import Application
from portal.core.access import require
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.web.access import current_actor
from portal.web.menus import Entry

STEPS = (
    ("evaluation.session", "scale", "Evaluation"),
    ("evaluation.committee", "users", "Committee"),
    ("evaluation.checks", "shield", "Administrative checks"),
    ("evaluation.assignments", "list", "Assignments"),
    ("evaluation.scores", "chart", "Scores"),
    ("evaluation.ranking", "target", "Ranking"),
    ("evaluation.decision", "check", "Report and decision"),
    ("evaluation.letters", "mail", "Letters"),
    ("evaluation.documents", "folder", "Eligibility checks"),
)


def load(reference: str, *, with_grid: bool = False) -> tuple[EvaluationSession, Standing]:
    """The session of a call and what the person signed; 404 unless they may know of it."""
    actor = current_actor()
    session = queries.session_for_staff(actor, reference, with_grid=with_grid) or abort(404)
    return session, queries.standing(actor, session)


def load_application(session: EvaluationSession, standing: Standing, key: UUID) -> Application:
    """An application of the session's call that is not closed to the person."""
    application = queries.get_application(key)
    if (
        application is None
        or application.call_id != session.call_id
        or application.number is None
        or application.id in standing.conflicts
    ):
        abort(404)
    return application


def demand_signed(session: EvaluationSession, standing: Standing) -> None:
    """Committee members read nothing of an application before they have signed."""
    actor = current_actor()
    if actor.holds("call", session.call_id):
        require(policy.can_read_files(actor, session, standing))


def steps(reference: str) -> tuple[Entry, ...]:
    """The menu of a call's evaluation."""
    return tuple(
        Entry(_(label), icon, address, address == request.path)
        for endpoint, icon, label in STEPS
        for address in [url_for(endpoint, reference=reference)]
    )
