"""Lists of the audit trail."""

from tests.factories.audit import make_entry
from tests.support.tables import ListPage

LISTS = {"audit.index": ListPage(role="administrator", add=lambda _cast: make_entry())}
