"""Documents of the selected, the eligibility sheet, the award, the reserve list."""

from datetime import datetime

from portal.applications import service as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import CheckItem, EvaluationSession
from portal.evaluation.service.checks import set_item
from portal.evaluation.service.documents import ask_for_documents
from portal.evaluation.service.results import ELI, conclude, demand_open
from portal.jobs import service as jobs

S = ApplicationState


def start_eligibility(
    application: Application,
    session: EvaluationSession,
    *,
    has_unpaid_recovery: bool | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask the applicant for the documents, with the day they are due; a second click does nothing.

    What the portal knows is answered at once.
    """
    lock(application)
    if application.state is S.ELIGIBILITY_CHECK:
        return
    require(policy.can_start_eligibility(actor, session, queries.standing(actor, session)))
    ask_for_documents(
        application, session, has_unpaid_recovery=has_unpaid_recovery, actor=actor, at=at
    )


def answer_eligibility(
    application: Application,
    session: EvaluationSession,
    *,
    code: str,
    answer: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Answer one item of the eligibility sheet by hand."""
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_check_eligibility(actor, session, standing, application.state))
    if code not in rules.ELIGIBILITY:
        raise RuleBroken(N_("There is no such item."))
    demand_open(application, ELI)
    set_item(application, code, answer, note, actor=actor, at=at)


def find_eligible(
    application: Application, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """Every item is met; a second person confirms it where the call asks, then it is awarded.

    Raises: RuleBroken while an item is open or not met.
    """
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_check_eligibility(actor, session, standing, application.state))
    _demand_met(_eligibility_items(application))
    conclude(application, session, sheet=ELI, is_passed=True, actor=actor, at=at)


def _demand_met(items: dict[str, CheckItem]) -> None:
    open_items = [code for code in rules.ELIGIBILITY if code not in items]
    if open_items:
        raise RuleBroken(N_("Not checked yet: %(codes)s.", codes=", ".join(open_items)))
    stopping = [code for code, item in sorted(items.items()) if item.answer in {"no", "ask"}]
    if stopping:
        raise RuleBroken(N_("Not met: %(codes)s.", codes=", ".join(stopping)))


def award(
    application: Application, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """The signatory, who did not check the documents, makes the award.

    Raises: RuleBroken while an item is open or not met, or for a file still on the reserve.
    """
    lock(application)
    items = _eligibility_items(application)
    require(
        policy.can_award(
            actor,
            session,
            application.state,
            organisation_id=application.organisation_id,
            checked_by=frozenset(i.checked_by_id for i in items.values() if i.checked_by_id),
        )
    )
    _demand_met(items)
    if session.call.confirms_checks:
        results = queries.results_of(application.id, ELI)
        if not (results and results[0].is_passed and results[0].finished_at):
            raise RuleBroken(N_("A second person has not confirmed the check yet."))
    if application.reserve_rank is not None:
        raise RuleBroken(N_("A file on the reserve list is awarded only after it has moved up."))
    applications.award(application, actor=actor, at=at)
    if not session.call.confirms_checks:
        jobs.enqueue(
            "documents.issue",
            {"kind": ELI, "subject": str(application.id)},
            at=at,
            dedupe_key=f"{ELI}:{application.id}:{at:%Y%m%d%H%M%S}",
        )


def _eligibility_items(application: Application) -> dict[str, CheckItem]:
    items = queries.check_items([application.id]).get(application.id, {})
    return {code: item for code, item in items.items() if code in rules.ELIGIBILITY}


def find_ineligible(
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """The documents show that it cannot be funded; the next of the reserve move up.

    Answers: who moved up. Letters go out at once, to all of them.
    Raises: RuleBroken unless an item is a no and the reason is written.
    """
    lock(application)
    standing = queries.standing(actor, session)
    require(policy.can_check_eligibility(actor, session, standing, application.state))
    if not any(item.answer == "no" for item in _eligibility_items(application).values()):
        raise RuleBroken(N_("Answer the item that is not met with no first."))
    if not clean(reason):
        raise RuleBroken(N_("Enter the reason for the applicant"), field="reason")
    return conclude(
        application, session, sheet=ELI, is_passed=False, reason=reason, actor=actor, at=at
    )
