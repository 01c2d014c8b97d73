"""A template becomes subject, text and HTML, with the duties of publicity at its foot."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from jinja2 import ChoiceLoader, DictLoader, UndefinedError

from portal import config
from portal.config import Settings
from portal.mail import render as room
from portal.mail.render import Wording, render
from portal.mail.service import Recipient

AT = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _settings(tmp_path):
    before = config._in_use[:]
    config.use(
        Settings(
            env="test",
            instance=tmp_path,
            database_url="sqlite://",
            base_url="https://grants.example.org",
            secret_key="x" * 40,
        )
    )
    yield
    config._in_use[:] = before


def values(name: str = "Đorđe Ћирић", **more):
    to = Recipient(None, name, "djordje@example.org")
    return {"to": to, "sent_at": AT, "link": "https://grants.example.org/"} | more


def test_render_gives_subject_text_and_html():
    made = render("test_message", values())

    assert made.subject == "Test mail from the grants portal"
    assert "Dear Đorđe Ћирић," in made.text
    assert "4 December 2026, 12:00" in made.text
    assert "Dear Đorđe Ћирић," in made.html
    assert 'href="https://grants.example.org/"' in made.html


def test_render_ends_with_funding_statement_and_disclaimer():
    made = render("test_message", values())

    for body in (made.text, made.html):
        assert Wording().funding_statement in body
        assert Wording().disclaimer in body
        assert "UNSCR 1244" not in body


def test_render_brings_the_footnote_when_kosovo_is_named():
    made = render("test_message", values(name="Bridge Peja, Kosovo*"))

    assert Wording().kosovo_footnote in made.text
    assert Wording().kosovo_footnote in made.html


def test_render_uses_the_wording_of_the_action():
    action = SimpleNamespace(
        funding_statement="Co-funded by the European Union",
        disclaimer="Group 484 alone is responsible.",
        kosovo_footnote="* As the contract says.",
    )

    made = render("test_message", values(name="Kosovo*", action=action))

    assert "Co-funded by the European Union" in made.text
    assert "* As the contract says." in made.html


def test_render_escapes_what_people_typed_in_html_only():
    made = render("test_message", values(name="<b>Ana</b> & co"))

    assert "<b>Ana</b> & co" in made.text
    assert "&lt;b&gt;Ana&lt;/b&gt; &amp; co" in made.html


def test_render_puts_styles_into_the_elements_and_loads_nothing():
    made = render("test_message", values())

    assert "<style" not in made.html
    assert "background: #1a4bbd" in made.html
    assert "src=" not in made.html


def test_render_refuses_a_name_the_context_lacks():
    context = values()
    del context["sent_at"]

    with pytest.raises(UndefinedError, match="sent_at"):
        render("test_message", context)


def test_render_makes_html_from_the_text_when_there_is_none(monkeypatch):
    environment = room._environment()
    loaders = [DictLoader({"mail/plain.txt": TEXT_ONLY}), environment.loader]
    monkeypatch.setattr(environment, "loader", ChoiceLoader(loaders))

    made = render("plain", {"title": "A & B"})

    assert made.subject == "Hello A & B"
    assert ">A &amp; B<br>second line</p>" in made.html.replace("\n", "")
    assert "<li>one</li>" in made.html
    assert '<a href="https://grants.example.org/calls"' in made.html


TEXT_ONLY = """Subject: Hello {{ title }}

{{ title }}
second line

- one
- two

Read https://grants.example.org/calls.
"""
