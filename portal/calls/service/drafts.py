"""A draft call: made from a template, changed, checked. Source: rules.md 2.1."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from portal.actions.models import Action, Cluster, ImpactStatement
from portal.audit import service as audit
from portal.calls import policy, rules
from portal.calls.models import Call, EligibleActivity, Lot
from portal.calls.template import CallTemplate
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, clean_name

APART = {"prefinancing_plan", "heading_caps", "per_diem_rates", "impact_statement_ids"}


@dataclass(frozen=True)
class CallBasics:
    """The texts, dates and numbers of a call that its first set-up page holds."""

    title: str
    summary: str
    objectives: str
    who_can_apply: str
    contact_email: str
    publishes_at: datetime | None
    questions_until_at: datetime | None
    answers_until_at: datetime | None
    closes_at: datetime | None
    min_publication_days: int
    indirect_rate: Decimal
    contingency_rate: Decimal
    max_share: Decimal
    min_share: Decimal | None
    total_threshold: Decimal | None
    third_gap_percent: Decimal
    prefinancing_plan: tuple[Decimal, ...]
    prefinancing_limit: Decimal
    keep_years: int
    heading_caps: Mapping[str, Decimal] = field(default_factory=dict)
    are_caps_blocking: bool = False
    per_diem_rates: Mapping[str, Decimal] = field(default_factory=dict)
    allows_regranting: bool = False
    asks_logframe: bool = False
    asks_action_plan: bool = False
    impact_statement_ids: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class LotNumbers:
    """The money and limits of one lot. Units: EUR and months."""

    envelope: Decimal
    max_grants: int
    min_grant: Decimal
    max_grant: Decimal
    min_months: int
    max_months: int
    min_countries: int


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
        reference=_next_reference(action, at),
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


def _next_reference(action: Action, at: datetime) -> str:
    lock(action)
    prefix = f"{action.code}-{at.year}-"
    taken = db.session.scalar(
        select(func.count(Call.id)).where(Call.reference.startswith(prefix, autoescape=True))
    )
    return f"{prefix}{(taken or 0) + 1:02d}"


def set_basics(call: Call, basics: CallBasics, *, actor: Actor, at: datetime) -> None:
    """Change texts, dates and numbers of a draft."""
    require(policy.can_edit(actor, call))
    before = _facts(call)
    for name, value in vars(basics).items():
        if name not in APART:
            setattr(call, name, clean(value) if isinstance(value, str) else value)
    call.title = clean_name(basics.title)
    call.prefinancing_plan = [str(part) for part in basics.prefinancing_plan]
    call.heading_caps = {heading: str(cap) for heading, cap in basics.heading_caps.items()}
    call.per_diem_rates = {code: str(rate) for code, rate in basics.per_diem_rates.items()}
    call.impact_statements = list(
        db.session.scalars(
            select(ImpactStatement).where(
                ImpactStatement.id.in_(basics.impact_statement_ids),
                ImpactStatement.action_id == call.action_id,
            )
        )
    )
    audit.record(
        actor, "call.changed", call, at=at, details={"before": before, "after": _facts(call)}
    )


def set_lot(lot: Lot, numbers: LotNumbers, *, actor: Actor, at: datetime) -> None:
    """Change the money and limits of one lot of a draft.

    Raises: RuleBroken with the field when minimum and maximum are the wrong way round.
    """
    require(policy.can_edit(actor, lot.call))
    if numbers.min_grant > numbers.max_grant:
        raise RuleBroken(N_("The largest grant must not be below the smallest"), field="max_grant")
    if numbers.min_months > numbers.max_months:
        raise RuleBroken(
            N_("The longest duration must not be below the shortest"), field="max_months"
        )
    for name, value in vars(numbers).items():
        setattr(lot, name, value)
    audit.record(actor, "call.lot_changed", lot, at=at, details=_plain(vars(numbers)))


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
            ceiling=call.action.ceiling_per_third_party_eur,
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
        )
    )


def _facts(call: Call) -> dict[str, Any]:
    names = ("title", "publishes_at", "closes_at", "indirect_rate", "contingency_rate", "max_share")
    return _plain({name: getattr(call, name) for name in names})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is None else str(value) for name, value in values.items()}
