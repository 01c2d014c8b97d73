"""What must hold before a payment is asked for."""

from dataclasses import replace

import pytest

from portal.grants.rules import Standing, conditions, unmet

GOOD = Standing(
    is_signed=True,
    is_suspended=False,
    has_account=True,
    has_open_recovery=False,
    waits_for="signature",
    has_fallen_due=True,
)


def test_nothing_is_missing_when_all_is_in_order():
    assert unmet(conditions(GOOD)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_signed": False}, "The contract is accepted by both sides."),
        ({"has_account": False}, "The bank account is in the contract."),
        ({"has_open_recovery": True}, "There is no open recovery."),
        ({"is_suspended": True}, "The grant is not suspended."),
        (
            {"waits_for": "interim_report", "has_fallen_due": False},
            "The interim report is approved.",
        ),
        ({"waits_for": "final_report", "has_fallen_due": False}, "The final report is approved."),
    ],
)
def test_each_condition_says_what_is_missing(changes, words):
    assert unmet(conditions(replace(GOOD, **changes))) == [words]
