"""A new draft as a copy of an earlier call: everything that is data, nothing of its life."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any, TypeVar

from portal.actions.models import Cluster
from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call
from portal.calls.service.drafts import next_reference
from portal.core.access import Actor, require
from portal.core.db import Base, db

M = TypeVar("M", bound=Base)

OWN = frozenset({"id", "call_id", "row_version"})
LIFE = frozenset(
    {
        "action_id", "cluster_id", "reference", "state", "publishes_at", "questions_until_at",
        "answers_until_at", "closes_at", "published_at", "closed_at", "suspended_at",
        "created_by_id", "created_at", "approved_by_id", "approved_at",
    }
)  # fmt: skip
PARTS = ("lots", "activities", "form_sections", "document_slots", "grid")


def copy(source: Call, *, cluster: Cluster, actor: Actor, at: datetime) -> Call:
    """A draft with the texts, numbers, lots, form, documents and grid of an earlier call.

    Shape:  `source` with all its parts, `cluster` with its Action. Dates, applications,
            questions and corrigenda stay behind.
    Raises: NotAllowed.
    """
    require(policy.can_copy(actor, source))
    require(policy.can_create(actor, cluster.action))
    call = Call(
        action=cluster.action,
        cluster=cluster,
        reference=next_reference(cluster.action, at),
        created_by_id=actor.user_id,
        created_at=at,
        **_data(source, without=OWN | LIFE),
    )
    for part in PARTS:
        setattr(call, part, _rows(getattr(source, part)))
    for section, original in zip(call.grid, source.grid, strict=True):
        section.criteria = _rows(original.criteria)
    known = {impact.id for impact in cluster.action.impact_statements}
    kept = [impact for impact in source.impact_statements if impact.id in known]
    call.impact_statements = kept or list(cluster.action.impact_statements)
    db.session.add(call)
    db.session.flush()
    audit.record(actor, "call.created", call, at=at, details={"copy_of": source.reference})
    return call


def _rows(rows: Iterable[M]) -> list[M]:
    return [type(row)(**_data(row, without=OWN | {"section_id"})) for row in rows]


def _data(row: Base, *, without: frozenset[str]) -> dict[str, Any]:
    """The columns of a row as values of their own."""
    names = {column.key for column in type(row).__table__.columns} - without
    return {name: deepcopy(getattr(row, name)) for name in names}
