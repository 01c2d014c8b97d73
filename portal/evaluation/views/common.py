"""What the pages of a session share: loading it, and the menu of its steps."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.core.access import ALLOW, Actor, Verdict, require
from portal.documents.policy import can_see_dossier
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.web.access import current_actor
from portal.web.menus import Entry

Asks = Callable[[Actor, EvaluationSession, Standing], Verdict]


def _everybody(_actor: Actor, _session: EvaluationSession, _standing: Standing) -> Verdict:
    return ALLOW


def _signed(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Committee members read nothing of an application before they have signed."""
    if actor.holds("call", session.call_id):
        return policy.can_read_files(actor, session, standing)
    return ALLOW


def _outside(actor: Actor, session: EvaluationSession, _standing: Standing) -> Verdict:
    return policy.can_list_complaints(actor, session.call)


def _reads_dossier(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    return can_see_dossier(actor, session.call, closed=standing.conflicts)


STEPS: tuple[tuple[str, str, str, Asks], ...] = (
    ("evaluation.session", "scale", "Evaluation", _everybody),
    ("evaluation.committee", "users", "Committee", _everybody),
    ("evaluation.checks", "shield", "Administrative checks", _signed),
    ("evaluation.assignments", "list", "Assignments", policy.can_see_scores),
    ("evaluation.conflicts", "flag", "Conflicts", policy.can_see_register),
    ("evaluation.scores", "chart", "Scores", policy.can_see_scores),
    ("evaluation.matrix", "list", "Score matrix", policy.can_see_matrix),
    ("evaluation.ranking", "target", "Ranking", policy.can_see_ranking),
    ("evaluation.planner", "scale", "Award planner", policy.can_see_awards),
    ("evaluation.decision", "check", "Report and decision", policy.can_see_ranking),
    ("evaluation.letters", "mail", "Letters", policy.can_see_letters),
    ("evaluation.documents", "folder", "Eligibility checks", policy.can_see_awards),
    ("evaluation.reserve", "list", "Reserve list", policy.can_see_awards),
    ("evaluation.days", "clock", "Evaluators' days", policy.can_see_days),
    ("documents.dossier", "folder", "Dossier", _reads_dossier),
    ("evaluation.call_complaints", "message", "Complaints", _outside),
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
    """Raises NotAllowed for members of the committee who have not signed."""
    require(_signed(current_actor(), session, standing))


def steps(session: EvaluationSession, standing: Standing) -> tuple[Entry, ...]:
    """The menu of a call's evaluation: what this person may open now."""
    actor = current_actor()
    return tuple(
        Entry(_(label), icon, address, address == request.path)
        for endpoint, icon, label, may in STEPS
        if may(actor, session, standing)
        for address in [url_for(endpoint, reference=session.call.reference)]
    )


def evidence_of(
    application_id: UUID, endpoint: str, codes: Collection[str], reference: str = ""
) -> dict[str, list[tuple[str, str, str]]]:
    """By item of a check sheet the documents that support it: label, address, name.

    No address where the document is missing. `reference` for an endpoint below a call.
    """
    whole = applications.with_documents(application_id)
    slots = applications.slots(whole, "application") + applications.slots(whole, "eligibility")
    more: dict[str, Any] = {"reference": reference} if reference else {}
    found: dict[str, list[tuple[str, str, str]]] = {code: [] for code in codes}
    for entry in slots:
        lines = [
            (
                entry.slot.label,
                url_for(endpoint, application_id=application_id, attachment_id=file.id, **more),
                file.name,
            )
            for file in entry.files
        ] or [(entry.slot.label, "", "")]
        for code in set(entry.slot.supports) & found.keys():
            found[code] += lines
    return found
