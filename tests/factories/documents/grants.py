"""Papers of a grant: contract, payments, approvals, information note, closure."""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.documents.layouts import clo, gco, inf, prq, rpa
from portal.documents.layouts._parts import MoneyRow, Signature
from tests.factories.documents.base import (
    AT,
    BANK,
    BUDGET,
    GRANTEE,
    HASH,
    PROJECT,
    SIGNATORY,
    TO,
    ZONE,
    D,
    make_head,
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
