"""The data of the papers of a call, for layouts. Invented, like the rest of the factories."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from portal.documents.engine import Letterhead
from portal.documents.layouts import cgs, cor, dos

D = Decimal
ZONE = "Europe/Belgrade"
AT = datetime(2027, 3, 15, 22, 58, 41, tzinfo=UTC)
CALL = ("SHBB-N1", "National projects against smuggling of migrants")


def make_corrigendum_sheet(head: Letterhead, **overrides: Any) -> cor.CorrigendumSheet:
    """Two changes and two answers, one of them late."""
    values: dict[str, Any] = {
        "head": head,
        "call_reference": CALL[0],
        "call_title": CALL[1],
        "closes_at": AT,
        "zone": ZONE,
        "standing": "open",
        "contact": "calls@example.org",
        "changes": (
            cor.ChangeLine(
                1, "Deadline", "20 December 2026, 23:59", "10 January 2027, 23:59",
                "Public holidays in four of the countries.", AT,
            ),
            cor.ChangeLine(
                2, "2.1.4 Costs", "", "Rent of the own office is eligible in part.",
                "Several questions on it.", AT,
            ),
        ),
        "answers": (
            cor.AnswerLine(1, "May a school apply?", "No, only associations.", AT, False),
            cor.AnswerLine(2, "Is rent eligible?", "In part, see 2.1.4.", AT, True),
        ),
    }  # fmt: skip
    return cor.CorrigendumSheet(**(values | overrides))


def make_guidelines(head: Letterhead, **overrides: Any) -> cgs.Guidelines:
    """The rules of a call with a national and the regional lot."""
    values: dict[str, Any] = {
        "head": head,
        "call_reference": CALL[0],
        "call_title": CALL[1],
        "summary": "Small grants for organisations that prevent smuggling of migrants.",
        "procedure": "One step",
        "languages": "English",
        "cluster": "C3 Services by civil society",
        "impacts": ("Better cooperation of state and civil society",),
        "objectives": "Prevent smuggling.\n\nWomen and children come first.",
        "who_can_apply": "Associations established in the country of the lot.",
        "conditions": ("Registered for at least 12 months before publication.",),
        "lots": (
            cgs.LotLine("Kosovo*", "Run by Civil Rights Program Kosovo*", D(60000), 4, D(5000),
                        D(15000), "6 to 12", ""),
            cgs.LotLine("Regional lot", "", D(180000), 6, D(15000), D(45000), "8 to 14",
                        "Partners from at least 2 countries"),
        ),
        "activities": ("Free legal aid", "Outreach on the route"),
        "costs": (("Indirect costs at most", "7 % of the direct costs"), ("Currency", "EUR")),
        "grid": (
            cgs.CriterionLine("C1", "Capacity", ("Experience (×2)", "Staff"), 15, D(9)),
            cgs.CriterionLine("C2", "Relevance", ("Answers the call",), 5, None),
        ),
        "marks": (1, 5),
        "minimum": D(12),
        "documents_now": ("Annual accounts (PDF)",),
        "documents_later": ("Registration certificate (PDF, JPG)",),
        "publication_at": AT,
        "questions_until_at": AT,
        "answers_until_at": AT,
        "closes_at": AT,
        "zone": ZONE,
        "steps": ("Open an account.", "Fill in the form.", "Submit."),
        "contact": "calls@example.org",
        "address": "https://portal.example.org/calls/SHBB-N1",
        "approved_by": "Ljubica Đorđević, signatory, Group 484",
        "approved_at": AT,
    }  # fmt: skip
    return cgs.Guidelines(**(values | overrides))


def make_dossier(head: Letterhead, **overrides: Any) -> dos.EvaluationDossier:
    """A dossier of three annexes without attached documents."""
    return replace(
        dos.EvaluationDossier(
            head=head,
            call_reference="SHBB-N1",
            call_title="National projects against smuggling of migrants",
            facts=(("Applications", "31"), ("State of the evaluation", "closed")),
            annexes=(
                dos.Annex(
                    1,
                    "Opening record",
                    "What was received, when, and what came late.",
                    (
                        dos.Part(
                            "Applications received",
                            ("Dossier", "Applicant", "Points"),
                            (0.3, 0.5, 0.2),
                            (("SHBB-N1-0012", "Udruženje Čuvari puta", "81.00"),),
                            figures=(2,),
                        ),
                    ),
                ),
                dos.Annex(2, "Checks", "Item by item.", (dos.Part("Eligibility check"),)),
                dos.Annex(
                    11,
                    "Complaints",
                    "And the answers.",
                    (dos.Part("SHBB-N1-0012, complaint 1", text=("Why: the annex.",)),),
                ),
            ),
        ),
        **overrides,
    )
