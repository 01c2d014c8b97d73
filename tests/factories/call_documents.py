"""The data of the papers of a call, for layouts. Invented, like the rest of the factories."""

from datetime import UTC, datetime
from typing import Any

from portal.documents.engine import Letterhead
from portal.documents.layouts import cor

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
