"""A page of a call's own in the demo: a question of each kind, and the answers of an applicant."""

from datetime import datetime
from typing import Any

from portal.calls import service
from portal.calls.models import Call
from portal.calls.service import AskedQuestion
from portal.calls.states import QuestionKind as K
from portal.demo.people import Company

TITLE = "Show whom you reach"
PLACES = ("Reception centres", "Towns on the route", "Schools")
TONGUES = ("Albanian", "Arabic", "Dari", "English", "Macedonian", "Pashto", "Serbian")
ASKED: tuple[dict[str, Any], ...] = (
    {"key": "P1", "kind": K.YES_NO, "title": "Have you worked in these places before?"},
    {"key": "P2", "kind": K.DATE, "title": "Since when?", "condition": ("P1", "yes")},
    {"key": "P3", "kind": K.NUMBER, "title": "People you reach in the first six months",
     "help": "Each person once, however often they come."},
    {"key": "P4", "kind": K.MONEY, "title": "Money of other donors for the same work this year"},
    {"key": "P5", "kind": K.ONE_OF, "title": "Where most of the work is done", "options": PLACES},
    {"key": "P6", "kind": K.MANY_OF, "title": "Languages of your services", "options": TONGUES},
    {"key": "P7", "kind": K.TABLE, "title": "Your places", "max_rows": 6,
     "columns": (("Town", "short_text"), ("People a month", "number"), ("First visit", "date"))},
    {"key": "P8", "kind": K.SHORT_TEXT, "title": "One sentence for the public list of grants",
     "max_words_national": 30, "max_words_regional": 30},
    {"key": "P9", "kind": K.FILE, "title": "Your safeguarding policy", "is_required": False},
    {"key": "P10", "kind": K.DECLARATION,
     "title": "Everybody who works with children was checked before they began"},
)  # fmt: skip


def add_page(company: Company, call: Call, *, at: datetime) -> None:
    """The page with its questions, in the draft of a call."""
    actor = company.actor("jelena")
    page = service.add_page(
        call, TITLE, "Figures of your own are enough; they need no survey.", actor=actor, at=at
    )
    for one in ASKED:
        service.add_question(call, AskedQuestion(page=page.key, **one), actor=actor, at=at)


def answers(entry: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What an applicant answers, by the code of the question."""
    city = str(entry["city"])
    return {
        "P1": "yes",
        "P2": f"{at.year - 4}-03-01",
        "P3": "640",
        "P4": "12500.00",
        "P5": PLACES[1],
        "P6": [TONGUES[1], TONGUES[3], TONGUES[6]],
        "P7": [[city, "85", f"{at.year}-02-03"], [f"Around {city}", "40", f"{at.year}-03-17"]],
        "P8": f"People on the route through {city} find advice that they can trust.",
        "P10": "yes",
    }
