"""The `portal` command."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from portal.cli import demo, operate, serve
from portal.config import SettingsError
from portal.core.errors import PortalError
from portal.demo.guard import NotADemo


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except (SettingsError, PortalError, NotADemo, operate.Refused) as refused:
        sys.stderr.write(f"portal: {refused}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="portal", description="The grants portal.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_demo(commands)
    _add_operate(commands)
    return parser


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    web = commands.add_parser("serve", help="answer requests")
    web.add_argument("--host", default="127.0.0.1")
    web.add_argument("--port", type=int, default=8000)
    web.add_argument("--workers", type=int, default=2, help="server processes (default 2)")
    web.set_defaults(run=lambda chosen: serve.web(chosen.host, chosen.port, chosen.workers))
    worker = commands.add_parser("worker", help="send mail, make documents, do recurring work")
    worker.set_defaults(run=lambda _chosen: serve.worker())


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("demo", help="make the demo programme and start it")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-serve", action="store_true", help="make it, but do not start it")
    parser.add_argument("--json", action="store_true", help="print the sign-ins as JSON")
    parser.set_defaults(
        run=lambda chosen: demo.run(
            chosen.host, chosen.port, is_served=not chosen.no_serve, as_json=chosen.json
        )
    )


def _add_operate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    migrate.set_defaults(run=lambda _chosen: operate.migrate())
    load = commands.add_parser("load-action", help="load or update an Action from its file")
    load.add_argument("file", type=Path)
    load.set_defaults(run=lambda chosen: operate.load_action(chosen.file))
    admin = commands.add_parser("create-admin", help="open an administrator's account")
    admin.add_argument("--email", required=True)
    admin.add_argument("--name", required=True)
    admin.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    admin.set_defaults(
        run=lambda chosen: operate.create_admin(
            chosen.email, chosen.name, from_stdin=chosen.password_stdin
        )
    )
