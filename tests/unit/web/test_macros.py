"""Components: labels are bound, errors are heard, states have words."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from importlib import import_module

import pytest
from wtforms import Form, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length

from portal.core.access import ALLOW, deny


class Person(Form):
    name = StringField("Name", description="As in the register", validators=[Length(max=5)])
    about = TextAreaField("About")
    done = RadioField("Completed?", choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")])


FIELD = '{% from "macros/forms.html" import field %}{{ field(f, **options) }}'
LIFECYCLES = [
    ("call", "portal.calls.states", "CallState"),
    ("application", "portal.applications.states", "ApplicationState"),
    ("session", "portal.evaluation.states", "SessionState"),
    ("assessment", "portal.evaluation.states", "AssessmentState"),
    ("proposal", "portal.evaluation.states", "Proposal"),
    ("grant", "portal.grants.states", "GrantState"),
    ("instalment", "portal.grants.states", "InstalmentState"),
    ("recovery", "portal.grants.states", "RecoveryState"),
    ("report", "portal.reporting.states", "ReportState"),
    ("event", "portal.events.states", "EventState"),
    ("mail", "portal.mail.states", "MailState"),
    ("job", "portal.jobs.states", "JobState"),
]


def test_field_binds_label_and_hint(draw):
    drawn = draw(FIELD, f=Person().name, options={})

    control = drawn.select_one("input")
    assert drawn.select_one("label")["for"] == control["id"]
    assert control["aria-describedby"] == "name-hint"
    assert drawn.select_one("#name-hint").get_text() == "As in the register"


def test_field_with_error_says_so_to_everyone(draw):
    form = Person(data={"name": "Too long for this"})
    form.validate()

    drawn = draw(FIELD, f=form.name, options={})

    control = drawn.select_one("input")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"].split() == ["name-hint", "name-error"]
    assert control["value"] == "Too long for this"
    assert drawn.select_one("#name-error .visually-hidden").get_text() == "Error: "


def test_field_never_lets_the_browser_cut_text(draw):
    drawn = draw(FIELD, f=Person().name, options={})

    assert "maxlength" not in drawn.select_one("input").attrs


def test_field_with_word_limit_has_a_counter_that_describes_it(draw):
    drawn = draw(FIELD, f=Person().about, options={"words": 200})

    control = drawn.select_one("textarea")
    assert control["data-words"] == "200"
    assert control["aria-describedby"] == "about-count"
    assert drawn.select_one("#about-count").get_text() == "200 words at most"


def test_choices_are_a_group_with_a_legend(draw):
    drawn = draw(FIELD, f=Person().done, options={})

    bound = {label["for"] for label in drawn.select("fieldset label")}
    assert drawn.select_one("fieldset > legend").get_text() == "Completed?"
    assert bound == {"done-0", "done-1"}


def test_error_summary_links_to_the_fields_in_their_order(draw):
    form = Person(data={"name": "Too long for this"})
    form.validate()
    form.done.errors = ["Select one"]
    form.form_errors.append("The call is closed")

    drawn = draw(
        '{% from "macros/error_summary.html" import error_summary %}{{ error_summary(form) }}',
        form=form,
    )

    assert [a["href"] for a in drawn.select("li a")] == ["#name", "#done-0"]
    assert drawn.select("li")[0].get_text() == "The call is closed"
    assert drawn.select_one("[role=alert]")["tabindex"] == "-1"


def test_error_summary_is_nothing_when_all_is_well(draw):
    drawn = draw(
        '{% from "macros/error_summary.html" import error_summary %}{{ error_summary(form) }}',
        form=Person(),
    )

    assert drawn.body.get_text(strip=True) == ""


@pytest.mark.parametrize(("lifecycle", "module", "name"), LIFECYCLES)
def test_every_state_has_a_badge(draw, lifecycle, module, name):
    states: type[StrEnum] = getattr(import_module(module), name)

    for state in states:
        drawn = draw(
            '{% from "macros/status.html" import badge %}{{ badge(lifecycle, state) }}',
            lifecycle=lifecycle,
            state=state,
        )
        assert drawn.select_one("span.gp-badge").get_text(strip=True)


def test_post_button_is_a_form_with_a_token(draw):
    drawn = draw(
        '{% from "macros/buttons.html" import post_button %}'
        '{{ post_button("Withdraw", "/x", fields={"reason": "late"}) }}'
    )

    form = drawn.select_one("form")
    assert (form["method"], form["action"]) == ("post", "/x")
    assert [field["name"] for field in form.select("input")] == ["csrf_token", "reason"]


def test_refused_button_gives_the_reason_instead(draw):
    source = (
        '{% from "macros/buttons.html" import verdict_button %}'
        '{{ verdict_button(verdict, "Submit", "/submit") }}'
    )

    refused = draw(source, verdict=deny("The call is closed."))
    allowed = draw(source, verdict=ALLOW)

    assert refused.select("button") == []
    assert refused.get_text(" ", strip=True) == "Submit: The call is closed."
    assert allowed.select_one("button").get_text() == "Submit"


def test_sort_link_keeps_the_filters_and_turns_around(draw):
    drawn = draw(
        '{% from "macros/tables.html" import table %}'
        '{% call table("Calls", [{"label": "Title", "sort": "title"}], sorted="title") %}'
        "<tr><td>1</td></tr>{% endcall %}"
    )

    assert drawn.select_one("th")["aria-sort"] == "ascending"
    assert drawn.select_one("th a")["href"] == "/calls?country=RS&sort=-title"
    assert drawn.select_one("caption").get_text() == "Calls"


def test_pagination_keeps_the_filters(draw):
    drawn = draw(
        '{% from "macros/pagination.html" import pagination %}{{ pagination(3, 4, 163, "calls") }}'
    )

    assert [a["href"] for a in drawn.select("a")] == [
        "/calls?country=RS&page=2",
        "/calls?country=RS&page=4",
    ]


def test_text_of_people_is_text(draw):
    drawn = draw(
        '{% from "macros/summary.html" import summary_list %}'
        '{{ summary_list([("Title", "<b>bold</b>", None)]) }}'
    )

    assert drawn.select("b") == []
    assert "<b>bold</b>" in drawn.get_text()


def test_money_has_no_cents_in_overviews(draw):
    source = (
        '{% from "macros/money.html" import money %}'
        '{{ money(v, "RSD") }}|{{ money(v, "EUR", cents=True) }}'
    )

    drawn = draw(source, v=Decimal("14894.65"))

    assert drawn.get_text() == "RSD 14,895|EUR 14,894.65"


def test_deadline_says_the_date_and_the_time_left(draw):
    at = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)

    drawn = draw(
        '{% from "macros/times.html" import deadline %}{{ deadline(at, at|time_left(now)) }}',
        at=at,
        now=datetime(2026, 12, 4, 10, 45, tzinfo=UTC),
    )

    assert drawn.select_one("[data-countdown]").get_text() == "15 minutes left"
    assert drawn.select_one("time")["datetime"] == "2026-12-04T11:00:00+00:00"
    assert drawn.select_one("time").get_text() == "4 December 2026, 12:00"


def test_bars_have_the_same_numbers_as_a_table(draw):
    drawn = draw(
        '{% from "macros/charts.html" import hbars %}'
        '{{ hbars(rows, "Spending", ["Heading", "Spent", "Budget", "Share"]) }}',
        rows=[("Staff", Decimal(95), Decimal(100), "95", "100", "95 %")],
    )

    assert [cell.get_text() for cell in drawn.select("tbody td")] == ["95", "100", "95 %"]
    assert drawn.select("svg rect")[1]["class"] == ["gp-c-warn"]
