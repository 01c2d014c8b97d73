"""Play the hour before a deadline on this machine, then compare what people were told with
the data.

    python -m tests.load --database sqlite --people 300 --minutes 6

Makes a database, starts `portal serve` with two server processes and `portal worker`, lets locust
play the people, stops everything, checks, prints the figures; answers 1 when a target is missed.
Nothing leaves this machine: only 127.0.0.1 is used, and every step has a time limit.
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from sqlalchemy import create_engine, text

from portal import config, create_app
from tests.load import plan, prepare, verify
from tests.support.postgres import Postgres, bindir

HERE = Path(__file__).parent
TARGETS = {"submit": 2000, "autosave": 300}  # p95 in milliseconds
LATE = 0.03  # of the people press the button after the deadline


def main() -> int:
    """Run it; answers the exit status."""
    chosen = _chosen()
    _demand_free(chosen.port)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-load")))
        environ = _environ(folder, chosen.port, _database(stack, chosen.database, folder))
        os.environ.update(environ)
        subprocess.run([*_PORTAL, "migrate"], check=True, timeout=300, env=environ)
        app = create_app(config.from_environment())
        with app.app_context():
            people = prepare.fill(chosen.people)
        for command in (["serve", "--port", str(chosen.port), "--workers", "2"], ["worker"]):
            stack.enter_context(_running(command, folder, environ))
        _await(environ["PORTAL_BASE_URL"])
        begun = datetime.now(UTC)
        closes_at = begun + timedelta(seconds=chosen.ramp, minutes=chosen.minutes)
        with app.app_context():
            prepare.set_deadline(people["call"], closes_at)
        told = _play(chosen, folder, environ, people, closes_at)
        with app.app_context():
            faults = verify.faults(told["seen"], closes_at)
    return _report(chosen, told, faults)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=60, help="how long the hour takes")
    parser.add_argument("--ramp", type=float, default=60, help="seconds in which all sign in")
    parser.add_argument("--port", type=int, default=8128)
    return parser.parse_args()


_PORTAL = (sys.executable, "-m", "portal.cli")


def _environ(folder: Path, port: int, database: str | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | {
        "PORTAL_ENV": "production",
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_INSTANCE": str(folder / "instance"),
        **({"PORTAL_DATABASE_URL": database} if database else {}),
    }


def _database(stack: ExitStack, kind: str, folder: Path) -> str | None:
    """The address of a new PostgreSQL database on a server of our own; None means SQLite."""
    if kind == "sqlite":
        return None
    binaries = bindir()
    if binaries is None:
        raise SystemExit("PostgreSQL was not found.")
    server = Postgres(binaries, is_durable=True)
    stack.callback(server.stop)
    admin = create_engine(server.url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE portal"))
    admin.dispose()
    return server.url("portal")


@contextmanager
def _running(command: list[str], folder: Path, environ: dict[str, str]) -> Iterator[None]:
    """One process of the portal; its log stays beside the database."""
    with (folder / f"{command[0]}.log").open("wb") as log:
        process = subprocess.Popen([*_PORTAL, *command], stdout=log, stderr=log, env=environ)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    if os.environ.get("LOAD_KEEP"):
        shutil.copy(folder / f"{command[0]}.log", os.environ["LOAD_KEEP"])


def _demand_free(port: int) -> None:
    """Whatever answers there already would be measured in place of the portal."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise SystemExit(f"Something else answers on port {port}. Choose another: --port")


def _await(url: str) -> None:
    for _ in range(150):
        try:
            with urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The portal did not start.")


def _play(
    chosen: argparse.Namespace,
    folder: Path,
    environ: dict[str, str],
    people: dict[str, Any],
    closes_at: datetime,
) -> dict[str, Any]:
    """Locust plays the people; answers what they saw and the figures."""
    pressed = chosen.minutes / plan.HOUR
    late = max(1, round(chosen.people * LATE))
    lefts = plan.minutes_left(chosen.people)
    for at, (person, left) in enumerate(zip(people["people"], lefts, strict=True)):
        person["is_late"] = at < late
        after = 1 + at if person["is_late"] else -max(1.0, left * pressed * 60)
        person["submits_at"] = closes_at.timestamp() + after
        person["writes_until"] = min(person["submits_at"], closes_at.timestamp()) - 5
    script, seen = folder / "plan.json", folder / "seen.json"
    script.write_text(json.dumps({**people, "url": environ["PORTAL_BASE_URL"]}))
    limit = chosen.ramp + chosen.minutes * 60 + late + 60
    done = subprocess.run(
        [
            sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless",
            "--users", str(chosen.people), "--spawn-rate", str(chosen.people / chosen.ramp),
            "--run-time", f"{limit:.0f}s", "--stop-timeout", "5", "--only-summary",
            "--host", environ["PORTAL_BASE_URL"],
        ],
        check=False,
        timeout=limit + 120,
        env={**environ, "LOAD_PLAN": str(script), "LOAD_SEEN": str(seen)},
    )  # fmt: skip
    if not seen.exists():
        raise SystemExit(f"locust ended with {done.returncode} and told nothing.")
    answer: dict[str, Any] = json.loads(seen.read_text())
    return answer


def _report(chosen: argparse.Namespace, told: dict[str, Any], faults: list[str]) -> int:
    figures = {entry["name"]: entry for entry in told["figures"]}
    missed = [
        f"{name}: p95 is {figures[name]['p95']} ms, not under {target}"
        for name, target in TARGETS.items()
        if name in figures and figures[name]["p95"] >= target
    ]
    missed += [f"{count} answers {code}" for code, count in told["statuses"].items()
               if code.startswith("5") or code == "0"]  # fmt: skip
    missed += [f"{entry['failures']} refusals of {entry['name']!r}" for entry in told["figures"]
               if entry["failures"]]  # fmt: skip
    out = sys.stdout.write
    out(f"\n{chosen.database}: {chosen.people} people, the hour in {chosen.minutes:g} minutes\n")
    out(f"{'what':<18}{'count':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'most ms':>9}\n")
    for name, entry in sorted(figures.items()):
        row = "".join(f"{entry[key]:>8.0f}" for key in ("count", "p50", "p95", "p99"))
        out(f"{name:<18}{row}{entry['most']:>9.0f}\n")
    for fault in [*missed, *faults[:40]]:
        out(f"MISSED {fault}\n")
    out(f"answers by status: {told['statuses']}; faults in the data: {len(faults)}\n")
    return 1 if missed or faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
