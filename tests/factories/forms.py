"""Forms of calls for tests: a page with a question of every kind."""

from datetime import timedelta

from portal.calls import queries, service
from portal.calls.models import Call
from portal.calls.service import AskedQuestion
from portal.calls.states import CallState
from portal.calls.states import QuestionKind as K
from portal.core.access import Actor
from tests.factories.accounts import make_user
from tests.factories.base import AT, save

PAGE = "p_in_your_own_words"
TOWNS = (("Town", "short_text"), ("People", "number"), ("Cost", "money"))
EVERY_KIND: tuple[dict[str, object], ...] = (
    {"key": "K1", "title": "Motto", "kind": K.SHORT_TEXT, "max_words_national": 5},
    {"key": "K2", "title": "Young people", "kind": K.NUMBER},
    {"key": "K3", "title": "Own money", "kind": K.MONEY, "is_required": False},
    {"key": "K4", "title": "First day", "kind": K.DATE, "required_at": "submit"},
    {"key": "K5", "title": "Do you work with minors?", "kind": K.YES_NO},
    {"key": "K6", "title": "How are they kept safe?", "kind": K.LONG_TEXT,
     "condition": ("K5", "yes")},
    {"key": "K7", "title": "Where do you meet?", "kind": K.ONE_OF,
     "options": ("School", "Street", "Online")},
    {"key": "K8", "title": "Who helps?", "kind": K.MANY_OF, "options": ("Parents", "Teachers"),
     "is_required": False},
    {"key": "K9", "title": "Towns", "kind": K.TABLE, "columns": TOWNS, "max_rows": 3},
    {"key": "K10", "title": "Letter of the school", "kind": K.FILE, "condition": ("K7", "School")},
    {"key": "K11", "title": "We read the rules", "kind": K.DECLARATION},
)  # fmt: skip


def add_every_kind(call: Call, author: Actor) -> str:
    """A page with all kinds of questions in a draft call; answers its key."""
    call = queries.get_whole(call.id)
    page = service.add_page(call, "In your own words", "As you would say it.", actor=author, at=AT)
    for question in EVERY_KIND:
        values = {"page": page.key, **question}
        service.add_question(call, AskedQuestion(**values), actor=author, at=AT)  # type: ignore[arg-type]
    return page.key


def open_to_all(call: Call) -> Call:
    """The same call as if it had been approved and published before the present of the tests."""
    approver = make_user()
    call.approved_by_id, call.approved_at = approver.id, AT - timedelta(days=15)
    call.state, call.published_at = CallState.PUBLISHED, AT - timedelta(days=10)
    return save(call)
