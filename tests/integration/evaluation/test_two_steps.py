"""Two steps: concept notes are cut and invited, the full application starts from the note."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.applications import queries as applications
from portal.applications import service as applying
from portal.applications import tasks
from portal.applications.rules.precheck import questions
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls import service as calling
from portal.calls.states import CallState
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, rules, service
from portal.evaluation.states import Proposal, SessionState
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import example_1, make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_lead,
    make_session,
    make_signatory,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation
from tests.integration.calls.test_service import staff
from tests.integration.documents.test_gather import issue
from tests.integration.evaluation.test_procedure import decided, documents, mails

__all__ = ["issue"]
A, S = ApplicationState, SessionState


@pytest.fixture
def concepts(app):
    """Four concept notes of 50,000: the cut of 200 % of 50,000 lets the first two through."""
    call = make_call(
        state=CallState.IN_EVALUATION, start="restricted_two_steps", closed_at=AT, currency="EUR"
    )
    next(one for one in call.lots if one.code == "RS").envelope = Decimal("12500")
    session = make_session(state=S.RANKING, call=call)
    notes = []
    for score in (5, 4, 3, 2):
        owner, organisation = make_user(), make_organisation()
        make_membership(organisation=organisation, user=owner)
        note = make_candidate(session, organisation=organisation, owner=owner)
        for place in range(2):
            assessor = seat(session, "assessor", place)
            make_assessment(note, assessor, scores=score, position=place + 1)
        notes.append(note)
    return load_session(session), notes


@pytest.fixture
def invited(concepts):
    """The decision is taken and the letters are out; the second step is open."""
    session, notes = concepts
    decided(session)
    lead = make_lead(session, "programme")
    service.send_letters(session, count=4, actor=lead, at=AT)
    first = calls.get_whole(session.call_id)
    made = calling.prepare_second_step(first, actor=lead, at=AT)
    made.state, made.published_at, made.closes_at = CallState.PUBLISHED, AT, AT + timedelta(days=40)
    made.approved_by_id, made.approved_at = lead.user_id, AT
    db.session.flush()
    return calls.get_whole(made.id), notes


def start(call, note, *, lot="RS"):
    asked = questions(applying.call_facts(call))
    made = applying.start(
        call,
        lot=next(one for one in call.lots if one.code == lot),
        organisation=note.organisation,
        answers={question.code: "yes" for question in asked},
        actor=actor_of(note.created_by),
        at=AT,
    )
    return applications.whole(made.id)


def test_the_second_step_is_one_draft_with_the_lots_and_questions_of_the_first(app):
    first = calls.get_whole(make_call(start="restricted_two_steps").id)
    first.lowest_mark, first.highest_mark = 0, 10  # of its own grid, not of the template's
    actor = staff(first.action, "programme")

    made = calling.prepare_second_step(first, actor=actor, at=AT)

    call = calls.get_whole(made.id)
    assert (call.state, call.follows_id, call.closes_at) == (CallState.DRAFT, first.id, None)
    assert (first.is_first_step, call.is_first_step) == (True, False)
    assert (call.lowest_mark, call.highest_mark, call.most_points()) == (1, 5, 100)
    assert (first.asks_budget, call.asks_budget, call.asks_partners) == (False, True, True)
    assert [lot.code for lot in call.lots] == [lot.code for lot in first.lots]
    keys = [section.key for section in call.form_sections]
    assert keys[: len(first.form_sections)] == [one.key for one in first.form_sections]
    assert {"B1.3", "B1.5"} <= set(keys)
    codes = {section.code for section in call.grid}
    assert {one.grid_section_code for one in call.form_sections} <= codes
    read = {key for one in call.grid for item in one.criteria for key in item.form_keys}
    assert read <= {*keys, "budget"}
    assert sum(item.weight for one in call.grid for item in one.criteria) * 5 == 100
    assert sum(item.weight for one in first.grid for item in one.criteria) * 5 == 50
    with pytest.raises(NotAllowed, match="is prepared"):
        calling.prepare_second_step(first, actor=actor, at=AT)
    with pytest.raises(NotAllowed, match="Copy the call of concept notes"):
        calling.copy(call, cluster=call.cluster, actor=actor, at=AT)


def test_a_call_in_one_step_has_no_second(app):
    call = calls.get_whole(make_call().id)

    with pytest.raises(NotAllowed, match="Only a call of concept notes"):
        calling.prepare_second_step(call, actor=staff(call.action, "programme"), at=AT)


def test_the_cut_proposes_who_is_invited_and_the_decision_invites_them(concepts):
    session, notes = concepts
    lot = notes[0].lot_id

    rows = service.propose(session.call)[lot].rows
    decided(session)

    assert [row.proposal for row in rows] == [*[Proposal.INVITE] * 2, *[Proposal.REJECT] * 2]
    assert [row.rank for row in rows] == [1, 2, 3, None]
    assert [note.state for note in notes] == [A.INVITED] * 2 + [A.CN_REJECTED] * 2
    assert notes[2].result_reason.startswith("Below the cut")
    assert "30" in notes[3].result_reason
    assert queries.decisions(session.id)[0].reserve_until is None
    assert [note.granted for note in notes] == [None] * 4


def test_the_cut_may_be_a_number_of_invitations(concepts):
    session, notes = concepts
    session.call.cut_percent, session.call.cut_invitations = None, 1

    rows = service.propose(session.call)[notes[0].lot_id].rows

    assert [row.proposal for row in rows] == [Proposal.INVITE, *[Proposal.REJECT] * 3]


def test_letters_invite_the_best_and_tell_the_others(concepts):
    session, _notes = concepts
    decided(session)

    service.send_letters(session, count=4, actor=make_lead(session, "programme"), at=AT)

    kinds = {kind: len(documents(kind)) for kind in ("AWD", "INV", "LTA", "LTJ")}
    assert kinds == {"AWD": 1, "INV": 2, "LTA": 0, "LTJ": 2}
    assert len(mails("evaluation/invitation_letter")) == 2


def test_scenarios_of_awards_are_not_for_concept_notes(concepts):
    session, _notes = concepts

    with pytest.raises(NotAllowed, match="Awards come later"):
        service.sketch(session, name="Other", actor=actor_of(seat(session, "chair")), at=AT)


def test_only_the_invited_start_the_full_application(invited):
    call, notes = invited

    with pytest.raises(NotAllowed, match="concept note was selected"):
        start(call, notes[2])
    with pytest.raises(RuleBroken, match="invited in the lot Serbia"):
        start(call, notes[0], lot="REG")
    made = start(call, notes[0])

    assert (made.concept_id, made.concept_requested) == (notes[0].id, notes[0].requested)


def test_before_the_letter_nobody_is_invited(invited):
    call, notes = invited
    notes[0].letter_sent_at = None
    db.session.flush()

    with pytest.raises(NotAllowed, match="no invitation"):
        start(call, notes[0])


def test_the_full_application_starts_from_the_concept_note(invited):
    call, notes = invited
    made = start(call, notes[0])
    actor = actor_of(notes[0].created_by)
    pages = {row.page: row for row in made.sections}
    before = dict(pages["relevance"].answers)

    applying.save_page(
        made, "relevance", dict.fromkeys(before, "Another word."), revision=1, actor=actor, at=AT
    )
    applying.save_page(made, "design", {"A2_1": "Clearer now."}, revision=1, actor=actor, at=AT)

    given = {row.page: row.answers for row in applications.whole(made.id).sections}
    assert given["relevance"] == before
    assert before
    assert given["design"]["A2_1"] == "Clearer now."
    assert given["activities"]["chosen"] == ["EA1", "EA2"]
    assert (made.title, made.duration_months) == (notes[0].title, notes[0].duration_months)
    assert {"A1", "A2.1", "A3.1"} <= set(made.carried)
    assert not any(row.is_complete for row in made.sections if row.page != "check")
    assert "declaration" not in given


@pytest.mark.parametrize(
    ("asked", "limit", "found"),
    [("15000.00", "20", False), ("15000.01", "20", True), ("15000.01", "30", False)],
)
def test_the_amount_stays_near_that_of_the_concept_note(invited, asked, limit, found):
    call, notes = invited
    call.change_percent = Decimal(limit)
    made = start(call, notes[0])
    plan = example_1(requested=Decimal(asked), sources=())

    findings = applying.save_budget(
        made, plan, revision=0, actor=actor_of(notes[0].created_by), at=AT
    )

    assert ("BUD17" in {one.code for one in findings}) == found
    problems = [
        (one.page, one.field)
        for one in applications.problems(applications.whole(made.id))
        if "concept note" in str(one.message)
    ]
    assert problems == ([("budget", "own")] if found else [])


def test_papers_of_the_first_step_speak_of_invitations(invited, issue, smtp):
    call, notes = invited
    session = load_session(queries.session_of(notes[0].call_id))

    _, decision = issue("AWD", queries.decisions(session.id)[0])
    document, letter = issue("INV", notes[0])
    _, refusal = issue("LTJ", notes[2])

    assert "Concept notes invited 2" in decision
    assert "No grant is awarded by this decision" in decision
    assert document.organisation_id == notes[0].organisation_id
    assert call.reference in letter
    assert "between EUR 10,000.00 and EUR 15,000.00" in letter
    assert "Evaluation of the concept note" in refusal


def test_pages_of_the_applicant_lead_to_the_full_application(invited, sign_in_as):
    call, notes = invited
    client, stranger = sign_in_as(notes[0].created_by), sign_in_as(notes[2].created_by)

    detail = client.get(f"/applications/{notes[0].id}").text
    decision = client.get(f"/applications/{notes[0].id}/decision").text
    other = stranger.get(f"/calls/{call.reference}/check").text

    assert f"/calls/{call.reference}" in detail
    assert "You are invited to the second step" in decision
    assert f"/calls/{call.reference}" in decision
    assert "Your organisation has no invitation to this call." in other


@pytest.mark.one_database
def test_pages_of_the_committee_speak_of_invitations(concepts, sign_in_as):
    session, notes = concepts
    manager = sign_in_as(make_signatory(session, "programme"))
    where = f"/manage/calls/{session.call.reference}"

    ranking = manager.get(f"{where}/ranking").text
    planner = manager.get(f"{where}/planner")
    decided(load_session(session))
    frozen, decision = manager.get(f"{where}/ranking").text, manager.get(f"{where}/decision").text
    letters = manager.get(f"{where}/letters").text
    letter = manager.get(f"{where}/letters/{notes[0].id}").text
    dashboard = manager.get(where).text

    assert "are invited to the second step" in ranking
    assert "Award planner" not in ranking
    assert planner.status_code == 403
    assert "Proposed to invite" in frozen
    assert "Decision on the invitations" in decision
    assert "Invitation" in letters
    assert "invited to the second step" in letter
    assert "Prepare the second step" in dashboard


def test_the_form_shows_what_came_from_the_concept_note(invited, sign_in_as):
    call, notes = invited
    client = sign_in_as(notes[0].created_by)
    made = start(call, notes[0])

    relevance = client.get(f"/applications/{made.id}/relevance").text
    design = client.get(f"/applications/{made.id}/design").text

    assert "It was assessed there and does not change." in relevance
    assert 'name="A3_1"' not in relevance
    assert "From your concept note. Change it only" in design


def test_the_opening_answers_how_near_the_amount_is_to_the_concept_note(invited):
    call, notes = invited
    call.change_percent = Decimal(10)
    asked = {"near": Decimal("13750.00"), "far": Decimal("13750.01")}
    for amount in asked.values():
        make_application(
            state=A.OPENED,
            call=call,
            requested=amount,
            concept_id=notes[0].id,
            concept_requested=notes[0].requested,
        )

    facts = queries.administrative_facts(call.id)

    answers = {one.requested: rules.answer_administrative(one)["ADM16"] for one in facts}
    assert answers[asked["near"]] == ("yes", "")
    assert answers[asked["far"]][0] == "no"
    assert "limit 10 %" in answers[asked["far"]][1]


def test_the_invited_are_told_when_the_second_step_opens(invited, sign_in_as):
    call, notes = invited
    call.state, call.published_at = CallState.APPROVED, None
    call.closes_at = now() + timedelta(days=40)
    db.session.flush()
    session = load_session(queries.session_of(notes[0].call_id))
    manager = sign_in_as(make_signatory(session, "programme"))

    manager.post(f"/manage/calls/{call.reference}/publish")

    told = mails("applications/second_step")
    people = {
        row.user.email for one in notes[:2] for row in applications.people(one.organisation_id)
    }
    assert {mail.to_address for mail in told} == people
    assert call.reference in told[0].subject
    assert notes[0].number in told[0].body_text


def test_the_invited_choose_among_the_lots_of_their_notes(invited, sign_in_as):
    call, notes = invited
    client = sign_in_as(notes[0].created_by)

    page = client.get_page("applications.precheck", reference=call.reference)

    lots = [option.get_text() for option in page.select("select[name=lot] option")]
    assert lots == ["Serbia"]


def test_an_invitation_lapses_when_the_second_step_closes_without_an_application(invited):
    call, notes = invited
    made = start(call, notes[0])
    start(call, notes[1])
    late = AT + timedelta(days=41)
    made.number, made.submitted_at, made.state = "SHBB-9", AT, A.SUBMITTED

    tasks.lapse_invitations({}, late)
    before = [note.state for note in notes[:2]]
    call.state, call.closed_at = CallState.CLOSED, late
    db.session.flush()
    tasks.lapse_invitations({}, late)

    assert before == [A.INVITED, A.INVITED]
    assert [note.state for note in notes[:2]] == [A.INVITED, A.LAPSED]
    assert queries.outcome_of(notes[1]) == "invitation"
