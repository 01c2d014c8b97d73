"""The documents a draft asks for: added, changed, ordered, removed."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call, DocumentSlot
from portal.calls.service import order
from portal.core.access import Actor, require
from portal.core.db import db
from portal.core.text import clean, clean_name, fold


@dataclass(frozen=True)
class AskedDocument:
    """One document as the manager describes it.

    Shape: stage application or eligibility; `formats` are name endings, `supports` check codes.
    """

    label: str
    help: str
    stage: str
    formats: list[str]
    is_required: bool
    supports: list[str]


def add_slot(call: Call, asked: AskedDocument, *, actor: Actor, at: datetime) -> DocumentSlot:
    """Ask for one more document, behind the others."""
    require(policy.can_edit(actor, call))
    slot = DocumentSlot(
        position=len(call.document_slots) + 1, key=_key(call, asked.label), **_values(asked)
    )
    call.document_slots.append(slot)
    db.session.flush()
    audit.record(actor, "call.document_added", call, at=at, details=_values(asked))
    return slot


def set_slot(
    slot: DocumentSlot, asked: AskedDocument, *, call: Call, actor: Actor, at: datetime
) -> None:
    """Describe a document anew; its key stays."""
    require(policy.can_edit(actor, call))
    for name, value in _values(asked).items():
        setattr(slot, name, value)
    details = {"key": slot.key, **_values(asked)}
    audit.record(actor, "call.document_changed", call, at=at, details=details)


def move_slot(slot: DocumentSlot, step: int, *, call: Call, actor: Actor, at: datetime) -> None:
    """One place up (-1) or down (+1)."""
    require(policy.can_edit(actor, call))
    order.shift(call.document_slots, slot, step)
    details = {"key": slot.key, "step": step}
    audit.record(actor, "call.document_moved", call, at=at, details=details)


def remove_slot(slot: DocumentSlot, *, call: Call, actor: Actor, at: datetime) -> None:
    """Ask for it no longer, also not by a question of the form."""
    require(policy.can_edit(actor, call))
    for question in [one for one in call.form_sections if one.slot_key == slot.key]:
        call.form_sections.remove(question)
        db.session.delete(question)
    call.document_slots.remove(slot)
    db.session.delete(slot)
    order.number(call.document_slots)
    audit.record(actor, "call.document_removed", call, at=at, details={"key": slot.key})


def _values(asked: AskedDocument) -> dict[str, Any]:
    return vars(asked) | {"label": clean_name(asked.label), "help": clean(asked.help)}


def _key(call: Call, label: str) -> str:
    """A short name made of the label, not yet used in this call."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:24] or "document"
    taken = {slot.key for slot in call.document_slots}
    names = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
