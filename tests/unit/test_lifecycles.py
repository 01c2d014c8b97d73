"""Every lifecycle, walked at random: a verb leads along its table or is refused in words."""

from dataclasses import dataclass
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.errors import WrongState
from portal.core.lifecycle import can_move, label, move

AREAS = ("applications", "calls")
TABLES = {area: import_module(f"portal.{area}.states") for area in AREAS}
ENDS = {"applications": TABLES["applications"].TERMINAL, "calls": {"archived", "cancelled"}}


@dataclass
class Thing:
    state: object


@pytest.mark.parametrize("area", AREAS)
@settings(max_examples=50)
@given(data=st.data())
def test_a_walk_stays_on_the_table(area, data):
    moves = TABLES[area].MOVES
    thing = Thing(TABLES[area].S.DRAFT)
    for verb in data.draw(st.lists(st.sampled_from(sorted(moves)), max_size=25)):
        before = thing.state
        if can_move(before, verb, moves):
            assert move(thing, verb, moves) == before
            assert thing.state == moves[verb].target
        else:
            with pytest.raises(WrongState) as refused:
                move(thing, verb, moves)
            assert label(before) in str(refused.value.message)
            assert thing.state == before


@pytest.mark.parametrize("area", AREAS)
def test_only_a_complaint_leads_out_of_an_end(area):
    module = TABLES[area]
    allowed = getattr(module, "AFTER_COMPLAINT", frozenset())

    out = {verb for verb, made in module.MOVES.items() if made.sources & set(ENDS[area])}

    assert out <= allowed


@pytest.mark.parametrize("area", AREAS)
def test_every_verb_can_be_reached_from_the_draft(area):
    moves = TABLES[area].MOVES
    reached = {TABLES[area].S.DRAFT}
    while more := {made.target for made in moves.values() if made.sources & reached} - reached:
        reached |= more

    assert {verb for verb, made in moves.items() if made.sources & reached} == set(moves)
