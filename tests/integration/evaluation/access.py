"""Who may open the pages of the evaluation. The evaluator of the cast sits as the test says."""

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.db import db
from portal.evaluation import queries
from portal.evaluation.models import (
    AwardScenario,
    CommitteeMember,
    Complaint,
    ComplaintOfficer,
    ConsensusVersion,
    EvaluationSession,
)
from portal.evaluation.states import SessionState
from tests.factories.actions import make_action
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_declaration,
    make_employment,
    make_finding,
    make_result,
    make_session,
)
from tests.support.cast import LEAD, STAFF, Cast
from tests.support.tables import Access

S = SessionState
A = ApplicationState
SEES = STAFF | {"evaluator"}


def _call(cast: Cast, state: CallState = CallState.IN_EVALUATION) -> Call:
    """A whole call of the cast's Action."""
    clusters = make_action().clusters
    return make_call(
        state=state,
        action=None,
        action_id=cast.action.id,
        cluster_id=clusters[2].id,
        closed_at=AT,
    )


def session_for(cast: Cast, state: SessionState, function: str = "secretary") -> EvaluationSession:
    call_state = CallState.CLOSED if state in {S.PLANNED, S.CONSTITUTED} else None
    if state in {S.DECIDED, S.CLOSED}:
        call_state = CallState.DECIDED
    session = make_session(state=state, call=_call(cast, call_state or CallState.IN_EVALUATION))
    if state in {S.DECIDED, S.CLOSED}:
        session.decided_at = AT
    if state not in {S.PLANNED, S.CONSTITUTED}:
        session.opened_at = AT
    evaluator = cast.person("evaluator")
    db.session.add(
        CommitteeMember(
            session_id=session.id,
            user_id=evaluator.id,
            position=20,
            function=function,
            appointed_by_id=evaluator.id,
            appointed_at=AT,
        )
    )
    if state is not S.PLANNED:
        make_declaration(session, evaluator)
    return load_session(session)


def in_state(state: SessionState, function: str = "secretary", **values: object):
    def params(cast: Cast) -> dict[str, object]:
        return {"reference": session_for(cast, state, function).call.reference, **values}

    return params


def in_anonymous_ranking(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.RANKING)
    session.call.is_anonymous = True
    return {"reference": session.call.reference}


def a_closed_call(cast: Cast) -> dict[str, object]:
    return {"reference": _call(cast, CallState.CLOSED).reference}


def an_application(state: SessionState, of: ApplicationState, *, with_reference: bool = True):
    def params(cast: Cast) -> dict[str, object]:
        session = session_for(cast, state)
        application = make_candidate(session, state=of, organisation=cast.other_organisation)
        values: dict[str, object] = {"application_id": application.id}
        if with_reference:
            values["reference"] = session.call.reference
        return values

    return params


def an_offer(cast: Cast) -> dict[str, object]:
    values = an_application(S.CLOSED, A.PROVISIONALLY_SELECTED, with_reference=False)(cast)
    db.session.get_one(Application, values["application_id"]).letter_sent_at = AT
    return values


def an_officer(cast: Cast) -> dict[str, object]:
    """The evaluator of the cast answers the complaints of another call."""
    session = make_session(state=S.CLOSED, call=_call(cast, CallState.DECIDED))
    evaluator = cast.person("evaluator")
    db.session.add(
        ComplaintOfficer(
            session_id=session.id,
            user_id=evaluator.id,
            appointed_by_id=evaluator.id,
            appointed_at=AT,
        )
    )
    cast.__dict__["complained"] = session
    return {}


def a_complaint(cast: Cast) -> dict[str, object]:
    an_officer(cast)
    session = load_session(cast.__dict__["complained"])
    application = make_candidate(session, state=A.REJECTED_QUALITY)
    complaint = Complaint(
        application_id=application.id,
        reason="Why.",
        asks="What.",
        submitted_by_id=cast.person("evaluator").id,
        submitted_at=AT,
        due_on=AT.date(),
    )
    db.session.add(complaint)
    db.session.flush()
    return {"complaint_id": complaint.id}


def a_scenario(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.RANKING)
    scenario = AwardScenario(
        session_id=session.id,
        name="Sketch",
        created_by_id=cast.person("evaluator").id,
        created_at=AT,
        changed_at=AT,
    )
    db.session.add(scenario)
    db.session.flush()
    return {"reference": session.call.reference, "scenario_id": scenario.id}


def a_file(state: SessionState, of: ApplicationState):
    def params(cast: Cast) -> dict[str, object]:
        values = an_application(state, of, with_reference=False)(cast)
        whole = applications.whole(values["application_id"])
        return {**values, "attachment_id": whole.attachments[0].id}

    return params


def a_checked_file(cast: Cast) -> dict[str, object]:
    values = an_application(S.ADMIN_CHECK, A.OPENED)(cast)
    whole = applications.whole(values["application_id"])
    return {**values, "attachment_id": whole.attachments[0].id}


def a_waiting_result(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.ADMIN_CHECK, "voter")
    result = make_result(make_candidate(session, state=A.OPENED), _assessor(session))
    return {"reference": session.call.reference, "result_id": result.id}


def a_sheet(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.SCORING, "assessor")
    application = make_candidate(session)
    return {"assessment_id": make_assessment(application, cast.person("evaluator")).id}


def two_of_three(cast: Cast) -> dict[str, object]:
    """Two sheets so far apart that a third is needed."""
    session = session_for(cast, S.SCORING)
    application = make_candidate(session)
    people = [m.user for m in session_members(session) if m.function == "assessor"]
    for place, score in enumerate((5, 2)):
        make_assessment(application, people[place], scores=score, position=place + 1)
    return {"reference": session.call.reference}


def a_consensus(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.CONSOLIDATION, "assessor")
    application, evaluator = make_candidate(session), cast.person("evaluator")
    sheet = make_assessment(application, evaluator, scores=4)
    db.session.add(
        ConsensusVersion(
            application_id=application.id,
            number=1,
            text="Agreed.",
            written_by_id=evaluator.id,
            written_at=AT,
        )
    )
    return {"assessment_id": sheet.id}


def a_sheet_file(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.SCORING, "assessor")
    application = make_candidate(session)
    sheet = make_assessment(application, cast.person("evaluator"))
    whole = applications.whole(application.id)
    return {"assessment_id": sheet.id, "attachment_id": whole.attachments[0].id}


def a_submitted_sheet(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.SCORING)
    sheet = make_assessment(make_candidate(session), _assessor(session), scores=4)
    return {"reference": session.call.reference, "assessment_id": sheet.id}


def an_untouched_sheet(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.SCORING)
    sheet = make_assessment(make_candidate(session), _assessor(session))
    return {"reference": session.call.reference, "assessment_id": sheet.id}


def _assessor(session: EvaluationSession):
    return next(member.user for member in session_members(session) if member.function == "assessor")


def session_members(session: EvaluationSession):
    return queries.members(session.id)


def an_unsigned_call(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.CONSTITUTED, "assessor")
    db.session.flush()
    for declaration in list(session_declarations(session, cast)):
        db.session.delete(declaration)
    return {"call": session.call.reference}


def session_declarations(session: EvaluationSession, cast: Cast):
    found = queries.declarations(session.id)
    return [found[cast.person("evaluator").id]]


def a_seat(cast: Cast) -> dict[str, object]:
    session_for(cast, S.SCORING, "assessor")
    return {}


def a_member(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.PLANNED)
    return {
        "reference": session.call.reference,
        "member_id": session_members(session)[0].id,
    }


def a_sitting_member(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.SCORING)
    return {"reference": session.call.reference, "member_id": session_members(session)[0].id}


def a_lot(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.DECIDED)
    return {"reference": session.call.reference, "lot_id": session.call.lots[0].id}


def a_suspicion(cast: Cast) -> dict[str, object]:
    session = session_for(cast, S.SCORING)
    finding = make_finding(make_candidate(session), _assessor(session))
    return {"reference": session.call.reference, "finding_id": finding.id}


def an_employer(cast: Cast) -> dict[str, object]:
    session_for(cast, S.SCORING, "assessor")
    return {"employment_id": make_employment(cast.person("evaluator")).id}


EVALUATOR = frozenset({"evaluator"})
SIGNATORY = frozenset({"signatory"})
ACCESS = {
    "evaluation.queue": Access(allowed=EVALUATOR, params=a_seat),
    "evaluation.declarations": Access(allowed=EVALUATOR, params=a_seat),
    "evaluation.guidance": Access(allowed=EVALUATOR, params=a_seat),
    "evaluation.declaration": Access(allowed=EVALUATOR, params=an_unsigned_call),
    "evaluation.sheet": (
        Access(allowed=EVALUATOR, params=a_sheet),
        Access(allowed=EVALUATOR, method="POST", params=a_sheet, data={"revision": "0"}),
    ),
    "evaluation.autosave": Access(allowed=EVALUATOR, method="POST", params=a_sheet),
    "evaluation.sheet_file": Access(allowed=EVALUATOR, params=a_sheet_file),
    "evaluation.sheet_workbook": Access(allowed=EVALUATOR, params=a_sheet),
    "evaluation.offline": Access(allowed=EVALUATOR, params=a_sheet),
    "evaluation.accept": Access(allowed=EVALUATOR, method="POST", params=a_sheet),
    "evaluation.decline": (
        Access(allowed=EVALUATOR, params=a_sheet),
        Access(allowed=EVALUATOR, method="POST", params=a_sheet, data={"reason": "I am ill."}),
    ),
    "evaluation.reassign": Access(allowed=EVALUATOR, params=an_untouched_sheet),
    "evaluation.open_identities": Access(
        allowed=EVALUATOR, method="POST", params=in_anonymous_ranking, data={"reason": "Agreed."}
    ),
    "evaluation.assign_lot": Access(allowed=EVALUATOR, method="POST", params=in_state(S.SCORING)),
    "evaluation.assign_thirds": Access(allowed=EVALUATOR, method="POST", params=two_of_three),
    "evaluation.conflict": Access(allowed=EVALUATOR, params=a_sheet),
    "evaluation.read": Access(
        allowed=SEES,
        params=an_application(S.SCORING, A.UNDER_FULL_EVALUATION, with_reference=False),
    ),
    "evaluation.read_file": Access(allowed=SEES, params=a_file(S.SCORING, A.UNDER_FULL_EVALUATION)),
    "evaluation.session": Access(allowed=SEES, params=in_state(S.SCORING)),
    "evaluation.plan": Access(allowed=SIGNATORY, method="POST", params=a_closed_call),
    "evaluation.step": Access(
        allowed=EVALUATOR, method="POST", params=in_state(S.SCORING, step="consolidation")
    ),
    "evaluation.committee": (
        Access(allowed=SEES, params=in_state(S.SCORING)),
        Access(
            allowed=SIGNATORY,
            method="POST",
            params=in_state(S.PLANNED, "voter"),
            data={"do": "appoint", "appoint-scores_due_at": "2099-01-01T12:00"},
        ),
    ),
    "evaluation.replace_member": Access(allowed=SIGNATORY, params=a_sitting_member),
    "evaluation.remove_member": Access(allowed=SIGNATORY, method="POST", params=a_member),
    "evaluation.checks": Access(allowed=SEES, params=in_state(S.ADMIN_CHECK)),
    "evaluation.check_file": Access(allowed=SEES, params=a_checked_file),
    "evaluation.clarification": Access(
        allowed=EVALUATOR, params=an_application(S.ADMIN_CHECK, A.OPENED)
    ),
    "evaluation.confirm_check": Access(
        allowed=EVALUATOR, method="POST", params=a_waiting_result, data={"do": "confirm"}
    ),
    "evaluation.check": Access(allowed=EVALUATOR, params=an_application(S.ADMIN_CHECK, A.OPENED)),
    "evaluation.assignments": (
        Access(allowed=EVALUATOR, params=in_state(S.SCORING)),
        Access(allowed=EVALUATOR, method="POST", params=in_state(S.SCORING)),
    ),
    "evaluation.profile": (
        Access(allowed=EVALUATOR, params=a_seat),
        Access(allowed=EVALUATOR, method="POST", params=a_seat),
    ),
    "evaluation.remove_employer": Access(allowed=EVALUATOR, method="POST", params=an_employer),
    "evaluation.conflicts": Access(allowed=SEES, params=in_state(S.SCORING)),
    "evaluation.look": Access(allowed=EVALUATOR, method="POST", params=in_state(S.SCORING)),
    "evaluation.issue_register": Access(
        allowed=LEAD | EVALUATOR, method="POST", params=in_state(S.SCORING)
    ),
    "evaluation.ruling": (
        Access(allowed=EVALUATOR, params=a_suspicion),
        Access(allowed=EVALUATOR, method="POST", params=a_suspicion),
    ),
    "evaluation.record_conflict": (
        Access(allowed=EVALUATOR, params=in_state(S.SCORING)),
        Access(allowed=EVALUATOR, method="POST", params=in_state(S.SCORING)),
    ),
    "evaluation.take_back": Access(allowed=EVALUATOR, method="POST", params=an_untouched_sheet),
    "evaluation.scores": Access(allowed=EVALUATOR, params=in_state(S.SCORING)),
    "evaluation.matrix": (
        Access(allowed=EVALUATOR, params=in_state(S.SCORING)),
        Access(allowed=SEES, params=in_state(S.RANKING)),
    ),
    "evaluation.matrix_file": Access(allowed=SEES, params=in_state(S.RANKING)),
    "evaluation.consensus": (
        Access(allowed=EVALUATOR, params=an_application(S.CONSOLIDATION, A.UNDER_FULL_EVALUATION)),
        Access(allowed=SEES, params=an_application(S.RANKING, A.UNDER_FULL_EVALUATION)),
    ),
    "evaluation.answer_consensus": Access(allowed=EVALUATOR, params=a_consensus),
    "evaluation.return_sheet": Access(allowed=EVALUATOR, params=a_submitted_sheet),
    "evaluation.ranking": (
        Access(allowed=SEES, params=in_state(S.RANKING)),
        Access(allowed=SEES, params=in_state(S.REPORT_DRAFT)),
    ),
    "evaluation.planner": (
        Access(allowed=SEES, params=in_state(S.RANKING)),
        Access(allowed=SEES, params=in_state(S.DECIDED)),
    ),
    "evaluation.quotas": Access(allowed=SEES, params=in_state(S.RANKING)),
    "evaluation.scenario": (
        Access(allowed=SEES, params=a_scenario),
        Access(allowed=EVALUATOR, method="POST", params=a_scenario),
    ),
    "evaluation.adopt_scenario": Access(allowed=EVALUATOR, method="POST", params=a_scenario),
    "evaluation.drop_scenario": Access(allowed=EVALUATOR, method="POST", params=a_scenario),
    "evaluation.decision": Access(allowed=SEES, params=in_state(S.REPORT_SIGNED)),
    "evaluation.draft_report": Access(allowed=EVALUATOR, method="POST", params=in_state(S.RANKING)),
    "evaluation.sign_report": Access(
        allowed=EVALUATOR, method="POST", params=in_state(S.REPORT_DRAFT)
    ),
    "evaluation.send_report_back": Access(
        allowed=EVALUATOR,
        method="POST",
        params=in_state(S.REPORT_DRAFT, "voter"),
        data={"why": "Minutes."},
    ),
    "evaluation.days": (
        Access(allowed=STAFF, params=in_state(S.DECIDED)),
        Access(allowed=STAFF, method="POST", params=in_state(S.DECIDED)),
    ),
    "evaluation.days_file": Access(allowed=STAFF, params=in_state(S.DECIDED)),
    "evaluation.decide": Access(
        allowed=SIGNATORY,
        method="POST",
        params=in_state(S.REPORT_SIGNED),
        data={"decision": "refuse"},
    ),
    "evaluation.letters": (
        Access(allowed=SEES, params=in_state(S.DECIDED)),
        Access(
            allowed=LEAD - {"finance"},
            method="POST",
            params=in_state(S.DECIDED),
            data={"count": "0"},
        ),
    ),
    "evaluation.letter": Access(
        allowed=SEES, params=an_application(S.DECIDED, A.PROVISIONALLY_SELECTED)
    ),
    "evaluation.promote": Access(allowed=LEAD - {"finance"}, method="POST", params=a_lot),
    "evaluation.documents": Access(allowed=SEES, params=in_state(S.DECIDED)),
    "evaluation.reserve": Access(allowed=SEES, params=in_state(S.DECIDED)),
    "evaluation.decline_offer": Access(allowed=frozenset({"outsider"}), params=an_offer),
    "evaluation.complain": Access(allowed=frozenset({"outsider"}), params=an_offer),
    "evaluation.complaints": Access(allowed=EVALUATOR, params=an_officer),
    "evaluation.complaint": Access(allowed=STAFF | EVALUATOR, params=a_complaint),
    "evaluation.call_complaints": Access(allowed=STAFF, params=in_state(S.CLOSED)),
    "evaluation.ask_documents": Access(
        allowed=EVALUATOR,
        method="POST",
        params=an_application(S.DECIDED, A.PROVISIONALLY_SELECTED, with_reference=False),
    ),
    "evaluation.eligibility": Access(
        allowed=SEES,
        params=an_application(S.DECIDED, A.ELIGIBILITY_CHECK, with_reference=False),
    ),
    "evaluation.eligibility_file": Access(
        allowed=SEES, params=a_file(S.DECIDED, A.ELIGIBILITY_CHECK)
    ),
    "evaluation.award": Access(
        allowed=SIGNATORY,
        method="POST",
        params=an_application(S.DECIDED, A.ELIGIBILITY_CHECK, with_reference=False),
    ),
}
