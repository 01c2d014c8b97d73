"""Where an Action stands now, as far as one person reads it: loaded once, counted many times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from portal.actions.models import Action
from portal.actions.rules import (
    REGION,
    Facts,
    GrantMoneyFact,
    MoneyRow,
    OrganisationFact,
    money_rows,
)
from portal.applications.models import Application
from portal.applications.queries import overview as applications
from portal.calls import queries as calls
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import Actor
from portal.core.clock import day_in
from portal.core.countries import country_name
from portal.core.money import EURO
from portal.evaluation.queries import overview as evaluation
from portal.evaluation.rules import ThirdReason
from portal.events import queries as events
from portal.events.models import Event
from portal.grants import queries as grants
from portal.grants.models import Grant
from portal.reporting.queries import overview as reporting

ZERO = Decimal("0.00")
UNPLANNED = frozenset({CallState.DRAFT, CallState.CANCELLED})


@dataclass(frozen=True)
class Standing:
    """Everything the board counts. `countries` is None for the lead, else those of the person."""

    action: Action
    countries: frozenset[str] | None
    at: datetime
    calls: Sequence[Call]
    applications: Sequence[Application]
    evaluations: Sequence[evaluation.Standing]
    thirds: Mapping[UUID, ThirdReason]
    grants: Sequence[Grant]
    reports: Sequence[reporting.Standing]
    events: Sequence[Event]
    organisations: Sequence[OrganisationFact]

    @property
    def today(self) -> date:
        """The day in the Action's zone."""
        return day_in(self.action.time_zone, self.at)

    @property
    def places(self) -> list[str]:
        """Countries of the board, then the region for the lead."""
        if self.countries is not None:
            return sorted(self.countries, key=country_name)
        return [*sorted(self.action.countries, key=country_name), REGION]


def load(actor: Actor, action: Action, at: datetime) -> Standing:
    """The standing of an Action for its staff. Queries: 9."""
    evaluations = evaluation.of_action(action.id)
    held = grants.of_action(actor, action.id)
    return Standing(
        action=action,
        countries=countries_of(actor, action.id),
        at=at,
        calls=calls.of_action(action.id),
        applications=applications.under_way(actor, action.id),
        evaluations=evaluations,
        thirds=evaluation.thirds_to_appoint(evaluations),
        grants=held,
        reports=reporting.of_grants(held),
        events=events.of_action(actor, action.id),
        organisations=engaged(action.id),
    )


def countries_of(actor: Actor, action_id: UUID) -> frozenset[str] | None:
    """The countries a partner's staff look after; None for the lead's staff, who see all."""
    countries = {
        held.country for held in actor.roles if held.area == "action" and held.scope_id == action_id
    }
    if None in countries:
        return None
    return frozenset(country for country in countries if country)


def engaged(action_id: UUID) -> tuple[OrganisationFact, ...]:
    """Organisations that take part, by their grants and by events they came to. Queries: 2."""
    return (*grants.engaged(action_id), *events.organisations_that_came(action_id))


def facts(standing: Standing) -> Facts:
    """What counts to the targets. Queries: none."""
    return Facts(
        grants=tuple(one for one in map(grants.fact_of, standing.grants) if one),
        events=tuple(one for one in map(events.fact_of, standing.events) if one),
        organisations=tuple(standing.organisations),
    )


def money_by_place(standing: Standing) -> list[MoneyRow]:
    """Envelope, awarded, paid, reported and to pay by country. Queries: none."""
    lots = [
        (lot.country or REGION, lot.envelope)
        for call in standing.calls
        if call.state not in UNPLANNED and call.currency == EURO
        for lot in call.lots
    ]
    envelopes = {
        place: sum((amount for where, amount in lots if where == place), ZERO)
        for place in standing.places
    }
    return money_rows(standing.places, envelopes, _money(standing, by="country"))


def money_by_cluster(standing: Standing) -> list[MoneyRow]:
    """The same by cluster. Queries: none."""
    planned = [
        call for call in standing.calls if call.state not in UNPLANNED and call.currency == EURO
    ]
    codes = [cluster.code for cluster in standing.action.clusters]
    envelopes = {
        code: sum(
            (
                lot.envelope
                for call in planned
                if call.cluster.code == code
                for lot in call.lots
                if (lot.country or REGION) in standing.places
            ),
            ZERO,
        )
        for code in codes
    }
    return money_rows(codes, envelopes, _money(standing, by="cluster"))


def _money(standing: Standing, *, by: str) -> list[GrantMoneyFact]:
    found = []
    for grant in standing.grants:
        if grant.currency != EURO:
            continue  # the Action is kept in euro
        money = grants.money(grant)
        reports = [one for one in standing.reports if one.report.grant_id == grant.id]
        found.append(
            GrantMoneyFact(
                place=grant.cluster.code if by == "cluster" else grant.country or REGION,
                awarded=money.awarded,
                paid=money.paid,
                reported=sum((one.reported for one in reports), ZERO),
                accepted=sum((one.accepted for one in reports), ZERO),
            )
        )
    return found
