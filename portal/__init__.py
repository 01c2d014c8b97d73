"""The grants portal: calls, applications, evaluation, grants, reports and events of Actions."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import config, web
from portal.config import Settings
from portal.core.db import db
from portal.web import extensions
from portal.web.design import version_of

PACKAGE = Path(__file__).resolve().parent
MEGABYTE = 1024 * 1024

# From the ground up; what exists of each is taken in.
AREAS = (
    "audit",
    "files",
    "jobs",
    "mail",
    "accounts",
    "organisations",
    "actions",
    "calls",
    "applications",
    "evaluation",
    "grants",
    "reporting",
    "events",
    "documents",
    "notices",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as one WSGI application."""
    settings = settings or config.from_environment()
    config.use(settings)
    design = beside_or_inside("static")
    app = Flask(
        "portal",
        template_folder=str(beside_or_inside("templates")),
        static_folder=str(design),
        static_url_path=f"/static/{version_of(design)}",
        instance_path=str(settings.instance),
    )
    _configure(app, settings)
    extensions.attach(app, migrations=beside_or_inside("migrations"))
    web.attach(app)
    for area in AREAS:
        _register(app, area)
    return app


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # its package does not exist
        return False


def beside_or_inside(folder: str) -> Path:
    """A folder of the project: beside the package in a work tree, inside it in a wheel."""
    beside = PACKAGE.parent / folder
    return beside if beside.is_dir() else PACKAGE / folder


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},  # works again right after an outage
        TESTING=settings.env == "test",
        WTF_CSRF_ENABLED=settings.env != "test",
        WTF_CSRF_TIME_LIMIT=None,  # ends with the session, so that long writing is not lost
        TRUSTED_HOSTS=[settings.host] if settings.is_production else None,
        SESSION_COOKIE_NAME="__Host-portal" if settings.is_https else "portal",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=12 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        MAX_FORM_PARTS=3000,  # a budget of 100 lines has about 15 fields a line
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static"] = app.static_url_path
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _register(app: Flask, area: str) -> None:
    for room in ("models", "tasks", "views"):
        name = f"portal.{area}.{room}"
        if not _exists(name):
            continue
        module = import_module(name)
        if room == "views":
            app.register_blueprint(module.bp)


__all__ = ["AREAS", "create_app", "db"]
