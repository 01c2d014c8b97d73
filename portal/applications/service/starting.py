"""Starting an application."""

from collections.abc import Mapping
from datetime import datetime

from portal.applications import queries
from portal.applications.models import Application, ApplicationSection, Budget
from portal.applications.policy import can_follow, can_start
from portal.applications.rules.precheck import (
    ApplicantFacts,
    CallFacts,
    check_applicant,
    questions,
    refused_answers,
)
from portal.applications.service.carrying import carry_over
from portal.audit import service as audit
from portal.calls.models import Call, Lot
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.organisations.models import Organisation


def call_facts(call: Call) -> CallFacts:
    """The call as the pre-check sees it; its lots and activities are loaded."""
    return CallFacts(
        registered_months=call.registered_months,
        max_applications=call.max_applications_as_lead,
        countries=tuple(call.applicant_countries)
        or tuple(lot.country for lot in call.lots if lot.country),
        activities=tuple(activity.text for activity in call.activities),
        requires_partners=call.requires_partners and call.asks_partners,
        has_list=call.asks_activities,
    )


def start(
    call: Call,
    *,
    lot: Lot,
    organisation: Organisation,
    answers: Mapping[str, str],
    actor: Actor,
    at: datetime,
    has_unpaid_recovery: bool = False,
) -> Application:
    """Open a draft for an organisation in a lot, after the pre-check.

    Shape:  `answers` yes or no by the code of each question; `call` with lots and activities.
    Raises: NotAllowed (role, call not open); RuleBroken naming `lot`, `organisation` or the
            question whose answer rules the organisation out.
    """
    require(can_start(actor, call, organisation.id, at))
    concept = _concept(call, lot, organisation)
    check_answers(call, answers)
    lock(organisation)  # two starts at once count each other
    applicant = ApplicantFacts(
        country=organisation.country,
        registered_on=organisation.registered_on,
        is_action_party=organisation.is_action_party,
        applications_as_lead=queries.leading_count(call.id, organisation.id),
        has_unpaid_recovery=has_unpaid_recovery,
    )
    published = day_in(call.time_zone, call.published_at or at)
    for finding in check_applicant(
        call_facts(call), applicant, lot_country=lot.country, published_on=published
    ):
        raise RuleBroken(finding.message, field=finding.field)
    application = opened(
        call, lot=lot, organisation=organisation, answers=answers, actor=actor, at=at
    )
    if concept is not None:
        carry_over(concept, application, call, actor=actor, at=at)
    db.session.add(application)
    db.session.flush()
    details = {"call": call.reference, "lot": lot.code}
    if concept is not None:
        details["concept_note"] = concept.number or ""
    audit.record(actor, "application.started", application, at=at, details=details)
    return application


def _concept(call: Call, lot: Lot, organisation: Organisation) -> Application | None:
    """The invited concept note behind an application in a second step; None in other calls.

    Raises: NotAllowed without an invitation; RuleBroken at `lot` when it was for another lot.
    """
    invited = queries.invited_concepts(call, [organisation.id])
    require(can_follow(call, next(iter(invited), None)))
    if not invited:
        return None
    found = next((one for one in invited if one.lot.code == lot.code), None)
    if found is None:
        places = ", ".join(sorted({one.lot.name for one in invited}))
        raise RuleBroken(
            N_("Your concept note was invited in the lot %(lots)s.", lots=places), field="lot"
        )
    return found


def opened(
    call: Call,
    *,
    lot: Lot,
    organisation: Organisation,
    answers: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> Application:
    """A new draft with the answers of the pre-check; nothing is checked or kept here."""
    application = Application(
        call_id=call.id,
        lot_id=lot.id,
        organisation_id=organisation.id,
        countries=[lot.country] if lot.country else [organisation.country],
        created_by_id=actor.user_id,
        created_at=at,
        changed_at=at,
    )
    application.sections = [
        ApplicationSection(
            page="check",
            answers=dict(answers),
            revision=1,
            is_complete=True,
            updated_by_id=actor.user_id,
            updated_at=at,
        )
    ]
    application.budget = Budget()
    return application


def check_answers(call: Call, answers: Mapping[str, str]) -> None:
    """Raise RuleBroken at the first question that is not answered, or answered with no."""
    asked = questions(call_facts(call))
    for question in asked:
        if answers.get(question.code) not in {"yes", "no"}:
            raise RuleBroken(N_("Select yes or no"), field=question.code)
    for question in refused_answers(asked, answers):
        raise RuleBroken(question.rule, field=question.code)
