"""Declaration, conflicts, the sheet and what assessors must never see."""

import pytest
from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.evaluation import queries, service
from portal.evaluation.models import Assessment, ConflictOfInterest, Declaration
from portal.evaluation.states import AssessmentState, SessionState
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_session,
    seat,
)

A = AssessmentState
S = SessionState


@pytest.fixture
def session(app):
    return make_session(state=S.SCORING)


def filled(session, *, score="4", reason="", comment="Sound."):
    """The fields of a whole sheet with the same score everywhere."""
    data = {"revision": "0", "recommendation": "fund"}
    for section in session.call.grid:
        data[f"comment_{section.code}"] = comment
        for criterion in section.criteria:
            name = criterion.code.replace(".", "_")
            data |= {f"score_{name}": score, f"reason_{name}": reason}
    return data


def jobs(kind):
    rows = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return [row for row in rows if row.payload["kind"] == kind]


def test_before_the_declaration_nothing_is_readable(sign_in_as, app):
    session = make_session(state=S.SCORING, declared=False)
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session, title="Secret title"), assessor)
    client = sign_in_as(assessor)

    page = client.get_page("evaluation.sheet", assessment_id=sheet.id, status=403)

    assert "Sign the declaration" in page.get_text()
    assert "Secret title" not in page.get_text()
    assert "Secret title" not in client.get_page("evaluation.queue").get_text()


def test_declaration_closes_the_files_of_a_tie_at_once(sign_in_as, app):
    session = make_session(state=S.SCORING, declared=False)
    assessor = seat(session, "assessor")
    tied, free = make_candidate(session), make_candidate(session)
    sheets = {one.id: make_assessment(one, assessor).id for one in (tied, free)}
    client = sign_in_as(assessor)
    data = {
        f"tie-{tied.id}": "yes",
        f"kind-{tied.id}": "work",
        f"tie-{free.id}": "no",
        "accepts": "y",
        "signed_name": assessor.name,
    }

    client.send("evaluation.declaration", data, call=session.call.reference)

    client.get_page("evaluation.sheet", assessment_id=sheets[tied.id], status=404)
    client.get_page("evaluation.sheet", assessment_id=sheets[free.id])
    assert db.session.get_one(Assessment, sheets[tied.id]).state is A.RECUSED
    assert len(jobs("DIC")) == 1
    told = db.session.scalars(
        select(MailMessage).where(MailMessage.template == "evaluation/conflict")
    ).all()
    assert [one.to_address for one in told] == [seat(session, "secretary").email]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"accepts": ""}, "Confirm the statements to sign"),
        ({"signed_name": "Somebody Else"}, "Type your name as it stands in your account"),
        ({"tie": ""}, "Say whether you have a tie with"),
    ],
)
def test_declaration_refused_says_what_is_missing(sign_in_as, app, change, words):
    session = make_session(state=S.CONSTITUTED, declared=False)
    one = make_candidate(session, state=ApplicationState.SUBMITTED)
    assessor = seat(session, "assessor")
    data = {"accepts": "y", "signed_name": assessor.name, "tie": "no"} | change
    data[f"tie-{one.id}"] = data.pop("tie")
    data = {key: value for key, value in data.items() if value}

    page = sign_in_as(assessor).post_page(
        "evaluation.declaration", data, call=session.call.reference
    )

    assert words in page.select_one(".gp-errors").get_text()
    assert db.session.scalars(select(Declaration)).all() == []


def test_sheet_submitted_once_is_read_only(session, sign_in_as):
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor)
    client = sign_in_as(assessor)
    data = filled(session) | {"do": "submit"}

    client.send("evaluation.sheet", data, assessment_id=sheet.id)
    again = client.post_page("evaluation.sheet", data, assessment_id=sheet.id, status=423)

    kept = db.session.get_one(Assessment, sheet.id)
    assert kept.state is A.SUBMITTED
    assert len(jobs("ASH")) == 1
    assert "Read only." in again.get_text()
    assert again.select("input[type=radio]") == []


def test_sheet_submit_refused_keeps_everything_typed(session, sign_in_as):
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor)
    data = filled(session, score="5", comment="") | {"do": "submit", "strengths": "A strong team"}
    del data["score_C1_1"]

    page = sign_in_as(assessor).post_page("evaluation.sheet", data, assessment_id=sheet.id)

    errors = page.select_one(".gp-errors").get_text()
    assert "Give C1.1 a whole number from 1 to 5." in errors
    assert "Explain the score 5 for C1.2." in errors
    assert "Write a comment for section C1." in errors
    assert page.select_one("#score_C1_1-error") is not None
    kept = queries.get_sheet(actor_of(assessor), sheet.id)
    assert kept.state is A.IN_PROGRESS
    assert kept.strengths == "A strong team"
    assert len([score for score in kept.scores if score.value == 5]) == 16


def test_autosave_keeps_unfinished_scores_and_answers_the_revision(session, sign_in_as):
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor)
    client = sign_in_as(assessor)
    path = f"/evaluate/{sheet.id}/autosave"

    first = client.post(path, data={"revision": "0", "score_C1_1": "4"})
    stale = client.post(path, data={"revision": "0", "score_C1_1": "2"})

    assert (first.status_code, first.json["revision"]) == (200, 1)
    assert stale.status_code == 409
    kept = queries.get_sheet(actor_of(assessor), sheet.id)
    assert [score.value for score in kept.scores if score.value] == [4]


def test_autosave_of_a_submitted_sheet_is_locked(session, sign_in_as):
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor, scores=4)

    answer = sign_in_as(assessor).post(f"/evaluate/{sheet.id}/autosave", data={"score_C1_1": "1"})

    assert answer.status_code == 423
    assert "can no longer be changed" in answer.json["message"]


@pytest.mark.parametrize("state", [S.SCORING, S.CONSOLIDATION])
def test_others_scores_never_show_before_own_submission(app, sign_in_as, state):
    session = make_session(state=state)
    first, second = seat(session, "assessor"), seat(session, "assessor", 1)
    application = make_candidate(session)
    mine = make_assessment(application, first)
    theirs = make_assessment(application, second, scores=5, position=2)
    theirs.strengths = "Words of the other assessor"

    html = str(sign_in_as(first).get_page("evaluation.sheet", assessment_id=mine.id))

    assert "Assessor 2" not in html
    assert "Words of the other assessor" not in html
    assert second.name not in html


@pytest.mark.parametrize(("state", "shown"), [(S.SCORING, False), (S.CONSOLIDATION, True)])
def test_others_totals_show_after_own_submission_from_consolidation_on(
    app, sign_in_as, state, shown
):
    session = make_session(state=state)
    first, second = seat(session, "assessor"), seat(session, "assessor", 1)
    application = make_candidate(session)
    mine = make_assessment(application, first, scores=4)
    make_assessment(application, second, scores=5, position=2)

    html = str(sign_in_as(first).get_page("evaluation.sheet", assessment_id=mine.id))

    assert ("Assessor 2: 100 points" in html) == shown
    assert second.name not in html


def test_another_assessors_sheet_is_not_there(session, sign_in_as):
    sheet = make_assessment(make_candidate(session), seat(session, "assessor"))

    page = sign_in_as(seat(session, "assessor", 1)).get(f"/evaluate/{sheet.id}")

    assert page.status_code == 404


def test_conflict_closes_the_application_for_good(session, sign_in_as):
    assessor = seat(session, "assessor")
    application = make_candidate(session, title="Night outreach")
    sheet = make_assessment(application, assessor)
    client = sign_in_as(assessor)
    data = {"kind": "family", "note": "My sister works there."}

    page = client.follow("evaluation.conflict", data, assessment_id=sheet.id)
    client.post(f"/evaluate/{sheet.id}/conflict", data=data)

    assert "Night outreach" not in page.get_text()
    assert client.get(f"/evaluate/{sheet.id}").status_code == 404
    assert client.post(f"/evaluate/{sheet.id}/autosave").status_code == 404
    assert len(db.session.scalars(select(ConflictOfInterest)).all()) == 1


def test_secretary_gives_a_sheet_back_with_a_reason(session, sign_in_as):
    sheet = make_assessment(make_candidate(session), seat(session, "assessor"), scores=4)
    client = sign_in_as(seat(session, "secretary"))
    where = {"reference": session.call.reference, "assessment_id": sheet.id}

    refused = client.post_page("evaluation.return_sheet", {"reason": " "}, **where)
    client.send("evaluation.return_sheet", {"reason": "C3 has no comment."}, **where)

    assert "Enter the reason for the assessor" in refused.get_text()
    kept = db.session.get_one(Assessment, sheet.id)
    assert (kept.state, kept.returned_reason) == (A.RETURNED, "C3 has no comment.")


@pytest.mark.parametrize("function", ["secretary", "chair", "voter"])
def test_committee_with_a_conflict_does_not_read_the_file(session, sign_in_as, function):
    member = seat(session, function)
    application = make_candidate(session)
    db.session.add(
        ConflictOfInterest(
            application_id=application.id,
            user_id=member.id,
            kind="work",
            declared_at=session.created_at,
        )
    )
    session.opened_at = session.created_at
    db.session.flush()

    answer = sign_in_as(member).get(f"/evaluate/applications/{application.id}")

    assert answer.status_code == 404


def test_assign_refuses_a_conflict_and_a_needless_third(session, sign_in_as):
    application = make_candidate(session)
    first, second, third = (seat(session, "assessor", place) for place in range(3))
    make_assessment(application, first, scores=4)
    make_assessment(application, second, scores=4, position=2)
    client = sign_in_as(seat(session, "secretary"))

    page = client.follow(
        "evaluation.assignments",
        {"pair": f"{application.id}:{third.id}"},
        reference=session.call.reference,
    )

    assert "has the assessors it needs" in page.get_text()
    assert len(queries.sheets_of(session.call_id)[application.id]) == 2


def test_third_assessor_is_asked_for_and_can_be_assigned(session, sign_in_as):
    application = make_candidate(session)
    first, second, third = (seat(session, "assessor", place) for place in range(3))
    make_assessment(application, first, scores=5)
    make_assessment(application, second, scores=3, position=2)
    client = sign_in_as(seat(session, "secretary"))
    where = {"reference": session.call.reference}

    scores = client.get_page("evaluation.scores", **where)
    client.send("evaluation.assignments", {"pair": f"{application.id}:{third.id}"}, **where)
    client.send("evaluation.assignments", {"pair": f"{application.id}:{third.id}"}, **where)

    assert "One application needs a third evaluator." in scores.get_text()
    sheets = queries.sheets_of(load_session(session).call_id)[application.id]
    assert [(one.position, one.assessor_id) for one in sheets][-1] == (3, third.id)
    assert len(sheets) == 3


def test_a_criterion_about_co_applicants_has_its_mark_where_there_are_none(app, sign_in_as):
    session = make_session()
    item = session.call.grid[0].criteria[0]
    item.is_partnership = True
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor)

    service.begin(sheet, session, actor=actor_of(assessor), at=AT)

    assert queries.scores_of(sheet, session.call) == {item.code: 5}
    service.save(
        sheet, session, service.Marks(scores={item.id: 2}), revision=0,
        actor=actor_of(assessor), at=AT,
    )  # fmt: skip
    assert queries.scores_of(sheet, session.call) == {item.code: 5}
    assert item.code not in {one.line for one in service.problems(sheet, session.call)}
    page = sign_in_as(assessor).get_page(f"/evaluate/{sheet.id}")
    assert "Given by the rules: the applicant has no co-applicants. It stays at 5" in page.text
    session = load_session(session)
    session.call.requires_partners = True
    assert queries.presets_of(sheet.application_id, session.call) == {}
