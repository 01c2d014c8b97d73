"""Days of the evaluators: read from their sheets, approved by somebody else, as a workbook."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, service
from portal.evaluation.states import SessionState
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_lead,
    make_session,
    make_signatory,
    seat,
)


def test_days_are_counted_approved_and_exported(app, sign_in_as):
    session = make_session(state=SessionState.RANKING)
    person = seat(session, "assessor")
    for place in range(3):
        sheet = make_assessment(make_candidate(session), person, scores=4)
        sheet.submitted_at = AT + timedelta(days=place // 2)
    session = load_session(session)
    lead, client = make_lead(session), sign_in_as(make_signatory(session, "programme"))
    reference = session.call.reference

    (row,) = queries.worked(session)
    assert (row.user, row.sheets) == (person, 3)
    assert row.days == (date(2026, 11, 22), date(2026, 11, 23))

    def approve(days, note="", actor=lead):
        return service.approve_days(
            session, user_id=person.id, days=Decimal(days), note=note, actor=actor, at=AT
        )

    for days, words in (("0.3", "whole or half"), ("3", "more days are paid")):
        with pytest.raises(RuleBroken, match=words):
            approve(days)
    with pytest.raises(NotAllowed):
        approve("1", actor=actor_of(person))
    assert approve("1.5").days == Decimal("1.5")
    page = client.get_page("evaluation.days", reference=reference)
    assert page.select_one(f'input[name="days-{person.id}"]')["value"] == "1.5"
    client.send(
        "evaluation.days",
        {f"days-{person.id}": "3", f"note-{person.id}": "A day of travel."},
        reference=reference,
    )
    file = client.get(f"/manage/calls/{reference}/days.xlsx").data
    cells = CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()
    assert cells[1][0] == person.name
    assert cells[1][2] == "2026-11-22, 2026-11-23"
    assert (cells[1][3], cells[1][4], cells[1][5]) == (3, 2, 3)
    assert cells[1][6] == "A day of travel."
