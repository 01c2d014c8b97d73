"""Documents for tests: rows, and the data of layouts for an invented call, CSO and grant."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from portal.documents.engine import Letterhead
from portal.documents.layouts import (
    ack,
    adm,
    ash,
    att,
    awd,
    cgs,
    clo,
    cmp,
    con,
    cor,
    dic,
    dos,
    evr,
    evt,
    gco,
    inf,
    inv,
    lta,
    ltj,
    ltr,
    opr,
    prq,
    reg,
    rpa,
)
from portal.documents.layouts._parts import Address, Bank, MoneyRow, SectionScore, Signature
from portal.documents.models import Document
from portal.documents.rules import Place, series
from portal.files import service as files
from tests.factories.base import next_number, save
from tests.factories.call_documents import (
    make_corrigendum_sheet,
    make_dossier,
    make_guidelines,
)

D = Decimal
ZONE = "Europe/Belgrade"
AT = datetime(2027, 3, 15, 22, 58, 41, tzinfo=UTC)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FOOTNOTE = (
    "* This designation is without prejudice to positions on status, and is in line with UNSCR "
    "1244 and the ICJ Opinion on the Kosovo* Declaration of Independence."
)
CALL = ("SHBB-N1", "National projects against smuggling of migrants")
PROJECT = "Safer paths: legal aid and early warning along the route"
GRANTEE = "Udruženje Čuvari puta"
SIGNATORY = Signature("Ljubica Đorđević", "Director", "Group 484", AT, HASH)
TO = Address(GRANTEE, "Željko Ćirić", ("Ulica Šumadijska 7", "11000 Beograd", "Serbia"))
BANK = Bank(GRANTEE, "RS35 2600 0560 1001 6113 79", "Banka Primer", "BPRMRS22")
SECTIONS = (
    SectionScore("B1", "Financial and operational capacity", D("11.50"), D(20), D(12)),
    SectionScore("B2", "Relevance", D("16.50"), D(20)),
    SectionScore("B3", "Design of the action", D("12.50"), D(15)),
)
BUDGET = (
    MoneyRow("1 Human resources", (D("6500.00"),)),
    MoneyRow("2 Travel", (D("600.00"),)),
    MoneyRow("7 Subtotal direct eligible costs", (D("12300.00"),), is_sum=True),
    MoneyRow("8 Indirect costs", (D("861.00"),)),
    MoneyRow("11 Total eligible costs", (D("13161.00"),), is_sum=True),
)


def make_document(*, content: bytes = b"", **overrides: Any) -> Document:
    """An issued document about nothing in particular, in a series of its own year."""
    number = next_number()
    place = Place(series("TEST", "", overrides.get("kind", "ACK"), 2027), number, 1)
    stored = files.keep(
        content or f"%PDF-1.4 {number}".encode(),
        name=f"document-{number}.pdf",
        media_type="application/pdf",
        at=AT,
    )
    values: dict[str, Any] = {
        "kind": "ACK",
        "series": place.series,
        "number": number,
        "reference": place.reference,
        "title": f"Document {number}",
        "subject_type": "applications",
        "subject_id": uuid4(),
        "file_id": stored.id,
        "sha256": stored.sha256,
        "pages": 1,
        "issued_at": AT,
    }
    return save(Document(**(values | overrides)))


def make_head(kind: str = "Document", **overrides: Any) -> Letterhead:
    """A letterhead of the real Action."""
    values: dict[str, Any] = {
        "document": kind,
        "reference": "SHBB/N1/DOC/007/2027",
        "version": 1,
        "issued_on": date(2027, 3, 16),
        "issuer": "Group 484",
        "action_title": "Security for Human Beings and Borders – Combating Smuggling of Migrants "
        "in the Western Balkans",
        "kosovo_footnote": FOOTNOTE,
        "disclaimer": "Produced with financial support of the European Union. Group 484 alone is "
        "responsible for the contents, which may differ from the views of the European Union.",
    }
    return Letterhead(**(values | overrides))


def make_acknowledgement(**overrides: Any) -> ack.Acknowledgement:
    return replace(
        ack.Acknowledgement(
            head=make_head(ack.TITLE),
            dossier_number="SHBB-N1-RS-0012",
            version=2,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            applicant=GRANTEE,
            registration_number="28012345",
            project_title=PROJECT,
            requested_eur=D("12500.00"),
            total_eur=D("13161.00"),
            submitted_by="Željko Ćirić",
            submitted_at=AT,
            closes_at=datetime(2027, 3, 15, 22, 59, tzinfo=UTC),
            zone=ZONE,
            content_sha256=HASH,
            files=(ack.SubmittedFile("Statute", "Статут Љубав.pdf", 1_412_000, HASH),),
            next_steps=("Applications are opened after the deadline.",),
        ),
        **overrides,
    )


def make_declaration(**overrides: Any) -> dic.ImpartialityDeclaration:
    return replace(
        dic.ImpartialityDeclaration(
            head=make_head(dic.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            lots=("Serbia", "Albania"),
            function="Assessor",
            applicants=(
                dic.DeclaredApplicant("SHBB-N1-RS-0012", GRANTEE, False),
                dic.DeclaredApplicant("SHBB-N1-AL-0003", "Shoqata Ëndrra", True, "Former employer"),
            ),
            signature=Signature("Nikola Џеповић", "Assessor", "", AT, HASH),
            zone=ZONE,
            statements=("I keep everything that I learn confidential.", "I keep no copies."),
        ),
        **overrides,
    )


def make_consolidated(**overrides: Any) -> con.ConsolidatedSheet:
    return replace(
        con.ConsolidatedSheet(
            head=make_head(con.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            applicant=GRANTEE,
            assessors=(
                con.AssessorTotal(1, D("82.00"), True, AT),
                con.AssessorTotal(2, D("58.00"), False, AT),
                con.AssessorTotal(3, D("80.00"), True, AT),
            ),
            sections=(
                con.ConsolidatedSection(
                    "C2", "Relevance", (D(26), D(18), D(25)), D("25.50"), D(30), D(18)
                ),
            ),
            score=D("81.00"),
            maximum=D(100),
            gap=D("24.00"),
            rule="Mean of the closest pair of three sheets",
            third="Called: the first two totals are too far apart",
            consensus=con.Consensus(
                2,
                "C2 Relevance\nAssessor 1: convincing.",
                "Goran Ilić",
                AT,
                (
                    con.Answer("Nikola Џеповић", True, "", AT),
                    con.Answer("Ëndrra Hoxha", False, "Too mild on the costs.", AT),
                ),
                ("Ana Petrova",),
            ),
            zone=ZONE,
        ),
        **overrides,
    )


def make_assessment(**overrides: Any) -> ash.AssessmentSheet:
    return replace(
        ash.AssessmentSheet(
            head=make_head(ash.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            applicant=GRANTEE,
            stage="Full application",
            assessor_number=2,
            sections=(
                ash.ScoredSection(
                    "C2",
                    "Relevance",
                    D(30),
                    (
                        ash.ScoredCriterion("A1.1", "Fits objectives", 5, 2, 10, "Yes."),
                        ash.ScoredCriterion("A1.2", "Fits needs of the country", 4, 2, 10),
                        ash.ScoredCriterion("A1.3", "Target groups clearly defined", 4, 1, 5),
                        ash.ScoredCriterion("A1.4", "Added value", 3, 1, 5),
                    ),
                    "The need is shown with figures of two border municipalities.",
                ),
            ),
            scale="Scale: 1 very poor, 2 poor, 3 adequate, 4 good, 5 very good.",
            strengths="Close to the people concerned.",
            weaknesses="The baseline is thin.",
            budget_remarks="Line 5.5 is high.",
            recommendation="Select.",
            signature=Signature("Nikola Petrov", "Assessor", "", AT, HASH),
            zone=ZONE,
        ),
        **overrides,
    )


def make_evaluation_report(**overrides: Any) -> evr.EvaluationReport:
    lot = evr.LotResult(
        name="Serbia",
        envelope_eur=D("45000.00"),
        most_grants=4,
        received=(evr.CheckedApplication("A-02", GRANTEE, AT, True, "passed"),),
        sections=("B1", "B2", "B3", "B4", "B5", "B6"),
        scored=(
            evr.ScoredApplication(
                "A-05",
                (D(84), D(58), D(78)),
                D(26),
                "closest pair, third assessor",
                (D("16.00"), D("17.50"), D("12.50"), D("12.00"), D("11.50"), D("11.50")),
                D("81.00"),
            ),
        ),
        ranking=(
            evr.Ranked("1", "A-02", GRANTEE, D("83.00"), D("12000.00"), D("12000.00"), "award"),
            evr.Ranked("2", "A-05", "Primer", D("81.00"), D("11500.00"), D("23500.00"), "award"),
            evr.Ranked("3", "A-01", "Udruga", D("77.50"), D("11000.00"), None, "reserve 1"),
        ),
        rejected=(("A-04", "Shoqata Ëndrra", "Capacity 11.50, at least 12 needed (T2)"),),
    )
    return replace(
        evr.EvaluationReport(
            head=make_head(evr.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            published_at=AT,
            closed_at=AT,
            opened_at=AT,
            zone=ZONE,
            committee=(
                evr.CommitteeMember("Ana Kovač", "Chair", False),
                evr.CommitteeMember("Boris Šarić", "Voter", True),
            ),
            thresholds=("Capacity: at least 12.00 of 20 (T2)", "Total: at least 60.00 (T4)"),
            lots=(lot,),
            conflicts=("Assessor 3 stepped down from A-01 before scoring.",),
            budget_corrections=(),
            dissent=(),
            reserve_until="16 September 2027",
            minutes="The committee met twice.",
            signatures=(
                Signature("Ana Kovač", "Chair", "", AT, HASH),
                Signature("Boris Šarić", "Voter"),
                Signature("Ema Ilić", "Secretary", "", AT, HASH),
            ),
        ),
        **overrides,
    )


def make_award_decision(**overrides: Any) -> awd.AwardDecision:
    return replace(
        awd.AwardDecision(
            head=make_head(awd.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            report_reference="SHBB/N1/EVR/001/2027",
            report_signed_on=date(2027, 3, 10),
            proposed_by="Evaluation committee",
            lots=(
                awd.LotAwards(
                    "Serbia",
                    D("45000.00"),
                    (
                        awd.Award("1", "A-02", GRANTEE, PROJECT, D("83.00"), D("12000.00")),
                        awd.Award("2", "A-05", "Primer", "Bridges", D("81.00"), D("11500.00")),
                    ),
                    (("A-01", "Udruga", D("77.50")),),
                ),
                awd.LotAwards("Montenegro", D("30000.00"), (), ()),
            ),
            reserve_until=date(2027, 9, 16),
            deviations=(),
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_award_letter(**overrides: Any) -> lta.AwardLetter:
    return replace(
        lta.AwardLetter(
            head=make_head(lta.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            amount_eur=D("12500.00"),
            share=D("94.98"),
            conditions=("The documents below are in order.",),
            corrections=("Line 5.5: 40 × 12.50 is 500.00.",),
            documents=("Registration certificate", "Statute"),
            documents_due=date(2027, 4, 6),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_invitation(**overrides: Any) -> inv.Invitation:
    return replace(
        inv.Invitation(
            head=make_head(inv.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            requested_eur=D("12500.00"),
            change_percent=D(20),
            second_reference="SHBB-2027-02 Full applications",
            closes_at=datetime(2027, 4, 30, 10, 0, tzinfo=UTC),
            sections=SECTIONS,
            total=D("41.50"),
            maximum=D(50),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_reserve_letter(**overrides: Any) -> ltr.ReserveLetter:
    return replace(
        ltr.ReserveLetter(
            head=make_head(ltr.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            requested_eur=D("12500.00"),
            place=1,
            valid_until=date(2027, 9, 16),
            sections=SECTIONS,
            total=D("77.50"),
            maximum=D(100),
            complaint="Write to the complaints body named in the guidelines.",
            complaint_until=date(2027, 3, 31),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_rejection_letter(**overrides: Any) -> ltj.RejectionLetter:
    return replace(
        ltj.RejectionLetter(
            head=make_head(ltj.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            stage="Evaluation of quality",
            main_reason="Capacity 11.50 of 20, at least 12 needed",
            sections=SECTIONS,
            total=D("76.50"),
            maximum=D(100),
            reasons=(ltj.Reason("Capacity", "The accounts show no stable source of money."),),
            complaint="Complain in the portal to a body other than the committee.",
            complaint_until=date(2027, 3, 31),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_contract(**overrides: Any) -> gco.GrantContract:
    return replace(
        gco.GrantContract(
            head=make_head(gco.TITLE),
            number="SHBB-N1-RS-G02",
            lead=gco.Party(
                "Group 484", "17020099", "Pregrevica 1", "Serbia", "Ljubica Đorđević", "Director"
            ),
            grantee=gco.Party(
                GRANTEE, "28012345", "Ulica Šumadijska 7", "Serbia", "Željko Ćirić", "President"
            ),
            co_beneficiaries=("Shoqata Ëndrra, Albania",),
            project_title=PROJECT,
            clusters=("C3 Granting and supporting 24 national and 6 regional projects",),
            location="Serbia: Subotica, Preševo",
            activities=("Legal aid for migrants", "Early warning with border municipalities"),
            starts_on=date(2027, 5, 1),
            ends_on=date(2028, 2, 29),
            months=10,
            maximum_eur=D("12500.00"),
            share=D("94.98"),
            total_eur=D("13161.00"),
            indirect_rate=D(7),
            flexibility=D(25),
            budget=BUDGET,
            instalments=(
                gco.PlannedInstalment(
                    1, "Pre-financing", D(80), D("10000.00"), "both sides have signed"
                ),
                gco.PlannedInstalment(
                    2, "Balance", D(20), D("2500.00"), "the final report is approved"
                ),
            ),
            reports=(
                gco.PlannedReport(
                    "Final report", "1 May 2027 to 29 February 2028", date(2028, 3, 30)
                ),
            ),
            bank=BANK,
            exchange_method="avg",
            ceiling_eur=D("60000.00"),
            law="Serbia",
            court="the competent court in Belgrade",
            retention_years=7,
            controller="Group 484",
            contacts=(gco.ContactPoint("The lead", "Mila Jović", "mila@example.org"),),
            annexes=("I Description of the project", "III Budget"),
            signatures=(
                Signature("Željko Ćirić", "President", GRANTEE, AT, HASH),
                Signature("Ljubica Đorđević", "Director", "Group 484"),
            ),
            zone=ZONE,
        ),
        **overrides,
    )


def make_payment_request(**overrides: Any) -> prq.PaymentRequest:
    return replace(
        prq.PaymentRequest(
            head=make_head(prq.TITLE),
            contract_number="SHBB-N1-RS-G02",
            contract_signed_on=date(2027, 4, 20),
            grantee=GRANTEE,
            project_title=PROJECT,
            starts_on=date(2027, 5, 1),
            ends_on=date(2028, 2, 29),
            instalment="No. 2, balance",
            requested_on=date(2028, 4, 2),
            amount_eur=D("2138.17"),
            maximum_eur=D("12500.00"),
            earlier=(MoneyRow("No. 1, pre-financing, paid on 5 May 2027", (D("10000.00"),)),),
            period="1 May 2027 to 29 February 2028",
            bank=BANK,
            attached=("Final report",),
            signature=Signature("Željko Ćirić", "President", GRANTEE, AT, HASH),
            zone=ZONE,
        ),
        **overrides,
    )


def make_report_approval(**overrides: Any) -> rpa.ReportApproval:
    return replace(
        rpa.ReportApproval(
            head=make_head(rpa.TITLE),
            to=TO,
            contract_number="SHBB-N1-RS-G02",
            project_title=PROJECT,
            report_kind="Final report",
            period="1 May 2027 to 29 February 2028",
            submitted_on=date(2028, 3, 28),
            reported_eur=D("13047.10"),
            accepted_eur=D("12779.71"),
            headings=(
                MoneyRow("2 Travel", (D("655.40"), D("62.40"), D("593.00"))),
                MoneyRow("5 Other costs, services", (D("2410.80"), D("187.50"), D("2223.30"))),
            ),
            disallowed=(
                rpa.DisallowedCost(
                    "14", "Translation", D("187.50"), D("187.50"), "D01", "Outside the period"
                ),
                rpa.DisallowedCost(
                    "21", "Fuel", D("62.40"), D("62.40"), "D03", "No document", "No log."
                ),
            ),
            account=rpa.FinalAccount(
                maximum_eur=D("12500.00"),
                share=D("94.98"),
                accepted_eur=D("12779.71"),
                final_grant_eur=D("12138.17"),
                paid_eur=D("10000.00"),
                balance_eur=D("2138.17"),
                own_contribution_eur=D("641.54"),
            ),
            next_payment="Ask for the balance of EUR 2,138.17 in the portal.",
            remarks="A careful report.",
            complaint="Write within 15 days to the lead's signatory.",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_attendance_sheet(**overrides: Any) -> att.AttendanceSheet:
    first, second = date(2027, 6, 10), date(2027, 6, 11)
    return replace(
        att.AttendanceSheet(
            head=make_head(att.TITLE),
            event="Round table on early warning",
            kind="National round table",
            place="Priština",
            country="Kosovo*",
            organiser="Civil Rights Program Kosovo*",
            cluster="C4 Advocacy",
            days=(first, second),
            attendees=(
                att.Attendee(
                    "Arta Gashi", "Shoqata Ëndrra", "Lawyer", "CSO", "Kosovo*", True, False,
                    (first,),
                ),
                att.Attendee(
                    "Љубав Његош", "Tužilaštvo", "Prosecutor", "Prosecutors", "Serbia", False, True
                ),
            ),
        ),
        **overrides,
    )  # fmt: skip


def make_event_report(**overrides: Any) -> evt.EventReport:
    return replace(
        evt.EventReport(
            head=make_head(evt.TITLE),
            event="Round table on early warning",
            kind="National round table",
            days="10 June 2027",
            place="Podgorica",
            country="Montenegro",
            organiser="Civic Alliance",
            co_organisers=("Group 484",),
            cluster="C4 Advocacy",
            purpose="Bring prosecutors and CSOs to one table.",
            agenda=(evt.AgendaItem("10:00", "Opening", "Arta Gashi"),),
            participants=31,
            counts=(
                evt.Counts("By category", (("Prosecutors", 11), ("CSOs", 20))),
                evt.Counts("By sex", (("Women", 17), ("Men", 14))),
            ),
            summary="The talk was frank.",
            findings=("Few cases reach a court.",),
            recommendations=(
                evt.Recommendation(
                    "1", "Prosecution", "Few prosecutions.", "Use proactive investigation.",
                    "Prosecutor's office", "open",
                ),
            ),
            media=("https://example.org/news",),
            photos=(),
            signature=Signature("Mila Jović", "Organiser", "Civic Alliance", AT),
            zone=ZONE,
        ),
        **overrides,
    )  # fmt: skip


def make_information_note(**overrides: Any) -> inf.InformationNote:
    return replace(
        inf.InformationNote(
            head=make_head(inf.TITLE, funding_line="This project is funded by EU"),
            action_title=make_head().action_title,
            lines=("FUNDED BY THE EUROPEAN UNION", "This project is funded by EU"),
            nature="A regional answer by 7 CSOs.",
            donor="European Union",
            programme="",
            contract_number="",
            period="",
            budget_eur=None,
            countries=("Albania", "Kosovo*", "Serbia"),
            lead=inf.PartyLine("Group 484", "Lead applicant", "", "Serbia"),
            partners=(inf.PartyLine("Vaša prava Bosnia and Herzegovina", "", "VP BiH", "Bosnia"),),
            associates=(inf.PartyLine("Ministry of Interior of Montenegro", "", "", "Montenegro"),),
            donors=(),
            passages_before=(inf.Passage("Background", ("A transit route.", "Deaths do happen.")),),
            groups_title="Clusters",
            groups=(inf.Group("Cluster 1", "Preparatory activities"),),
            targets=(inf.Target("T1", "CSOs engaged", 90, "CSO"),),
            impact_statements=("Security and border protection",),
            target_group="90 CSOs",
            target_fields=("migration", "youth"),
            final_beneficiaries=("migrants", "media"),
            passages_after=(),
            footnotes=("2 Group 484 and others are members of the network.",),
        ),
        **overrides,
    )


def make_closure_letter(**overrides: Any) -> clo.ClosureLetter:
    return replace(
        clo.ClosureLetter(
            head=make_head(clo.TITLE),
            to=TO,
            contract_number="SHBB-N1-RS-G02",
            project_title=PROJECT,
            starts_on=date(2027, 5, 1),
            ends_on=date(2028, 2, 29),
            maximum_eur=D("12500.00"),
            reported_eur=D("13047.10"),
            accepted_eur=D("12779.71"),
            final_grant_eur=D("12138.17"),
            paid_eur=D("12138.17"),
            recovered_eur=D("0.00"),
            assets=(clo.Asset("3.2", "Laptop", "Računari d.o.o.", D("690.00")),),
            handed_over="The laptop, inventory number 1, stays with the organisation.",
            keep_until=None,
            keep_rule="Keep all records for 7 years after the balance of the main grant.",
            results="120 people received legal aid.",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_appointment(**overrides: Any) -> cmp.CommitteeAppointment:
    return replace(
        cmp.CommitteeAppointment(
            head=make_head(cmp.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            lots=("Serbia", "Albania"),
            members=(
                cmp.AppointedMember("Ljiljana Ђурић", "Chair", False, "2 May 2026"),
                cmp.AppointedMember("Edon Votuesi", "Voter", True, "2 May 2026"),
                cmp.AppointedMember(
                    "Mirza Glasač", "Voter", True, "9 June 2026", "Substitute, called in: illness"
                ),
            ),
            scores_due="1 July 2026, 12:00:00 (Europe/Belgrade, UTC+02:00)",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_register(**overrides: Any) -> reg.ConflictRegister:
    return replace(
        reg.ConflictRegister(
            head=make_head(reg.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            members=9,
            applications=31,
            lines=(
                reg.RegisterLine(
                    "Ana Ocenjivač",
                    "Assessor",
                    "SHBB-N1-AL-0003",
                    "Shoqata Ëndrra",
                    "Employer",
                    "Ana Ocenjivač worked for Shoqata Ëndrra, the applicant, until 2025.",
                    "File closed; never readable before",
                    "9 June 2026",
                ),
            ),
            signature=Signature("Jelena Primerić", "Programme officer", "Group 484"),
            zone=ZONE,
        ),
        **overrides,
    )


def make_opening(**overrides: Any) -> opr.OpeningRecord:
    return replace(
        opr.OpeningRecord(
            head=make_head(opr.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            closes_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
            grace_seconds=60,
            opened_at=datetime(2026, 6, 4, 7, 30, tzinfo=UTC),
            zone=ZONE,
            received=2,
            drafts=3,
            lots=(
                opr.LotReceived(
                    "Serbia",
                    (
                        opr.ReceivedLine(
                            "SHBB-N1-RS-0001", "Udruženje Ђак", "1 June 2026, 11:59:59.998", True
                        ),
                        opr.ReceivedLine(
                            "SHBB-N1-RS-0002",
                            "Ženska linija",
                            "1 June 2026, 13:20:11.004",
                            True,
                            "More time until 1 June 2026, 16:00:00.000",
                        ),
                    ),
                ),
            ),
            late=(
                opr.LateLine(
                    "Shoqata Ëndrra",
                    "Albania",
                    "1 June 2026, 12:00:00.001",
                    "The call closed on 1 June 2026 at 12:00. Nothing was submitted.",
                ),
            ),
            extensions=(
                opr.ExtensionLine(
                    "Ženska linija",
                    "Serbia",
                    "1 June 2026, 16:00:00.000",
                    "No electricity in Subotica, confirmed by the supplier.",
                    "Vesna Potpisnić, 1 June 2026, 10:40:00.000",
                ),
            ),
            people=(Signature("Goran Sekretar", "Secretary"),),
        ),
        **overrides,
    )


def make_check_sheet(kind: str = adm.TITLE, **overrides: Any) -> adm.CheckSheet:
    return replace(
        adm.CheckSheet(
            head=make_head(kind),
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            applicant=GRANTEE,
            items=(
                adm.CheckedItem(
                    "ADM01", "Received before the deadline", "Yes", "", "The portal's records",
                    "16 March 2027",
                ),
                adm.CheckedItem(
                    "ADM03", "Language as asked", "No", "Written in Italian.", "Goran Ilić",
                    "17 March 2027", "Statut Ljubavi.pdf",
                ),
            ),
            result="Not passed",
            reason="The application is not in English.",
            signatures=(
                Signature("Goran Ilić", "Checked by", "", AT),
                Signature("Ljiljana Ђурић", "Confirmed by", "", AT),
            ),
            zone=ZONE,
        ),
        **overrides,
    )  # fmt: skip


EVERY = {
    "CGS": lambda: make_guidelines(make_head(cgs.TITLE)),
    "COR": lambda: make_corrigendum_sheet(make_head(cor.TITLE)),
    "ACK": make_acknowledgement,
    "DIC": make_declaration,
    "ASH": make_assessment,
    "CON": make_consolidated,
    "EVR": make_evaluation_report,
    "AWD": make_award_decision,
    "LTA": make_award_letter,
    "INV": make_invitation,
    "LTR": make_reserve_letter,
    "LTJ": make_rejection_letter,
    "GCO": make_contract,
    "PRQ": make_payment_request,
    "RPA": make_report_approval,
    "ATT": make_attendance_sheet,
    "EVT": make_event_report,
    "INF": make_information_note,
    "CLO": make_closure_letter,
    "CMP": make_appointment,
    "OPR": make_opening,
    "REG": make_register,
    "DOS": lambda: make_dossier(make_head(dos.TITLE)),
    "ADM": make_check_sheet,
    "ELI": lambda: make_check_sheet(adm.TITLE_ELIGIBILITY),
}
