"""Every building block of the pages with every state; in development and in tests only."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, Flask, Response, abort, make_response, render_template
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from portal import config
from portal.core.access import ALLOW, deny
from portal.web.access import public

bp = Blueprint("styleguide", __name__)
ENVIRONMENTS = frozenset({"development", "test"})
SHELLS = frozenset({"public", "workspace", "manager", "split"})
NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
CLOSES = NOW + timedelta(days=12)

COLOURS = (
    ("#0b1f52", "Brand 900, bars", "white text 15.8:1"),
    ("#12368c", "Brand 700", "white text 10.9:1"),
    ("#1a4bbd", "Brand 600, links, buttons", "7.5:1 on white"),
    ("#dfe8fb", "Brand 100", "tint"),
    ("#ffc82e", "Gold, focus, one action", "ink text 10.3:1"),
    ("#16213a", "Ink", "16.0:1 on white"),
    ("#56627a", "Muted", "6.1:1 on white"),
    ("#7a869d", "Control border", "3.7:1 on white"),
    ("#f5f7fb", "Page", "background"),
    ("#57359f", "Cluster 1", "white text 8.7:1"),
    ("#0b7a70", "Cluster 2", "white text 5.2:1"),
    ("#b45309", "Cluster 4", "white text 5.0:1"),
)
SPENDING = (
    ("Staff", Decimal(4120), Decimal(6000), "4,120", "6,000", "69 %"),
    ("Travel", Decimal(986), Decimal(1800), "986", "1,800", "55 %"),
    ("Equipment", Decimal(1740), Decimal(1850), "1,740", "1,850", "94 %"),
    ("Services", Decimal(1640), Decimal(3650), "1,640", "3,650", "45 %"),
)
PLACES = (
    ("BA", "Bosnia and Herzegovina", 3, "#BA"),
    ("RS", "Serbia", 4, "#RS"),
    ("ME", "Montenegro", 2, "#ME"),
    ("AL", "Albania", 2, "#AL"),
    ("XK", "Kosovo*", 1, "#XK"),
    ("MK", "North Macedonia", 0, "#MK"),
    (None, "Regional", 4, "#regional"),
)


class ExampleForm(FlaskForm):  # type: ignore[misc]
    """One field of each kind."""

    name = StringField("Name of the legal representative", description="As in the register")
    email = StringField("Email address")
    password = PasswordField("Password", description="At least 12 characters")
    problem = TextAreaField(
        "Which problem does your project address?",
        description="Use facts and say where they come from",
    )
    country = SelectField(
        "Country",
        choices=[SelectChoice("BA", "Bosnia and Herzegovina"), SelectChoice("RS", "Serbia")],
    )
    ends_on = DateField("Project end")
    rate = DecimalField("Rate")
    statute = FileField("Statute", description="PDF, DOCX or PNG, 10 MB or smaller")
    completed = RadioField(
        "Have you completed this section?",
        choices=[
            SelectChoice("yes", "Yes, I have completed this section"),
            SelectChoice("no", "No, I come back later"),
        ],
    )
    agree = BooleanField("I confirm that the data are true")


def attach(app: Flask) -> None:
    """Answer /styleguide where people develop; elsewhere the address does not exist."""
    if config.current().env in ENVIRONMENTS:
        app.register_blueprint(bp)


@bp.get("/styleguide")
@public
def index() -> Response:
    """All components on one page."""
    return make_response(render_template("styleguide/index.html", **_examples()))


@bp.get("/styleguide/<shell>")
@public
def shell(shell: str) -> Response:
    """One of the shells with a page inside."""
    if shell not in SHELLS:
        abort(404)
    return make_response(render_template(f"styleguide/shell_{shell}.html", **_examples()))


def _examples() -> dict[str, Any]:
    plain = ExampleForm(formdata=None, prefix="plain", data={"problem": "Most arrive after dark."})
    wrong = ExampleForm(formdata=None, prefix="wrong", data={"email": "amra.mehic"})
    wrong.form_errors.append("The budget has one check to fix")
    wrong.email.errors = ["Enter an email address, like name@example.org"]
    wrong.rate.errors = ["Rate must be a number, like 38.00"]
    wrong.completed.errors = ["Select whether you have completed this section"]
    return {
        "colours": COLOURS,
        "plain": plain,
        "wrong": wrong,
        "now": NOW,
        "closes": CLOSES,
        "today": date(2026, 12, 9),
        "amount_due": Decimal("14894.65"),
        "spending": SPENDING,
        "places": PLACES,
        "allowed": ALLOW,
        "denied": deny("Only the legal representative can submit this application."),
        "tasks": _tasks(),
    }


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "title": "Your project",
            "items": [
                _task("Summarise your project", "Up to 200 words", "completed"),
                _task("Build the logframe", "Links results to indicators", "in_progress"),
                _task("Build the budget", "One check to fix: indirect costs", "problem"),
                _task("Upload documents", "4 documents, up to 10 MB each", "not_started"),
            ],
        },
        {
            "title": "Declare and submit",
            "items": [
                {
                    "label": "Sign the declaration",
                    "hint": "Opens when the tasks above are completed",
                    "url": None,
                    "state": "cannot_start",
                }
            ],
        },
    ]


def _task(label: str, hint: str, state: str) -> dict[str, str]:
    return {"label": label, "hint": hint, "url": "#tasks-1", "state": state}
