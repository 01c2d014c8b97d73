"""Who may open the audit trail."""

from tests.support.tables import Access

ADMINISTRATOR = {"administrator"}
ACCESS = {
    "audit.index": Access(allowed=ADMINISTRATOR),
    "audit.export": Access(allowed=ADMINISTRATOR, method="POST"),
    "audit.check": Access(allowed=ADMINISTRATOR),
}
