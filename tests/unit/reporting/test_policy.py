"""Every state and every verb of a report: who may, and that nobody acts twice."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.core.access import Actor, Held
from portal.grants.states import GrantState
from portal.reporting import policy
from portal.reporting.states import MOVES, ReportState

S = ReportState
ACTION, ORGANISATION = uuid4(), uuid4()
LATER = date(2027, 1, 1)


@dataclass
class FakeGrant:
    action_id: UUID = ACTION
    organisation_id: UUID = ORGANISATION
    country: str | None = "RS"
    state: GrantState = GrantState.ENDED


@dataclass
class FakeReport:
    state: ReportState = S.UNDER_REVIEW
    grant: FakeGrant = field(default_factory=FakeGrant)
    period_to: date = date(2026, 9, 30)
    kind: str = "final"
    submitted_by_id: UUID | None = None
    programme_checked_by_id: UUID | None = None
    finance_checked_by_id: UUID | None = None


def person(*functions: str, area: Any = "action", country: str | None = None) -> Actor:
    scope = ACTION if area == "action" else ORGANISATION
    roles = tuple(Held(area, scope, function, country) for function in functions)
    return Actor(user_id=uuid4(), name="Person", roles=roles)


def member(*functions: str) -> Actor:
    return person(*functions, area="organisation")


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize(
    ("verb", "ask", "actor"),
    [
        ("start", policy.can_start, member("owner")),
        ("reopen", policy.can_reopen, member("editor")),
        ("review", policy.can_take_up, person("programme")),
        ("ask", policy.can_ask, person("finance")),
        ("reject", policy.can_reject, person("signatory")),
    ],
)
def test_report_verbs_are_allowed_exactly_where_the_table_says(verb, ask, actor, state):
    verdict = ask(actor, FakeReport(state=state))

    assert bool(verdict) == (state in MOVES[verb].sources), verdict.reason


@pytest.mark.parametrize("state", list(S))
def test_report_is_written_and_submitted_only_as_draft_or_with_questions(state):
    report = FakeReport(state=state)

    assert bool(policy.can_write(member("owner"), report)) == (state in {S.DRAFT, S.QUESTIONS})
    assert bool(policy.can_submit(member("signatory"), report, LATER)) == (
        state in {S.DRAFT, S.QUESTIONS}
    )


@pytest.mark.parametrize("state", list(S))
def test_report_is_approved_only_under_review_and_confirmed_by_two(state):
    confirmed = FakeReport(
        state=state, programme_checked_by_id=uuid4(), finance_checked_by_id=uuid4()
    )

    assert bool(policy.can_approve(person("signatory"), confirmed)) == (state is S.UNDER_REVIEW)
    assert not policy.can_approve(person("signatory"), FakeReport(state=state))


@pytest.mark.parametrize(
    ("functions", "allowed"),
    [(("owner",), False), (("editor",), False), (("reader",), False), (("signatory",), True)],
)
def test_only_a_signatory_submits(functions, allowed):
    verdict = policy.can_submit(member(*functions), FakeReport(state=S.DRAFT), LATER)

    assert bool(verdict) is allowed


def test_report_is_not_submitted_before_its_period_is_over():
    report = FakeReport(state=S.DRAFT, period_to=LATER)

    verdict = policy.can_submit(member("signatory"), report, LATER)

    assert verdict.reason == "The period ends on 01/01/2027. Submit the report after that day."


def test_reader_enters_no_costs():
    assert not policy.can_enter(member("reader"), FakeGrant(), None)
    assert policy.can_enter(member("editor"), FakeGrant(), FakeReport(state=S.DRAFT))


def test_costs_are_locked_with_the_final_report():
    verdict = policy.can_enter(member("owner"), FakeGrant(), FakeReport(state=S.SUBMITTED))

    assert verdict.reason == "The final report was submitted. The list of costs is locked."


def test_who_confirms_one_part_confirms_no_other_and_does_not_decide():
    both = person("programme", "finance", "signatory")
    told = FakeReport(programme_checked_by_id=both.user_id)
    paid = FakeReport(finance_checked_by_id=both.user_id)

    assert "Another person" in policy.can_confirm_money(both, told).reason
    assert "Another person" in policy.can_confirm_narrative(both, paid).reason
    assert "Another person" in policy.can_reject(both, told).reason
    assert "Another person" in policy.can_approve(both, paid).reason


def test_submitter_reviews_nothing():
    both = person("programme", "finance", "signatory")
    report = FakeReport(submitted_by_id=both.user_id)
    asked = (
        policy.can_check_costs,
        policy.can_confirm_narrative,
        policy.can_confirm_money,
        policy.can_ask,
        policy.can_reject,
        policy.can_approve,
    )

    assert [bool(ask(both, report)) for ask in asked] == [False] * len(asked)


@pytest.mark.parametrize(("country", "allowed"), [(None, True), ("RS", True), ("ME", False)])
def test_national_staff_review_their_country(country, allowed):
    actor = person("finance", country=country)

    assert bool(policy.can_check_costs(actor, FakeReport())) is allowed
