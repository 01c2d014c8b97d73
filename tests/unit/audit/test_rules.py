"""The seal of the trail depends on every part of an entry and on the entry before it."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from portal.audit.rules import START, acting_as, plain, seal
from portal.core.access import SYSTEM, VISITOR, Actor, Held

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
CONTENT = {"sequence": 1, "verb": "application.submitted", "reason": "", "details": {"a": 1}}


def test_seal_is_the_same_for_the_same_content():
    reordered = dict(reversed(CONTENT.items()))

    assert seal(CONTENT, START) == seal(reordered, START)


@pytest.mark.parametrize(
    "change",
    [{"sequence": 2}, {"verb": "application.withdrawn"}, {"reason": "x"}, {"details": {"a": 2}}],
)
def test_seal_changes_with_every_part(change):
    assert seal(CONTENT | change, START) != seal(CONTENT, START)


def test_seal_changes_with_the_entry_before():
    assert seal(CONTENT, "1" * 64) != seal(CONTENT, START)


def test_plain_keeps_amounts_instants_and_ids_as_text():
    at = datetime(2026, 12, 4, 11, tzinfo=UTC)

    kept = plain({"amount": Decimal("14894.65"), "at": at, "id": HERE, "ok": True})

    assert kept == {
        "amount": "14894.65",
        "at": "2026-12-04 11:00:00+00:00",
        "id": str(HERE),
        "ok": True,
    }


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (SYSTEM, "system"),
        (VISITOR, "visitor"),
        (Actor(HERE, "Ana"), "person"),
        (Actor(HERE, "Ana", is_administrator=True), "administrator"),
        (
            Actor(
                HERE,
                "Ana",
                roles=(
                    Held("organisation", HERE, "owner"),
                    Held("call", ELSEWHERE, "assessor"),
                ),
            ),
            "organisation owner",
        ),
        (
            Actor(HERE, "Ana", roles=(Held("action", ELSEWHERE, "finance", "RS"),)),
            "action finance (RS)",
        ),
    ],
)
def test_acting_as_names_the_role_that_fits_the_subject(actor, expected):
    assert acting_as(actor, {HERE}) == expected
