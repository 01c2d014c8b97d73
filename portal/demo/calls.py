"""The calls of the demo: one decided, one in evaluation, one open, one being prepared."""

from dataclasses import fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.actions import queries as actions
from portal.actions.models import Action
from portal.calls import queries, service, template
from portal.calls.models import Call
from portal.demo.people import Company

NOON = 12


def noon(day: datetime, zone: str) -> datetime:
    """Noon of that day in the named zone."""
    return day.astimezone(ZoneInfo(zone)).replace(hour=NOON, minute=0, second=0, microsecond=0)


def prepare(
    company: Company, action: Action, *, title: str, at: datetime, closes: datetime
) -> Call:
    """A draft from the template, with its own title and dates."""
    programme = company.actor("jelena")
    clusters = actions.granting_clusters(frozenset({action.id}))
    granting = next(cluster for cluster in clusters if cluster.code == "C3")
    made = service.create(
        granting.action,
        template.load("national_one_step"),
        cluster=granting,
        actor=programme,
        at=at,
    )
    call = queries.get_whole(made.id)
    texts = service.Texts(
        title=title,
        summary=call.summary,
        objectives=call.objectives,
        contact_email="calls@example.org",
        languages=call.languages,
        impact_statement_ids=tuple(impact.id for impact in call.impact_statements),
    )
    timetable = service.Timetable(
        time_zone=call.time_zone,
        publishes_at=at + timedelta(days=1),
        closes_at=noon(closes, call.time_zone),
        questions_until_at=noon(closes - timedelta(days=10), call.time_zone),
        answers_until_at=noon(closes - timedelta(days=5), call.time_zone),
        grace_seconds=call.grace_seconds,
        min_publication_days=call.min_publication_days,
    )
    service.change(call, texts, actor=programme, at=at)
    service.change(call, timetable, actor=programme, at=at)
    kept = {one.name: getattr(call, one.name) for one in fields(service.ScoringRules)}
    scoring = service.ScoringRules(**(kept | {"confirms_checks": True}))
    service.change(call, scoring, actor=programme, at=at)
    return call


def publish(company: Company, call: Call, *, at: datetime) -> None:
    """Approved by the signatory, published by the programme officer a day later."""
    service.approve(call, actor=company.actor("vesna"), at=at)
    service.publish(call, actor=company.actor("jelena"), at=at + timedelta(days=1))


def ask_and_answer(company: Company, call: Call, *, at: datetime) -> None:
    """Two answered questions and one that waits."""
    asker, programme = company.owner("dardania"), company.actor("jelena")
    answered = {
        "May an informal group apply together with a registered organisation?": "No. Only "
        "organisations that are legal persons can be applicants or co-applicants. Others may "
        "take part as associates without costs.",
        "Is rent of our office an eligible cost?": "Yes, the share that the project uses, under "
        "heading 4, with the contract and proof of payment.",
    }
    for days, (text, words) in enumerate(answered.items(), 1):
        asked_at = at + timedelta(days=days)
        question = service.ask(call, text=text, actor=asker, at=asked_at)
        service.answer(
            question, call=call, text=words, actor=programme, at=asked_at + timedelta(days=2)
        )
    service.ask(
        call,
        text="Can two partners from the same country take part in a regional project?",
        actor=asker,
        at=at + timedelta(days=4),
    )
