"""The frame of a page: menus without dead links, initials, time left."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask import g

from portal.core.access import VISITOR, Actor, Held
from portal.web import menus
from portal.web.context import Site, here, initials, time_left

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def _actor(*areas: str, is_administrator: bool = False) -> Actor:
    roles = tuple(Held(area, uuid.uuid4(), "owner") for area in areas)
    return Actor(uuid.uuid4(), "Amra Mehić", roles=roles, is_administrator=is_administrator)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=12, hours=3), "12 days left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(hours=23, minutes=59), "23 hours left"),
        (timedelta(minutes=59), "59 minutes left"),
        (timedelta(seconds=20), "1 minute left"),
        (timedelta(0), "No time left"),
    ],
)
def test_time_left_is_days_then_hours_then_minutes(drawing_board, left, words):
    with drawing_board.test_request_context():
        assert time_left(NOW + left, NOW) == words


@pytest.mark.parametrize(
    ("name", "letters"), [("Amra Mehić", "AM"), ("Amra Ana Mehić", "AM"), ("Amra", "A"), ("", "")]
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_here_changes_one_filter_and_keeps_the_others(drawing_board):
    with drawing_board.test_request_context("/calls?country=RS&country=BA&page=2"):
        assert here(page=None, sort="title") == "/calls?country=RS&country=BA&sort=title"
        assert here(country=None, page=None) == "/calls"


def test_menus_hold_no_dead_link(drawing_board):
    with drawing_board.test_request_context("/"):
        everything = _actor("organisation", "action", "call", is_administrator=True)
        shown = [
            *menus.entries((*menus.PUBLIC, *menus.APPLICANT, *menus.EVALUATOR, *menus.FOOTER)),
            *(entry for section in menus.side_menu(everything) for entry in section.entries),
        ]

        assert [entry.url for entry in shown if not menus.answers(entry.url)] == []
        assert "/help" in {entry.url for entry in shown}
        assert not menus.answers("/no/such/page")


def test_only_the_longest_address_that_holds_the_page_is_current(drawing_board):
    with drawing_board.test_request_context("/manage/calls/NAT1"):
        assert menus.current_address(["/manage", "/manage/calls"]) == "/manage/calls"
    with drawing_board.test_request_context("/manage/unknown"):
        assert menus.current_address(["/manage", "/manage/calls"]) is None


@pytest.mark.parametrize(
    ("actor", "sections"), [(_actor(), 0), (_actor("organisation"), 0), (VISITOR, 0)]
)
def test_side_menu_is_for_the_lead_and_administrators(drawing_board, actor, sections):
    with drawing_board.test_request_context("/"):
        assert len(menus.side_menu(actor)) == sections


def test_visitor_is_nobody(drawing_board):
    with drawing_board.test_request_context("/"):
        g.actor = VISITOR
        site = Site()

        assert site.person is None
        assert site.workspaces == ()
