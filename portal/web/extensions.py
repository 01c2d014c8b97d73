"""The Flask extensions, each made once and attached to the application."""

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from portal.core.db import db
from portal.web.access import login

csrf = CSRFProtect()
migrate = Migrate(render_as_batch=True, compare_type=True)
babel = Babel()


def attach(app: Flask, *, migrations: Path) -> None:
    """Database, migrations, sign-in, anti-forgery tokens and languages."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(migrations))
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, default_locale="en", default_timezone="Europe/Belgrade")
