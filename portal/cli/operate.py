"""Commands of the people who run the portal."""

import getpass
import sys
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from email_validator import EmailNotValidError, validate_email
from flask_migrate import upgrade

from portal import beside_or_inside, create_app
from portal.accounts import rules
from portal.accounts import service as accounts
from portal.actions import reading
from portal.actions import service as actions
from portal.core.access import SYSTEM
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.events import service as events


class Refused(Exception):
    """The command cannot do this; the message says why and what to do."""


def say(text: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def migrate() -> int:
    """Bring the database up to date."""
    with create_app().app_context():
        upgrade()
    say("The database is up to date.")
    return 0


def demand_current_database() -> None:
    """Raises Refused when the database lacks a migration."""
    newest = ScriptDirectory(str(beside_or_inside("migrations"))).get_current_head()
    with create_app().app_context(), db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present != newest:
        raise Refused("The database is not up to date. Run: portal migrate")


def load_action(file: Path) -> int:
    """Load or update the Actions of a file; loading it twice changes nothing."""
    if not file.is_file():
        raise Refused(f"{file}: there is no such file.")
    with create_app().app_context(), transaction():
        lines = actions.load_file(file, actor=SYSTEM, at=now())
        entries = reading.read(file).content.get("events") or []
        for line in [*lines, *events.load_reference(entries, at=now())]:
            say(line)
    return 0


def create_admin(email: str, name: str, *, from_stdin: bool) -> int:
    """Open an administrator's account; the password is asked for, never an argument."""
    password = sys.stdin.readline().rstrip("\n") if from_stdin else _ask()
    app = create_app()
    _check_email(email)
    rules.check_password(password, personal=(name, email))
    person = accounts.NewPerson(
        email=email, name=name, password_hash=accounts.hash_password(password)
    )
    with app.app_context(), transaction():
        accounts.create_administrator(person, actor=SYSTEM, at=now())
    say(f"{email} can sign in as administrator.")
    return 0


def _check_email(email: str) -> None:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as wrong:
        raise Refused(f"{email}: {wrong}") from wrong


def _ask() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise Refused("The two passwords differ.")
    return password
