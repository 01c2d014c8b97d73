"""From a template and its context to the subject, text and HTML of one mail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from portal import config
from portal.core.countries import country_name
from portal.core.money import format_amount, in_currency
from portal.mail import rules

_PACKAGE = Path(__file__).resolve().parent.parent
_URL = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)]")


@dataclass(frozen=True)
class Rendered:
    """What goes out."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Wording:
    """The duties of publicity at the foot of every mail; an Action brings its own wording."""

    funding_statement: str = "Funded by the European Union"
    disclaimer: str = (
        "This message is sent with the financial support of the European Union. Its contents are "
        "the sole responsibility of the sender and do not necessarily reflect the views of the "
        "European Union."
    )
    kosovo_footnote: str = (
        "* This designation is without prejudice to positions on status, and is in line with "
        "UNSCR 1244 and the ICJ Opinion on the Kosovo* Declaration of Independence."
    )


def render(template: str, context: Mapping[str, Any]) -> Rendered:
    """The mail as it goes out.

    Shape:  `mail/<template>.txt`: a line "Subject: ...", an empty line, the text; beside it
            `mail/<template>.html`, which extends `mail/_layout.html`; without one the HTML is made
            from the text. Names a template uses and the context lacks are errors.
    """
    environment = _environment()
    names = {"base_url": config.current().base_url, "wording": _wording(context), **context}
    head, _, body = environment.get_template(f"mail/{template}.txt").render(names).partition("\n")
    if not head.startswith("Subject:"):
        raise ValueError(f"mail/{template}.txt must begin with 'Subject: '.")
    names["subject"] = rules.header(head.removeprefix("Subject:"))
    body = re.sub(r"\n{3,}", "\n\n", body).strip()
    names["has_kosovo"] = "Kosovo*" in names["subject"] + body
    return Rendered(
        subject=names["subject"],
        text=environment.get_template("mail/_layout.txt").render(names, body=body).strip() + "\n",
        html=_html(environment, template, names, body),
    )


def _html(environment: Environment, template: str, names: Mapping[str, Any], body: str) -> str:
    own = f"mail/{template}.html"
    page = environment.select_template([own, "mail/_from_text.html"])
    text = page.render(names, blocks=_blocks(body))
    return CSSInliner(load_remote_stylesheets=False).inline(text)


def _wording(context: Mapping[str, Any]) -> Wording:
    action = context.get("action")
    if action is None:
        return Wording()
    return Wording(
        funding_statement=action.funding_statement,
        disclaimer=action.disclaimer,
        kosovo_footnote=action.kosovo_footnote,
    )


def _blocks(body: str) -> list[tuple[str, list[Markup]]]:
    """Paragraphs and lists of a plain text."""
    found = []
    for block in re.split(r"\n\s*\n", body):
        lines = block.strip().splitlines()
        kind = "list" if all(line.startswith("- ") for line in lines) else "lines"
        found.append((kind, [_linked(line.removeprefix("- ")) for line in lines]))
    return found


def _linked(line: str) -> Markup:
    parts, last = [], 0
    for match in _URL.finditer(line):
        parts += [escape(line[last : match.start()]), _anchor(match.group())]
        last = match.end()
    return Markup("").join([*parts, escape(line[last:])])


def _anchor(url: str) -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(url)


@cache
def _environment() -> Environment:
    """Own environment: the domain has no Flask; text is plain, HTML is escaped."""
    beside = _PACKAGE.parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(beside if beside.is_dir() else _PACKAGE / "templates"),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        amount=format_amount,
        in_currency=in_currency,
        day=rules.day,
        when=rules.moment,
        country_name=country_name,
    )
    return environment
