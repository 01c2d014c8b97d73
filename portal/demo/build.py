"""Making the demo programme: the real Actions, and invented people who live in them."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from portal.accounts.models import User
from portal.actions import queries as actions_queries
from portal.actions import service as actions
from portal.actions.models import Action
from portal.actions.reading import SHIPPED
from portal.calls import queries as calls_queries
from portal.core.access import SYSTEM
from portal.core.db import db, transaction
from portal.demo import applications, calls, people
from portal.demo.guard import SignIn

BEGAN = timedelta(days=500)
STORY_OPEN = (applications.Draft("dardania", Decimal("0.7")),)


def build(*, at: datetime) -> list[SignIn]:
    """Make the programme unless it is there; answers how to sign in."""
    if not db.session.scalar(select(func.count(User.id))):
        _make(at)
    return people.sign_ins()


def _make(at: datetime) -> None:
    with transaction():
        actions.load_file(SHIPPED, actor=SYSTEM, at=at - BEGAN)
        action = actions_queries.get_whole("SHBB")
        if action is None:
            raise LookupError("SHBB is not in the shipped file.")
        company = people.make(action, at=at - BEGAN)
    with transaction():
        _open_call(company, action, at=at)


def _open_call(company: people.Company, action: Action, *, at: datetime) -> None:
    began = at - timedelta(days=34)
    call = calls.prepare(
        company,
        action,
        title="Prevention of smuggling and services for people on the move, second call",
        at=began,
        closes=at + timedelta(days=12),
    )
    calls.publish(company, call, at=began)
    calls.ask_and_answer(company, call, at=began + timedelta(days=3))
    call = calls_queries.get_whole(call.id)
    for draft in STORY_OPEN:
        applications.fill(company, call, draft, at=at - timedelta(days=6))
    handed_in = applications.Draft("morava", Decimal("0.9"))
    application = applications.fill(company, call, handed_in, at=at - timedelta(days=5))
    applications.submit(company, application, handed_in, at=at - timedelta(days=4))
