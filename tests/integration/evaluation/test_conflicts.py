"""Conflicts are found, decided, recorded; each closes the file to the person at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.actions.models import Party
from portal.applications import queries as applications
from portal.applications.models import PartnerOrganisation
from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, service
from portal.evaluation.models import ConflictFinding, ConflictOfInterest
from portal.evaluation.states import AssessmentState, SessionState
from portal.mail.models import MailMessage
from portal.web.access import roles_of
from tests.factories.accounts import actor_of
from tests.factories.applications import make_application
from tests.factories.base import AT, save
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_lead,
    make_session,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation

S = SessionState
LATER = AT + timedelta(hours=1)


def mails(template):
    return db.session.scalars(select(MailMessage).where(MailMessage.template == template)).all()


def conflicts():
    return db.session.scalars(select(ConflictOfInterest)).all()


def add_partner(application, organisation, relation="co_applicant"):
    db.session.expire(application, ["partners"])
    return save(
        PartnerOrganisation(
            application_id=application.id,
            position=1,
            relation=relation,
            name=organisation.legal_name,
            country=organisation.country,
            registration_number=organisation.registration_number,
        )
    )


def secretary(session):
    return actor_of(seat(session, "secretary"))


def test_member_of_a_co_applicant_cannot_be_assigned_and_the_reason_is_said(app):
    session = make_session()
    application, organisation = make_candidate(session), make_organisation()
    assessor = seat(session, "assessor")
    make_membership(organisation=organisation, user=assessor)
    add_partner(application, organisation)

    with pytest.raises(RuleBroken) as refused:
        service.assign(session, [(application, assessor)], actor=secretary(session), at=AT)

    assert f"is a member of {organisation.legal_name}, a co-applicant." in refused.value.message


def test_employer_named_later_closes_the_file_and_sets_the_sheet_aside(app):
    session = make_session()
    application = make_candidate(session)
    assessor, chair = seat(session, "assessor"), seat(session, "secretary")
    sheet = make_assessment(application, assessor, scores=4)
    session.opened_at = AT
    job = service.Job(application.organisation.legal_name, "RS", "", AT.year - 1, None)

    service.add_employment(job, actor=actor_of(assessor), at=LATER)

    (conflict,) = conflicts()
    assert (conflict.kind, conflict.sheet_state) == ("found", "submitted")
    assert conflict.was_readable
    assert "works for" in conflict.note
    assert sheet.state is AssessmentState.RECUSED
    assert [mail.to_address for mail in mails("evaluation/conflict")] == [chair.email]
    assert [mail.to_address for mail in mails("evaluation/file_closed")] == [assessor.email]


def test_old_employer_counts_no_more(app):
    session = make_session()
    application = make_candidate(session)
    name = application.organisation.legal_name
    span = session.call.conflict_years
    assessor = seat(session, "assessor")
    job = service.Job(name, "RS", "", AT.year - 20, AT.year - span - 1)

    service.add_employment(job, actor=actor_of(assessor), at=AT)

    assert conflicts() == []


def test_earlier_partner_of_an_own_organisation_is_found(app):
    session = make_session()
    now = make_candidate(session)
    own, assessor = make_organisation(), seat(session, "assessor")
    make_membership(organisation=own, user=assessor)
    before = make_application(
        state=ApplicationState.CONTRACTED, organisation=own, submitted_at=AT - timedelta(days=400)
    )
    add_partner(before, now.organisation)

    service.look_for_conflicts(session, at=AT)

    (found,) = queries.findings(session.call_id)
    assert (found.rule, found.blocks) == ("earlier", True)
    assert before.number in found.text


def test_staff_of_a_partner_do_not_score_their_country_but_keep_reading(app):
    session = make_session()
    application = make_candidate(session)
    party = make_organisation(is_action_party=True)
    assessor, voter = seat(session, "assessor"), seat(session, "voter")
    for user in (assessor, voter):
        make_membership(organisation=party, user=user)

    service.look_for_conflicts(session, at=AT)

    assert {(f.user_id, f.rule) for f in queries.findings(session.call_id)} == {
        (assessor.id, "country")
    }
    assert conflicts() == []
    with pytest.raises(RuleBroken, match="a partner does not score its own country"):
        service.assign(session, [(application, assessor)], actor=secretary(session), at=AT)


def test_employee_of_a_party_by_name_does_not_score_its_country(app):
    session = make_session()
    make_candidate(session)
    save(
        Party(
            action_id=session.call.action_id,
            position=9,
            role="implementing_partner",
            name="Beogradski centar",
            country="RS",
            details={},
        )
    )
    assessor = seat(session, "assessor")
    job = service.Job("Beogradski Centar", "RS", "", AT.year - 2, None)

    service.add_employment(job, actor=actor_of(assessor), at=AT)

    (found,) = queries.findings(session.call_id)
    assert (found.rule, found.user_id) == ("country", assessor.id)


def suspicion(session, assessor):
    """The assessor and the applicant share a mail domain; the secretary has been asked."""
    application = make_candidate(
        session, organisation=make_organisation(email="office@svetionik.rs")
    )
    assessor.email = "ana@svetionik.rs"
    db.session.flush()
    service.look_for_conflicts(session, at=AT)
    return application, queries.findings(session.call_id)[0]


def test_suspicion_waits_for_the_secretary_who_clears_it_with_a_reason(app):
    session = make_session()
    assessor = seat(session, "assessor")
    application, finding = suspicion(session, assessor)
    assert len(mails("evaluation/suspicions")) == 1

    with pytest.raises(RuleBroken, match="Decide first whether"):
        service.assign(session, [(application, assessor)], actor=secretary(session), at=AT)
    with pytest.raises(RuleBroken, match="Say why"):
        service.rule_on(
            session, finding, is_conflict=False, reason=" ", actor=secretary(session), at=AT
        )
    service.rule_on(
        session,
        finding,
        is_conflict=False,
        reason="A shared host of small associations.",
        actor=secretary(session),
        at=AT,
    )

    made = service.assign(session, [(application, assessor)], actor=secretary(session), at=AT)
    assert len(made) == 1
    assert conflicts() == []


def test_suspicion_confirmed_closes_the_file_and_is_decided_once(app):
    session = make_session()
    assessor = seat(session, "assessor")
    application, finding = suspicion(session, assessor)
    facts = {"reason": "Same office.", "actor": secretary(session), "at": AT}

    service.rule_on(session, finding, is_conflict=True, **facts)

    assert (application.id, assessor.id) in queries.conflict_pairs(session.call_id)
    with pytest.raises(RuleBroken, match="decided before"):
        service.rule_on(session, finding, is_conflict=False, **facts)


def test_looking_again_adds_nothing(app):
    session = make_session()
    suspicion(session, seat(session, "assessor"))

    assert service.look_for_conflicts(session, at=LATER) == []
    assert len(db.session.scalars(select(ConflictFinding)).all()) == 1
    assert len(mails("evaluation/suspicions")) == 1


def test_secretary_recuses_a_voter_from_one_application(app):
    session = make_session()
    application, voter = make_candidate(session), seat(session, "voter")
    session.opened_at = AT
    facts = {"kind": "family", "note": "A cousin leads it.", "at": AT}

    service.record_conflict(session, application, voter, actor=secretary(session), **facts)

    (entry,) = queries.register(session.call_id)
    assert (entry.source, entry.was_readable, entry.is_closed) == ("recorded", True, True)
    with pytest.raises(NotAllowed):
        service.record_conflict(session, application, voter, actor=make_lead(session), **facts)


def test_facts_cost_the_same_for_one_and_for_many(app, count_queries):
    session = make_session()
    costs = []
    for _ in range(2):
        make_candidate(session)
        db.session.expire_all()
        session = load_session(session)
        with count_queries() as seen:
            queries.conflict_facts(session, since=AT.date())
        costs.append(len(seen))

    assert costs[0] == costs[1] <= 9


def test_a_conflict_closes_the_application_to_staff_who_also_sit(app):
    session = make_session()
    lead, application = make_lead(session), make_candidate(session)
    session.call.closed_at = AT
    assert applications.get_light(lead, application.id) is not None
    save(
        ConflictOfInterest(
            application_id=application.id, user_id=lead.user_id, kind="family", declared_at=AT
        )
    )
    actor = replace(lead, roles=tuple(roles_of(lead.user_id)))

    assert actor.closed == {application.id}
    assert applications.get_light(actor, application.id) is None
    listed = applications.managed(actor, session.call_id, applications.Filters())
    assert application.id not in {one.id for one in listed.rows}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"country": "ZZ"}, "country"),
        ({"from_year": None}, "from_year"),
        ({"from_year": AT.year + 1}, "from_year"),
        ({"to_year": AT.year - 5}, "to_year"),
    ],
)
def test_employer_is_refused_with_its_field(app, change, field):
    session = make_session()
    facts = {
        "name": "Svetionik",
        "country": "RS",
        "registration_number": "",
        "from_year": AT.year - 3,
        "to_year": None,
    }

    with pytest.raises(RuleBroken) as refused:
        service.add_employment(
            service.Job(**(facts | change)), actor=actor_of(seat(session, "assessor")), at=AT
        )

    assert refused.value.field == field


def test_removed_employer_stays_in_the_register(app):
    session = make_session()
    application, assessor = make_candidate(session), seat(session, "assessor")
    job = service.Job(application.organisation.legal_name, "RS", "", AT.year - 1, None)
    row = service.add_employment(job, actor=actor_of(assessor), at=AT)

    service.remove_employment(row, actor=actor_of(assessor), at=LATER)

    assert queries.employments(assessor.id) == []
    assert len(conflicts()) == 1
    with pytest.raises(RuleBroken, match="not on your list"):
        service.remove_employment(row, actor=actor_of(assessor), at=LATER)


def test_evaluator_says_who_they_are(app, sign_in_as):
    session = make_session()
    client = sign_in_as(seat(session, "assessor"))

    page = client.get_page("/evaluate/profile")
    assert page.select_one("h1").text == "About me"
    client.send("/evaluate/profile", {"do": "about", "about-languages": ["en", "sr"]})
    client.send(
        "/evaluate/profile",
        {
            "do": "add",
            "employer-name": "Svetionik",
            "employer-country": "RS",
            "employer-from_year": "2021",
        },
    )

    page = client.get_page("/evaluate/profile")
    assert "Svetionik" in page.select_one("tbody th").text
    assert {box["value"] for box in page.select("input[checked]")} == {"en", "sr"}
