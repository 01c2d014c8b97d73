"""Every number and habit of a draft is changed on the pages of its set-up."""

from decimal import Decimal

import pytest

from portal.audit.queries import history
from portal.calls import queries
from portal.calls.states import CallState
from tests.factories.calls import make_call
from tests.support.cast import Cast

PARTS = (
    "setup",
    "applicants",
    "timetable",
    "money",
    "form_blocks",
    "grid_scale",
    "scoring",
    "after_award",
)
SET_ELSEWHERE = {
    "id", "row_version", "action_id", "cluster_id", "reference", "procedure", "state", "currency",
    "form_pages", "published_at", "closed_at", "created_by_id", "created_at", "approved_by_id",
    "approved_at", "suspended_at", "follows_id",
}  # fmt: skip


@pytest.fixture
def drafted(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DRAFT)
    return sign_in_as(cast.person("programme")), call


def kept(page):
    """What the form of a page sends when nothing is typed."""
    data = {}
    for field in page.select("main form [name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data[field["name"]] = chosen["value"]
        elif field.name == "textarea":
            data[field["name"]] = field.get_text().removeprefix("\n")
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(field["name"], []).append(field["value"])
        else:
            data[field["name"]] = field.get("value", "")
    return data


def columns(call):
    whole = queries.get_whole(call.id)
    names = {column.key for column in type(call).__table__.columns} - SET_ELSEWHERE
    return {name: getattr(whole, name) for name in names}


@pytest.mark.one_database
def test_every_column_of_a_call_stands_on_a_set_up_page(drafted):
    client, made = drafted
    call = make_call(action=made.action, state=CallState.DRAFT, start="restricted_two_steps")
    shown = set()
    for name in PARTS:
        page = client.get_page(f"calls.{name}", reference=call.reference)
        shown |= {field["name"] for field in page.select("main form [name]")}
    shown |= {"heading_caps"} if {"cap_1", "cap_6"} <= shown else set()

    assert columns(call).keys() - shown == set()


def test_saving_pages_without_typing_changes_nothing(drafted):
    client, call = drafted
    before = columns(call)
    for name in PARTS:
        page = client.get_page(f"calls.{name}", reference=call.reference)
        client.send(f"calls.{name}", kept(page), reference=call.reference)

    assert columns(call) == before


def test_habits_are_changed_and_switched_off(drafted):
    client, call = drafted
    changes = {
        "applicants": {"registered_months": "0", "max_applications_as_lead": "2",
                       "requires_partners": "y", "mandate_link_days": "7",
                       "mandate_remind_days": "0", "mandate_requests": "3"},
        "timetable": {"time_zone": "Europe/London", "closes_at": "2026-12-20T12:00",
                      "min_publication_days": "0", "grace_seconds": "60"},
        "money": {"min_share": "50", "cap_2": "20", "justification_words": "40"},
        "scoring": {"total_threshold": "", "straddle_percent": "", "reserve_months": "3",
                    "complaint_days": "10", "complaint_answer_days": "20",
                    "max_awards_as_lead": "2", "clarification_days": "7",
                    "assessors_per_application": "3"},
        "after_award": {"document_days": "5", "signature_days": "20",
                        "prefinancing_plan": "50, 30, 20"},
    }  # fmt: skip
    off = {"money": "asks_budget", "scoring": "rejects_very_poor_capacity"}

    for name, typed in changes.items():
        page = client.get_page(f"calls.{name}", reference=call.reference)
        data = kept(page) | typed
        data.pop(off.get(name, ""), None)
        client.send(f"calls.{name}", data, reference=call.reference)

    now = columns(call)
    assert (now["registered_months"], now["max_applications_as_lead"]) == (0, 2)
    assert now["requires_partners"]
    asked = [now[f"mandate_{name}"] for name in ("link_days", "remind_days", "requests")]
    assert asked == [7, 0, 3]
    assert not now["asks_budget"]
    assert now["closes_at"].isoformat() == "2026-12-20T12:00:00+00:00"
    assert (now["min_publication_days"], now["grace_seconds"]) == (0, 60)
    assert (now["min_share"], now["heading_caps"]["2"]) == (Decimal(50), "20")
    assert (now["total_threshold"], now["straddle_percent"]) == (None, None)
    assert now["rejects_very_poor_capacity"] is False
    assert now["assessors_per_application"] == 3
    assert (now["reserve_months"], now["complaint_days"]) == (3, 10)
    assert (now["complaint_answer_days"], now["clarification_days"]) == (20, 7)
    assert (now["document_days"], now["signature_days"]) == (5, 20)
    assert now["prefinancing_plan"] == ["50", "30", "20"]
    assert len(history("calls", call.id)) == len(changes)


@pytest.mark.parametrize(
    ("name", "field", "typed", "words"),
    [
        ("money", "max_share", "101", "Enter 100 or less"),
        ("money", "min_share", "99", "must not be above the largest"),
        ("scoring", "max_awards_as_lead", "0", "Enter 1 or more"),
        ("timetable", "closes_at", "2027-03-28T02:30", "does not exist in Europe/Belgrade"),
        ("after_award", "prefinancing_plan", "80", "two instalments"),
    ],
)
@pytest.mark.one_database
def test_a_refused_number_stays_and_is_named(drafted, name, field, typed, words):
    client, call = drafted
    data = kept(client.get_page(f"calls.{name}", reference=call.reference)) | {field: typed}

    page = client.post_page(f"calls.{name}", data, reference=call.reference)

    assert page.select_one(f"#{field}")["value"] == typed
    assert words in page.select_one(f"#{field}-error").get_text()


LOT = {
    "code": "tr", "name": "Border towns", "country": "", "managed_by": "Group 484",
    "envelope": "100.000,00", "min_grant": "1000", "max_grant": "20000", "max_grants": "5",
    "min_months": "3", "max_months": "9", "min_countries": "2",
}  # fmt: skip


def test_lots_are_added_named_ordered_and_removed(drafted):
    client, call = drafted
    at = {"reference": call.reference}
    first, second = call.lots[0].id, call.lots[1].id

    refused = client.post_page("calls.add_lot", LOT | {"code": "rs"}, **at)
    client.send("calls.add_lot", LOT, **at)
    client.send("calls.place_lot", LOT | {"code": "ALB", "country": "AL"}, lot_id=first, **at)
    client.send("calls.move_lot", {"step": "down"}, lot_id=first, **at)
    client.send("calls.remove_lot", lot_id=second, **at)

    assert "Lot RS is there already" in refused.select_one("#code-error").get_text()
    lots = queries.get_whole(call.id).lots
    assert [lot.code for lot in lots] == ["ALB", "XK", "ME", "MK", "RS", "REG", "TR"]
    assert [lot.position for lot in lots] == [1, 2, 3, 4, 5, 6, 7]
    assert (lots[6].envelope, lots[6].is_regional) == (Decimal(100000), True)


def test_documents_are_added_changed_ordered_and_removed(drafted):
    client, call = drafted
    at = {"reference": call.reference}
    first, second = call.document_slots[0].id, call.document_slots[1].id
    asked = {"label": "Letter of the municipality", "stage": "application", "formats": ["pdf"]}

    client.send("calls.add_slot", asked | {"supports": ["ELI09"]}, **at)
    client.send("calls.edit_slot", asked | {"label": "Accounts", "is_required": "y"},
                slot_id=first, **at)  # fmt: skip
    client.send("calls.move_slot", {"step": "down"}, slot_id=first, **at)
    client.send("calls.remove_slot", slot_id=second, **at)
    refused = client.post_page("calls.add_slot", {"label": ""}, **at)

    slots = queries.get_whole(call.id).document_slots
    assert [slot.label for slot in slots][:2] == ["Accounts", "Mandates of co-applicants"]
    assert slots[0].key == "accounts"
    assert (slots[-1].key, slots[-1].supports) == ("letter_of_the_municipali", ["ELI09"])
    assert not slots[-1].is_required
    assert "Enter the name of the document" in refused.select_one("#label-error").get_text()


def test_the_grid_is_built_in_the_browser(drafted):
    client, call = drafted
    at = {"reference": call.reference}
    first, second = call.grid[0].id, call.grid[1].id
    section = {"code": "X1", "title": "Youth", "role": "other", "threshold": ""}
    criterion = {"code": "X1.1", "text": "Young people decide", "weight": "3",
                 "guidance": "5: they lead.", "form_keys": ["A1", "budget"]}  # fmt: skip

    client.send("calls.add_grid_section", section, **at)
    made = queries.get_whole(call.id).grid[-1]
    client.send("calls.add_criterion", criterion, section_id=made.id, **at)
    added = queries.get_whole(call.id).grid[-1].criteria[0]
    client.send("calls.edit_criterion", criterion | {"weight": "2"}, criterion_id=added.id, **at)
    client.send("calls.edit_grid_section", section | {"code": "K2", "role": "relevance"},
                section_id=second, **at)  # fmt: skip
    client.send("calls.remove_grid_section", section_id=first, **at)
    refused = client.post_page(
        "calls.edit_grid_section", section | {"threshold": "11"}, section_id=made.id, **at
    )

    whole = queries.get_whole(call.id)
    assert [one.code for one in whole.grid] == ["K2", "C3", "C4", "C5", "X1"]
    assert (added.weight, added.guidance, added.form_keys) == (2, "5: they lead.", ["A1", "budget"])
    fed = {question.key: question.grid_section_code for question in whole.form_sections}
    assert (fed["A3.1"], fed["A4"]) == ("K2", None)
    assert "gives 10 points at most" in refused.select_one("#threshold-error").get_text()


@pytest.mark.parametrize(
    ("name", "points", "minimum"),
    [
        ("a", {"A1": 20, "A2": 30}, 30),
        ("a_2013", {"1": 30, "2": 20}, 30),
        ("b", {"B1": 20, "B2": 20, "B3": 15, "B4": 15, "B5": 15, "B6": 15}, 60),
        ("c", {"C1": 20, "C2": 30, "C3": 25, "C4": 10, "C5": 15}, 60),
    ],
)
def test_a_ready_grid_takes_the_place_of_the_own_one(drafted, name, points, minimum):
    client, call = drafted
    asked = {question.key for question in call.form_sections} | {"budget"}

    page = client.follow("calls.grid", {"ready": name}, reference=call.reference)

    whole = queries.get_whole(call.id)
    assert {one.code: sum(c.weight for c in one.criteria) * 5 for one in whole.grid} == points
    assert whole.total_threshold == minimum
    read = {key for one in whole.grid for c in one.criteria for key in c.form_keys}
    assert read <= asked
    fed = {question.key: question.grid_section_code for question in whole.form_sections}
    assert fed["A3.3"] in points
    assert fed["A5"] in points
    assert f"{sum(points.values())} points in all" in page.select_one("#main").get_text()


def test_criteria_change_places_and_go(drafted):
    client, call = drafted
    at = {"reference": call.reference}
    section = call.grid[0]
    first, second, third, fourth = section.criteria

    client.send("calls.move_criterion", {"step": "up"}, criterion_id=third.id, **at)
    client.send("calls.remove_criterion", criterion_id=fourth.id, **at)
    client.send("calls.move_grid_section", {"step": "down"}, section_id=section.id, **at)

    whole = queries.get_whole(call.id)
    assert [section.code for section in whole.grid] == ["C2", "C1", "C3", "C4", "C5"]
    assert [one.code for one in whole.grid[1].criteria] == [first.code, third.code, second.code]
