"""The score matrix: what it shows, to whom, and the workbook."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from portal.core.db import db
from portal.evaluation.models import CommitteeMember, ConflictOfInterest
from portal.evaluation.states import SessionState
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_session,
    make_signatory,
    seat,
)

S = SessionState


def scored(session, *scores, **overrides):
    """An application with one sheet for each score, by the assessors in turn."""
    application = make_candidate(session, **overrides)
    for place, score in enumerate(scores):
        make_assessment(
            application, seat(session, "assessor", place), scores=score, position=place + 1
        )
    return application


@pytest.fixture
def session(app):
    return make_session(state=S.SCORING)


def reference_of(session):
    return load_session(session).call.reference


def rows(page):
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in page.select("tr.gp-matrix-head")
    ]


def test_matrix_shows_each_sheet_mean_median_and_spread(session, sign_in_as):
    scored(session, 5, 2, 4, title="Far apart")
    client = sign_in_as(seat(session, "secretary"))

    page = client.get_page("evaluation.matrix", reference=reference_of(session))

    (row,) = rows(page)
    assert row[-4:] == ["90.00", "73.33", "80", "60 Third"]
    sheets = [one.get_text(" ", strip=True) for one in page.select("tr.gp-matrix-sheet")]
    assert [one.split()[1] for one in sheets] == ["1,", "2,", "3,"]
    assert "does not count" in sheets[1]


def test_matrix_is_sorted_and_filtered_by_its_address(session, sign_in_as):
    even = scored(session, 4, 4, title="Even")
    wide = scored(session, 5, 2, title="Wide")
    half = scored(session, 3, title="Half")
    client = sign_in_as(seat(session, "chair"))
    reference = reference_of(session)

    def numbers(**asked):
        page = client.get_page("evaluation.matrix", reference=reference, **asked)
        return [one.select_one(".gp-ref").get_text() for one in page.select("tr.gp-matrix-head")]

    assert numbers() == [even.number, wide.number, half.number]
    assert numbers(sort="-spread") == [wide.number, even.number, half.number]
    assert numbers(sort="mean") == [half.number, wide.number, even.number]
    assert numbers(show="apart") == [wide.number]
    assert numbers(show="incomplete") == [wide.number, half.number]
    assert numbers(show="complete") == [even.number]
    assert numbers(lot="AL") == []


def test_lean_of_the_assessors_is_shown(session, sign_in_as):
    scored(session, 5, 3)

    page = sign_in_as(seat(session, "secretary")).get_page(
        "evaluation.matrix", reference=reference_of(session)
    )

    shown = [row.get_text(" ", strip=True) for row in page.select("table")[1].select("tbody tr")]
    first, second = seat(session, "assessor", 0), seat(session, "assessor", 1)
    assert sorted(shown) == sorted([f"{first.name} 1 100 80 +20", f"{second.name} 1 60 80 -20"])


def test_an_assessor_sees_nothing_of_others_while_scoring_even_as_secretary(session, sign_in_as):
    scored(session, 5, 3, title="Not yet")
    secretary = seat(session, "secretary")
    db.session.add(
        CommitteeMember(
            session_id=session.id,
            user_id=secretary.id,
            position=30,
            function="assessor",
            appointed_by_id=secretary.id,
            appointed_at=AT,
        )
    )
    db.session.flush()
    client = sign_in_as(secretary)

    page = client.get_page("evaluation.matrix", reference=reference_of(session), status=403)
    file = client.get_page("evaluation.matrix_file", reference=reference_of(session), status=403)

    assert "sees nothing of the others" in page.get_text()
    assert "Not yet" not in page.get_text() + file.get_text()


@pytest.mark.parametrize("state", [S.SCORING, S.CONSOLIDATION, S.RANKING])
def test_who_only_scores_never_opens_the_matrix(app, sign_in_as, state):
    session = make_session(state=state)
    scored(session, 4, 4)
    client = sign_in_as(seat(session, "assessor"))

    client.get_page("evaluation.matrix", reference=reference_of(session), status=404)


def test_voters_and_lead_read_numbers_for_names_and_only_after_locking(session, sign_in_as):
    scored(session, 4, 3)
    voter, lead = seat(session, "voter"), make_signatory(session, "programme")
    for person in (voter, lead):
        client = sign_in_as(person)
        client.get_page("evaluation.matrix", reference=reference_of(session), status=403)
    session.state = S.RANKING
    load_session(session)

    for person in (voter, lead):
        page = sign_in_as(person).get_page("evaluation.matrix", reference=reference_of(session))
        text = page.get_text(" ", strip=True)
        assert "Assessor 1" in text
        assert seat(session, "assessor").name not in text
        assert "How the assessors lean" not in text


def test_a_conflict_takes_the_file_out_of_table_lean_and_workbook(session, sign_in_as):
    tied, free = scored(session, 5, 1, title="Tied one"), scored(session, 4, 4, title="Free one")
    secretary = seat(session, "secretary")
    db.session.add(
        ConflictOfInterest(
            application_id=tied.id, user_id=secretary.id, kind="work", declared_at=AT
        )
    )
    db.session.flush()
    client = sign_in_as(secretary)

    page = client.get_page("evaluation.matrix", reference=reference_of(session))
    book = workbook(client, session)

    assert "Tied one" not in page.get_text()
    assert "+" not in page.select("table")[1].get_text()
    assert {line[0] for line in book.get_sheet_by_index(0).to_python()[1:]} == {free.number}


def workbook(client, session):
    answer = client.get(f"/manage/calls/{reference_of(session)}/scores/matrix.xlsx")
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.data))


def test_workbook_holds_every_mark_and_comment_as_text(session, sign_in_as):
    application = scored(session, 4, 3, title='=HYPERLINK("http://x")')
    first = seat(session, "assessor")

    book = workbook(sign_in_as(seat(session, "secretary")), session)

    totals, marks = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    criteria = sum(len(section.criteria) for section in load_session(session).call.grid)
    assert len(totals) == 3
    assert totals[1][:2] == [application.number, '=HYPERLINK("http://x")']
    assert totals[1][4] == f"Assessor 1, {first.name}"
    assert totals[1][-5:] == [80, 70, 70, 70, 20]
    assert [line[8] for line in marks[1:] if line[4] == totals[1][4] and line[7]] == [4] * criteria
    assert any(line[10].startswith("Why ") for line in marks)
    assert any(line[10].startswith("On ") for line in marks)


def test_workbook_for_the_lead_has_no_names(app, sign_in_as):
    session = make_session(state=S.RANKING)
    scored(session, 4, 3)

    book = workbook(sign_in_as(make_signatory(session, "programme")), session)

    text = str(book.get_sheet_by_index(0).to_python() + book.get_sheet_by_index(1).to_python())
    assert "Assessor 1" in text
    assert seat(session, "assessor").name not in text
