"""What every page shows around its content: `site` in the templates, and a few more filters."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask, request
from flask_babel import get_locale, gettext, ngettext
from sqlalchemy.exc import SQLAlchemyError

from portal.actions import queries as actions
from portal.core.access import Actor
from portal.core.clock import now
from portal.web import menus
from portal.web.access import current_actor
from portal.web.filters import ZONE

TEXTS = {
    "action_short_title": "Security for Human Beings and Borders",
    "funding_statement": "This website was created and is maintained with the financial support "
    "of the European Union.",
    "lead_name": "Group 484",
    "disclaimer": "Its contents are the sole responsibility of Group 484 and do not necessarily "
    "reflect the views of the European Union.",
    "kosovo_footnote": "* This designation is without prejudice to positions on status, and is in "
    "line with UNSCR 1244 and the ICJ Opinion on the Kosovo* Declaration of Independence.",
}


class Person(NamedTuple):
    """Who is signed in, as the bar shows them."""

    name: str
    initials: str


class Site:
    """The frame of a page. Each part is worked out when a layout asks for it, once a request."""

    time_zone = "Central European Time (Belgrade)"

    @property
    def now(self) -> datetime:
        """The server's clock, for countdowns in the browser."""
        return now()

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {**TEXTS, **_texts_of_action()}

    @property
    def action_short_title(self) -> str:
        """The Action's short title, under the portal's name."""
        return self._texts["action_short_title"]

    @property
    def lead_name(self) -> str:
        """Who runs the Action and answers for the portal's data."""
        return self._texts["lead_name"]

    @property
    def funding_statement(self) -> str:
        """Who pays, in the Action's own words."""
        return self._texts["funding_statement"]

    @property
    def disclaimer(self) -> str:
        """Whose views the contents are."""
        return self._texts["disclaimer"]

    @property
    def kosovo_footnote(self) -> str:
        """The legal formula that the Action has chosen, word for word."""
        return self._texts["kosovo_footnote"]

    @cached_property
    def _actor(self) -> Actor:
        return current_actor()

    @cached_property
    def person(self) -> Person | None:
        """The signed-in person; None for a visitor."""
        actor = self._actor
        return None if actor.is_visitor else Person(actor.name, initials(actor.name))

    @property
    def language(self) -> str:
        """The language of the page's words."""
        return str(get_locale() or "en").replace("_", "-")

    @cached_property
    def workspaces(self) -> tuple[tuple[str, str, bool], ...]:
        """Label, address and whether it is open."""
        return menus.workspaces(self._actor)

    @cached_property
    def menu(self) -> tuple[menus.Section, ...]:
        """The side menu, by section."""
        return menus.side_menu(self._actor)

    @property
    def menu_entries(self) -> tuple[menus.Entry, ...]:
        """The side menu as one list, for small screens."""
        return tuple(entry for section in self.menu for entry in section.entries)

    @cached_property
    def workspace_menu(self) -> tuple[menus.Entry, ...]:
        """The bar of the open workspace."""
        return menus.workspace_menu(self._actor)

    @cached_property
    def public_menu(self) -> tuple[menus.Entry, ...]:
        """The bar of the public site."""
        return menus.entries(menus.PUBLIC)

    @cached_property
    def account_links(self) -> tuple[menus.Entry, ...]:
        """A person's own pages."""
        return menus.entries(menus.ACCOUNT)

    @cached_property
    def footer_links(self) -> tuple[menus.Entry, ...]:
        """The duties: help, privacy, cookies and so on."""
        return menus.entries(menus.FOOTER)

    @property
    def sign_in_url(self) -> str:
        """Where to sign in; empty when there is no such page."""
        return "/sign-in" if menus.answers("/sign-in") else ""

    @property
    def sign_out_url(self) -> str:
        """Where to send the sign-out; empty when there is no such address."""
        return "/sign-out" if menus.answers("/sign-out", "POST") else ""

    @property
    def start_url(self) -> str:
        """Where this person begins."""
        return menus.start(self._actor)

    @property
    def help_url(self) -> str:
        """The page that says whom to ask; empty when there is none."""
        return "/help" if menus.answers("/help") else ""


def attach(app: Flask) -> None:
    """Make `site`, `here` and the filters known to templates."""
    app.context_processor(lambda: {"site": Site()})
    app.jinja_env.globals["here"] = here
    app.jinja_env.filters.update(
        moment=moment,
        month_short=month_short,
        month_and_year=month_and_year,
        time_left=time_left,
        initials=initials,
    )


def here(**changes: object) -> str:
    """The open page's address with some of its filters changed; None takes one away."""
    kept = {key: values for key, values in request.args.lists() if key not in changes}
    kept |= {key: [str(value)] for key, value in changes.items() if value is not None}
    query = urlencode([(key, value) for key, values in kept.items() for value in values])
    return f"{request.path}?{query}" if query else request.path


def initials(name: str) -> str:
    """Two letters for the circle beside a name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def moment(value: datetime) -> str:
    """An instant to the second: 3 December 2026, 17:41:08."""
    local = value.astimezone(ZoneInfo(ZONE))
    return format_datetime(local, "d MMMM y, HH:mm:ss", tzinfo=ZoneInfo(ZONE), locale=_locale())


def month_short(value: date | datetime) -> str:
    """The month on the leaf of a calendar: Dec."""
    local = value.astimezone(ZoneInfo(ZONE)) if isinstance(value, datetime) else value
    return format_date(local, "MMM", locale=_locale())


def month_and_year(value: date) -> str:
    """The head of a month in a calendar: December 2026."""
    return format_date(value, "LLLL y", locale=_locale())


def time_left(until: datetime, at: datetime) -> str:
    """How long it is from `at`: whole days, then hours, then minutes in the last hour."""
    seconds = int((until - at).total_seconds())
    if seconds <= 0:
        return str(gettext("No time left"))
    if seconds >= 86400:
        return str(ngettext("%(num)s day left", "%(num)s days left", seconds // 86400))
    if seconds >= 3600:
        return str(ngettext("%(num)s hour left", "%(num)s hours left", seconds // 3600))
    return str(ngettext("%(num)s minute left", "%(num)s minutes left", max(seconds // 60, 1)))


def _locale() -> Any:
    return get_locale() or "en"


def _texts_of_action() -> Mapping[str, str]:
    """The words of the Action that gives grants; ours while the database cannot be read."""
    try:
        return {key: text for key, text in actions.site_texts().items() if text}
    except SQLAlchemyError:
        return {}
