"""Lists of the documents."""

from tests.factories.documents import make_document
from tests.support.tables import ListPage

LISTS = {
    "documents.index": ListPage(
        role="programme", add=lambda cast: make_document(action_id=cast.action.id)
    )
}
