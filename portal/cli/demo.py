"""`portal demo`: a living programme from nothing, with one command."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from types import FrameType
from urllib.request import urlopen

from flask_migrate import upgrade

from portal import config, create_app
from portal.cli.operate import Refused, say
from portal.core.clock import now
from portal.demo import guard
from portal.demo.build import build
from portal.demo.guard import SignIn
from portal.demo.people import sign_ins

PATIENCE = 60  # seconds until the web server must answer
GRACE = 15  # seconds to finish what is in hand


def run(host: str, port: int, *, is_served: bool, as_json: bool) -> int:
    """Migrate, make the demo programme, start web and worker, print how to sign in."""
    os.environ.setdefault("PORTAL_ENV", "demo")
    os.environ.setdefault("PORTAL_BASE_URL", f"http://{host}:{port}")
    settings = config.from_environment()
    if settings.is_production:
        raise Refused("PORTAL_ENV is production; the demo does not run there.")
    if is_served:
        _demand_free(host, port)
    people = _make()
    if not is_served:
        _tell(settings.base_url, people, as_json=as_json)
        return 0
    return _serve(host, port, lambda: _tell(settings.base_url, people, as_json=as_json))


def _make() -> list[SignIn]:
    with create_app().app_context():
        upgrade()
        guard.claim()
        if not guard.is_finished():
            sys.stderr.write("Making the demo programme. This takes about a minute.\n")
            guard.start_over()
            build(at=now())
            guard.finish()
    return sign_ins()


def _demand_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise Refused(f"Port {port} is in use. Choose another with --port.") from taken


def _tell(address: str, people: list[SignIn], *, as_json: bool) -> None:
    if as_json:
        listed = [asdict(person) for person in people]
        say(json.dumps({"address": address, "sign_ins": listed}, ensure_ascii=False, indent=2))
        return
    say(f"\nThe demo is at {address}\n")
    for person in people:
        say(f"  {person.kind:<26} {person.email:<40} {person.password}")
    say("")


def _serve(host: str, port: int, when_ready: Callable[[], None]) -> int:
    children = [_start("serve", "--host", host, "--port", str(port)), _start("worker")]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _await_answer(host, port, children)
        when_ready()
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        sys.stderr.write("portal: a process of the demo ended by itself.\n")
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _end(children)


def _start(*command: str) -> "subprocess.Popen[bytes]":
    """A process of ours with a group of its own, so that it can be ended with all it started."""
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", "portal.cli", *command], start_new_session=True
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _await_answer(host: str, port: int, children: "list[subprocess.Popen[bytes]]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children):
            raise Refused("The demo could not start; the reason stands above.")
        try:
            with urlopen(f"http://{host}:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise Refused(f"The web server did not answer within {PATIENCE} seconds.")


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
        with suppress(ProcessLookupError):  # a server process that was just starting may outlive it
            os.killpg(child.pid, signal.SIGKILL)
