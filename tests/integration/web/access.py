"""Who may open the endpoints that belong to no area."""

from tests.support.tables import Access

ACCESS = {
    "health.healthz": Access(public=True),
    "health.readyz": Access(public=True),
}
