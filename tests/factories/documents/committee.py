"""Papers of the committee: appointment, declarations, sheets, register, report."""

from dataclasses import replace
from typing import Any

from portal.documents.layouts import ash, cmp, con, dic, evr, reg
from portal.documents.layouts._parts import Signature
from tests.factories.documents.base import (
    AT,
    CALL,
    GRANTEE,
    HASH,
    PROJECT,
    SIGNATORY,
    ZONE,
    D,
    make_head,
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
