"""Lists of the documents."""

from portal.core.db import db
from portal.documents.models import DossierOrder
from portal.evaluation.states import SessionState
from tests.factories.base import AT
from tests.factories.documents import make_document
from tests.integration.evaluation.lists import reference, the_session
from tests.support.cast import Cast
from tests.support.tables import ListPage


def add_order(cast: Cast) -> None:
    """One more dossier that was made."""
    session = the_session(cast, SessionState.CLOSED)
    document = make_document(kind="DOS", call_id=session.call_id)
    db.session.add(
        DossierOrder(
            session_id=session.id,
            ordered_by_id=cast.person("signatory").id,
            ordered_at=AT,
            finished_at=AT,
            document_id=document.id,
        )
    )
    db.session.flush()


LISTS = {
    "documents.dossier": ListPage(
        role="signatory", add=add_order, params=reference(SessionState.CLOSED)
    ),
    "documents.index": ListPage(
        role="programme", add=lambda cast: make_document(action_id=cast.action.id)
    ),
}
