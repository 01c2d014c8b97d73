"""The `portal` command refuses in words and does what it says."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.mailbox import free_port


@pytest.fixture
def run(tmp_path):
    """Run `portal ...` in a process of its own, on a SQLite database of its own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
    environ = {**kept, "PORTAL_INSTANCE": str(tmp_path)}

    def command(*arguments: str, words: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "portal.cli", *arguments],
            check=False,
            capture_output=True,
            text=True,
            input=words,
            timeout=200,
            env=environ | more,
        )

    command.environ = environ
    return command


def test_serve_refuses_production_without_a_secret(run):
    done = run("serve", PORTAL_BASE_URL="https://grants.example.org")

    assert done.returncode == 2
    assert done.stderr.startswith("portal: PORTAL_SECRET_KEY is missing.")


def test_serve_refuses_a_database_that_is_not_up_to_date(run):
    done = run("serve", PORTAL_ENV="development")

    assert done.returncode == 2
    assert done.stderr == "portal: The database is not up to date. Run: portal migrate\n"


def test_demo_refuses_production(run):
    done = run("demo", "--no-serve", PORTAL_ENV="production", PORTAL_SECRET_KEY="x" * 40)

    assert done.returncode == 2
    assert "the demo does not run there" in done.stderr


def test_load_action_names_a_missing_file(run):
    done = run("load-action", "/no/such/file.yaml")

    assert done.returncode == 2
    assert done.stderr == "portal: /no/such/file.yaml: there is no such file.\n"


def test_create_admin_opens_an_account_that_is_refused_twice(run):
    run("migrate")
    wanted = ("create-admin", "--email", "Admin@example.org", "--name", "Ana Petrova")
    password = "correct horse battery staple\n"

    first = run(*wanted, "--password-stdin", words=password)
    second = run(*wanted, "--password-stdin", words=password)

    assert (first.returncode, first.stdout) == (
        0,
        "Admin@example.org can sign in as administrator.\n",
    )
    assert second.returncode == 2
    assert "There is an account for this address already" in second.stderr


def test_create_admin_refuses_a_weak_password(run):
    done = run(
        "create-admin",
        "--email",
        "a@example.org",
        "--name",
        "A",
        "--password-stdin",
        words="short\n",
    )

    assert done.returncode == 2
    assert done.stderr == "portal: Password must be 12 characters or more\n"


@pytest.mark.timeout(900)
def test_demo_made_again_changes_nothing_serves_and_ends_whole(run, demo_made, tmp_path):
    port = free_port()
    shutil.copytree(demo_made.instance, tmp_path, dirs_exist_ok=True)
    before = _rows(tmp_path / "portal.sqlite3")
    made = run("demo", "--no-serve", "--json", "--port", str(port))
    told = json.loads(made.stdout)
    after = _rows(tmp_path / "portal.sqlite3")

    demo = subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=run.environ,
    )
    try:
        _wait_for_line(demo, told["address"])
        with urlopen(f"{told['address']}/healthz", timeout=10) as answer:
            body = answer.read()
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(30)
        demo.stdout.close()

    assert before["grants"] >= 13
    assert after == before
    assert told["sign_ins"] == demo_made.sign_ins
    assert body == b"ok\n"
    assert demo.returncode == 0
    assert _left_at(port) == []


def _rows(file: Path) -> dict[str, int]:
    """How many rows each table holds."""
    with closing(sqlite3.connect(file)) as database:
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in named
        }


def _wait_for_line(process: subprocess.Popen[bytes], words: str) -> None:
    for line in process.stdout:
        if words in line.decode():
            return
    raise AssertionError("The demo ended before it told its address.")


def _left_at(port: int) -> list[str]:
    """Processes of this demo that are still there a moment later."""
    time.sleep(0.5)
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended while we looked
            lines.append(file.read_text().replace("\0", " "))
    return [line for line in lines if f"--port {port}" in line]
