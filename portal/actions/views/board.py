"""The lead's overview: what waits, the targets, the money, the next days."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.actions import policy, queries
from portal.actions.models import Action
from portal.actions.rules import MoneyRow, total
from portal.actions.views import attention as waiting
from portal.actions.views import deadlines, standing
from portal.actions.views.blueprint import bp
from portal.actions.views.progress import (
    TargetRow,
    columns,
    matrix,
    place_name,
    target_rows,
)
from portal.actions.views.standing import Standing
from portal.actions.views.things import things
from portal.core.access import require
from portal.core.clock import now
from portal.web.access import current_actor
from portal.web.menus import leads
from portal.web.refusal import page


@bp.route("/manage")
def board() -> ResponseReturnValue:
    """What needs attention, targets, money, deadlines of one Action."""
    actions, action = _chosen()
    if action is None:
        return page("actions/board_empty.html")
    found = standing.load(current_actor(), action, now())
    rows = _targets(found)
    by_place = standing.money_by_place(found)
    return page(
        "actions/board.html",
        action=action,
        others=[other for other in actions if other is not action],
        countries=[place_name(code) for code in sorted(found.countries or ())],
        groups=waiting.groups(found),
        targets=rows,
        places=matrix(rows, found.countries or action.countries),
        columns=columns(rows),
        money=[_money_line(row) for row in by_place],
        money_total=total(by_place),
        clusters=_clusters(found),
        spans=deadlines.spans(found),
        leads=leads,
    )


@bp.route("/manage/attention")
def attention() -> ResponseReturnValue:
    """Everything that waits, or one kind of it: the list behind a number of the overview."""
    _actions, action = _chosen()
    if action is None:
        return page("actions/board_empty.html")
    groups = waiting.groups(standing.load(current_actor(), action, now()))
    kind = request.args.get("kind", "")
    return page(
        "actions/attention.html",
        action=action,
        groups=[group for group in groups if kind in {"", group.kind}],
        kind=kind,
        kinds=[("", _("Everything")), *((group.kind, group.label) for group in groups)],
    )


@bp.route("/manage/indicators")
def indicators() -> ResponseReturnValue:
    """The targets by country and stage, with the things that count to each."""
    _actions, action = _chosen()
    if action is None:
        return page("actions/board_empty.html")
    found = standing.load(current_actor(), action, now())
    rows = _targets(found)
    code, country = request.args.get("target", ""), request.args.get("country", "")
    stage = request.args.get("stage", "")
    return page(
        "actions/indicators.html",
        action=action,
        targets=rows,
        places=matrix(rows, found.countries or action.countries),
        columns=columns(rows),
        counted=things(found, rows, code=code, country=country, stage=stage),
        chosen={"target": code, "country": country, "stage": stage},
        codes=[("", _("All targets")), *((row.target.code, row.target.label) for row in rows)],
        countries=[("", _("Everywhere")), *((one, place_name(one)) for one in found.places)],
    )


def _chosen() -> tuple[list[Action], Action | None]:
    """The Actions of the person, and the one the address asks for, else the first."""
    actor = current_actor()
    require(policy.can_oversee(actor))
    actions = queries.overseen(actor.scopes("action"))
    wanted = request.args.get("action", "")
    first = actions[0] if actions else None
    return actions, next((one for one in actions if one.code == wanted), first)


def _targets(found: Standing) -> list[TargetRow]:
    return target_rows(found.action, standing.facts(found), found.countries)


@dataclass(frozen=True)
class MoneyLine:
    """One row of the table of money, with the list of its grants."""

    name: str
    url: str
    row: MoneyRow


def _money_line(row: MoneyRow) -> MoneyLine:
    url = leads("/manage/grants")
    return MoneyLine(place_name(row.place), f"{url}?country={row.place}" if url else "", row)


@dataclass(frozen=True)
class ClusterLine:
    """One cluster with its money and how many of its things count to a target."""

    code: str
    number: int
    name: str
    row: MoneyRow
    events: int


def _clusters(found: Standing) -> list[ClusterLine]:
    money = {row.place: row for row in standing.money_by_cluster(found)}
    return [
        ClusterLine(
            cluster.code,
            cluster.number,
            cluster.short_title,
            money[cluster.code],
            sum(1 for event in found.events if event.cluster_id == cluster.id),
        )
        for cluster in found.action.clusters
    ]
