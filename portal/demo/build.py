"""Making the demo programme: the real Actions, and invented people who live in them.

Everything is done by the same services that people use, at moments of the past; the worker
catches up in between. So every number, document and mail of the demo is a true one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.actions import queries as actions_queries
from portal.actions import service as actions
from portal.actions.models import Action
from portal.actions.reading import SHIPPED, read
from portal.calls import queries as calls_queries
from portal.calls.models import Call
from portal.core.access import SYSTEM
from portal.core.db import transaction
from portal.demo import (
    applications,
    calls,
    evaluation,
    events,
    grants,
    happenings,
    people,
    profiles,
    questions,
    reports,
)
from portal.demo.applications import Draft
from portal.demo.clock import work
from portal.demo.people import Company
from portal.events import service as events_service

BEGAN = timedelta(days=520)

Evaluated = Mapping[str, tuple[str, tuple[int, ...]]]

# organisation: size of the budget, totals of the assessors
FIRST_CALL: Evaluated = {
    "svetionik": ("0.9", (88, 84)),
    "zenska": ("1.1", (86, 85)),
    "drina": ("1.0", (80, 78)),
    "morava": ("0.6", (72, 68)),
    "una": ("1.0", (90, 86)),
    "glas": ("0.8", (81, 77)),
    "medija": ("0.9", (79, 83)),
    "gjirokaster": ("1.0", (88, 79)),
    "tirana": ("1.1", (84, 82)),
    "prespa": ("0.7", (69, 66)),
    "peja": ("1.1", (83, 81)),
    "gjilan": ("0.6", (58, 55)),
    "pljevlja": ("0.9", (84, 78)),
    "ulcinj": ("1.1", (74, 71)),
    "bitola": ("1.1", (91, 88)),
    "tetovo": ("0.7", (76, 75)),
    "gevgelija": ("0.9", (78, 80)),
    "jadran": ("2.6", (87, 82)),
    "sava": ("2.2", (80, 79)),
}
AWARDED_BY_LOT = {"AL": 2, "MK": 2}  # the rest of these lots goes to the reserve
GRANTS = (
    grants.Story("una", 390, grants.CONFIRMED),
    grants.Story("bitola", 390, grants.CONFIRMED),
    grants.Story("svetionik", 385, grants.CONFIRMED),
    grants.Story("gjirokaster", 365, grants.CONFIRMED),
    grants.Story("gevgelija", 370, grants.CONFIRMED),
    grants.Story("zenska", 200, grants.CONFIRMED),
    grants.Story("drina", 180, grants.CONFIRMED),
    grants.Story("morava", 30, grants.PAID),
    grants.Story("glas", 150, grants.CONFIRMED),
    grants.Story("peja", 140, grants.CONFIRMED),
    grants.Story("pljevlja", 160, grants.CONFIRMED),
    grants.Story("ulcinj", 14, grants.CHECKED),
    grants.Story("tirana", 8, grants.REQUESTED),
    grants.Story("jadran", 210, grants.CONFIRMED),
    grants.Story("medija", 12, grants.SENT),
    grants.Story("sava", 10, grants.CONTRACT),
)
REPORTS = (
    reports.Story(
        "una",
        reports.APPROVED,
        refused=(
            ("5.5", "187.50", "D01", "The invoice is dated after the end of the project."),
            ("2.2", "62.40", "D03", "Fuel without a kilometre log."),
        ),
        late=("5.5",),
    ),
    reports.Story(
        "bitola",
        reports.APPROVED,
        spent=88,
        refused=(("1.1.1", "1200.00", "D11", "Three months without time sheets."),),
    ),
    reports.Story("gjirokaster", reports.SUBMITTED),
    reports.Story("gevgelija", reports.ASKED),
)
SECOND_CALL: Evaluated = {
    "prespa": ("0.8", (88, 60)),
    "ulcinj": ("1.0", (84, 80)),
    "gjilan": ("0.7", (77, 53)),
    "svetionik": ("0.6", (75, 72)),
    "dardania": ("0.9", (70, 66)),
    "glas": ("0.6", (82, 79)),
}


def build(*, at: datetime) -> None:
    """Make the programme in an empty database."""
    _make(_working_hour(at))


def _working_hour(at: datetime) -> datetime:
    """Nine in the morning of the day before: nobody of the demo works at night."""
    local = at.astimezone(ZoneInfo("Europe/Belgrade")) - timedelta(days=1)
    return local.replace(hour=9, minute=12, second=0, microsecond=0)


def _make(at: datetime) -> None:
    with transaction():
        actions.load_file(SHIPPED, actor=SYSTEM, at=at - BEGAN)
        action = actions_queries.get_whole("SHBB")
        if action is None:
            raise LookupError("SHBB is not in the shipped file.")
        company = people.make(action, at=at - BEGAN)
        events_service.load_reference(read(SHIPPED).content["events"], at=at - BEGAN)
    first = _decided_call(company, action, at=at)
    _grants(company, first, at=at)
    _call_in_evaluation(company, action, at=at)
    _open_call(company, action, at=at)
    events.make(company, at=at)
    profiles.keep_documents(company, at=at)
    profiles.another_account(company, at=at - timedelta(days=1))
    profiles.enter_twice(company, at=at - timedelta(days=3))
    with transaction():
        calls.prepare(
            company,
            action,
            title="Regional and national projects, last call",
            at=at - timedelta(days=2),
            closes=at + timedelta(days=60),
        )
    work(at)


def _published(
    company: Company,
    action: Action,
    title: str,
    *,
    began: datetime,
    closes: datetime,
    asks_plans: bool = False,
    asks_more: bool = False,
) -> Call:
    with transaction():
        call = calls.prepare(company, action, title=title, at=began, closes=closes)
        for lot in call.lots:
            lot.max_grants = AWARDED_BY_LOT.get(lot.code, lot.max_grants)
        call.asks_logframe = call.asks_action_plan = asks_plans
        if asks_more:
            questions.add_page(company, call, at=began)
        calls.publish(company, call, at=began)
    with transaction():
        calls.ask_and_answer(company, call, at=began + timedelta(days=3))
    return call


def _apply(company: Company, call: Call, drafts: list[Draft], *, at: datetime) -> None:
    for place, draft in enumerate(drafts):
        moment = at + timedelta(hours=place)
        with transaction():
            whole = calls_queries.get_whole(call.id)
            application = applications.fill(company, whole, draft, at=moment)
            applications.submit(company, application, draft, at=moment + timedelta(minutes=20))


def _late_ones(company: Company, call: Call, *, closes: datetime) -> None:
    """One applicant is given more time after a power cut; another comes too late."""
    late, extended = Draft("tetovo", Decimal("0.7")), Draft("glas", Decimal("0.6"))
    applications.submit_late(company, call, late, at=closes)
    applications.submit_with_more_time(company, call, extended, at=closes)


def _drafts(story: Evaluated) -> list[Draft]:
    return [Draft(key, Decimal(scale)) for key, (scale, _points) in story.items()]


def _evaluated(
    company: Company,
    call: Call,
    story: Evaluated,
    *,
    closed: datetime,
) -> None:
    points = {key: totals for key, (_scale, totals) in story.items()}
    work(closed + timedelta(hours=4))
    evaluation.constitute(company, call, at=closed + timedelta(days=1))
    asks = "svetionik" if story is SECOND_CALL else ""
    evaluation.check(company, call, at=closed + timedelta(days=3), asks=asks)
    evaluation.score(company, call, points, at=closed + timedelta(days=4))
    evaluation.consolidate(company, call, at=closed + timedelta(days=8))
    work(closed + timedelta(days=8))


def _decided_call(company: Company, action: Action, *, at: datetime) -> Call:
    closes = at - timedelta(days=450)
    call = _published(
        company,
        action,
        "National and regional projects against smuggling, first call",
        began=at - timedelta(days=484),
        closes=closes,
    )
    _apply(company, call, _drafts(FIRST_CALL), at=closes - timedelta(days=5))
    _evaluated(company, call, FIRST_CALL, closed=closes)
    evaluation.decide(company, call, at=closes + timedelta(days=12))
    work(closes + timedelta(days=18))
    evaluation.complain(company, call, "gjilan", at=closes + timedelta(days=23))
    evaluation.order_dossier(company, call, at=closes + timedelta(days=34))
    work(closes + timedelta(days=34))
    return call


def _grants(company: Company, call: Call, *, at: datetime) -> None:
    documents = at - timedelta(days=425)
    for story in GRANTS:
        grants.check_documents(company, call, story.key, at=documents)
    made = {story.key: grants.run(company, call, story, now=at) for story in GRANTS}
    work(at - timedelta(days=85))
    for told in REPORTS:
        grant = made[told.key]
        work(at - timedelta(days=60))
        reports.spend(company, grant, told)
        ended = at - timedelta(days=40)
        reports.report(company, grant, told, at=ended)
    late = made["svetionik"]
    reports.spend_some(company, late, "svetionik", lines=9, at=at - timedelta(days=45))
    reports.begin(company, late, "svetionik", at=at - timedelta(days=30))
    for key in ("zenska", "drina", "jadran", "glas"):
        reports.spend_some(company, made[key], key, lines=5, at=at - timedelta(days=20))
    work(at - timedelta(days=28))
    grants.pay_next(company, made["una"], "una", grants.CONFIRMED, at=at - timedelta(days=25))
    work(at - timedelta(days=2))


def _call_in_evaluation(company: Company, action: Action, *, at: datetime) -> None:
    closes = at - timedelta(days=12)
    call = _published(
        company,
        action,
        "Prevention of smuggling and services for people on the move",
        began=at - timedelta(days=46),
        closes=closes,
    )
    in_time = [draft for draft in _drafts(SECOND_CALL) if draft.key != "glas"]
    _apply(company, call, in_time, at=closes - timedelta(days=4))
    _late_ones(company, call, closes=closes)
    _evaluated(company, call, SECOND_CALL, closed=closes)
    evaluation.ask_third(company, call, "gjilan", at=closes + timedelta(days=9))
    happenings.record_tie(company, call, "svetionik", at=closes + timedelta(days=10))


def _open_call(company: Company, action: Action, *, at: datetime) -> None:
    call = _published(
        company,
        action,
        "Protection on the route: services for women and children",
        began=at - timedelta(days=22),
        closes=at + timedelta(days=13),
        asks_plans=True,
        asks_more=True,
    )
    happenings.correct(company, call, at=at - timedelta(days=14))
    happenings.halt(company, call, at=at - timedelta(days=12))
    whole = calls_queries.get_whole(call.id)
    with transaction():
        draft = Draft("dardania", Decimal("0.7"), until="design")
        begun = applications.fill(company, whole, draft, at=at - timedelta(days=6))
        applications.join(company, begun, draft, at=at - timedelta(days=1))
    _apply(company, call, [Draft("morava", Decimal("0.9"))], at=at - timedelta(days=5))
