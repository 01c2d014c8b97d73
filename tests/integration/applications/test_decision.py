"""What the applicant is told: nothing before the letter; own scores by section after it."""

from decimal import Decimal

from portal.applications.states import ApplicationState
from portal.evaluation.models import EvaluationSession, Ranking, RankingEntry
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.base import AT, save


def ranked(owner):
    """A rejected application with its place in a frozen ranking, no letter yet."""
    application = make_application(state=ApplicationState.REJECTED_QUALITY, owner=owner)
    application.result_reason = "Capacity is below the threshold."
    session = save(EvaluationSession(call_id=application.call_id, created_at=AT))
    ranking = save(
        Ranking(session_id=session.id, lot_id=application.lot_id, number=1, created_at=AT)
    )
    save(
        RankingEntry(
            ranking_id=ranking.id,
            application_id=application.id,
            position=1,
            rank=None,
            total=Decimal("61.50"),
            section_means={"C1": "11.50", "C2": "20.00", "C3": "15.00", "C4": "7.00", "C5": "8.00"},
            sheet_totals=["60", "63"],
            rule_used="mean_of_two",
            requested=Decimal("12500.00"),
            proposal="reject",
        )
    )
    return application


def test_scores_and_reasons_stand_on_the_decision_only_after_the_letter(app, sign_in_as):
    owner = make_user()
    application = ranked(owner)
    client = sign_in_as(owner)

    before = client.get_page("applications.decision", application_id=application.id).get_text(" ")
    application.letter_sent_at = AT
    after = client.get_page("applications.decision", application_id=application.id)

    assert "No decision yet" in before
    assert "61.50" not in before
    assert "Capacity is below" not in before
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")]
            for row in after.select("tbody tr")]  # fmt: skip
    assert ["Financial and operational capacity", "11.50", "20"] in rows
    assert ["Total", "61.50", "100"] in rows
    assert "Capacity is below the threshold." in after.get_text(" ")
