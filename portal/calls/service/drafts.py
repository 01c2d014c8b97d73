"""A draft call: made from a template, changed, checked. Source: rules.md 2.1."""

from datetime import datetime

from sqlalchemy import select

from portal.actions.models import Action, Cluster
from portal.audit import service as audit
from portal.calls import policy, rules
from portal.calls.models import Call, EligibleActivity
from portal.calls.template import CallTemplate
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.money import EURO
from portal.core.text import N_, clean


def create(
    action: Action, template: CallTemplate, *, cluster: Cluster, actor: Actor, at: datetime
) -> Call:
    """A draft call of the Action made from a template; every number can be changed.

    Raises: NotAllowed; RuleBroken when the cluster is of another Action.
    """
    require(policy.can_create(actor, action))
    if cluster.action_id != action.id:
        raise RuleBroken(N_("Choose a cluster of this Action."), field="cluster")
    call = Call(
        action=action,
        cluster=cluster,
        reference=next_reference(action, at),
        created_by_id=actor.user_id,
        created_at=at,
        time_zone=action.time_zone,
        **template.numbers(),
    )
    call.lots, call.activities = template.lots(), template.activities()
    call.form_sections, call.document_slots = template.form(), template.documents()
    call.grid = template.grid()
    call.impact_statements = list(action.impact_statements)
    db.session.add(call)
    db.session.flush()
    audit.record(actor, "call.created", call, at=at, details={"template": template.name})
    return call


def next_reference(action: Action, at: datetime) -> str:
    """The next free reference of the Action in this year; its row is held."""
    lock(action)
    prefix = f"{action.code}-{at.year}-"
    taken = db.session.scalars(
        select(Call.reference).where(Call.reference.startswith(prefix, autoescape=True))
    )
    numbers = [int(tail) for one in taken if (tail := one.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def set_activities(call: Call, texts: list[str], *, actor: Actor, at: datetime) -> None:
    """Replace the closed list of activities of a draft, in this order."""
    require(policy.can_edit(actor, call))
    kept = [clean(text) for text in texts if clean(text)]
    if not kept:
        raise RuleBroken(N_("Enter at least one activity"), field="activities")
    for old in list(call.activities):
        db.session.delete(old)
    db.session.flush()
    db.session.add_all(
        EligibleActivity(call_id=call.id, position=place, code=f"EA{place}", text=text)
        for place, text in enumerate(kept, start=1)
    )
    db.session.flush()
    db.session.expire(call, ["activities"])
    audit.record(actor, "call.activities_changed", call, at=at, details={"activities": kept})


def problems(call: Call) -> list[str]:
    """What keeps this call from being approved, in words; reads what `get_visible` loaded."""
    return rules.problems(
        rules.CallFacts(
            title=call.title,
            publishes_at=call.publishes_at,
            closes_at=call.closes_at,
            questions_until_at=call.questions_until_at,
            answers_until_at=call.answers_until_at,
            min_publication_days=call.min_publication_days,
            ceiling=call.action.ceiling_per_third_party_eur if call.currency == EURO else None,
            lots=tuple(
                rules.LotFacts(
                    code=lot.code,
                    envelope=lot.envelope,
                    max_grants=lot.max_grants,
                    min_grant=lot.min_grant,
                    max_grant=lot.max_grant,
                )
                for lot in call.lots
            ),
            activities=len(call.activities),
            criteria=sum(len(section.criteria) for section in call.grid),
            form_sections=len(call.form_sections),
            asks_activities=call.asks_activities,
        )
    )
