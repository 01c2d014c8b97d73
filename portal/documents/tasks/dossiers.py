"""Making an evaluation dossier in the background, with its progress told as it goes."""

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from portal.core.clock import day_in
from portal.core.db import transaction
from portal.core.errors import Conflict
from portal.documents import queries, rules, service
from portal.documents.engine.finish import page_count
from portal.documents.gather import SOURCES
from portal.documents.layouts.dos import EvaluationDossier, render_dossier, without_head
from portal.documents.tasks.issuing import TRIES, reading
from portal.files.store import store
from portal.jobs.registry import Payload, task

KIND = "DOS"
TOLD_TIMES = 40  # how often the progress is written down, at most


@dataclass(frozen=True)
class _Ready:
    """What was read: the data, and how it is known whether anything is new."""

    about: service.About
    place: rules.Place
    data: EvaluationDossier
    manifest: str


@task("documents.dossier")
def dossier(payload: Payload, at: datetime) -> None:
    """Make the dossier that somebody ordered; the same content is never issued twice.

    Shape: {"order": id}. The handler may run twice: a finished order is left alone.
    """
    order_id = uuid.UUID(str(payload["order"]))
    for _ in range(TRIES):
        ready = _read(order_id, at)
        if ready is None:
            return
        with transaction():
            if service.finish_with_same(order_id, ready.manifest, at=at):
                return
            service.note_progress(order_id, 0, ready.data.steps)
        content = render_dossier(ready.data, store().get, _teller(order_id, ready.data.steps))
        try:
            with transaction():
                made = service.issue(
                    ready.about, ready.place, content, pages=page_count(content), at=at
                )
                service.finish_order(order_id, made, ready.manifest, at=at)
        except Conflict:
            continue
        return
    raise Conflict("The series is too busy: no number could be taken.")


def _read(order_id: uuid.UUID, at: datetime) -> _Ready | None:
    with reading():
        order = queries.dossier_order(order_id)
        if order is None or order.finished_at is not None:
            return None
        found = SOURCES[KIND](order.session_id)
        today = day_in(found.zone, at)
        last = queries.latest(KIND, order.session_id)
        if last is None:
            code = found.action.code if found.action else "PORTAL"
            place = queries.next_place(rules.series(code, found.part, KIND, today.year))
        else:
            place = replace(
                queries.place_of(last), version=queries.latest_version(last.reference) + 1
            )
        data = found.build(found.letterhead(place, today))
        if not isinstance(data, EvaluationDossier):
            raise TypeError(data)
        return _Ready(found.about, place, data, manifest_of(data))


def manifest_of(data: EvaluationDossier) -> str:
    """The fingerprint of what a dossier says and holds, whatever its version and day."""
    return hashlib.sha256(repr(without_head(data)).encode()).hexdigest()


def _teller(order_id: uuid.UUID, steps: int) -> "_Teller":
    return _Teller(order_id, steps)


class _Teller:
    """Writes the progress down, not more often than is worth a transaction."""

    def __init__(self, order_id: uuid.UUID, steps: int) -> None:
        self.order_id, self.steps = order_id, steps
        self.every = max(1, steps // TOLD_TIMES)

    def __call__(self, done: int) -> None:
        if done % self.every == 0:
            with transaction():
                service.note_progress(self.order_id, done, self.steps)
