"""A new draft from an earlier call: as a copy, or as its second step. Data, nothing of its life."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any, TypeVar

from portal.actions.models import Cluster
from portal.audit import service as audit
from portal.calls import policy, queries, template
from portal.calls.models import Call, FormSection
from portal.calls.service.drafts import next_reference
from portal.core.access import Actor, require
from portal.core.db import Base, db, lock

M = TypeVar("M", bound=Base)

OWN = frozenset({"id", "call_id", "row_version"})
LIFE = frozenset(
    {
        "action_id", "cluster_id", "reference", "state", "publishes_at", "questions_until_at",
        "answers_until_at", "closes_at", "published_at", "closed_at", "suspended_at",
        "created_by_id", "created_at", "approved_by_id", "approved_at", "follows_id",
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


def prepare_second_step(first: Call, *, actor: Actor, at: datetime) -> Call:
    """The call of full applications that follows a call of concept notes, as a draft.

    Lots, activities, texts and the questions of the concept note are those of the first step; the
    rest of the form, the documents and the grid are the template's. Dates are set anew.
    Shape:  `first` with all its parts.
    Raises: NotAllowed, also when the second step is there.
    """
    lock(first)
    has_second = queries.second_step(first.id) is not None
    require(policy.can_prepare_second(actor, first, has_second=has_second))
    made = template.second_step()
    scale = dict(zip(("lowest_mark", "highest_mark"), made.scale, strict=True))
    call = Call(
        action=first.action,
        cluster=first.cluster,
        follows_id=first.id,
        reference=next_reference(first.action, at),
        created_by_id=actor.user_id,
        created_at=at,
        **(_data(first, without=OWN | LIFE) | made.settings() | scale | {"summary": made.summary}),
    )
    call.lots, call.activities = _rows(first.lots), _rows(first.activities)
    call.form_sections = _with_concept(first, made)
    call.document_slots, call.grid = made.documents(), made.grid()
    call.impact_statements = list(first.impact_statements)
    db.session.add(call)
    db.session.flush()
    audit.record(actor, "call.created", call, at=at, details={"second_step_of": first.reference})
    return call


def _with_concept(first: Call, made: template.CallTemplate) -> list[FormSection]:
    """The questions of the concept note, then those of the template that are not among them."""
    kept = _rows(one for one in first.form_sections if one.slot_key is None)
    for section in kept:
        section.grid_section_code = made.feeds.get(section.key)
    known = {section.key for section in kept}
    added = [section for section in made.form() if section.key not in known]
    for position, section in enumerate([*kept, *added], start=1):
        section.position = position
    return [*kept, *added]


def _rows(rows: Iterable[M]) -> list[M]:
    return [type(row)(**_data(row, without=OWN | {"section_id"})) for row in rows]


def _data(row: Base, *, without: frozenset[str]) -> dict[str, Any]:
    """The columns of a row as values of their own."""
    names = {column.key for column in type(row).__table__.columns} - without
    return {name: deepcopy(getattr(row, name)) for name in names}
