"""Templates rendered without a database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask, g, render_template_string

from portal import config, create_app
from portal.config import Settings
from portal.core.access import VISITOR


@pytest.fixture(scope="session")
def drawing_board(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The portal as a renderer of templates."""
    before = list(config._in_use)
    app = create_app(_settings(tmp_path_factory.mktemp("drawing")))
    config._in_use[:] = before
    return app


def _settings(instance: Path) -> Settings:
    return Settings(
        env="test",
        instance=instance,
        database_url="sqlite://",
        base_url="http://localhost",
        secret_key="a secret for tests only, long enough",
        log_level="ERROR",
    )


@pytest.fixture
def draw(drawing_board: Flask) -> Iterator[Callable[..., BeautifulSoup]]:
    """draw('{% from ... %}...', name=value) -> BeautifulSoup of what it prints."""
    with drawing_board.test_request_context("/calls?country=RS&page=3"):
        g.actor = VISITOR

        def drawn(source: str, **values: object) -> BeautifulSoup:
            return BeautifulSoup(render_template_string(source, **values), "html5lib")

        yield drawn
