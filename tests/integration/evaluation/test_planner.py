"""The award planner: quotas bind, scenarios are kept, the one adopted reaches letter and grant."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents.engine import Letterhead
from portal.documents.gather import SOURCES
from portal.evaluation import queries, rules, service
from portal.evaluation.models import AwardScenario
from portal.evaluation.states import Proposal, SessionState
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import make_lead, make_signatory, seat
from tests.integration.evaluation.reserves import files_of, latest, ranked

A = ApplicationState
D = Decimal
K = rules.QuotaKind


def secretary_of(session):
    return actor_of(seat(session, "secretary"))


def sketched(session, *, reductions=(), moves=(), name="Ten per cent less"):
    actor = secretary_of(session)
    scenario = service.sketch(session, name=name, actor=actor, at=AT)
    service.change_scenario(
        scenario, session, reductions=reductions, moves=moves, actor=actor, at=AT
    )
    return scenario


@pytest.fixture
def session(app):
    """Three files that ask 10 000, 9 000 and 8 000 in a lot of 26 500."""
    return ranked((5, "10000"), (4, "9000"), (3, "8000"), envelope="26500")


def test_a_full_quota_keeps_awards_out_and_says_why(session):
    lead = make_lead(session)
    national = service.QuotaLimit(K.NATIONAL, "", None, 1)

    with pytest.raises(NotAllowed, match="set quotas"):
        service.set_quotas(session, [national], actor=secretary_of(session), at=AT)
    with pytest.raises(RuleBroken, match="more than at most"):
        service.set_quotas(session, [service.QuotaLimit(K.COUNTRY, "RS", 3, 2)], actor=lead, at=AT)
    service.set_quotas(session, [national], actor=lead, at=AT)

    (proposal,) = service.propose(session.call).values()
    assert [row.proposal for row in proposal.rows] == [
        Proposal.AWARD, Proposal.RESERVE, Proposal.RESERVE,
    ]  # fmt: skip
    assert "1 awards for national projects" in proposal.rows[1].reason


def test_what_the_action_promised_is_its_quota_until_another_is_set(session):
    action = session.call.action
    clusters = queries.clusters_of(action.id)
    clusters[0].details = {"targets": {"national_projects": 24, "regional_projects": 6}}
    db.session.flush()

    found = {(one.kind, one.least, one.most) for one in queries.quotas_of(session.call)}

    assert {(K.NATIONAL, None, 24), (K.REGIONAL, None, 6)} <= found
    service.set_quotas(
        session, [service.QuotaLimit(K.NATIONAL, "", 20, 22)], actor=make_lead(session), at=AT
    )
    found = {(one.kind, one.least, one.most) for one in queries.quotas_of(session.call)}
    assert {(K.NATIONAL, 20, 22), (K.REGIONAL, None, 6)} <= found


def test_a_scenario_must_be_possible_and_reasoned(session):
    first = files_of(session)[0]
    least = first.lot.min_grant

    def reduced(amount, reason="Fewer seminars."):
        return [service.Reduction(first.id, D(amount), reason)]

    for reductions, words in (
        (reduced(least - 1), "must be from"),
        (reduced("10000"), "must be from"),
        (reduced("9000", " "), "is smaller"),
    ):
        with pytest.raises(RuleBroken, match=words):
            sketched(session, reductions=reductions, name=f"{words} {reductions[0].amount}")
    move = service.Move("AL", "RS", D("100"), "Left over.")
    with pytest.raises(RuleBroken, match="do not foresee"):
        sketched(session, moves=[move], name="Move")
    session.call.moves_rest = True
    al = next(lot for lot in session.call.lots if lot.code == "AL")
    with pytest.raises(RuleBroken, match="left in the lot"):
        sketched(
            session, moves=[service.Move("AL", "RS", al.envelope + 1, "Left.")], name="Too much"
        )
    with pytest.raises(RuleBroken, match="two different lots"):
        sketched(session, moves=[service.Move("RS", "RS", D(1), "Left.")], name="Same")
    with pytest.raises(RuleBroken, match="with this name"):
        sketched(session, name="Same")


def test_the_adopted_scenario_reaches_ranking_decision_letter_and_report(session):
    first, _second, third = files_of(session)
    session.call.moves_rest = True
    scenario = sketched(
        session,
        reductions=[service.Reduction(first.id, D("9400"), "Two seminars are enough.")],
        moves=[service.Move("AL", "RS", D("100"), "Nobody of the lot passed.")],
    )

    with pytest.raises(NotAllowed):
        service.adopt(scenario, session, actor=actor_of(seat(session, "voter")), at=AT)
    service.adopt(scenario, session, actor=secretary_of(session), at=AT)

    ranking = latest(session)
    assert [(e.amount, e.running_total, e.proposal) for e in ranking.entries] == [
        (D("9400.00"), D("9400.00"), Proposal.AWARD),
        (D("9000.00"), D("18400.00"), Proposal.AWARD),
        (D("8000.00"), D("26400.00"), Proposal.AWARD),
    ]
    assert (ranking.moved, ranking.envelope) == (D("100.00"), D("26600.00"))
    assert ranking.entries[0].deviation == "Two seminars are enough."
    assert "Nobody of the lot passed." in ranking.reason
    with pytest.raises(RuleBroken, match="stays as it is"):
        service.change_scenario(
            scenario, session, reductions=[], moves=[], actor=secretary_of(session), at=AT
        )
    with pytest.raises(RuleBroken, match="adopt the scenario again"):
        service.draft_report(session, minutes="We met.", actor=secretary_of(session), at=AT)
    ranking.moved = D(0)
    ranking.lot.envelope += 100
    lead = _decided(session)
    assert (first.granted, third.granted) == (D("9400.00"), None)
    assert third.state is A.PROVISIONALLY_SELECTED
    head = Letterhead("LTA", "REF", 1, AT.date(), "Lead", "Action", "note", "disclaimer")
    letter = SOURCES["LTA"](first.id).build(head)
    assert letter.amount_eur == D("9400.00")
    assert "9,400.00 instead of the EUR\xa010,000.00" in letter.corrections[0]
    assert lead.name


def _decided(session):
    secretary = secretary_of(session)
    service.draft_report(session, minutes="We met.", actor=secretary, at=AT)
    for member in queries.members(session.id):
        if member.function in {"chair", "secretary", "voter"}:
            service.sign_report(
                session, signed_name=member.user.name, dissent="", actor=actor_of(member.user),
                at=AT,
            )  # fmt: skip
    lead = make_lead(session)
    service.approve(session, signed_name=lead.name, reason="", actor=lead, at=AT)
    return lead


def test_pages_keep_a_scenario_show_its_effect_and_adopt_it(session, sign_in_as):
    reference = session.call.reference
    lot = next(one for one in session.call.lots if one.code == "RS")
    lot.envelope = D("26000")
    first, _second, third = files_of(session)
    programme = make_signatory(session, "programme")
    client = sign_in_as(seat(session, "secretary"))

    planner = client.get_page("evaluation.planner", reference=reference).get_text()
    assert "needs EUR\xa01,000 more" in planner
    assert f"{third.number} is funded" in planner  # when the first or second is cut by 10 %
    client.send("evaluation.planner", {"name": "Smaller first"}, reference=reference)
    scenario = db.session.scalars(select(AwardScenario)).one()
    keys = {"reference": reference, "scenario_id": scenario.id}
    refused = client.post_page("evaluation.scenario", {f"amount-{first.id}": "9000"}, **keys)
    assert "is smaller" in refused.get_text()
    client.send(
        "evaluation.scenario",
        {f"amount-{first.id}": "9000", f"reason-{first.id}": "One training less."},
        **keys,
    )
    page = client.get_page("evaluation.scenario", **keys)
    assert f"{third.number} is funded" in page.get_text()
    client.send("evaluation.adopt_scenario", {}, **keys)

    assert [e.proposal for e in latest(session).entries] == [Proposal.AWARD] * 3
    ranking = client.get_page("evaluation.ranking", reference=reference).get_text()
    assert "carries changes of the committee" in ranking
    client = sign_in_as(programme)
    client.send(
        "evaluation.quotas", {"most-national-": "2", "least-country-RS": "3"}, reference=reference
    )
    text = client.get_page("evaluation.planner", reference=reference).get_text()
    assert "Full" in text
    assert "1 missing" in text


def test_a_scenario_is_dropped_until_it_is_adopted(session):
    scenario = sketched(session)

    service.drop_scenario(scenario, session, actor=secretary_of(session), at=AT)
    db.session.flush()

    assert queries.scenarios_of(session.id) == []
    session.state = SessionState.REPORT_DRAFT
    with pytest.raises(NotAllowed):
        service.sketch(session, name="Later", actor=secretary_of(session), at=AT)
