"""Two people, or one person twice, at the same moment: one effect, clear words for the second."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal.core.db import WRITE, db, transaction
from portal.core.errors import PortalError
from portal.evaluation import queries, service
from portal.evaluation.models import Assessment, AwardScenario, Ranking
from portal.evaluation.states import AssessmentState, SessionState
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import (
    make_assessment,
    make_candidate,
    make_session,
    seat,
)
from tests.integration.evaluation.reserves import decided, ranked

A = AssessmentState
S = SessionState


@pytest.fixture
def at_once(portal):
    """Runs acts on one session in threads of their own; answers what each said, sorted."""

    def one(act, session_id, ready):
        WRITE.set(False)  # both have read before either writes
        with portal.app_context():
            session = queries.session_by_id(session_id)
            ready.wait(10)
            try:
                with transaction():
                    return act(session)
            except PortalError as refused:
                return str(refused)

    def run(session_id, *acts):
        ready = Barrier(len(acts))
        with ThreadPoolExecutor(len(acts)) as pool:
            done = [pool.submit(one, act, session_id, ready) for act in acts]
            return sorted(str(each.result()) for each in done)

    return run


def test_two_give_the_last_place_to_different_people(portal, at_once):
    with portal.app_context():
        session = make_session()
        file = make_candidate(session)
        make_assessment(file, seat(session, "assessor"))
        key, number, actor = session.id, file.number, actor_of(seat(session, "secretary"))
        db.session.commit()

    def give(place):
        def act(session):
            pair = (queries.get_application(file.id), seat(session, "assessor", place))
            return len(service.assign(session, [pair], actor=actor, at=AT))

        return act

    said = at_once(key, give(1), give(2))

    assert said == ["1", f"{number} has the assessors it needs."]
    with portal.app_context():
        assert db.session.scalar(select(func.count(Assessment.id))) == 2
        mails = select(MailMessage).where(MailMessage.template == "evaluation/assigned")
        assert len(db.session.scalars(mails).all()) == 1


def test_a_scenario_is_adopted_once(portal, at_once):
    with portal.app_context():
        session = ranked((5, "10000"), (4, "9000"), envelope="26500")
        actor, key = actor_of(seat(session, "secretary")), session.id
        scenario = service.sketch(session, name="As it is", actor=actor, at=AT).id
        db.session.commit()

    def adopt(session):
        found = db.session.get_one(AwardScenario, scenario)
        return len(service.adopt(found, session, actor=actor, at=AT))

    said = at_once(key, adopt, adopt)

    assert said == ["1", "This scenario has been adopted already."]
    with portal.app_context():
        assert db.session.scalar(select(func.count(Ranking.id))) == 1


def test_letters_go_out_once(portal, at_once):
    with portal.app_context():
        session = ranked((5, "10000"), (4, "9000"), envelope="26500")
        lead, key = decided(session, letters=False), session.id
        db.session.commit()

    def send(session):
        return service.send_letters(session, count=2, actor=lead, at=AT)

    said = at_once(key, send, send)

    assert said == ["0", "2"]
    with portal.app_context():
        letters = select(MailMessage).where(MailMessage.template == "evaluation/award_letter")
        assert len(db.session.scalars(letters).all()) == 2


def test_a_sheet_handed_in_while_the_ranking_starts_counts_or_holds_it_up(portal, at_once):
    with portal.app_context():
        session = make_session(state=S.CONSOLIDATION)
        file = make_candidate(session)
        make_assessment(file, seat(session, "assessor"), scores=4)
        last = seat(session, "assessor", 1)
        sheet = make_assessment(file, last, scores=4, position=2, state=A.IN_PROGRESS)
        sheet.recommendation = "fund"
        number, key = file.number, session.id
        secretary, assessor, sheet_id = (
            actor_of(seat(session, "secretary")),
            actor_of(last),
            sheet.id,
        )
        db.session.commit()

    def hand_in(session):
        session = queries.session_for_staff(secretary, session.call.reference, with_grid=True)
        found = queries.get_sheet(assessor, sheet_id)
        service.submit(found, session, actor=assessor, at=AT)
        return "handed in"

    def rank(session):
        session = queries.session_for_staff(secretary, session.call.reference, with_grid=True)
        service.start_ranking(session, actor=secretary, at=AT)
        return "ranked"

    said = at_once(key, hand_in, rank)

    with portal.app_context():
        found = db.session.get_one(Assessment, sheet_id)
        session = queries.session_by_id(key)
        if "ranked" in said:
            assert (said, found.state, session.state) == (
                ["handed in", "ranked"], A.LOCKED, S.RANKING
            )  # fmt: skip
        else:
            assert said[1] == "handed in"
            assert number in said[0] or "at the same moment" in said[0]
            assert (found.state, session.state) == (A.SUBMITTED, S.CONSOLIDATION)


def test_the_second_click_on_a_final_step_is_told(app, sign_in_as):
    session = ranked((5, "10000"), (4, "9000"), envelope="26500")
    decided(session, letters=False)
    reference, secretary = session.call.reference, seat(session, "secretary")
    client = sign_in_as(secretary)

    for step in ("open", "scoring", "consolidation", "ranking"):
        page = client.post(f"/manage/calls/{reference}/evaluation/{step}")
        assert page.status_code == 403
        assert "while the evaluation is decided" in page.text


def test_answers_of_a_check_saved_by_another_are_not_overwritten(app, sign_in_as):
    session = make_session(state=S.ADMIN_CHECK)
    file = make_candidate(session, state="opened")
    client = sign_in_as(seat(session, "secretary"))
    address = f"/manage/calls/{session.call.reference}/eligibility/{file.id}"
    seen = client.get_page(address).select_one("input[name=seen]")["value"]

    client.send(address, {"seen": seen, "ADM03": "no", "note_ADM03": "Not signed.", "do": "save"})
    late = client.post(address, data={"seen": seen, "ADM03": "yes", "do": "save"})

    assert "Somebody else saved answers to this check meanwhile" in late.text
    item = queries.check_items([file.id])[file.id]["ADM03"]
    assert (item.answer, item.note) == ("no", "Not signed.")
