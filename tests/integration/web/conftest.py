"""A portal with a few endpoints of its own, for what every page shares."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Blueprint, Flask, Response, abort
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.exc import OperationalError
from wtforms import FieldList, FormField, IntegerField, StringField
from wtforms.form import Form
from wtforms.validators import DataRequired

from portal import config
from portal.config import Settings
from portal.core.errors import Conflict, Locked, NotAllowed, RuleBroken, TooManyTries, WrongState
from portal.core.text import N_
from portal.web.access import current_actor, public
from portal.web.downloads import send_bytes
from portal.web.refusal import page, show
from tests.support import people
from tests.support.client import Client

REFUSALS = {
    "not-allowed": NotAllowed("Only the signatory can approve."),
    "rule": RuleBroken("The sum is too high."),
    "state": WrongState("It is closed."),
    "locked": Locked("The call closed."),
    "conflict": Conflict("Somebody else changed this."),
    "tries": TooManyTries("Wait a minute."),
}
FORM = """<!doctype html><html lang="en"><title>Probe</title><body><ul>
{% for error in form.form_errors %}<li class="form">{{ error }}</li>{% endfor %}
{% for error in form.title.errors %}<li class="title">{{ error }}</li>{% endfor %}
{% for line in form.lines %}{% for error in line.units.errors %}
<li class="line">{{ error }}</li>{% endfor %}{% endfor %}
</ul><p>{{ form.title.data }}</p></body></html>"""
bp = Blueprint("probe", __name__, url_prefix="/probe")


class LineForm(Form):
    units = IntegerField("Units")


class ProbeForm(FlaskForm):
    title = StringField("Title", [DataRequired("Enter a title")])
    lines = FieldList(FormField(LineForm), min_entries=2)


@bp.get("/private")
def private() -> Response:
    actor = current_actor()
    held = [f"{role.area} {role.function}" for role in actor.roles]
    return Response("\n".join([actor.name, *held]), mimetype="text/plain")


@bp.get("/open")
@public
def open_page() -> Response:
    return Response(current_actor().name, mimetype="text/plain")


@bp.get("/refused/<kind>")
@public
def refused(kind: str) -> str:
    raise REFUSALS[kind]


@bp.get("/status/<int:code>")
@public
def status(code: int) -> str:
    abort(code)


@bp.get("/broken")
@public
def broken() -> str:
    raise ValueError("secret detail /srv/portal")


@bp.get("/away")
@public
def away() -> str:
    raise OperationalError("SELECT secret", {}, Exception("database is locked"))


@bp.post("/form/<kind>")
@public
def form(kind: str):
    made = ProbeForm()
    if made.validate_on_submit():
        field = "lines-1-units" if kind == "line" else "title" if kind == "field" else None
        refusal = REFUSALS.get(kind) or RuleBroken(N_("Too %(what)s", what="long"), field=field)
        show(made, refusal)
    return page("probe.html", form=made)


@bp.get("/file")
@public
def file():
    return send_bytes(BytesIO(b"\x00\x01").getvalue(), "Izveštaj Љ.pdf", "application/pdf")


@pytest.fixture
def probe(another_portal: Callable[[Settings], Flask]) -> Iterator[Client]:
    """A visitor of a portal that also has the probe's endpoints."""
    app = another_portal(config.current())
    app.config["SHOW_ERRORS"] = True
    app.register_blueprint(bp)
    app.jinja_loader = ChoiceLoader([DictLoader({"probe.html": FORM}), app.jinja_loader])
    with app.app_context():
        yield app.test_client()


@pytest.fixture
def probe_as(probe: Client) -> Callable[[Any], Client]:
    """The same portal, asked by a signed-in person."""

    def sign_in(user: Any) -> Client:
        client: Client = probe.application.test_client()
        with client.session_transaction() as cookie:
            cookie.update(people.cookie_of(people.begin_session(user)))
        return client

    return sign_in
