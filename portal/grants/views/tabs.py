"""The tabs of one grant, for the grantee and for the lead; pages that do not exist are left out."""

from uuid import UUID

from flask_babel import gettext as _

from portal.core.access import Actor
from portal.grants.models import Grant
from portal.web.menus import answers

Tab = tuple[str, str, bool]
NOBODY = UUID(int=0)


def grantee_tabs(grant: Grant, open_tab: str) -> list[Tab]:
    """Label, address, and whether it is the open one."""
    pages = (
        ("overview", _("Overview"), ""),
        ("agreement", _("Agreement"), "/agreement"),
        ("reports", _("Reports"), "/reports"),
        ("expenditure", _("Expenditure"), "/expenditure"),
        ("payments", _("Payments"), "/payments"),
        ("documents", _("Documents"), "/documents"),
    )
    return _existing("/grants", grant, pages, open_tab)


def manager_tabs(grant: Grant, open_tab: str) -> list[Tab]:
    """The same for the lead's staff and auditors."""
    pages = (
        ("overview", _("Overview"), ""),
        ("agreement", _("Agreement"), "/agreement"),
        ("reports", _("Reports"), "/reports"),
        ("expenditure", _("Expenditure"), "/expenditure"),
        ("payments", _("Payments"), "/payments"),
        ("documents", _("Documents"), "/documents"),
        ("history", _("History"), "/history"),
    )
    return _existing("/manage/grants", grant, pages, open_tab)


def tabs_for(actor: Actor, grant: Grant, open_tab: str) -> list[Tab]:
    """The grantee's tabs for its members, the lead's for everybody else who reads the grant."""
    if actor.is_member(grant.organisation_id):
        return grantee_tabs(grant, open_tab)
    return manager_tabs(grant, open_tab)


def ledger_url(grant: Grant) -> str:
    """Where the grantee enters costs; empty where there is no such page."""
    return f"/grants/{grant.id}/expenditure" if answers(f"/grants/{NOBODY}/expenditure") else ""


def _existing(
    start: str, grant: Grant, pages: tuple[tuple[str, str, str], ...], open_tab: str
) -> list[Tab]:
    return [
        (label, f"{start}/{grant.id}{path}", name == open_tab)
        for name, label, path in pages
        if answers(f"{start}/{NOBODY}{path}")
    ]
