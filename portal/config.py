"""Settings from the environment, with safe defaults; fails loudly at start.

Every setting is `PORTAL_<NAME>`. `current()` gives the settings this process runs with, so that
the domain can read them without knowing the web.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ENVIRONMENTS = ("production", "development", "demo", "test")
PROJECT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """How this portal runs.

    Units: argon2_memory in KiB; trusted_proxies is the number of proxies in front of the portal.
    """

    env: str
    instance: Path
    database_url: str
    base_url: str
    secret_key: str
    mail_server: str = ""
    mail_port: int = 587
    mail_username: str = ""
    mail_password: str = ""
    mail_use_tls: bool = True
    mail_from: str = "Grants portal <portal@example.org>"
    mail_reply_to: str = ""
    trusted_proxies: int = 0
    log_level: str = "INFO"
    argon2_memory: int = 19 * 1024
    argon2_time: int = 2

    @property
    def is_production(self) -> bool:
        """Whether real people's data is at stake: everything is strict."""
        return self.env == "production"

    @property
    def host(self) -> str:
        """Host (with its port, when it names one) of the address people use."""
        return urlsplit(self.base_url).netloc

    @property
    def is_https(self) -> bool:
        """Whether people reach the portal over HTTPS."""
        return self.base_url.startswith("https://")

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is one local file."""
        return self.database_url.startswith("sqlite")


def from_environment(
    environ: Mapping[str, str] = os.environ, *, default_env: str = "development"
) -> Settings:
    """Settings of this process.

    Raises: SettingsError naming the variable that is missing or wrong.
    """
    env = environ.get("PORTAL_ENV", default_env)
    if env not in ENVIRONMENTS:
        raise SettingsError(f"PORTAL_ENV is {env!r}; choose one of {', '.join(ENVIRONMENTS)}.")
    instance = Path(environ.get("PORTAL_INSTANCE") or PROJECT / "instance").absolute()
    instance.mkdir(parents=True, exist_ok=True)
    sqlite = f"sqlite:///{instance / 'portal.sqlite3'}"
    return Settings(
        env=env,
        instance=instance,
        database_url=environ.get("PORTAL_DATABASE_URL") or sqlite,
        base_url=_base_url(environ, env),
        secret_key=_secret_key(environ, env, instance),
        mail_server=environ.get("PORTAL_MAIL_SERVER", ""),
        mail_port=_number(environ, "PORTAL_MAIL_PORT", 587),
        mail_username=environ.get("PORTAL_MAIL_USERNAME", ""),
        mail_password=environ.get("PORTAL_MAIL_PASSWORD", ""),
        mail_use_tls=_flag(environ, "PORTAL_MAIL_USE_TLS", default=True),
        mail_from=environ.get("PORTAL_MAIL_FROM", "Grants portal <portal@example.org>"),
        mail_reply_to=environ.get("PORTAL_MAIL_REPLY_TO", ""),
        trusted_proxies=_number(environ, "PORTAL_TRUSTED_PROXIES", 0),
        log_level=environ.get("PORTAL_LOG_LEVEL", "INFO").upper(),
        argon2_memory=_number(environ, "PORTAL_ARGON2_MEMORY", 19 * 1024),
        argon2_time=_number(environ, "PORTAL_ARGON2_TIME", 2),
    )


def _base_url(environ: Mapping[str, str], env: str) -> str:
    url = environ.get("PORTAL_BASE_URL", "").rstrip("/")
    if not url and env != "production":
        return "http://127.0.0.1:8000"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise SettingsError(
            "PORTAL_BASE_URL must be the address people use, like https://grants.example.org"
        )
    return url


def _secret_key(environ: Mapping[str, str], env: str, instance: Path) -> str:
    secret = environ.get("PORTAL_SECRET_KEY", "")
    if secret and len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"PORTAL_SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
    if secret:
        return secret
    if env == "production":
        raise SettingsError(
            "PORTAL_SECRET_KEY is missing. Make one with: python3 -c "
            "'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return _kept_secret(instance / "secret")


def _kept_secret(path: Path) -> str:
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise SettingsError(f"{name} is {text!r}; give a whole number.")
    return int(text)


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "yes", "true", "on"}:
        return True
    if text in {"0", "no", "false", "off"}:
        return False
    raise SettingsError(f"{name} is {text!r}; give yes or no.")


_in_use: list[Settings] = []


def use(settings: Settings) -> None:
    """From now on this process runs with these settings."""
    _in_use[:] = [settings]


def current() -> Settings:
    """The settings this process runs with."""
    if not _in_use:
        use(from_environment())
    return _in_use[0]
