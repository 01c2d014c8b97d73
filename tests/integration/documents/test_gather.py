"""What stands in the rows stands in the document: each kind issued from the database."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader
from sqlalchemy import delete, select

from portal.actions import service as actions
from portal.actions.models import Action
from portal.applications.states import ApplicationState
from portal.core.access import SYSTEM
from portal.core.db import db
from portal.documents.gather import SOURCES
from portal.documents.layouts import TITLES
from portal.documents.models import Document
from portal.evaluation.models import AwardDecision, CheckItem
from portal.evaluation.queries import members
from portal.evaluation.states import SessionState
from portal.files import queries as files
from portal.files.models import StoredFile
from portal.grants.models import Acceptance, ContractVersion, Grant, GrantLine, Instalment
from portal.grants.states import GrantState
from portal.jobs import service as jobs
from portal.reporting.models import Expenditure, ReportSection
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.base import AT, save
from tests.factories.evaluation import (
    make_assessment,
    make_candidate,
    make_ranking,
    make_session,
    seat,
)
from tests.integration.documents import things

DATA = Path(actions.__file__).parent / "data" / "actions.yaml"


@pytest.fixture
def issue(app, run_jobs):
    """issue(kind, thing) -> its last version and the text of the pages."""

    def made(kind: str, thing) -> tuple[Document, str]:
        jobs.enqueue("documents.issue", {"kind": kind, "subject": str(thing.id)}, at=AT)
        run_jobs(AT)
        document = db.session.scalars(
            select(Document)
            .where(Document.kind == kind, Document.subject_id == thing.id)
            .order_by(Document.version.desc())
        ).first()
        assert document is not None
        stored = db.session.get(StoredFile, document.file_id)
        pages = PdfReader(BytesIO(files.read(stored))).pages
        return document, " ".join(" ".join(page.extract_text() for page in pages).split())

    return made


@pytest.fixture
def scored(app):
    """A session in which one application was scored by two assessors and ranked."""
    session = make_session(state=SessionState.RANKING)
    application = make_candidate(session, title="Safer paths")
    things.make_lead(application)
    for position in (1, 2):
        assessor = seat(session, "assessor", position - 1)
        make_assessment(application, assessor, scores=4, position=position)
    db.session.flush()
    make_ranking(session)
    return session, application


def make_decision(session) -> AwardDecision:
    return save(
        AwardDecision(
            session_id=session.id,
            proposed_by_id=make_user().id,
            decided_by_id=make_user().id,
            decided_at=AT,
            is_approved=True,
            reserve_until=date(2027, 5, 22),
            signed_name="Ljubica Đorđević",
        )
    )


def test_every_layout_has_a_source():
    assert sorted(SOURCES) == sorted(TITLES)


def test_declaration_holds_the_words_that_were_signed(issue, scored):
    session, _ = scored
    declaration = things.declaration_of(session)

    document, text = issue("DIC", declaration)

    assert "I keep everything confidential." in text
    assert declaration.signed_name in text
    assert document.is_confidential
    assert document.person_id == declaration.user_id


def test_sheet_holds_marks_comments_and_its_assessor(issue, scored):
    _, application = scored
    sheet = things.sheet_of(application)

    document, text = issue("ASH", sheet)

    assert "Total 80.00 100" in text
    assert "On relevance." in text
    assert "Recommendation Fund" in text
    assert document.is_confidential
    assert document.organisation_id is None
    assert document.person_id == sheet.assessor_id


def test_consolidated_sheet_holds_sheets_and_rule(issue, scored):
    _, application = scored

    document, text = issue("CON", application)

    assert "Score that counts 80.00 of 100" in text
    assert "Mean of the two sheets" in text
    assert "Not called" in text
    assert document.is_confidential


def test_report_holds_committee_scores_and_ranking(issue, scored):
    session, application = scored

    document, text = issue("EVR", session)

    assert seat(session, "chair").name in text
    assert application.number in text
    assert "mean of two" in text
    assert "80.00 80.00" in text
    assert "award" in text
    assert document.is_confidential


def test_decision_holds_amounts_and_total_of_each_lot(issue, scored):
    session, application = scored
    applicant = application.organisation.legal_name

    document, text = issue("AWD", make_decision(session))

    assert "Total awarded EUR 12,500.00" in text
    assert applicant in text
    assert "Ljubica Đorđević" in text
    assert "22 May 2027" in text
    assert document.organisation_id is None


def test_award_letter_asks_for_the_documents_of_the_call(issue, scored):
    session, application = scored
    make_decision(session)
    slots = session.call.document_slots
    wanted = [slot.label for slot in slots if slot.stage == "eligibility"]

    document, text = issue("LTA", application)

    assert "grant of up to EUR 12,500.00" in text
    assert "94.98 %" in text
    assert document.organisation_id == application.organisation_id
    assert wanted
    assert [label for label in wanted if label not in text] == []


@pytest.mark.parametrize("kind", ["LTA", "LTR", "LTJ"])
def test_letter_gives_no_trace_of_who_evaluated(issue, scored, kind):
    session, application = scored
    make_decision(session)
    people = {member.user.name for member in members(session.id)}

    _, text = issue(kind, application)

    assert [name for name in people if name in text] == []


def test_reserve_letter_says_place_and_last_day(issue, scored):
    session, application = scored
    make_decision(session)
    application.reserve_rank, application.reserve_until = 2, date(2027, 5, 22)

    _, text = issue("LTR", application)

    assert "Place 2" in text
    assert "Valid until 22 May 2027" in text
    assert "Total 80.00 100" in text


def test_rejection_letter_gives_scores_reasons_and_last_day(issue, scored):
    session, application = scored
    make_decision(session)
    application.result_reason = "Total 59.00, at least 60 needed"

    _, text = issue("LTJ", application)

    assert "Main reason Total 59.00, at least 60 needed" in text
    assert "Relevance: On relevance." in text
    assert "The last day is 7 December 2026." in text


def test_rejection_letter_without_scores_gives_the_check_that_failed(issue, app):
    application = make_application(state=ApplicationState.ADMIN_FAILED)
    save(
        CheckItem(
            application_id=application.id,
            code="ADM12",
            answer="no",
            note="The lot is for Albania.",
            checked_at=AT,
        )
    )

    _, text = issue("LTJ", application)

    assert "Administrative check" in text
    assert "ADM12 Country and lot match: The lot is for Albania." in text
    assert "Your score" not in text


def test_contract_becomes_the_version_both_sides_accept(issue, app):
    grant = things.make_grant(state=GrantState.CONTRACT_DRAFT)

    document, text = issue("GCO", grant)

    version = db.session.scalars(select(ContractVersion)).one()
    assert (version.grant_id, version.number) == (grant.id, 1)
    assert (version.sha256, version.file_id) == (document.sha256, document.file_id)
    assert version.reference == document.reference
    assert "EUR 12,500.00 (twelve thousand five hundred euro)" in text
    assert "7 Subtotal direct eligible costs 12,300.00" in text
    assert "RS35260005601001611379" in text


@pytest.mark.one_database
def test_contract_in_another_currency_names_it_and_no_euro(issue):
    grant = things.make_grant(state=GrantState.CONTRACT_DRAFT, currency="RSD")

    _, text = issue("GCO", grant)

    assert "RSD 12,500.00 (twelve thousand five hundred RSD)" in text
    assert "Budget, RSD" in text
    assert "EUR 12,500.00" not in text
    assert "Costs in another currency are turned into RSD" in text


def test_contract_before_its_signatures_lists_the_planned_instalments(issue, app):
    grant = things.make_grant(state=GrantState.CONTRACT_DRAFT)
    db.session.execute(delete(Instalment).where(Instalment.grant_id == grant.id))

    _, text = issue("GCO", grant)

    assert "80 % 10,000.00" in " ".join(text.split())
    assert "20 % 2,500.00" in " ".join(text.split())


def test_signed_copy_of_a_contract_names_who_accepted_and_makes_no_new_version(issue, app):
    grant = things.make_grant(state=GrantState.CONTRACT_DRAFT)
    first, _ = issue("GCO", grant)
    version = db.session.scalars(select(ContractVersion)).one()
    save(
        Acceptance(
            contract_id=version.id,
            side="grantee",
            user_id=make_user().id,
            signed_name="Željko Ćirić",
            signed_function="President",
            sha256=version.sha256,
            accepted_at=AT,
        )
    )
    db.session.get_one(Grant, grant.id).state = GrantState.SIGNED

    second, text = issue("GCO", grant)

    assert (second.reference, second.version) == (first.reference, 2)
    assert "Željko Ćirić President" in text
    assert first.sha256 in text.replace(" ", "")
    assert len(db.session.scalars(select(ContractVersion)).all()) == 1


def test_payment_request_counts_what_was_paid_before(issue, app):
    grant = things.make_grant()
    balance = things.instalment_of(grant, 2)
    balance.requested_amount = things.D("2138.17")

    _, text = issue("PRQ", balance)

    assert "EUR 2,138.17" in text
    assert "No. 1, pre-financing, paid on 20 January 2027 10,000.00" in text
    assert "Left after this payment 361.83" in text
    assert "Banka Primer" in text


def test_report_approval_is_example_3_to_the_cent(issue, app):
    grant = things.make_grant()
    lines = list(
        db.session.scalars(
            select(GrantLine).where(GrantLine.grant_id == grant.id).order_by(GrantLine.heading)
        )
    )
    report = things.make_report(grant, lines)

    _, text = issue("RPA", report)

    assert "Accepted: EUR 12,779.71 of EUR 13,047.10 reported" in text
    assert "7 Direct costs 12,193.55 249.90 11,943.65" in text
    assert "8 Indirect costs 853.55 17.49 836.06" in text
    assert "Of these 94.98 % 12,138.17" in text
    assert "Final grant, the lower of the two 12,138.17" in text
    assert "Own contribution and other sources 641.54" in text
    assert "Balance 2,138.17" in text
    assert "D01 Outside the period" in text


def test_closure_letter_adds_up_what_was_paid(issue, app):
    grant = things.make_grant(final_amount=things.D("10000.00"), keep_until=date(2037, 1, 1))

    _, text = issue("CLO", grant)

    assert "Final grant 10,000.00" in text
    assert "Left open 0.00" in text
    assert "The last day is 1 January 2037." in text


def test_closure_letter_lists_the_equipment_that_was_accepted(issue, app):
    grant = things.make_grant(final_amount=things.D("10000.00"), keep_years=5)
    lines = list(
        db.session.scalars(
            select(GrantLine).where(GrantLine.grant_id == grant.id).order_by(GrantLine.heading)
        )
    )
    report = things.make_report(grant, lines)
    laptop = db.session.scalars(select(Expenditure).where(Expenditure.line_id == lines[2].id)).one()
    laptop.accepted_eur = things.D("690.00")
    db.session.add(
        ReportSection(report_id=report.id, key="records", text="It stays with the clinic.")
    )

    _, text = issue("CLO", grant)

    assert "Laptop Primer d.o.o. 690.00" in text
    assert "From the final report: It stays with the clinic." in text
    assert "for 5 years after the balance of the main grant" in text


def test_attendance_sheet_lists_those_expected_day_by_day(issue, app):
    event = things.make_event(things.make_grant())

    document, text = issue("ATT", event)

    assert "Present: 2 of 2 on the list." in text
    assert "Present: 1 of 2 on the list." in text
    assert "Never Came" not in text
    assert "Kosovo*" in text
    assert "without prejudice to positions on status" in text
    assert f"/{event.code}/ATT/001/2026" in document.reference
    assert not document.is_public


def test_event_report_counts_and_names_nobody(issue, app):
    event = things.make_event(things.make_grant())

    document, text = issue("EVT", event)

    assert "2 persons took part." in text
    assert "Female 1" in text
    assert "Use proactive investigation." in text
    assert "Data are scattered." in text
    assert "Arta Gashi" not in text
    assert document.is_public


@pytest.fixture
def loaded(app):
    """Both real Actions, as `portal load-action` loads them."""
    actions.load_file(DATA, actor=SYSTEM, at=AT)
    return {action.code: action for action in db.session.scalars(select(Action))}


def test_information_note_holds_every_fact_of_the_real_action(issue, loaded):
    content = yaml.safe_load(DATA.read_text())["actions"][0]

    document, text = issue("INF", loaded["SHBB"])

    printed = "".join(text.split()).casefold()
    facts = [
        content["title"].upper(),
        *(content["page_header"][line] for line in ("funding_line", "header_line")),
        content["nature"],
        *content["objective_statements"],
        *content["background"],
        content["lead_applicant"]["name"],
        *(f"{one['name']} ({one['abbreviation']})" for one in content["implementing_partners"]),
        *(one["name"] for one in content["associates"]),
        *(one["title"] for one in content["clusters"]),
        *(f"{one['label']} {one['unit']} {one['value']}" for one in content["targets"]),
        *(one["text"] for one in content["impact_statements"]),
        content["target_group"],
        *content["final_beneficiaries"],
        content["network"]["name"],
        "Group 484, BCHR, CRP/K, MYLA and VP BiH are named as members of the network",
        loaded["SHBB"].kosovo_footnote,
    ]
    assert [fact for fact in facts if "".join(fact.split()).casefold() not in printed] == []
    assert document.reference == "SHBB/GEN/INF/001/2026"
    assert document.is_public


def test_information_note_of_an_action_with_outputs(issue, loaded):
    _, text = issue("INF", loaded["EU4FAST"])

    assert "Component (output) 2" in text
    assert "EUR 33,303,022.00" in text
    assert "1 June 2023 to 31 May 2027" in text
    assert "BRMC" not in text
    assert "Vukovic" not in text
