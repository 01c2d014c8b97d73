"""Who may open the pages about the Actions."""

from typing import Any

from portal.actions import service
from portal.actions.reading import SHIPPED
from portal.core.access import SYSTEM
from tests.factories.base import AT
from tests.support.cast import STAFF, Cast
from tests.support.tables import Access


def a_loaded_action(_cast: Cast) -> dict[str, Any]:
    service.load_file(SHIPPED, actor=SYSTEM, at=AT)
    return {"code": "EU4FAST"}


ACCESS = {
    "actions.home": Access(public=True),
    "actions.board": Access(allowed=STAFF),
    "actions.attention": Access(allowed=STAFF),
    "actions.indicators": Access(allowed=STAFF),
    "actions.about": Access(public=True),
    "actions.detail": Access(public=True, params=a_loaded_action),
    "actions.record": Access(public=True, params=a_loaded_action),
}
