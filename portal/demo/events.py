"""The events of the demo: two round tables held, others to come, a conference and a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.actions import queries as actions
from portal.core.db import transaction
from portal.demo.clock import work
from portal.demo.people import Company
from portal.events import queries, service
from portal.events.models import Event
from portal.events.states import EventKind

HELD, REPORTED, OPEN = range(3)
ZONE = "Europe/Belgrade"


@dataclass(frozen=True)
class Story:
    """One event. Units: `day` days from now, negative when it was; `hours` long."""

    title: str
    kind: EventKind
    day: int
    place: str
    stage: int
    country: str | None = None
    cluster: int = 4
    hours: int = 6
    capacity: int = 40


STORIES = (
    Story(
        "National round table in Belgrade: referral of smuggled children",
        EventKind.NATIONAL_ROUND_TABLE,
        -120,
        "Belgrade",
        REPORTED,
        country="RS",
    ),
    Story(
        "National round table in Sarajevo: legal aid at the crossing",
        EventKind.NATIONAL_ROUND_TABLE,
        -35,
        "Sarajevo",
        HELD,
        country="BA",
    ),
    Story(
        "Information session: how to fill in the budget",
        EventKind.INFO_SESSION,
        5,
        "Online",
        OPEN,
        cluster=1,
        hours=2,
        capacity=120,
    ),
    Story(
        "National round table in Podgorica: who answers the phone at night",
        EventKind.NATIONAL_ROUND_TABLE,
        17,
        "Podgorica",
        OPEN,
        country="ME",
    ),
    Story(
        "Regional conference on protection-sensitive migration management",
        EventKind.REGIONAL_CONFERENCE,
        60,
        "Skopje",
        OPEN,
        capacity=150,
        hours=8,
    ),
)
# name, function, organisation, category, country, sex: all invented
PEOPLE = (
    ("Ivana Zamišljen", "Prosecutor", "Office invented for the demo", "prosecutors", "female"),
    ("Samir Izmišljen", "Judge", "Court invented for the demo", "judges", "male"),
    ("Ema Modeli", "Lawyer", "Legal aid invented for the demo", "civil_society", "female"),
    ("Стефан Узорак", "Inspector", "Police invented for the demo", "law_enforcement", "male"),
    ("Дафина Пример", "Social worker", "Centre invented for the demo", "local_authority", "female"),
    ("Arber Shembull", "Coordinator", "Network invented for the demo", "civil_society", "male"),
    ("Mila Predložak", "Journalist", "Radio invented for the demo", "media", "female"),
    ("Kenan Primjer", "Researcher", "University invented for the demo", "academia", "male"),
)
ADVICE = (
    (
        "Referral",
        "One telephone number for referral that is answered at night, in five languages.",
        "Calls after 16:00 are not answered by any service.",
        "Ministry in charge of social affairs",
    ),
    (
        "Law",
        "Define in the law on foreigners who may act for an unaccompanied child in the first "
        "48 hours.",
        "Guardians are appointed after eleven days on average.",
        "Ministry of the interior",
    ),
)


def make(company: Company, *, at: datetime) -> None:
    """Every event of the demo, at the moments it was planned, held and reported."""
    for story in STORIES:
        _make(company, story, at=at)


def _make(company: Company, story: Story, *, at: datetime) -> None:
    programme = company.actor("jelena")
    starts = (at + timedelta(days=story.day)).astimezone(ZoneInfo(ZONE))
    starts = starts.replace(hour=9, minute=30)
    planned = min(at - timedelta(days=3), starts - timedelta(days=40))
    with transaction():
        action = actions.get_whole("SHBB")
        if action is None:
            raise LookupError("SHBB")
        event = service.create(
            action,
            service.NewEvent(
                title=story.title, kind=story.kind, country=story.country, cluster=story.cluster
            ),
            actor=programme,
            at=planned,
        )
        service.set_basics(event, _basics(story, starts), actor=programme, at=planned)
        service.plan(event, actor=programme, at=planned)
        service.open_invitations(event, actor=programme, at=planned)
    with transaction():
        for place, one in enumerate(PEOPLE):
            service.register(
                queries.get_whole(event.id),
                _participant(story, one),
                address=f"203.0.113.{place + 1}",
                at=planned + timedelta(hours=place + 1),
            )
    if story.stage != OPEN:
        _held(company, event, story, starts)


def _basics(story: Story, starts: datetime) -> service.Basics:
    points = (
        ("09:30", "Welcome and introduction"),
        ("10:00", "What the cases of this year show"),
        ("11:30", "Working groups by institution"),
        ("13:30", "Recommendations, addressees and dates"),
    )
    return service.Basics(
        title=story.title,
        place=story.place,
        address="Conference room of the demo" if story.place != "Online" else "",
        starts_at=starts,
        ends_at=starts + timedelta(hours=story.hours),
        registration_until_at=starts - timedelta(days=2),
        capacity=story.capacity,
        organiser="Group 484",
        purpose="Institutions and civil society agree on what has to change in practice and in "
        "law, and on who does it.",
        agenda=[{"time": time, "item": item} for time, item in points],
    )


def _participant(story: Story, one: tuple[str, str, str, str, str]) -> service.Participant:
    name, function, organisation, category, sex = one
    return service.Participant(
        name=name,
        email=f"{function.replace(' ', '.').lower()}.{story.place.lower()}@example.org",
        organisation_name=organisation,
        function=function,
        category=category,
        country=story.country,
        sex=sex,
    )


def _held(company: Company, event: Event, story: Story, starts: datetime) -> None:
    programme, day = company.actor("jelena"), starts.date()
    with transaction():
        service.close_registration(
            queries.get_whole(event.id), actor=programme, at=starts - timedelta(days=2)
        )
    work(starts - timedelta(days=1))
    with transaction():
        whole = queries.get_whole(event.id)
        came = [(one.id, day) for one in whole.registrations[:-1]]
        service.change_attendance(
            whole, present=came, absent=(), actor=programme, at=starts + timedelta(hours=1)
        )
    with transaction():
        service.hold(
            queries.get_whole(event.id), actor=programme, at=starts + timedelta(hours=story.hours)
        )
    if story.stage == REPORTED:
        _report(company, event, starts + timedelta(days=6))


def _report(company: Company, event: Event, at: datetime) -> None:
    programme = company.actor("jelena")
    with transaction():
        for area, text, finding, addressee in ADVICE:
            service.add_recommendation(
                queries.get_whole(event.id),
                service.Advice(area=area, text=text, finding=finding, addressee=addressee),
                actor=programme,
                at=at,
            )
        service.write_report(
            queries.get_whole(event.id),
            summary="Prosecutors, police, social services and organisations went through eleven "
            "cases of the year and agreed where the chain of referral breaks.",
            findings="The chain breaks in the evening and at the change of jurisdiction.",
            media="One radio report and two news items.",
            actor=programme,
            at=at,
        )
        service.submit_report(queries.get_whole(event.id), actor=programme, at=at)
    with transaction():
        service.approve_report(
            queries.get_whole(event.id), actor=company.actor("vesna"), at=at + timedelta(days=2)
        )
    work(at + timedelta(days=2))
