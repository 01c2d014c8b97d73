"""Recommendations and the report of an event."""

from dataclasses import dataclass
from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.countries import COUNTRIES
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean, clean_name
from portal.events import policy, rules
from portal.events.models import Event, Recommendation
from portal.events.service.attendance import issue
from portal.events.states import MOVES

FOLLOW_UPS = ("open", "adopted", "refused")


@dataclass(frozen=True)
class Advice:
    """A recommendation as it is written."""

    area: str
    text: str
    finding: str = ""
    addressee: str = ""
    country: str | None = None


def add_recommendation(
    event: Event, advice: Advice, *, actor: Actor, at: datetime
) -> Recommendation:
    """Write down what the event recommends; numbers follow the order of writing."""
    lock(event)
    require(policy.can_write_report(actor, event))
    last = max((one.number for one in event.recommendations), default=0)
    recommendation = Recommendation(number=last + 1, follow_up="open", follow_up_note="")
    _fill(recommendation, advice)
    event.recommendations.append(recommendation)
    db.session.flush()
    audit.record(
        actor, "recommendation.added", recommendation, at=at, details={"event": event.code}
    )
    return recommendation


def change_recommendation(
    event: Event, recommendation: Recommendation, advice: Advice, *, actor: Actor, at: datetime
) -> None:
    """Change the words of a recommendation before the report is handed in."""
    require(policy.can_write_report(actor, event))
    _fill(recommendation, advice)
    audit.record(
        actor, "recommendation.changed", recommendation, at=at, details={"event": event.code}
    )


def _fill(recommendation: Recommendation, advice: Advice) -> None:
    if not clean_name(advice.area):
        raise RuleBroken(N_("Enter the area"), field="area")
    if not clean(advice.text):
        raise RuleBroken(N_("Enter the recommendation"), field="text")
    if advice.country and advice.country not in COUNTRIES:
        raise RuleBroken(N_("Choose a country"), field="country")
    recommendation.area, recommendation.text = clean_name(advice.area), clean(advice.text)
    recommendation.finding = clean(advice.finding)
    recommendation.addressee = clean_name(advice.addressee)
    recommendation.country = advice.country or None


def remove_recommendation(
    event: Event, recommendation: Recommendation, *, actor: Actor, at: datetime
) -> None:
    """Take a recommendation out before the report is handed in."""
    require(policy.can_write_report(actor, event))
    audit.record(
        actor,
        "recommendation.removed",
        event,
        at=at,
        details={"number": recommendation.number, "text": recommendation.text},
    )
    event.recommendations.remove(recommendation)
    db.session.delete(recommendation)
    db.session.flush()


def follow_up(
    event: Event,
    recommendation: Recommendation,
    *,
    state: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Note what became of a recommendation: open, adopted or refused.

    Raises: RuleBroken at follow_up_note when it was refused without a word why.
    """
    require(policy.can_follow_up(actor, event))
    if state not in FOLLOW_UPS:
        raise RuleBroken(N_("Choose what became of it"), field="follow_up")
    if state == "refused" and not clean(note):
        raise RuleBroken(N_("Enter why it was refused"), field="follow_up_note")
    before = recommendation.follow_up
    recommendation.follow_up, recommendation.follow_up_note = state, clean(note)
    audit.record(
        actor,
        "recommendation.followed_up",
        recommendation,
        at=at,
        details={"event": event.code, "before": before, "after": state},
    )


def write_report(
    event: Event, *, summary: str, findings: str, media: str, actor: Actor, at: datetime
) -> None:
    """Keep the report as far as it is written."""
    lock(event)
    require(policy.can_write_report(actor, event))
    event.summary, event.findings, event.media = clean(summary), clean(findings), clean(media)
    audit.record(actor, "event.report_written", event, at=at)


def submit_report(event: Event, *, actor: Actor, at: datetime) -> None:
    """Hand in the report for approval.

    Raises: RuleBroken at summary when it is empty, or when a recommendation is missing.
    """
    lock(event)
    require(policy.can_submit_report(actor, event))
    if not event.summary:
        raise RuleBroken(N_("Enter the summary"), field="summary")
    _demand_recommendation(event)
    move(event, "draft_report", MOVES)
    event.report_drafted_by_id = actor.user_id
    audit.record(actor, "event.report_submitted", event, at=at)


def _demand_recommendation(event: Event) -> None:
    if event.kind in rules.NEEDS_RECOMMENDATION and not event.recommendations:
        raise RuleBroken(
            N_("The report of a round table or conference needs at least one recommendation.")
        )


def approve_report(event: Event, *, actor: Actor, at: datetime) -> None:
    """Approve the report of another person; it is published with its recommendations."""
    lock(event)
    require(policy.can_approve_report(actor, event))
    _demand_recommendation(event)
    move(event, "approve_report", MOVES)
    event.report_approved_by_id = actor.user_id
    audit.record(actor, "event.report_approved", event, at=at)
    issue("EVT", event, at=at)


def return_report(event: Event, *, reason: str, actor: Actor, at: datetime) -> None:
    """Send the report back to be worked on, with a reason."""
    lock(event)
    require(policy.can_return_report(actor, event))
    told = clean(reason)
    if not told:
        raise RuleBroken(N_("Enter the reason"), field="reason")
    move(event, "return_report", MOVES)
    event.reason = told
    audit.record(actor, "event.report_returned", event, at=at, reason=told)
