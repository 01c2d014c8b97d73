"""A grant begins: everything is copied from the call and the frozen application."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from portal.actions.rules import check_ceiling, committed
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import Content, LineContent
from portal.applications.states import ApplicationState
from portal.audit import service as audit
from portal.calls import queries as calls
from portal.calls.models import Call
from portal.core.access import Actor
from portal.core.db import db, lock
from portal.core.errors import RuleBroken, WrongState
from portal.core.ratio import percentage, rounded
from portal.core.text import N_
from portal.grants import queries
from portal.grants.models import Grant, GrantLine
from portal.organisations import service as organisations


def create_from_application(application: Application, *, actor: Actor, at: datetime) -> Grant:
    """The grant of an awarded application, in preparation.

    The award itself is the evaluation's to allow; this is called in the same transaction.
    Raises: WrongState unless the application is awarded and was submitted; RuleBroken when the
            organisation would pass the ceiling per third party (BUD16, FS01) or has the grant.
    """
    call = calls.get_whole(application.call_id)
    lock(call.action)  # numbers and the ceiling: one award of the Action at a time
    found = applications.get(application.id)
    content = applications.for_evaluation(found) if found else None
    if found is None or content is None or found.state is not ApplicationState.AWARDED:
        raise WrongState(N_("A grant is made from an awarded application."))
    if queries.of_application(found.id) is not None:
        raise RuleBroken(N_("There is a grant for this application."))
    _check_ceiling(found, call, content)
    grant = Grant(**_facts(found, call, content), created_at=at)
    grant.impact_statements = list(call.impact_statements)
    grant.lines = [_line(line, place) for place, line in enumerate(content.budget.lines, start=1)]
    db.session.add(grant)
    db.session.flush()
    organisations.ask_bank(found.organisation, actor=actor, at=at)
    audit.record(
        actor,
        "grant.created",
        grant,
        at=at,
        details={"number": grant.number, "maximum": grant.max_amount, "version": content.version},
    )
    return grant


def _check_ceiling(application: Application, call: Call, content: Content) -> None:
    finding = check_ceiling(
        application.organisation.legal_name,
        held=committed(queries.held_by_organisation(call.action_id, application.organisation_id)),
        asked=_maximum(application, content),
        ceiling=call.action.ceiling_per_third_party_eur,
    )
    if finding is not None:
        raise RuleBroken(finding.message, field=finding.field)


def _facts(application: Application, call: Call, content: Content) -> dict[str, object]:
    budget, maximum = content.budget, _maximum(application, content)
    return {
        "number": _next_number(call),
        "action_id": call.action_id,
        "call_id": call.id,
        "lot_id": application.lot_id,
        "application_id": application.id,
        "organisation_id": application.organisation_id,
        "cluster_id": call.cluster_id,
        "title": content.title,
        "country": application.lot.country,
        "max_amount": maximum,
        "total_eligible": budget.eligible,
        "share_percent": _share(maximum, budget.eligible),
        "indirect_rate": call.indirect_rate,
        "indirect": budget.indirect,
        "currency": call.currency,
        "duration_months": content.duration_months,
        "report_days_final": call.report_days_final,
        "payment_days_first": call.payment_days_first,
        "payment_days_later": call.payment_days_later,
        "plan": list(call.prefinancing_plan),
        "prefinancing_limit": call.prefinancing_limit,
        "keep_years": call.keep_years,
    }


def _maximum(application: Application, content: Content) -> Decimal:
    """What was asked, or the smaller grant that the committee proposed."""
    asked = content.budget.requested
    return asked if application.granted is None else min(asked, application.granted)


def _share(requested: Decimal, eligible: Decimal) -> Decimal:
    """As printed and used ever after: two decimals, half up. Source: rules.md 12."""
    share = percentage(requested, eligible)
    if share is None:
        raise RuleBroken(N_("The budget of this application is empty."))
    return rounded(share)


def _next_number(call: Call) -> str:
    taken = db.session.scalar(select(func.count(Grant.id)).where(Grant.call_id == call.id)) or 0
    return f"{call.reference}-G{taken + 1:02d}"


def _line(line: LineContent, place: int) -> GrantLine:
    return GrantLine(
        heading=line.heading,
        position=place,
        code=line.code,
        description=line.description,
        unit=line.unit,
        quantity=line.quantity,
        unit_value=line.unit_value,
        total=line.total,
        activity=line.activity,
    )
