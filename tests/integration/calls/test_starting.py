"""A new call starts from a template or as a copy of an earlier call."""

import pytest

from portal.applications import queries as applications
from portal.applications.service.starting import call_facts
from portal.audit.queries import history
from portal.calls import queries, service, template
from portal.calls.models import Call
from portal.calls.service import copying
from portal.calls.states import CallState
from portal.core.db import Base
from portal.core.errors import NotAllowed
from tests.factories.actions import cluster_of, make_action
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.integration.calls.test_service import staff
from tests.support.cast import Cast

LEFT_BEHIND = {
    "applications", "documents", "call_impacts", "corrigenda", "evaluation_sessions", "questions",
    "grants", "calls",
}  # fmt: skip


def facts(rows, *without):
    skipped = copying.OWN | set(without)
    return [
        {
            column.key: getattr(row, column.key)
            for column in type(row).__table__.columns
            if column.key not in skipped
        }
        for row in rows
    ]


def test_a_copy_has_all_that_is_data_and_nothing_of_the_life(app):
    source = make_call(state=CallState.CLOSED, currency="RSD", registered_months=6)
    actor = staff(source.action, "programme")
    source = queries.get_whole(source.id)

    made = service.copy(source, cluster=cluster_of(source.action, 2), actor=actor, at=AT)

    call = queries.get_whole(made.id)
    assert (call.state, call.published_at, call.closes_at) == (CallState.DRAFT, None, None)
    assert (call.reference != source.reference, call.cluster.number) == (True, 2)
    assert facts([call], *copying.LIFE) == facts([source], *copying.LIFE)
    for part in copying.PARTS:
        assert facts(getattr(call, part)) == facts(getattr(source, part))
    criteria = [facts(section.criteria, "section_id") for section in call.grid]
    assert criteria == [facts(section.criteria, "section_id") for section in source.grid]
    call.form_sections[0].options.append("changed")
    assert source.form_sections[0].options == []
    assert history("calls", call.id)[0].details == {"copy_of": source.reference}


@pytest.mark.one_database
def test_every_table_of_a_call_is_copied_or_left_behind_on_purpose():
    """A new table that belongs to calls must be named in `copying.PARTS` or here."""
    tables = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "calls" for key in table.foreign_keys)
    }
    copied = {Call.__mapper__.relationships[part].target.name for part in copying.PARTS}

    assert tables - copied == LEFT_BEHIND


def test_only_programme_staff_of_the_action_copy_a_call(app):
    source = queries.get_whole(make_call().id)
    other = make_action()

    with pytest.raises(NotAllowed):
        service.copy(source, cluster=cluster_of(other), actor=staff(other, "programme"), at=AT)


@pytest.mark.one_database
def test_a_call_is_copied_in_the_browser(sign_in_as, app):
    cast = Cast()
    source = make_call(action=cast.action, title="Help on the route")
    client = sign_in_as(cast.person("programme"))
    dashboard = client.get_page("calls.dashboard", reference=source.reference)
    link = next(a for a in dashboard.select("main a") if a.get_text(strip=True).startswith("Copy"))
    page = client.get_page(link["href"])
    chosen = page.select_one("#start option[selected]")["value"]
    cluster = page.select_one("#cluster option[selected]")["value"]

    setup = client.follow("calls.create", {"start": chosen, "cluster": cluster})

    assert chosen == f"call:{source.reference}"
    assert [group["label"] for group in page.select("#start optgroup")] == [
        "A template",
        "A copy of an earlier call",
    ]
    assert setup.select_one("#title")["value"] == "Help on the route"


@pytest.mark.one_database
@pytest.mark.parametrize("name", template.names())
def test_each_template_makes_a_call_that_lacks_only_its_dates(app, name):
    action = make_action()
    actor = staff(action, "programme")

    call = service.create(
        action, template.load(name), cluster=action.clusters[2], actor=actor, at=AT
    )

    assert service.problems(call) == ["Enter the day of publication and the deadline."]
    keys = {section.key for section in call.form_sections} | {"budget"}
    for section in call.grid:
        assert {key for one in section.criteria for key in one.form_keys} <= keys
    assert {one.grid_section_code for one in call.form_sections} <= {s.code for s in call.grid}


def test_a_regional_call_asks_for_partners_from_two_countries(app):
    call = make_call(start="regional_joint")
    application = make_application(call=call, lot="REG")

    asked = {problem.field for problem in applications.problems(application)}

    points = {s.code: sum(c.weight for c in s.criteria) * 5 for s in call.grid}
    assert points == {"B1": 20, "B2": 20, "B3": 15, "B4": 15, "B5": 15, "B6": 15}
    assert call_facts(call).countries == ("AL", "BA", "XK", "ME", "MK", "RS")
    assert call.asks_action_plan
    assert "B1.4" not in {section.key for section in call.form_sections}  # asked as a plan
    assert {"name", "country"} <= asked
