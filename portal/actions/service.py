"""Writes of the Actions: loading a file, giving and taking roles."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from portal.accounts.models import User
from portal.actions import making
from portal.actions.models import (
    Action,
    ActionRole,
    Cluster,
    ImpactStatement,
    Party,
    Statement,
    Target,
)
from portal.actions.reading import Node, read
from portal.audit import service as audit
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.jobs import service as jobs


def load_file(file: Path, *, actor: Actor, at: datetime) -> list[str]:
    """Load every Action of the file; answers a line on each. Twice changes nothing.

    Raises: reading.FileProblem with file, key and problem.
    """
    whole = read(file)
    return [_load(node, whole, actor=actor, at=at) for node in whole.parts("actions")]


def _load(node: Node, whole: Node, *, actor: Actor, at: datetime) -> str:
    code = node.text("id")
    values = making.columns(node, whole)
    action = db.session.scalar(
        select(Action)
        .where(Action.code == code)
        .options(
            selectinload(Action.clusters),
            selectinload(Action.targets).selectinload(Target.clusters),
            selectinload(Action.impact_statements),
        )
    )
    if action is not None and action.checksum == values["checksum"]:
        return f"{code}: nothing has changed."
    verb, words = ("action.changed", "updated") if action else ("action.loaded", "loaded")
    if action is None:
        action = Action(code=code, **values, clusters=[], targets=[], impact_statements=[])
        db.session.add(action)
    else:
        making.update(action, values)
    _set_parts(action, node)
    audit.record(actor, verb, action, at=at, details={"checksum": values["checksum"]})
    jobs.enqueue(
        "documents.issue",
        {"kind": "INF", "subject": str(action.id)},
        at=at,
        dedupe_key=f"INF:{action.id}:{action.checksum}",
    )
    return f"{code}: {words}."


def _set_parts(action: Action, node: Node) -> None:
    """Clusters, targets and impacts keep their rows (others point to them); the rest is new."""
    db.session.flush()
    _keep_clusters(action, making.clusters(node, action.code))
    _keep_targets(action, making.targets(node, action.clusters))
    _keep_impacts(action, making.impact_statements(node))
    db.session.execute(delete(Party).where(Party.action_id == action.id))
    db.session.execute(delete(Statement).where(Statement.action_id == action.id))
    for party in making.parties(node):
        party.action_id = action.id
        db.session.add(party)
    for statement in making.statements(node):
        statement.action_id = action.id
        db.session.add(statement)
    db.session.flush()


def _keep_clusters(action: Action, wanted: list[Cluster]) -> None:
    known = {cluster.number: cluster for cluster in action.clusters}
    for new in wanted:
        if old := known.get(new.number):
            old.code, old.title, old.details = new.code, new.title, new.details
            old.short_title = new.short_title
        else:
            action.clusters.append(new)
    db.session.flush()


def _keep_targets(action: Action, wanted: list[Target]) -> None:
    known = {target.code: target for target in action.targets}
    for new in wanted:
        if old := known.get(new.code):
            old.label, old.value, old.unit = new.label, new.value, new.unit
            old.clusters = list(new.clusters)
        else:
            action.targets.append(new)


def _keep_impacts(action: Action, wanted: list[ImpactStatement]) -> None:
    known = {impact.code: impact for impact in action.impact_statements}
    for new in wanted:
        if old := known.get(new.code):
            old.text = new.text
        else:
            action.impact_statements.append(new)


def give_role(
    action: Action,
    user: User,
    *,
    function: str,
    actor: Actor,
    at: datetime,
    country: str | None = None,
) -> ActionRole:
    """Give a person a function in the Action; with a country only for that lot.

    Raises: RuleBroken when they hold it already.
    """
    held = db.session.scalar(
        select(ActionRole).where(
            ActionRole.action_id == action.id,
            ActionRole.user_id == user.id,
            ActionRole.function == function,
            ActionRole.country.is_(None) if country is None else ActionRole.country == country,
        )
    )
    if held is not None:
        raise RuleBroken(N_("%(name)s holds this function already.", name=user.name))
    role = ActionRole(
        action_id=action.id, user_id=user.id, function=function, country=country, created_at=at
    )
    db.session.add(role)
    audit.record(
        actor,
        "action.role_given",
        role,
        at=at,
        details={"person": user.name, "function": function, "country": country},
    )
    return role
