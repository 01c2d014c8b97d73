"""How long a large call takes: 500 applications, two assessors each. Run by hand, not by pytest.

    python -m tests.bench.evaluation [applications]

Makes everything in a folder of its own on SQLite, prints the figures of README.md, leaves nothing.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from portal import create_app
from portal.config import Settings
from portal.core.access import Actor, Held
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.documents import queries as documents
from portal.documents import service
from portal.documents.tasks import dossier, issue
from portal.evaluation import queries
from portal.evaluation import service as evaluation
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.states import AssessmentState, SessionState
from portal.files import queries as files
from tests.factories.accounts import actor_of
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_session,
    seat,
)
from tests.support import people
from tests.support.queries import count_queries

ASSESSORS = 12
LOOKS = 5


@contextmanager
def portal() -> Iterator[Flask]:
    """An empty portal in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            env="test",
            instance=Path(folder),
            database_url=f"sqlite:///{folder}/bench.sqlite3",
            base_url="http://localhost",
            secret_key="b" * 40,
            log_level="ERROR",
        )
        app = create_app(settings)
        with app.app_context():
            upgrade()
            yield app


def timed(what: str, work: Callable[[], object]) -> float:
    """Do it once and print how long it took, and how much of the processor."""
    began, used = time.perf_counter(), time.process_time()
    work()
    took, used = time.perf_counter() - began, time.process_time() - used
    sys.stdout.write(f"{what}: {took:.2f} s, {used:.2f} s of the processor\n")
    sys.stdout.flush()
    return took


def make(count: int) -> EvaluationSession:
    """A session that ranks: every application with two locked sheets, full of words."""
    seats = ("chair", "secretary", *["voter"] * 3, *["assessor"] * ASSESSORS)
    session = make_session(state=SessionState.RANKING, seats=seats)
    for lot in session.call.lots:
        lot.envelope, lot.max_grants = Decimal(1_000_000), 100
    for number in range(count):
        lots = session.call.lots
        one = make_candidate(session, lot=lots[number % len(lots)].code)
        for place in range(2):
            who = seat(session, "assessor", (number * 2 + place) % ASSESSORS)
            scores = 3 + (number * 7 + place) % 3
            sheet = make_assessment(
                one, who, scores=scores, position=place + 1, state=AssessmentState.LOCKED
            )
            sheet.strengths = "The team knows the place and the people. " * 12
            sheet.weaknesses = "The indicators of the outcome could be sharper. " * 10
            for comment in sheet.comments:
                comment.text = "Well argued, with figures that can be checked on the spot. " * 5
        if number % 50 == 0:
            db.session.commit()
    db.session.commit()
    return load_session(session)


def look(app: Flask, session: EvaluationSession, path: str, user: object) -> None:
    """The best of some looks at a page, with its number of statements."""
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update(people.cookie_of(people.begin_session(user)))
    found, queries_seen = [], 0
    for _ in range(LOOKS):
        db.session.remove()
        with count_queries() as seen:
            began = time.process_time()
            answer = client.get(f"/manage/calls/{session.call.reference}/{path}")
            found.append(time.process_time() - began)
        queries_seen = len(seen)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
    sys.stdout.write(
        f"page {path}: {min(found) * 1000:.0f} ms of the processor, {queries_seen} queries\n"
    )


def main() -> None:
    """Make, look, bind."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    os.environ.pop("PORTAL_INSTANCE", None)
    with portal() as app:
        made: list[EvaluationSession] = []
        timed(f"making {count} applications", lambda: made.append(make(count)))
        session = made[0]
        key, reference = session.id, session.call.reference
        secretary = seat(session, "secretary")
        for path in ("ranking", "planner", "scores/matrix"):
            look(app, load(key), path, secretary)
        sheets = [one.id for one in db.session.query(Assessment)]
        dossiers = [one.id for one in queries.applications_of(load(key).call_id)]
        at = now()
        timed(
            f"issuing {len(sheets)} sheets",
            lambda: [issue({"kind": "ASH", "subject": str(one)}, at) for one in sheets],
        )
        timed(
            f"issuing {len(dossiers)} consolidated sheets",
            lambda: [issue({"kind": "CON", "subject": str(one)}, at) for one in dossiers],
        )
        freeze(key, actor_of(secretary))
        order_id = order(key, actor_of(secretary))
        timed("dossier", lambda: dossier({"order": str(order_id)}, now()))
        found = documents.latest("DOS", key)
        if found is None:
            raise SystemExit("No dossier was made.")
        size = files.get(found.file_id).size / 1024 / 1024
        sys.stdout.write(f"dossier of {reference}: {found.pages} pages, {size:.1f} MB\n")


def load(key: object) -> EvaluationSession:
    """The session as a request reads it."""
    found = queries.session_by_id(key)
    if found is None:
        raise LookupError(key)
    return found


def freeze(key: object, secretary: Actor) -> None:
    with transaction():
        session = load(key)
        for lot_id in evaluation.propose(session.call):
            evaluation.freeze(session, lot_id, set_back={}, actor=secretary, at=now())
    with transaction():
        session = load(key)
        session.state, session.report_drafted_at = SessionState.REPORT_SIGNED, now()
        session.opened_at = now() - timedelta(days=9)


def order(key: object, secretary: Actor) -> object:
    with transaction():
        session = load(key)
        actor = Actor(
            secretary.user_id, secretary.name, secretary.email,
            roles=(Held("call", session.call_id, "secretary"),),
        )  # fmt: skip
        return service.order_dossier(session, closed=frozenset(), actor=actor, at=now()).id


if __name__ == "__main__":
    main()
