"""Settings come from the environment and fail loudly."""

import stat

import pytest

from portal.config import SettingsError, from_environment

SECRET = "0123456789abcdef0123456789abcdef"


def _environ(tmp_path, **more):
    return {"PORTAL_INSTANCE": str(tmp_path), **more}


def test_production_needs_a_secret(tmp_path):
    environ = _environ(
        tmp_path, PORTAL_ENV="production", PORTAL_BASE_URL="https://grants.example.org"
    )

    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY is missing"):
        from_environment(environ)


def test_production_needs_an_address(tmp_path):
    environ = _environ(tmp_path, PORTAL_ENV="production", PORTAL_SECRET_KEY=SECRET)

    with pytest.raises(SettingsError, match="PORTAL_BASE_URL"):
        from_environment(environ)


@pytest.mark.parametrize("env", ["production", "development", "demo"])
def test_short_secret_is_refused(tmp_path, env):
    environ = _environ(
        tmp_path,
        PORTAL_ENV=env,
        PORTAL_BASE_URL="https://grants.example.org",
        PORTAL_SECRET_KEY=SECRET[:31],
    )

    with pytest.raises(SettingsError, match="at least 32"):
        from_environment(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_ENV", "prod"),
        ("PORTAL_BASE_URL", "grants.example.org"),
        ("PORTAL_BASE_URL", "ftp://grants.example.org"),
        ("PORTAL_BASE_URL", "https://grants.example.org/portal"),
        ("PORTAL_MAIL_PORT", "smtp"),
        ("PORTAL_MAIL_USE_TLS", "perhaps"),
        ("PORTAL_TRUSTED_PROXIES", "-1"),
    ],
)
def test_wrong_value_is_named(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        from_environment(_environ(tmp_path, **{name: value}))


def test_development_makes_one_secret_and_keeps_it(tmp_path):
    first = from_environment(_environ(tmp_path)).secret_key

    second = from_environment(_environ(tmp_path)).secret_key

    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_production_settings(tmp_path):
    settings = from_environment(
        _environ(
            tmp_path,
            PORTAL_BASE_URL="https://grants.example.org/",
            PORTAL_SECRET_KEY=SECRET,
            PORTAL_MAIL_USE_TLS="no",
        ),
        default_env="production",
    )

    assert settings.is_production
    assert settings.is_https
    assert settings.host == "grants.example.org"
    assert settings.base_url == "https://grants.example.org"
    assert settings.database_url == f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    assert settings.mail_use_tls is False
