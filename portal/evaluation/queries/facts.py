"""What the records say, for the items of the check sheets that the portal answers."""

from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application, ApplicationVersion
from portal.applications.rules import logframe
from portal.applications.states import ApplicationState
from portal.calls.models import Call, EligibleActivity
from portal.calls.rules import deadline_of
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.money import EURO
from portal.evaluation import rules
from portal.evaluation.queries.dossiers import applications_of

S = ApplicationState
ZERO = Decimal(0)
HOLDS_GRANT = frozenset({S.AWARDED, S.CONTRACTED})
WHOLE = Decimal(100)


def applications_to_assign(call_id: UUID) -> list[Application]:
    """Applications that may be given to assessors. Queries: 1."""
    return applications_of(call_id, S.OPENED, S.UNDER_FULL_EVALUATION)


def administrative_facts(call_id: UUID) -> list[rules.AdministrativeFacts]:
    """The facts of every opened application of a call. Queries: 3."""
    call = db.session.get_one(Call, call_id)
    received = [one for one in applications_of(call_id) if one.state is S.OPENED]
    contents = _latest_contents(call_id)
    leads = Counter(one.organisation_id for one in received)
    return [_administrative(one, call, contents[one.id], leads) for one in received]


def _latest_contents(call_id: UUID) -> dict[UUID, ApplicationVersion]:
    last = (
        select(ApplicationVersion.application_id, func.max(ApplicationVersion.number).label("n"))
        .group_by(ApplicationVersion.application_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(ApplicationVersion)
        .join(Application, Application.id == ApplicationVersion.application_id)
        .join(
            last,
            (last.c.application_id == ApplicationVersion.application_id)
            & (last.c.n == ApplicationVersion.number),
        )
        .where(Application.call_id == call_id)
    )
    return {version.application_id: version for version in rows}


def _administrative(
    application: Application,
    call: Call,
    version: ApplicationVersion,
    leads: Counter[UUID],
) -> rules.AdministrativeFacts:
    lot, content = application.lot, version.content
    return rules.AdministrativeFacts(
        application_id=application.id,
        submitted_at=application.submitted_at or version.submitted_at,
        closes_at=deadline_of(call.closes_at, application.extended_until) or version.submitted_at,
        grace_seconds=call.grace_seconds,
        currency=call.currency,
        currencies={line["currency"] for line in content["budget"]["lines"]},
        duration=application.duration_months,
        min_months=lot.min_months,
        max_months=lot.max_months,
        requested=application.requested or ZERO,
        min_grant=lot.min_grant,
        max_grant=lot.max_grant,
        total_eligible=application.total_eligible or ZERO,
        min_share=call.min_share if call.asks_budget else None,
        max_share=call.max_share if call.asks_budget else WHOLE,
        lot_country=lot.country,
        seat=application.organisation.country,
        countries=application.countries,
        over_limit=[
            text["key"]
            for text in content["texts"]
            if text["limit"] is not None and text["words"] > text["limit"]
        ],
        as_lead=leads[application.organisation_id],
        max_as_lead=call.max_applications_as_lead,
        is_logframe_filled=_is_filled(content.get("logframe")),
        mandates=_mandates(content["partners"]),
        min_countries=lot.min_countries,
        needs_partners=call.requires_partners,
        concept_requested=application.concept_requested,
        change_percent=call.change_percent,
        co_applicants=sum(
            partner.get("relation") == "co_applicant" for partner in content.get("partners", [])
        ),
    )


def _is_filled(kept: dict[str, Any] | None) -> bool | None:
    return None if kept is None else not list(logframe.check(logframe.parse(kept)))


def _mandates(partners: list[dict[str, Any]]) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for partner in partners:
        found.setdefault(partner["relation"], {})[partner["name"]] = bool(partner["has_mandate"])
    return found


def eligibility_facts(
    application_id: UUID, *, has_unpaid_recovery: bool | None = None
) -> rules.EligibilityFacts:
    """The facts of one selected application. Queries: 4."""
    application = db.session.scalars(
        select(Application)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.organisation),
            joinedload(Application.call).joinedload(Call.action),
        )
    ).one()
    call, organisation = application.call, application.organisation
    version = _latest_contents(call.id)[application_id]
    listed = db.session.scalars(
        select(EligibleActivity.code).where(EligibleActivity.call_id == call.id)
    )
    published_at = call.published_at or call.created_at
    return rules.EligibilityFacts(
        seat=organisation.country,
        registered_on=organisation.registered_on,
        registered_months=call.registered_months,
        published_on=day_in(call.time_zone, published_at),
        is_action_party=organisation.is_action_party,
        activities=[entry["code"] for entry in version.content["activities"]],
        listed=list(listed) if version.content.get("asks_activities", True) else None,
        countries=application.countries,
        eligible_countries=call.action.countries,
        has_unpaid_recovery=has_unpaid_recovery,
        held=_held(application),
        requested=application.granted or application.requested or ZERO,
        ceiling=call.action.ceiling_per_third_party_eur if call.currency == EURO else None,
    )


def _held(application: Application) -> Decimal:
    """What the organisation holds as lead from other calls of the Action."""
    found = db.session.scalar(
        select(func.sum(func.coalesce(Application.granted, Application.requested)))
        .join(Call, Call.id == Application.call_id)
        .where(
            Application.organisation_id == application.organisation_id,
            Call.action_id == application.call.action_id,
            Call.id != application.call_id,
            Call.currency == EURO,
            Application.state.in_(HOLDS_GRANT),
        )
    )
    return found or ZERO
