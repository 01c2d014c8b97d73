"""Fixtures every test may use.

Which databases: a test that needs one (it asks for `app`, `portal` or anything built on them) runs
once on SQLite and once on PostgreSQL (once in all when marked `one_database`).
`--database sqlite` or `--database postgresql` runs one only; PORTAL_REQUIRE_PG=1 fails instead of
skipping where PostgreSQL is missing.

    app           the portal with a clean database, inside its application context
    client        a visitor; client.get_page("calls.index") -> BeautifulSoup
    sign_in_as    sign_in_as(user) -> client of that person
    run_jobs      run_jobs(at=None) runs what is due, as the worker does; answers how many
    smtp          a real mail server; smtp.messages, smtp.to("a@example.org")
    count_queries with count_queries() as seen: ...
    demo_made     what `portal demo --no-serve --json` made and told
"""

import gc
import os
import shutil
import smtplib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from portal import AREAS, config, create_app
from portal.config import Settings
from portal.core.db import db
from tests.support import demo, people
from tests.support import queries as query_counter
from tests.support.client import Client
from tests.support.databases import Database, PostgresDatabase, Sqlite
from tests.support.demo import Demo
from tests.support.jobs import run_due
from tests.support.mailbox import Mailbox, free_port
from tests.support.postgres import Postgres, bindir

for _area in AREAS:  # every table is known before the first query is written
    if find_spec(f"portal.{_area}") and find_spec(f"portal.{_area}.models"):
        import_module(f"portal.{_area}.models")

KINDS = ("sqlite", "postgresql")
# A busy machine must not fail a test of arithmetic, and each run tries the same values.
hypothesis.settings.register_profile(
    "portal",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("portal")
BASE_URL = "http://localhost"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        default=os.environ.get("PORTAL_TEST_DATABASE", "both"),
        choices=("both", *KINDS),
        help="run what needs a database on both kinds (default) or on one",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones (they carry a time limit of their own) first: none is left over at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look at it again in each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_xdist_auto_num_workers() -> int:
    """`-n auto` is one process more than processors: in a browser test ours waits for Chromium."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        kinds = KINDS if chosen == "both" else (chosen,)
        if chosen == "both" and metafunc.definition.get_closest_marker("one_database"):
            kinds = KINDS[:1]
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for this test process, in memory where there is such a place."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="portal", dir=memory if memory.is_dir() else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


_made: dict[str, tuple[Flask, Database, Settings]] = {}


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, scratch: Path) -> str:
    """The kind of database of this test; the portal for it is made once in a process."""
    kind: str = request.param
    if kind not in _made:
        folder = scratch / kind
        folder.mkdir(exist_ok=True)
        _made[kind] = _make(_database(kind, folder), folder)
    return kind


def _database(kind: str, folder: Path) -> Database:
    if kind == "sqlite":
        return Sqlite(folder)
    binaries = bindir()
    if binaries is None:
        if os.environ.get("PORTAL_REQUIRE_PG") == "1":
            pytest.fail("PostgreSQL is required and was not found.")
        pytest.skip("PostgreSQL was not found.")
    return PostgresDatabase(Postgres(binaries))


def _make(database: Database, folder: Path) -> tuple[Flask, Database, Settings]:
    instance = folder / "instance"
    instance.mkdir()
    settings = Settings(
        env="test",
        instance=instance,
        database_url=database.url,
        base_url=BASE_URL,
        secret_key="a secret for tests only, long enough",
        mail_server="127.0.0.1",
        mail_port=free_port(),
        mail_use_tls=False,
        log_level="ERROR",
        argon2_memory=8,
        argon2_time=1,
    )
    app = create_app(settings)
    app.test_client_class = Client
    return app, database, settings


@pytest.fixture
def portal(database: str) -> Iterator[Flask]:
    """The portal with a clean database and empty folders; no context is open."""
    app, where, settings = _made[database]
    _use(app, settings)
    where.renew()
    yield app
    _close(app)
    for thing in settings.instance.iterdir():
        shutil.rmtree(thing) if thing.is_dir() else thing.unlink()


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.rollback()
        for engine in db.engines.values():
            engine.dispose()


def _use(app: Flask, settings: Settings) -> None:
    """Make this portal the one of the process, as create_app did."""
    config.use(settings)


@pytest.fixture
def another_portal(portal: Flask) -> Iterator[Callable[[Settings], Flask]]:
    """Make an application of its own on the same database: another_portal(settings)."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        made.append(create_app(settings))
        made[-1].test_client_class = Client
        return made[-1]

    yield make
    for app in made:
        _close(app)


@pytest.fixture
def bare_database(database: str) -> Iterator[tuple[Flask, Database]]:
    """The portal with a database that has no tables, for migrations."""
    app, where, settings = _made[database]
    _use(app, settings)
    where.empty()
    yield app, where
    _close(app)


@pytest.fixture
def app(portal: Flask) -> Iterator[Flask]:
    """The portal with its application context open, so that queries and services can be called."""
    with portal.app_context():
        yield portal


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor."""
    return app.test_client()


@pytest.fixture
def cli(app: Flask) -> FlaskCliRunner:
    """Runs `flask ...` commands."""
    return app.test_cli_runner()


@pytest.fixture
def sign_in_as(app: Flask) -> Callable[[Any], Client]:
    """The client of a person with an account."""

    def sign_in(user: Any) -> Client:
        client: Client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(people.cookie_of(people.begin_session(user)))
        client.user = user
        return client

    return sign_in


@pytest.fixture
def count_queries() -> Any:
    return query_counter.count_queries


@pytest.fixture
def run_jobs(portal: Flask) -> Callable[..., int]:
    """Run the jobs that are due at `at` (now, when not given), as the worker would."""
    return lambda at=None, **options: run_due(portal, at, **options)


@pytest.fixture(autouse=True)
def _no_mail(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would open an SMTP connection without asking for `smtp` fails."""
    if "smtp" in request.fixturenames:
        return

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        pytest.fail("This test opened an SMTP connection; ask for the fixture `smtp`.")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)


@pytest.fixture
def smtp(portal: Flask) -> Iterator[Mailbox]:
    """A real mail server at the address that the portal's settings name."""
    mailbox = Mailbox(config.current().mail_port)
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo programme: made once, whatever the number of test processes. Copy, never change."""
    if given := os.environ.get("PORTAL_TEST_DEMO"):
        return demo.made(Path(given))
    root = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    return demo.made((root.parent if is_worker else root) / "demo-made")


@pytest.fixture
def settings(portal: Flask) -> Callable[..., Settings]:
    """Change settings for this test: settings(mail_server="")."""

    def change(**changes: Any) -> Settings:
        changed = replace(config.current(), **changes)
        _use(portal, changed)
        return changed

    return change
