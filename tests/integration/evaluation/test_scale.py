"""A call may be scored on another scale than 1 to 5: its marks, points, minimums and documents."""

from io import BytesIO

import pytest

from portal.calls import queries as calls
from portal.calls.states import CallState
from portal.core.db import db
from portal.documents.gather.calls import guidelines
from portal.documents.gather.evaluation import assessment
from portal.evaluation import queries
from portal.evaluation.models import Assessment
from portal.evaluation.states import AssessmentState, SessionState
from portal.web.workbooks import Sheet, read_rows, workbook
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.documents import make_head
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_ranking,
    make_session,
    seat,
)
from tests.support.cast import Cast


@pytest.fixture
def scaled(sign_in_as, app):
    """A closed call whose lead set its scale to 0 to 10 on the page of the grid."""
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DRAFT)
    manager, at = sign_in_as(cast.person("programme")), {"reference": call.reference}
    page = manager.get_page("calls.grid", **at)
    assert "from 1 (very poor) to 5 (very good)" in page.select_one("#main").get_text()
    manager.send("calls.grid_scale", {"lowest_mark": "0", "highest_mark": "10"}, **at)
    shown = manager.get_page("calls.grid", **at).select_one("#main").get_text()
    assert "from 0 (very poor) to 10 (very good)" in shown
    assert "200 points in all" in shown
    call.state, call.closed_at = CallState.IN_EVALUATION, call.created_at
    db.session.flush()
    return make_session(state=SessionState.SCORING, call=call)


def filled(session, score, **scores):
    data = {"revision": "0", "recommendation": "fund", "do": "submit"}
    for section in session.call.grid:
        data[f"comment_{section.code}"] = "Sound."
        for criterion in section.criteria:
            name = criterion.code.replace(".", "_")
            data |= {f"score_{name}": scores.get(name, score), f"reason_{name}": "Why."}
    return data


def test_a_grid_of_ten_is_scored_from_the_sheet_to_the_ranking(scaled, sign_in_as):
    first, second = seat(scaled, "assessor"), seat(scaled, "assessor", 1)
    application = make_candidate(scaled)
    sheet = make_assessment(application, first)
    make_assessment(application, second, scores=8, position=2)
    client = sign_in_as(first)
    page = client.get_page("evaluation.sheet", assessment_id=sheet.id)

    refused = client.post_page(
        "evaluation.sheet", filled(load_session(scaled), "7", C1_1="11"), assessment_id=sheet.id
    )
    kept = db.session.get_one(Assessment, sheet.id).revision
    data = filled(load_session(scaled), "7", C1_1="0", C1_2="10") | {"revision": str(kept)}
    client.send("evaluation.sheet", data, assessment_id=sheet.id)

    scores = page.select("input[name=score_C1_1]")
    assert [one["value"] for one in scores] == [str(mark) for mark in range(11)]
    assert "(needed for 0, 1 and 10)" in page.get_text()
    assert "Give C1.1 a whole number from 0 to 10." in refused.select_one(".gp-errors").get_text()
    done = queries.get_sheet(actor_of(first), sheet.id)
    assert done.state is AssessmentState.SUBMITTED
    totals = queries.totals_of(done, load_session(scaled).call)
    assert (totals.scores["C1.1"], totals.scores["C1.2"]) == (0, 10)
    assert totals.total == 20 * 7 - 7 + 3  # of 200: 20 weights times 10
    read = client.get_page("evaluation.sheet", assessment_id=sheet.id)
    assert "/ 200" in read.select_one(".gp-scorefoot").get_text()
    printed = assessment(sheet.id).build(make_head())
    assert (printed.scale, printed.sections[0].criteria[0].most) == (
        "Scale: from 0 (very poor) to 10 (very good).",
        10,
    )
    assert sum(section.maximum for section in printed.sections) == 200

    scaled.state, done.state = SessionState.RANKING, AssessmentState.LOCKED
    db.session.flush()
    entry = make_ranking(load_session(scaled)).entries[0]
    assert entry.total == (136 + 160) / 2
    published = guidelines(scaled.call_id).build(make_head())
    assert (published.marks, sum(line.points for line in published.grid)) == ((0, 10), 200)


def test_the_workbook_takes_the_marks_of_the_call(scaled, sign_in_as):
    assessor = seat(scaled, "assessor")
    sheet = make_assessment(make_candidate(scaled), assessor)
    client = sign_in_as(assessor)
    rows = read_rows(client.get(f"/evaluate/{sheet.id}/sheet.xlsx").data, name="sheet.xlsx")
    wanted = {"C1.1": 0, "C1.2": 10, "C1.3": 11}
    for row in rows:
        row[3] = wanted.get(row[0], row[3])
    book = workbook([Sheet("Scores", rows[0], rows[1:])], at=AT)

    page = client.post_page(
        "evaluation.offline",
        {"file": (BytesIO(book), "sheet.xlsx")},
        status=200,
        assessment_id=sheet.id,
    )

    read = queries.scores_of(
        queries.get_sheet(actor_of(assessor), sheet.id), load_session(scaled).call
    )
    assert read == {"C1.1": 0, "C1.2": 10}
    assert "is no whole number from 0 to 10" in page.get_text()


@pytest.mark.one_database
def test_a_scale_that_cannot_be_is_refused(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DRAFT)
    client, at = sign_in_as(cast.person("programme")), {"reference": call.reference}

    said = {
        (low, high): client.post_page(
            "calls.grid_scale", {"lowest_mark": low, "highest_mark": high}, **at
        ).select_one("#highest_mark-error")
        for low, high in (("5", "5"), ("1", "11"), ("0", "2"))
    }

    assert "above the lowest and at most 10" in said["5", "5"].get_text()
    assert "above the lowest and at most 10" in said["1", "11"].get_text()
    assert "C1 would give 8 points at most, less than its minimum" in said["0", "2"].get_text()
    kept = calls.get_whole(call.id)
    assert (kept.lowest_mark, kept.highest_mark) == (1, 5)
