"""Actions for tests: one with clusters, targets and impact statements."""

from typing import Any

from sqlalchemy import select

from portal.actions.models import Action, ActionRole, Cluster, ImpactStatement, Target
from portal.core.db import db
from tests.factories.base import AT, next_number, save

CLUSTERS = ("Preparatory activities", "Capacity building", "Granting", "Advocacy")


def make_action(**overrides: Any) -> Action:
    """An Action that gives grants, with four clusters, five targets, three impact statements."""
    number = next_number()
    values: dict[str, Any] = {
        "code": f"TA{number}",
        "title": f"Test Action {number}",
        "short_title": f"Test Action {number}",
        "grouping": "cluster",
        "grants_third_parties": True,
        "donor_name": "European Union",
        "countries": ["AL", "BA", "XK", "ME", "MK", "RS"],
        "funding_statement": "Funded by the European Union",
        "disclaimer": "The lead alone is responsible for the contents.",
        "kosovo_footnote": "* This designation is without prejudice to positions on status.",
        "facts": {"action": {}, "file": {"footnotes": {}}},
        "checksum": "0" * 64,
    }
    action = Action(**(values | overrides))
    action.clusters = [
        Cluster(number=n, code=f"C{n}", title=title, short_title=title, details={})
        for n, title in enumerate(CLUSTERS, 1)
    ]
    third, fourth = action.clusters[2], action.clusters[3]
    action.targets = [
        Target(code="T1", label="CSOs engaged", value=90, unit="CSO", clusters=[third]),
        Target(code="T2", label="National projects", value=24, unit="grant", clusters=[third]),
        Target(code="T3", label="Regional projects", value=6, unit="grant", clusters=[third]),
        Target(code="T4", label="National round tables", value=6, unit="event", clusters=[fourth]),
        Target(code="T5", label="Regional conferences", value=2, unit="event", clusters=[fourth]),
    ]
    action.impact_statements = [
        ImpactStatement(code="I1", text="Security and border protection"),
        ImpactStatement(code="I2", text="Protection of migrants' human rights and freedoms"),
        ImpactStatement(code="I3", text="Contribution to the EU approximation process"),
    ]
    return save(action)


def cluster_of(action: Action, number: int = 3) -> Cluster:
    """A cluster of the Action, the granting one unless said otherwise."""
    return db.session.scalars(
        select(Cluster).where(Cluster.action_id == action.id, Cluster.number == number)
    ).one()


def make_action_role(
    *, action: Action, user: Any, function: str, country: Any = None
) -> ActionRole:
    """A function of a person in an Action."""
    return save(
        ActionRole(
            action_id=action.id, user_id=user.id, function=function, country=country, created_at=AT
        )
    )
