"""Who may open the documents."""

from portal.evaluation.states import SessionState
from tests.factories.calls import make_call
from tests.factories.documents import make_document
from tests.factories.grants import make_grant
from tests.integration.evaluation.access import session_for
from tests.support.cast import STAFF, Cast
from tests.support.tables import Access


def an_award_letter(cast: Cast) -> dict[str, object]:
    document = make_document(
        kind="LTA", action_id=cast.action.id, organisation_id=cast.organisation.id
    )
    return {"document_id": document.id}


def its_waiting_page(cast: Cast) -> dict[str, object]:
    document = make_document(
        kind="LTA", action_id=cast.action.id, organisation_id=cast.organisation.id
    )
    return {"kind": "LTA", "subject_id": document.subject_id}


def a_closed_evaluation(cast: Cast) -> dict[str, object]:
    return {"reference": session_for(cast, SessionState.CLOSED).call.reference}


def a_grant(cast: Cast) -> dict[str, object]:
    call = make_call(action=cast.action)
    grant = make_grant(call=call, organisation=cast.organisation, owner=cast.person("member"))
    return {"grant_id": grant.id}


ACCESS = {
    "documents.download": Access(allowed=STAFF | {"member"}, params=an_award_letter),
    "documents.ready": Access(allowed=STAFF | {"member"}, params=its_waiting_page),
    "documents.dossier": (
        Access(allowed=STAFF | {"evaluator"}, params=a_closed_evaluation),
        Access(
            allowed=(STAFF | {"evaluator"}) - {"auditor"}, method="POST", params=a_closed_evaluation
        ),
    ),
    "documents.dossier_progress": Access(allowed=STAFF | {"evaluator"}, params=a_closed_evaluation),
    "documents.index": Access(allowed=STAFF),
    "documents.check": Access(public=True),
}
