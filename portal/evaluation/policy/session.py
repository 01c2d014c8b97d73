"""Who may do what in an evaluation, and why not. Pure: no database, no clock."""

from dataclasses import dataclass
from uuid import UUID

from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.lifecycle import label
from portal.core.text import N_
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.policy.anonymity import can_see_identities
from portal.evaluation.states import ASSESSMENT_MOVES, SESSION_MOVES, AssessmentState, SessionState

COMMITTEE = ("chair", "secretary", "voter")
SCORING = frozenset({SessionState.SCORING, SessionState.CONSOLIDATION})
AFTER_DECISION = frozenset({SessionState.DECIDED, SessionState.CLOSED})
SHOWS_RANKING = frozenset(
    {
        SessionState.RANKING,
        SessionState.REPORT_DRAFT,
        SessionState.REPORT_SIGNED,
        SessionState.DECIDED,
        SessionState.CLOSED,
    }
)
SINCE_CHECKS = SHOWS_RANKING | {SessionState.ADMIN_CHECK} | SCORING
SHOWS_OTHERS = SHOWS_RANKING | {SessionState.CONSOLIDATION}


@dataclass(frozen=True)
class Standing:
    """What a person has signed and declared in the evaluation of one call."""

    has_declared: bool = False
    conflicts: frozenset[UUID] = frozenset()  # applications closed to them


NOBODY = Standing()


def _is_signatory(actor: Actor, call: Call) -> bool:
    """The lead's own signatory: a national partner's is limited to a country and not enough."""
    return any(
        held.area == "action"
        and held.scope_id == call.action_id
        and held.function == "signatory"
        and held.country is None
        for held in actor.roles
    )


def _is_lead(actor: Actor, call: Call) -> bool:
    return any(
        held.area == "action" and held.scope_id == call.action_id and held.country is None
        for held in actor.roles
    )


def _on_committee(actor: Actor, call: Call, *functions: str) -> bool:
    return actor.holds("call", call.id, *(functions or COMMITTEE))


def _as_secretary(
    actor: Actor,
    session: EvaluationSession,
    standing: Standing,
    states: frozenset[SessionState],
) -> Verdict:
    """The secretary, after signing, while the session is in one of `states`."""
    if not actor.holds("call", session.call_id, "secretary"):
        return deny(N_("Only the secretary of the committee can do this."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    return _in(session, states)


def _in(session: EvaluationSession, states: frozenset[SessionState]) -> Verdict:
    if session.state in states:
        return ALLOW
    return deny(
        N_("This cannot be done while the evaluation is %(state)s.", state=label(session.state))
    )


def can_see_session(actor: Actor, call: Call) -> Verdict:
    """The committee and the lead's own staff see how far the evaluation is."""
    if _on_committee(actor, call, *COMMITTEE, "observer") or _is_lead(actor, call):
        return ALLOW
    return deny(N_("Only the committee and the lead applicant's staff can see this."))


def can_plan(actor: Actor, call: Call) -> Verdict:
    """The lead's signatory begins the evaluation of a closed call."""
    if not _is_signatory(actor, call):
        return deny(N_("Only a signatory of the lead applicant can appoint the committee."))
    if call.state is not CallState.CLOSED:
        return deny(N_("The committee is appointed when the call has closed."))
    return ALLOW


def can_appoint(actor: Actor, session: EvaluationSession) -> Verdict:
    """The lead's signatory names members until the committee is constituted."""
    if not _is_signatory(actor, session.call):
        return deny(N_("Only a signatory of the lead applicant can appoint the committee."))
    return _in(session, SESSION_MOVES["constitute"].sources)


def can_declare(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Every member signs once, after the committee was appointed."""
    if not actor.holds("call", session.call_id):
        return deny(N_("Only people appointed for this call sign the declaration."))
    if standing.has_declared:
        return deny(N_("You have signed the declaration for this call."))
    if session.state is SessionState.PLANNED:
        return deny(N_("The committee has not been appointed yet."))
    return ALLOW


def can_read_files(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Before the declaration nothing of any application is readable."""
    if not actor.holds("call", session.call_id):
        return deny(N_("Only people appointed for this call can read the applications."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    return ALLOW


def can_open(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary opens what was submitted once everybody has signed."""
    return _as_secretary(actor, session, standing, SESSION_MOVES["open"].sources)


def can_check(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary answers the administrative sheet; later one that a complaint brought back."""
    states = frozenset({SessionState.ADMIN_CHECK, SessionState.SCORING})
    return _as_secretary(actor, session, standing, states)


def can_start_scoring(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary hands the checked applications to the assessors."""
    return _as_secretary(actor, session, standing, SESSION_MOVES["start_scoring"].sources)


def can_assign(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary assigns assessors while checking or scoring."""
    return _as_secretary(actor, session, standing, SCORING | {SessionState.ADMIN_CHECK})


def can_consolidate(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary opens the scores to the assessors when all sheets are in."""
    return _as_secretary(actor, session, standing, SESSION_MOVES["consolidate"].sources)


def can_rank(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary locks the sheets and goes to the ranking."""
    return _as_secretary(actor, session, standing, SESSION_MOVES["rank"].sources)


def can_see_scores(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Progress of the sheets, with names: secretary and chair."""
    if not actor.holds("call", session.call_id, "secretary", "chair"):
        return deny(N_("Only the secretary and the chair see the sheets of the assessors."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    return ALLOW


def can_see_ranking(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Committee and observers after signing, and the lead's staff, once the sheets are locked."""
    return _see(actor, session, standing, SHOWS_RANKING)


def can_see_awards(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The same people; what is about awards does not belong to a call of concept notes."""
    return can_adopt(session) and can_see_ranking(actor, session, standing)


def can_see_letters(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The same people, from the checks on: who failed them is told without waiting."""
    verdict = _see(actor, session, standing, SINCE_CHECKS)
    return verdict and can_see_identities(actor, session)


def _see(
    actor: Actor, session: EvaluationSession, standing: Standing, states: frozenset[SessionState]
) -> Verdict:
    if _on_committee(actor, session.call, *COMMITTEE, "observer"):
        if not standing.has_declared:
            return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    elif not _is_lead(actor, session.call):
        return deny(N_("Only the committee and the lead applicant's staff can see this."))
    return _in(session, states)


def can_freeze(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary freezes the ranking shown to the committee."""
    return _as_secretary(actor, session, standing, frozenset({SessionState.RANKING}))


def can_adopt(session: EvaluationSession) -> Verdict:
    """Scenarios plan awards; a concept note gets none."""
    if session.call.is_first_step:
        return deny(N_("Concept notes are invited by the cut of the call. Awards come later."))
    return ALLOW


def can_sketch(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Chair, secretary and voters try out awards while they rank; a concept note gets none."""
    if not (verdict := can_adopt(session)):
        return verdict
    if not _on_committee(actor, session.call):
        return deny(N_("Only the chair, the secretary and the voters make scenarios."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    return _in(session, frozenset({SessionState.RANKING}))


def can_set_quotas(actor: Actor, session: EvaluationSession) -> Verdict:
    """The lead's programme staff and signatory, who promised the numbers."""
    if any(
        held.area == "action"
        and held.scope_id == session.call.action_id
        and held.function in {"programme", "signatory"}
        and held.country is None
        for held in actor.roles
    ):
        return ALLOW
    return deny(N_("Only the lead applicant's programme staff and signatory set quotas."))


def can_draft_report(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary writes the evaluation report over the frozen ranking."""
    if session.call.is_anonymous and session.identities_opened_at is None:
        return deny(N_("The report names the applicants: open the names first."))
    return _as_secretary(actor, session, standing, SESSION_MOVES["draft_report"].sources)


def can_sign_report(
    actor: Actor, session: EvaluationSession, standing: Standing, *, has_signed: bool
) -> Verdict:
    """Chair, secretary and voters sign the report, each once a round."""
    if not _on_committee(actor, session.call):
        return deny(N_("Only the chair, the secretary and the voters sign the report."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    if has_signed:
        return deny(N_("You have signed this report."))
    return _in(session, SESSION_MOVES["sign_report"].sources)


def can_send_report_back(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Chair and voters give a drafted report back before it is signed by all."""
    if not _on_committee(actor, session.call, "chair", "voter"):
        return deny(N_("Only the chair and the voters give the report back."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    return _in(session, frozenset({SessionState.REPORT_DRAFT}))


def can_decide(actor: Actor, session: EvaluationSession, *, applicants: frozenset[UUID]) -> Verdict:
    """The lead's signatory who did not draft the proposal and belongs to no applicant."""
    if not _is_signatory(actor, session.call):
        return deny(N_("Only a signatory of the lead applicant can decide."))
    if actor.user_id == session.report_drafted_by_id or _on_committee(actor, session.call):
        return deny(N_("Who proposes the awards cannot decide on them: another signatory must."))
    if actor.scopes("organisation") & applicants:
        return deny(N_("Nobody decides on an application of their own organisation."))
    return _in(session, SESSION_MOVES["decide"].sources)


def can_see_days(actor: Actor, session: EvaluationSession, _standing: Standing) -> Verdict:
    """The lead's own staff and auditors: it is about payments."""
    if _is_lead(actor, session.call):
        return _in(session, SHOWS_RANKING)
    return deny(N_("Only the lead applicant's staff see the days of the evaluators."))


def can_approve_days(actor: Actor, session: EvaluationSession, user_id: UUID) -> Verdict:
    """The lead's programme staff and signatory, never for themselves."""
    verdict = _sends(actor, session, SHOWS_RANKING)
    if verdict and actor.user_id == user_id:
        return deny(N_("Nobody approves their own days."))
    return verdict


def can_send_letters(actor: Actor, session: EvaluationSession) -> Verdict:
    """The lead's programme staff or signatory; before the decision to those who failed checks."""
    return _sends(actor, session, SINCE_CHECKS)


def _sends(actor: Actor, session: EvaluationSession, states: frozenset[SessionState]) -> Verdict:
    if not any(
        held.area == "action"
        and held.scope_id == session.call.action_id
        and held.function in {"programme", "signatory"}
        and held.country is None
        for held in actor.roles
    ):
        return deny(N_("Only the lead applicant's programme staff and signatory do this."))
    return _in(session, states)


def can_start_eligibility(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary asks the selected for their documents."""
    return _as_secretary(actor, session, standing, AFTER_DECISION)


def can_check_eligibility(
    actor: Actor, session: EvaluationSession, standing: Standing, state: ApplicationState
) -> Verdict:
    """The secretary answers the eligibility sheet while the documents are checked."""
    verdict = _as_secretary(actor, session, standing, AFTER_DECISION)
    if not verdict or state is ApplicationState.ELIGIBILITY_CHECK:
        return verdict
    return deny(N_("The documents of this application are not being checked."))


def can_award(
    actor: Actor,
    session: EvaluationSession,
    state: ApplicationState,
    *,
    organisation_id: UUID,
    checked_by: frozenset[UUID],
) -> Verdict:
    """The lead's signatory who did not check the documents makes the award."""
    if not _is_signatory(actor, session.call):
        return deny(N_("Only a signatory of the lead applicant can make the award."))
    if actor.user_id in checked_by:
        return deny(N_("You checked these documents: another signatory makes the award."))
    if actor.is_member(organisation_id):
        return deny(N_("Nobody decides on an application of their own organisation."))
    if state is not ApplicationState.ELIGIBILITY_CHECK:
        return deny(N_("The documents of this application are not being checked."))
    return _in(session, AFTER_DECISION)


def can_promote(actor: Actor, session: EvaluationSession) -> Verdict:
    """The lead moves the next of the reserve list up when money is released."""
    return _sends(actor, session, AFTER_DECISION)


def can_see_sheet(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The assessor reads what was assigned from the day the scoring starts."""
    return can_read_files(actor, session, standing) and _in(session, SHOWS_OTHERS | SCORING)


def can_score(
    actor: Actor,
    assessment: Assessment,
    session: EvaluationSession,
    standing: Standing,
    verb: str = "score",
) -> Verdict:
    """The assessor fills their own sheet while scoring is open; `verb` is the move wanted."""
    if assessment.assessor_id != actor.user_id:
        return deny(N_("Only the assessor fills this sheet."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    if assessment.application_id in standing.conflicts:
        return deny(N_("You declared a conflict of interest with this application."))
    if assessment.state not in ASSESSMENT_MOVES[verb].sources:
        return deny(N_("This sheet is %(state)s.", state=label(assessment.state)))
    return _in(session, SCORING)


def can_return(
    actor: Actor, assessment: Assessment, session: EvaluationSession, standing: Standing
) -> Verdict:
    """The secretary gives a submitted sheet back with a reason; the scores stay untouched."""
    verdict = _as_secretary(actor, session, standing, SCORING)
    if not verdict or assessment.state in ASSESSMENT_MOVES["return"].sources:
        return verdict
    return deny(N_("Only a submitted sheet can be given back."))


def can_see_other_sheets(
    assessment: Assessment, session: EvaluationSession, standing: Standing
) -> bool:
    """Whether this assessor may see the others' scores: own sheet in, and from consolidation on."""
    return (
        session.state in SHOWS_OTHERS
        and assessment.state in {AssessmentState.SUBMITTED, AssessmentState.LOCKED}
        and assessment.application_id not in standing.conflicts
    )
