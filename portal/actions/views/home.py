"""The landing page: what is open, what was reached, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.actions import queries
from portal.actions.models import Action
from portal.actions.rules import Counts
from portal.actions.views.blueprint import bp
from portal.actions.views.progress import TargetRow, public_facts, target_rows
from portal.calls import queries as calls
from portal.core.access import VISITOR
from portal.core.clock import now
from portal.core.countries import REGION, country_name
from portal.events import queries as events
from portal.grants import queries as grants
from portal.web.access import public
from portal.web.menus import answers
from portal.web.refusal import page

LATEST = 4
NEXT_EVENTS = 3
Fact = tuple[str, int, str]  # label, number, "of 24"
Place = tuple[str | None, str, int, str]  # code, name, number, address


@bp.route("/")
@public
def home() -> ResponseReturnValue:
    """What is open, what was reached, latest awards, next events, who runs the Action."""
    action = queries.granting()
    by_country = grants.projects_by_country()
    return page(
        "actions/home.html",
        action=action,
        people=_people(action),
        facts=_facts(target_rows(action, public_facts(action))) if action else [],
        calls=calls.listing(VISITOR, at=now(), show="open"),
        places=_places(by_country, action.countries if action else REGION),
        projects=sum(by_country.values()),
        latest=grants.latest_awards(LATEST),
        events=events.coming(now(), NEXT_EVENTS),
    )


def _facts(rows: Iterable[TargetRow]) -> list[Fact]:
    """The four facts under the hero; meetings of both kinds are one."""
    reached = {row.counts: (row.progress.tally.reached, row.progress.value) for row in rows}
    groups = (
        (_("National projects awarded"), (Counts.NATIONAL_GRANTS,)),
        (_("Regional projects awarded"), (Counts.REGIONAL_GRANTS,)),
        (_("Civil society organisations engaged"), (Counts.ORGANISATIONS,)),
        (_("Round tables and conferences held"), (Counts.ROUND_TABLES, Counts.CONFERENCES)),
    )
    found = []
    for label, kinds in groups:
        numbers = [reached[kind] for kind in kinds if kind in reached]
        if numbers:
            done, promised = (sum(column) for column in zip(*numbers, strict=True))
            found.append((label, done, _("of %(number)s", number=promised)))
    return found


def _places(by_country: dict[str | None, int], countries: Iterable[str]) -> list[Place]:
    """The tiles of the map: every country of the Action, then the region."""
    codes: list[str | None] = [code for code in countries if code in REGION]
    address = "/projects" if answers("/projects") else url_for("actions.about")
    return [
        (code, country_name(code), by_country.get(code, 0), f"{address}?country={code or 'region'}")
        for code in [*codes, None]
    ]


@dataclass(frozen=True)
class People:
    """Who runs an Action."""

    lead: str
    partners: tuple[str, ...]


def _people(action: Action | None) -> People | None:
    if action is None:
        return None
    lead = [one.name for one in action.parties if one.role in {"lead_applicant", "project_lead"}]
    partners = [one.name for one in action.parties if one.role == "implementing_partner"]
    return People(lead[0], tuple(partners)) if lead else None
