"""The menus: which pages a person's workspaces have.

Entries are written by address. One whose address no view answers is left out, so that a menu
never holds a dead link; rights are not decided here but by the policy of each page.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from portal.core.access import Actor

Words = tuple[str, str, str]  # label, icon, address

PUBLIC: tuple[Words, ...] = (
    ("Open calls", "list", "/calls"),
    ("Awarded projects", "briefcase", "/projects"),
    ("Events", "calendar", "/events"),
    ("About the Action", "info", "/about"),
    ("Help", "message", "/help"),
)
APPLICANT: tuple[Words, ...] = (
    ("Home", "home", "/home"),
    ("Open calls", "list", "/calls"),
    ("My applications", "file", "/applications"),
    ("My grants", "briefcase", "/grants"),
    ("Organisation", "building", "/organisation"),
    ("Events", "calendar", "/events"),
)
EVALUATOR: tuple[Words, ...] = (
    ("My queue", "list", "/evaluate"),
    ("Declarations", "shield", "/evaluate/declarations"),
    ("Guidance", "book", "/evaluate/guidance"),
    ("About me", "user", "/evaluate/profile"),
)
MANAGER: tuple[tuple[str, tuple[Words, ...]], ...] = (
    ("", (("Overview", "home", "/manage"),)),
    (
        "Calls",
        (
            ("Calls", "list", "/manage/calls"),
            ("Applications", "folder", "/manage/applications"),
        ),
    ),
    (
        "Grants",
        (
            ("Grants register", "briefcase", "/manage/grants"),
            ("Reports inbox", "file", "/manage/reports"),
            ("Payments", "euro", "/manage/payments"),
            ("Indicators", "target", "/manage/indicators"),
        ),
    ),
    (
        "Action",
        (
            ("Events", "calendar", "/manage/events"),
            ("Organisations", "building", "/manage/organisations"),
            ("Documents", "folder", "/manage/documents"),
        ),
    ),
)
ADMINISTRATOR: tuple[Words, ...] = (
    ("Mail deliveries", "mail", "/admin/deliveries"),
    ("Background jobs", "clock", "/admin/jobs"),
    ("People", "users", "/admin/users"),
    ("Bank accounts", "euro", "/manage/bank-accounts"),
    ("Audit trail", "shield", "/admin/audit"),
    ("Health", "chart", "/admin/health"),
)
ACCOUNT: tuple[Words, ...] = (
    ("Your account", "user", "/account"),
    ("Sessions and password", "lock", "/account/security"),
)
FOOTER: tuple[Words, ...] = (
    ("Help and contact", "", "/help"),
    ("Accessibility statement", "", "/accessibility"),
    ("Privacy notice", "", "/privacy"),
    ("Cookies", "", "/cookies"),
    ("Legal notice", "", "/legal"),
    ("Publication of awards", "", "/awards"),
)


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    label: str
    icon: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Section:
    """Lines of the side menu under one head."""

    label: str
    entries: tuple[Entry, ...]


def entries(words: Iterable[Words]) -> tuple[Entry, ...]:
    """The lines whose page exists; the one that holds the open page is current."""
    found = [line for line in words if answers(line[2])]
    here = current_address(address for _label, _icon, address in found)
    return tuple(
        Entry(gettext(label), icon, address, address == here) for label, icon, address in found
    )


def side_menu(actor: Actor) -> tuple[Section, ...]:
    """The side menu of the grant manager and of the administrator."""
    groups = list(MANAGER) if actor.scopes("action") else []
    if actor.is_administrator:
        groups.append(("Administration", ADMINISTRATOR))
    here = current_address(line[2] for _head, lines in groups for line in lines)
    sections = [_section(head, lines, here) for head, lines in groups]
    return tuple(section for section in sections if section.entries)


def _section(head: str, lines: Iterable[Words], here: str | None) -> Section:
    shown = tuple(
        Entry(gettext(label), icon, address, address == here)
        for label, icon, address in lines
        if answers(address)
    )
    return Section(gettext(head) if head else "", shown)


def workspaces(actor: Actor) -> tuple[tuple[str, str, bool], ...]:
    """What the person can open: label, address, and whether it is the open one."""
    if actor.is_visitor:
        return ()
    offers = (
        (bool(actor.scopes("action")), "Grant manager", "/manage"),
        (bool(actor.scopes("call")), "Evaluator", "/evaluate"),
        (bool(actor.scopes("complaint")), "Complaints", "/complaints"),
        (bool(actor.scopes("organisation")), "My organisation", "/home"),
        (actor.is_administrator, "Administrator", _first_of(ADMINISTRATOR)),
    )
    space = _space(request.path)
    return tuple(
        (gettext(label), address, _space(address) == space)
        for held, label, address in offers
        if held and address and answers(address)
    )


def workspace_menu(actor: Actor) -> tuple[Entry, ...]:
    """The bar of the open workspace: the evaluator's or the applicant's."""
    only_evaluates = bool(actor.scopes("call")) and not actor.scopes("organisation")
    evaluates = only_evaluates or (
        _space(request.path) == "evaluate" and bool(actor.scopes("call"))
    )
    return entries(EVALUATOR if evaluates else APPLICANT)


def start(actor: Actor) -> str:
    """Where a person begins: their first workspace, else the public site."""
    spaces = workspaces(actor)
    return spaces[0][1] if spaces else "/"


def answers(address: str, method: str = "GET") -> bool:
    """Whether some view answers this address; asked once for each address."""
    known: dict[tuple[str, str], bool] = current_app.extensions.setdefault("portal.addresses", {})
    if (address, method) not in known:
        known[address, method] = _matches(address, method)
    return known[address, method]


def leads(address: str) -> str:
    """The address when some view answers it, else nothing: for links made from records."""
    return address if _matches(address.partition("?")[0], "GET") else ""


def current_address(addresses: Iterable[str]) -> str | None:
    """The longest of these addresses that holds the open page."""
    path = request.path
    holding = [a for a in addresses if path == a or (a != "/manage" and path.startswith(a + "/"))]
    return max(holding, key=len, default=None)


def _matches(address: str, method: str) -> bool:
    try:
        current_app.url_map.bind("localhost").match(address, method=method)
    except RequestRedirect:
        return True
    except (MethodNotAllowed, HTTPException):
        return False
    return True


def _first_of(words: Iterable[Words]) -> str:
    return next((address for _label, _icon, address in words if answers(address)), "")


def _space(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return first if first in {"manage", "evaluate", "admin"} else ""
