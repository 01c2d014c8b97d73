"""Orders of evaluation dossiers: placed by a person, worked off by the worker."""

import uuid
from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.documents import policy, queries
from portal.documents.models import Document, DossierOrder
from portal.evaluation.models import EvaluationSession
from portal.jobs import service as jobs


def order_dossier(
    session: EvaluationSession, *, closed: frozenset[uuid.UUID], actor: Actor, at: datetime
) -> DossierOrder:
    """Order the dossier of a call; while one is being made, that one is the answer.

    `closed` are the applications of the call that a conflict closes to the person.
    """
    lock(session)
    require(policy.can_order_dossier(actor, session, closed=closed))
    waiting = queries.open_order(session.id)
    if waiting is not None:
        return waiting
    order = DossierOrder(session_id=session.id, ordered_by_id=actor.user_id, ordered_at=at)
    db.session.add(order)
    db.session.flush()
    audit.record(actor, "evaluation.dossier_ordered", order, at=at)
    jobs.enqueue("documents.dossier", {"order": str(order.id)}, at=at, dedupe_key=f"DOS:{order.id}")
    return order


def note_progress(order_id: uuid.UUID, done: int, total: int) -> None:
    """How many pieces of the dossier are bound."""
    order = db.session.get_one(DossierOrder, order_id)
    order.done, order.total = done, total


def finish_with_same(order_id: uuid.UUID, manifest: str, *, at: datetime) -> bool:
    """When nothing has changed since the last dossier, the order is done with that one."""
    order = db.session.get_one(DossierOrder, order_id)
    document = queries.dossier_with(order.session_id, manifest)
    if document is None:
        return False
    finish_order(order_id, document, manifest, at=at)
    return True


def finish_order(order_id: uuid.UUID, document: Document, manifest: str, *, at: datetime) -> None:
    """The dossier is there."""
    order = db.session.get_one(DossierOrder, order_id)
    order.done = order.total
    order.finished_at, order.document_id, order.manifest = at, document.id, manifest
    db.session.flush()
