"""Who may open the endpoints that belong to no area."""

from tests.support.tables import Access

ACCESS = {
    "health.healthz": Access(public=True),
    "health.readyz": Access(public=True),
    "pages.help_and_contact": Access(public=True),
    "pages.accessibility": Access(public=True),
    "pages.privacy": Access(public=True),
    "pages.cookies": Access(public=True),
    "pages.legal": Access(public=True),
    "pages.security": Access(public=True),
    "styleguide.index": Access(public=True),
    "styleguide.shell": Access(public=True, params=lambda _cast: {"shell": "manager"}),
}
