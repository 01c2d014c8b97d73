"""Every page of the demo, as each kind of person: followed link by link, and looked at by axe."""

from collections import defaultdict
from pathlib import Path

import pytest

from portal import config
from portal.config import Settings
from tests.support import demo as support
from tests.support.browser import LiveServer, Visits, check_page

KINDS = (
    "Visitor",
    "Programme officer",
    "Finance officer",
    "Payments officer",
    "Signatory of the lead",
    "Staff of a national partner",
    "Auditor",
    "Chair of the committee",
    "Secretary of the committee",
    "Voter of the committee",
    "Evaluator",
    "Grantee",
    "Grantee of a closed grant",
    "Applicant",
    "Administrator",
)
WALK_FURTHER = {"Visitor", "Programme officer", "Grantee"}
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def demo_app(demo_made, tmp_path_factory):
    """The portal on this process's own copy of the demo."""
    return support.portal_of(demo_made.copy(tmp_path_factory.mktemp("demo") / "instance"))


@pytest.fixture
def demo_live(demo_app, monkeypatch):
    """The demo as people reach it."""
    monkeypatch.setitem(demo_app.config, "WTF_CSRF_ENABLED", True)
    server = LiveServer(demo_app)
    _use(demo_app, server.url)
    server.start()
    yield server
    server.stop()


def _use(app, base_url):
    config.use(
        Settings(
            env="test",
            instance=Path(app.instance_path),
            database_url=app.config["SQLALCHEMY_DATABASE_URI"],
            base_url=base_url,
            secret_key=app.config["SECRET_KEY"],
            log_level="ERROR",
        )
    )


def _address(demo, kind):
    return next((one["email"] for one in demo.sign_ins if one["kind"] == kind), "")


def _walked(demo, app, kind):
    most = support.MANY if kind in WALK_FURTHER else support.FEW
    return support.walked(demo, app, kind, _address(demo, kind), most=most)


def _new_to(kind, demo, app):
    """One page of each endpoint, unless people before this one saw all that it is built of."""
    before = defaultdict(set)
    for earlier in KINDS[: KINDS.index(kind)]:
        for endpoint, parts in _walked(demo, app, earlier).parts.items():
            before[endpoint].update(parts)
    walk = _walked(demo, app, kind)
    return [
        path
        for endpoint, path in walk.first.items()
        if set(walk.parts[endpoint]) - before[endpoint]
    ]


def test_demo_has_one_sign_in_for_each_kind_of_person(demo_made):
    kinds = [one["kind"] for one in demo_made.sign_ins]

    assert sorted(kinds) == sorted(KINDS[1:])


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_that_a_person_reaches_is_well(kind, demo_made, demo_app):
    _use(demo_app, "http://localhost")

    walk = _walked(demo_made, demo_app, kind)

    assert walk.problems == [], "\n".join(walk.problems)
    assert len(walk.first) > 5, walk.first


# No link of the demo leads there: a mail does, or the demo is past that state.
NOT_LINKED = {
    "accounts.verify", "accounts.reset_password", "organisations.invitation", "events.give_back",
    "applications.supporting", "applications.answer_mandate", "applications.mandate_paper",
    "applications.delete_test", "applications.compare",
    "calls.resume", "evaluation.answer_consensus",
    "evaluation.decline_offer", "evaluation.ruling", "evaluation.check", "evaluation.check_file",
    "evaluation.clarification", "evaluation.declaration",
    "events.recommendation", "events.registered", "documents.ready", "reporting.of_grant",
    "documents.dossier_progress",
    "actions.about", "pages.security", "health.healthz", "health.readyz", "static",
    "styleguide.index", "styleguide.shell",
}  # fmt: skip


def test_a_link_leads_to_every_page(demo_made, demo_app):
    reached = {
        endpoint for kind in KINDS for endpoint in _walked(demo_made, demo_app, kind).reached
    }

    pages = {rule.endpoint for rule in demo_app.url_map.iter_rules() if "GET" in rule.methods}

    assert sorted(pages - reached - NOT_LINKED) == []


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page(kind, demo_made, demo_app, demo_live, browser):
    email = _address(demo_made, kind)
    paths = _new_to(kind, demo_made, demo_app)
    visits = Visits(browser, demo_live)
    with demo_app.app_context():
        user = support.person(email) if email else None
    page = visits.person(user) if user else visits.visitor()
    found = []

    for path in paths:
        page.goto(path)
        for width, height in ((1280, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            try:
                check_page(page)
            except AssertionError as problem:
                found.append(f"{width} px: {problem}")

    visits.close()
    assert found == [], "\n".join(found)
    assert visits.complaints == []
