"""The parts of a draft's rules, each changed as one. Source: rules.md 2.1, 4.4, 4.5, 12."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from portal.actions.models import ImpactStatement
from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call
from portal.core.access import Actor, require
from portal.core.currencies import currency_codes
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, clean_name


@dataclass(frozen=True)
class Texts:
    """What the call is for, in words. Shape: `languages` are codes of `core.languages`."""

    title: str
    summary: str
    objectives: str
    contact_email: str
    languages: list[str]
    impact_statement_ids: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Applicants:
    """Who may apply and how often.

    Shape: `applicant_countries` are codes; none are the countries of the lots.
    Units: months before publication, days of a mandate; 0 is no rule.
    """

    who_can_apply: str
    applicant_countries: list[str]
    registered_months: int
    max_applications_as_lead: int
    requires_partners: bool
    mandate_link_days: int
    mandate_remind_days: int
    mandate_requests: int


@dataclass(frozen=True)
class Timetable:
    """The dates of the call and the zone they are meant in."""

    time_zone: str
    publishes_at: datetime | None
    questions_until_at: datetime | None
    answers_until_at: datetime | None
    closes_at: datetime | None
    grace_seconds: int
    min_publication_days: int


@dataclass(frozen=True)
class MoneyRules:
    """What is asked about money and plans, and its limits.

    Units: per cent; caps by heading, of the direct costs; daily rates by country, in `currency`.
    """

    currency: str
    asks_budget: bool
    asks_logframe: bool
    asks_action_plan: bool
    max_share: Decimal
    min_share: Decimal | None
    indirect_rate: Decimal
    contingency_rate: Decimal
    justification_words: int
    heading_caps: Mapping[str, Decimal] = field(default_factory=dict)
    are_caps_blocking: bool = False
    per_diem_rates: Mapping[str, Decimal] = field(default_factory=dict)
    allows_regranting: bool = False


@dataclass(frozen=True)
class ScoringRules:
    """From scores to awards. Shape: None switches the threshold, or the straddling rule, off.

    `assessors_per_application` is two or three: rules.md 4.5 says how two or three totals make one.
    """

    total_threshold: Decimal | None
    rejects_very_poor_capacity: bool
    is_anonymous: bool
    assessors_per_application: int
    third_gap_percent: Decimal
    straddle_percent: Decimal | None
    min_voters: int
    confirms_checks: bool
    words_per_hour: int
    conflict_years: int
    max_awards_as_lead: int
    moves_rest: bool
    reserve_months: int
    clarification_days: int
    complaint_days: int
    complaint_answer_days: int
    cut_percent: Decimal | None = None  # of concept notes, beside the lot's envelope
    cut_invitations: int | None = None
    change_percent: Decimal = Decimal(20)  # BUD17


@dataclass(frozen=True)
class AfterAward:
    """From the award to the archive. Units: calendar days, per cent, years."""

    document_days: int
    signature_days: int
    prefinancing_plan: tuple[Decimal, ...]
    prefinancing_limit: Decimal
    payment_days_first: int
    payment_days_later: int
    report_days_final: int
    keep_years: int


Part = Texts | Applicants | Timetable | MoneyRules | ScoringRules | AfterAward


def change(call: Call, part: Part, *, actor: Actor, at: datetime) -> None:
    """Change one part of a draft's rules.

    Raises: NotAllowed unless it is a draft; RuleBroken at the field that contradicts another.
    """
    require(policy.can_edit(actor, call))
    _check(part)
    names = [one.name for one in fields(part) if one.name != "impact_statement_ids"]
    before = _facts(call, names)
    for name in names:
        setattr(call, name, _stored(getattr(part, name)))
    if isinstance(part, Texts):
        call.title = clean_name(part.title)
        call.impact_statements = _impacts(call, part.impact_statement_ids)
    after = _facts(call, names)
    changed = [name for name in names if before[name] != after[name]]
    audit.record(
        actor,
        "call.changed",
        call,
        at=at,
        details={
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        },
    )


def _check(part: Part) -> None:
    if isinstance(part, MoneyRules) and part.currency not in currency_codes():
        raise RuleBroken(N_("Choose the currency of the call"), field="currency")
    if isinstance(part, MoneyRules) and (part.min_share or 0) > part.max_share:
        raise RuleBroken(N_("The smallest share must not be above the largest"), field="min_share")


def _stored(value: Any) -> Any:
    """How a value stands in its column: clean text, exact numbers inside JSON as text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return [str(part) for part in value]
    if isinstance(value, Mapping):
        return {key: str(part) for key, part in value.items()}
    return value


def _impacts(call: Call, ids: tuple[uuid.UUID, ...]) -> list[ImpactStatement]:
    return list(
        db.session.scalars(
            select(ImpactStatement).where(
                ImpactStatement.id.in_(ids), ImpactStatement.action_id == call.action_id
            )
        )
    )


def _facts(call: Call, names: list[str]) -> dict[str, str | None]:
    found = {name: getattr(call, name) for name in names}
    return {name: None if value is None else str(value) for name, value in found.items()}
