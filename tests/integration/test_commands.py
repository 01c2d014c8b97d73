"""The `portal` command refuses in words and does what it says."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
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


def test_demo_is_made_serves_and_ends_whole(run):
    port = free_port()
    made = run("demo", "--no-serve", "--json", "--port", str(port))
    told = json.loads(made.stdout)

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

    assert body == b"ok\n"
    assert demo.returncode == 0
    assert _left_at(port) == []


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
