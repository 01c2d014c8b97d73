"""An application that cannot be funded: told at once, the next of the reserve moves up."""

from datetime import datetime

from portal.applications import service as applications
from portal.applications.models import Application
from portal.core.access import SYSTEM, Actor
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession
from portal.evaluation.service.letters import send_letter
from portal.evaluation.service.reserve import release


def turn_down(
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """The application is not eligible. Answers: who moved up from the reserve."""
    applications.find_ineligible(application, reason=reason, actor=actor, at=at)
    send_letter(application, session, actor=actor, at=at)
    words = N_("%(number)s was found not eligible.", number=application.number or "")
    return release(session, application.lot_id, reason=words, actor=SYSTEM, at=at)
