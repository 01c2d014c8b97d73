"""Averaging, ranking, award, reserve and promotion of rules.md 7.7, example 2, by the services."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete

from portal.applications import service as applications
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls.models import Criterion, GridSection
from portal.calls.states import CallState
from portal.core.db import db
from portal.evaluation import queries, service
from portal.evaluation.states import Proposal, SessionState
from portal.organisations import queries as organisations
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.evaluation import (
    load_session,
    make_candidate,
    make_lead,
    make_session,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation

S = ApplicationState
HOLDING = {S.PROVISIONALLY_SELECTED, S.ELIGIBILITY_CHECK}
LATER = AT + timedelta(days=21)

# Grid B in one step: section, role, weights of its items, minimum. Source: rules.md 4.3, 4.4.
GRID_B = (
    ("B1", "capacity", (1, 1, 1, 1), "12"),
    ("B2", "relevance", (1, 1, 1, 1), None),
    ("B3", "design", (1, 1, 1), None),
    ("B4", "implementation", (1, 1, 1), None),
    ("B5", "sustainability", (1, 1, 1), None),
    ("B6", "budget", (1, 2), None),
)
# Asked, then the section scores of the assessors.
SHEETS = {
    "A-01": ("11000", (16, 17, 12, 11, 11, 12), (15, 16, 12, 12, 10, 11)),
    "A-02": ("12000", (17, 18, 13, 12, 12, 13), (16, 17, 12, 12, 12, 12)),
    "A-03": ("10500", (14, 15, 10, 10, 9, 10), (15, 16, 11, 11, 10, 10)),
    "A-04": ("9000", (11, 17, 13, 12, 12, 13), (12, 16, 12, 12, 11, 12)),
    "A-05": ("11500", (17, 18, 13, 12, 12, 12), (12, 12, 9, 8, 8, 9), (15, 17, 12, 12, 11, 11)),
    "A-06": ("12500", (15, 18, 12, 11, 11, 11), (15, 17, 12, 11, 11, 11)),
    "A-07": ("8000", (13, 12, 9, 8, 8, 9), (12, 12, 9, 9, 8, 9)),
}


def spread(points, weights):
    """Whole scores 1 to 5 that add up to the points of a section, as even as can be."""
    for last in (3, 4, 2, 5, 1):
        rest = points - weights[-1] * last
        others = len(weights) - 1
        if others <= rest <= others * 5:
            low, more = divmod(rest, others)
            return [low + (place < more) for place in range(others)] + [last]
    raise AssertionError(points)


def marks(call, section_points):
    """One filled sheet with these points per section."""
    scores = {
        criterion.id: score
        for section, points in zip(call.grid, section_points, strict=True)
        for criterion, score in zip(
            section.criteria, spread(points, [c.weight for c in section.criteria]), strict=True
        )
    }
    return service.Marks(
        scores=scores,
        comments=dict.fromkeys(scores, "Because."),
        section_comments={section.id: "Sound." for section in call.grid},
        recommendation="fund",
    )


def grid_b(call):
    return [
        GridSection(
            call_id=call.id,
            position=place,
            code=code,
            title=role.capitalize(),
            role=role,
            threshold=minimum and Decimal(minimum),
            criteria=[
                Criterion(position=n, code=f"{code}.{n}", text=f"Item {n}", weight=weight)
                for n, weight in enumerate(weights, start=1)
            ],
        )
        for place, (code, role, weights, minimum) in enumerate(GRID_B, start=1)
    ]


@pytest.fixture
def evaluation(app, request):
    """Example 2 before anybody was assigned; the envelope comes from the test."""
    call = make_call(state=CallState.IN_EVALUATION, closed_at=AT)
    db.session.execute(delete(Criterion))
    db.session.execute(delete(GridSection))
    db.session.add_all(grid_b(call))
    db.session.flush()
    db.session.expunge_all()
    call = calls.get_whole(call.id)
    lot = next(one for one in call.lots if one.code == "RS")
    lot.envelope, lot.max_grants = Decimal(getattr(request, "param", "45000")), 4
    session = make_session(state=SessionState.ADMIN_CHECK, call=call)
    for number, (asked, *_) in SHEETS.items():
        owner = make_user()
        organisation = make_organisation()
        make_membership(organisation=organisation, user=owner)
        make_candidate(
            session,
            number=number,
            requested=Decimal(asked),
            organisation=organisation,
            owner=owner,
        )
    return load_session(session)


def by_number(session):
    return {one.number: one for one in queries.applications_of(session.call_id)}


def secretary(session):
    return actor_of(seat(session, "secretary"))


def score(session, application, assessor, points):
    actor = actor_of(assessor)
    ids = {one.assessor_id: one.id for one in queries.sheets_of(session.call_id)[application.id]}
    sheet = queries.get_sheet(actor, ids[assessor.id])
    service.save(sheet, session, marks(session.call, points), revision=0, actor=actor, at=LATER)
    service.submit(sheet, session, actor=actor, at=LATER)


def score_all(session):
    """Two sheets each, and a third where the portal asks for it."""
    found = by_number(session)
    first, second, third = (seat(session, "assessor", place) for place in range(3))
    pairs = [(one, user) for one in found.values() for user in (first, second)]
    service.assign(session, pairs, actor=secretary(session), at=LATER)
    service.start_scoring(session, actor=secretary(session), at=LATER)
    for number, (_, one, two, *_rest) in SHEETS.items():
        score(session, found[number], first, one)
        score(session, found[number], second, two)
    service.consolidate(session, actor=secretary(session), at=LATER)
    asked = [p.application.number for p in queries.progress(session.call) if p.third]
    for number in asked:
        service.assign(session, [(found[number], third)], actor=secretary(session), at=LATER)
        score(session, found[number], third, SHEETS[number][3])
    return asked


def freeze(session):
    service.start_ranking(session, actor=secretary(session), at=LATER)
    lot = next(one for one in session.call.lots if one.code == "RS")
    return service.freeze(session, lot.id, set_back={}, actor=secretary(session), at=LATER)


def decide(session):
    """Report, four signatures and the secretary's, approval by the signatory."""
    service.draft_report(session, minutes="We met.", actor=secretary(session), at=LATER)
    for member in queries.members(session.id):
        if member.function in {"chair", "secretary", "voter"}:
            service.sign_report(
                session,
                signed_name=member.user.name,
                dissent="",
                actor=actor_of(member.user),
                at=LATER,
            )
    signatory = make_lead(session)
    service.approve(session, signed_name=signatory.name, reason="", actor=signatory, at=LATER)


def proposed(ranking, proposal):
    return [
        entry.application.number
        for entry in queries.latest_rankings(ranking.session_id)[ranking.lot_id].entries
        if entry.proposal is proposal
    ]


def test_example_2_only_a_05_needs_a_third_assessor(evaluation):
    asked = score_all(evaluation)

    assert asked == ["A-05"]


def test_example_2_totals_ranks_and_reasons(evaluation):
    score_all(evaluation)

    ranking = freeze(evaluation)

    entries = queries.latest_rankings(evaluation.id)[ranking.lot_id].entries
    shown = [(e.rank, e.application.number, str(e.total), e.rule_used) for e in entries]
    assert shown == [
        (1, "A-02", "83.00", "mean_of_two"),
        (2, "A-05", "81.00", "closest_pair"),
        (3, "A-06", "77.50", "mean_of_two"),
        (4, "A-01", "77.50", "mean_of_two"),
        (5, "A-03", "70.50", "mean_of_two"),
        (None, "A-04", "76.50", "mean_of_two"),
        (None, "A-07", "59.00", "mean_of_two"),
    ]
    by = {e.application.number: e for e in entries}
    assert by["A-04"].section_means["B1"] == "11.50"
    assert by["A-06"].section_means["B2"] == "17.50"
    assert by["A-01"].section_means["B2"] == "16.50"
    assert by["A-04"].reason == "Capacity has 11.50 points; at least 12 are needed."
    assert by["A-07"].reason == "The total is 59.00 points; at least 60 are needed."
    assert [str(e.running_total) for e in entries if e.running_total] == [
        "12000.00",
        "23500.00",
        "36000.00",
    ]


@pytest.mark.parametrize(
    ("evaluation", "awards", "reserve"),
    [
        ("45000", ["A-02", "A-05", "A-06"], ["A-01", "A-03"]),
        ("48000", ["A-02", "A-05", "A-06", "A-01"], ["A-03"]),
        ("46600", ["A-02", "A-05", "A-06"], ["A-01", "A-03"]),
    ],
    indirect=["evaluation"],
)
def test_example_2_awards_and_reserve(evaluation, awards, reserve):
    score_all(evaluation)

    ranking = freeze(evaluation)

    assert proposed(ranking, Proposal.AWARD) == awards
    assert proposed(ranking, Proposal.RESERVE) == reserve


def test_example_2_decision_takes_effect(evaluation):
    score_all(evaluation)
    freeze(evaluation)

    decide(evaluation)

    found = by_number(evaluation)
    assert {number: one.state for number, one in found.items()} == {
        "A-01": S.RESERVE,
        "A-02": S.PROVISIONALLY_SELECTED,
        "A-03": S.RESERVE,
        "A-04": S.REJECTED_QUALITY,
        "A-05": S.PROVISIONALLY_SELECTED,
        "A-06": S.PROVISIONALLY_SELECTED,
        "A-07": S.REJECTED_QUALITY,
    }
    assert (found["A-01"].reserve_rank, found["A-03"].reserve_rank) == (1, 2)
    assert found["A-01"].reserve_until is not None
    assert found["A-07"].result_reason == "The total is 59.00 points; at least 60 are needed."
    assert evaluation.call.state is CallState.DECIDED


def test_example_2_withdrawal_moves_the_reserve_up(evaluation):
    score_all(evaluation)
    ranking = freeze(evaluation)
    decide(evaluation)
    lead = make_lead(evaluation, "programme")
    service.send_letters(evaluation, count=7, actor=lead, at=LATER)
    gone = by_number(evaluation)["A-06"]
    owner = actor_of(organisations.people_to_tell(gone.organisation_id)[0])
    applications.withdraw(gone, actor=owner, at=LATER)

    moved = service.promote_reserve(evaluation, ranking.lot_id, actor=lead, at=LATER)

    assert [one.number for one in moved] == ["A-01", "A-03"]
    found = by_number(evaluation)
    assert found["A-01"].state is S.ELIGIBILITY_CHECK
    assert found["A-03"].state is S.ELIGIBILITY_CHECK
    standing = [one for one in found.values() if one.state in HOLDING]
    assert sum(one.requested for one in standing) == Decimal("45000.00")
