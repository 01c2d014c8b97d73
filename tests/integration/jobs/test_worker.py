"""Every job runs exactly once, comes back after a failure, and ends dead in the open."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.db import db, transaction
from portal.core.errors import RuleBroken
from portal.jobs import queries, registry, service, worker
from portal.jobs.models import Job
from portal.jobs.registry import recurring, task
from portal.jobs.states import JobState
from tests.factories.jobs import AT, make_dead_job, make_job
from tests.support.cast import Cast

LATER = AT + timedelta(days=3)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    """Handlers of these tests are gone after each."""
    monkeypatch.setattr(registry, "HANDLERS", registry.HANDLERS.copy())
    monkeypatch.setattr(registry, "RECURRING", {})
    monkeypatch.setattr(worker, "HANDLERS", registry.HANDLERS)
    monkeypatch.setattr(worker, "RECURRING", registry.RECURRING)


@pytest.fixture
def ran() -> list[tuple[dict, datetime]]:
    """What the handler of `test.work` was given, each time."""
    seen = []

    @task("test.work")
    def work(payload, at):
        seen.append((payload, at))

    return seen


@pytest.fixture
def failing() -> list[datetime]:
    """When the failing handler of `test.work` was called."""
    seen = []

    @task("test.work")
    def work(_payload, at):
        seen.append(at)
        raise OSError("disk full")

    return seen


def only_job() -> Job:
    return db.session.scalars(select(Job)).one()


def test_due_job_runs_once_with_its_payload(app, run_jobs, ran):
    make_job(payload={"id": 7})

    assert run_jobs(AT) == 1
    assert run_jobs(LATER) == 0

    assert ran == [({"id": 7}, AT)]
    assert (only_job().state, only_job().finished_at) == (JobState.DONE, AT)


def test_job_of_later_waits(app, run_jobs, ran):
    make_job(run_at=AT + timedelta(hours=1))

    assert run_jobs(AT) == 0
    assert run_jobs(AT + timedelta(hours=1)) == 1


def test_rolled_back_cause_leaves_no_job(app):
    with pytest.raises(RuleBroken), transaction():
        service.enqueue("test.work", {}, at=AT)
        raise RuleBroken("No.")

    assert db.session.scalars(select(Job)).all() == []


def test_same_dedupe_key_is_the_same_job(app, run_jobs, ran):
    first = make_job(dedupe_key="ACK:1:1")
    second = make_job(dedupe_key="ACK:1:1")
    run_jobs(AT)
    third = make_job(dedupe_key="ACK:1:1")

    assert first.id == second.id == third.id
    assert run_jobs(LATER) == 0
    assert len(ran) == 1


def test_dedupe_key_of_two_writers_at_the_same_time_is_one_job(portal):
    both = threading.Barrier(2)
    errors = []

    def write() -> None:
        try:
            with portal.app_context():
                both.wait(5)
                make_job(dedupe_key="once")
        except Exception as error:
            errors.append(error)

    _in_threads(write, write)

    with portal.app_context():
        assert errors == []
        assert only_job().dedupe_key == "once"


def test_two_workers_run_every_job_exactly_once(portal):
    seen, lock = [], threading.Lock()

    @task("test.work")
    def work(payload, _at):
        with lock:
            seen.append(payload["number"])

    with portal.app_context():
        for number in range(20):
            make_job(payload={"number": number})

    def drain() -> None:
        with portal.app_context():
            worker.drain(AT)

    _in_threads(drain, drain, drain)

    assert sorted(seen) == list(range(20))


def test_failed_job_comes_back_later_each_time(app, run_jobs, failing):
    make_job()

    run_jobs(AT)
    first = only_job()
    assert (first.state, first.attempts) == (JobState.READY, 1)
    assert first.last_error == "OSError: disk full"
    assert timedelta(seconds=7) < first.run_at - AT < timedelta(seconds=13)
    assert run_jobs(AT + timedelta(seconds=5)) == 0

    assert run_jobs(AT + timedelta(seconds=15)) == 1
    assert failing == [AT, AT + timedelta(seconds=15)]


def test_job_is_dead_after_its_last_try(app, run_jobs, failing):
    make_job(max_attempts=2)

    run_jobs(AT)
    run_jobs(LATER)

    assert (only_job().state, only_job().attempts) == (JobState.DEAD, 2)
    assert run_jobs(LATER + timedelta(days=1)) == 0


def test_failed_handler_keeps_nothing(app, run_jobs):
    @task("test.work")
    def work(_payload, at):
        with transaction():
            service.enqueue("test.other", {}, at=at)
            db.session.flush()
            raise OSError

    make_job()
    run_jobs(AT)

    assert only_job().kind == "test.work"


def test_job_without_a_handler_is_tried_again(app, run_jobs):
    make_job("test.unknown")

    run_jobs(AT)

    assert (only_job().state, only_job().last_error) == (JobState.READY, "KeyError: 'test.unknown'")


def test_job_of_a_worker_that_died_is_taken_over(app, run_jobs, ran):
    make_job()
    with transaction():
        service.claim(at=AT)

    assert run_jobs(AT + timedelta(minutes=9)) == 0
    assert run_jobs(AT + timedelta(minutes=11)) == 1
    assert (only_job().state, only_job().attempts) == (JobState.DONE, 2)


def test_job_of_a_worker_that_died_in_the_last_try_is_dead(app, run_jobs, ran):
    make_job(max_attempts=1)
    with transaction():
        service.claim(at=AT)

    assert run_jobs(LATER) == 0
    assert only_job().state == JobState.DEAD
    assert ran == []


def test_late_worker_does_not_finish_the_job_of_another(app, run_jobs):
    @task("test.work")
    def work(_payload, at):
        with transaction():  # meanwhile the lease ran out and another worker took the job
            service.claim(at=at + timedelta(hours=1))

    make_job()
    run_jobs(AT)

    assert (only_job().state, only_job().attempts) == (JobState.RUNNING, 2)


def test_recurring_work_is_queued_once_in_a_period(app, run_jobs):
    seen = []

    @recurring("test.hourly", every=timedelta(hours=1))
    def work(payload, at):
        seen.append((payload["period"], at))

    for minutes in (0, 10, 59, 60, 61):
        run_jobs(AT + timedelta(minutes=minutes), with_recurring=True)

    assert seen == [
        ("2026-12-04T11:00:00+00:00", AT),
        ("2026-12-04T12:00:00+00:00", AT + timedelta(hours=1)),
    ]


def test_tidy_forgets_old_rounds_and_keeps_one_off_jobs(app, run_jobs, ran):
    @recurring("test.hourly", every=timedelta(hours=1))
    def work(_payload, _at):
        """Nothing to do."""

    make_job()
    run_jobs(AT, with_recurring=True)

    with transaction():
        service.forget_recurring(frozenset({"test.hourly"}), at=LATER)

    assert only_job().kind == "test.work"


def test_worker_works_until_it_is_stopped_and_finishes_the_job_in_hand(portal):
    stop, began, ended = threading.Event(), threading.Event(), threading.Event()

    @task("test.work")
    def work(_payload, _at):
        began.set()
        stop.wait(5)
        ended.set()

    with portal.app_context():
        make_job(at=clock.now())
    thread = threading.Thread(target=worker.run, args=(portal, stop))
    thread.start()
    assert began.wait(10)
    stop.set()
    thread.join(10)

    assert not thread.is_alive()
    assert ended.is_set()
    with portal.app_context():
        assert only_job().state == JobState.DONE


def test_oldest_waiting_tells_since_when_nothing_is_done(app):
    make_job(run_at=AT)
    make_job(run_at=AT + timedelta(hours=1))

    assert queries.oldest_waiting(AT + timedelta(hours=2)) == AT
    assert queries.oldest_waiting(AT - timedelta(hours=1)) is None


def test_administrator_lets_a_dead_job_try_again(app, sign_in_as, run_jobs, ran):
    client = sign_in_as(Cast().person("administrator"))
    job = make_dead_job()
    page = client.get_page("jobs.index")
    assert "OSError: disk full" in page.select_one("tbody tr").text

    client.send("jobs.retry", job_id=job.id)

    run_jobs(datetime.now(UTC) + timedelta(minutes=1))
    assert db.session.get_one(Job, job.id).state == JobState.DONE
    assert client.get_page("jobs.index").select("tbody tr") == []


def test_jobs_page_says_that_the_worker_is_away(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    make_job(at=AT - timedelta(days=365))

    assert "The worker is not running." in client.get_page("jobs.index").text


def test_job_that_has_not_failed_is_not_retried(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    job = make_job()

    response = client.post(f"/admin/jobs/{job.id}/retry")

    assert response.status_code == 403
    assert "This job has not failed." in response.text


def _in_threads(*works) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
