"""The award planner: what binds, what a change would do, scenarios and the one adopted."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.countries import country_name
from portal.core.errors import RuleBroken
from portal.core.money import parse_decimal
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.forms import ScenarioForm, ScenarioNameForm, quotas_form, scenario_form
from portal.evaluation.models import AwardScenario, EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.states import SessionState
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.acts import pressed, submitted
from portal.web.filters import words
from portal.web.refusal import page

ZERO = Decimal(0)
USUAL_CUT = Decimal(10)
MOST_CUT = Decimal(90)


@dataclass(frozen=True)
class Compared:
    """A scenario with its plan: how many awards, how much, and what is other than computed."""

    scenario: AwardScenario
    awards: int
    money: Decimal
    effects: list[rules.Effect]


def _loaded(reference: str) -> tuple[EvaluationSession, Standing]:
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_awards(current_actor(), session, standing))
    return session, standing


@bp.route("/manage/calls/<reference>/planner", methods=["GET", "POST"])
def planner(reference: str) -> ResponseReturnValue:
    """Quotas, money, what binds in each lot, and the scenarios; begins a new one."""
    actor = current_actor()
    session, standing = _loaded(reference)
    form = ScenarioNameForm()
    if made := submitted(
        form, lambda: service.sketch(session, name=form.name.data or "", actor=actor, at=now())
    ):
        return redirect(url_for(".scenario", reference=reference, scenario_id=made.value.id))
    field = service.field_of(session.call)
    base = field.plan()
    scenarios = queries.scenarios_of(session.id)
    percent = _percent()
    return page(
        "evaluation/planner.html",
        session=session,
        side=steps(session, standing),
        field=field,
        plan=base,
        money=_money(base),
        scenarios=[_compared(one, field, base) for one in scenarios],
        percent=percent,
        cuts=_cuts(field, base, percent),
        form=form,
        verdict=policy.can_sketch(actor, session, standing),
        can_set=policy.can_set_quotas(actor, session),
        is_open=session.state is SessionState.RANKING,
        quota_name=_quota_name,
        why=service.why,
    )


def _percent() -> Decimal:
    """How much a grant is cut in the table of cuts; what makes no sense is the usual cut."""
    try:
        found = parse_decimal(request.args.get("cut", ""), places=2)
    except RuleBroken:
        return USUAL_CUT
    return found if found is not None and 0 < found <= MOST_CUT else USUAL_CUT


def _money(plan: rules.Plan) -> tuple[Decimal, Decimal, Decimal, int]:
    """Envelope, planned and left of all lots, and the number of awards."""
    lots = plan.lots.values()
    envelope, awarded = (
        sum((one.envelope for one in lots), ZERO),
        sum((one.awarded for one in lots), ZERO),
    )
    return envelope, awarded, envelope - awarded, sum(len(one.awards) for one in lots)


def _compared(scenario: AwardScenario, field: service.Field, base: rules.Plan) -> Compared:
    plan = field.plan(service.changes_of(scenario, field))
    _envelope, money, _left, awards = _money(plan)
    return Compared(scenario, awards, money, rules.compare(base, plan))


def _cuts(
    field: service.Field, base: rules.Plan, percent: Decimal
) -> list[tuple[rules.Planned, Decimal, list[rules.Effect]]]:
    """Each award of a lot where money binds, cut by so much: the smaller grant and its effects."""
    found = []
    for lot in base.lots.values():
        if not lot.short_by:
            continue
        for row in lot.awards:
            number, asked = row.candidate.placed.entry.number, row.amount or ZERO
            smaller = rules.cut(asked, percent)
            effects = rules.compare(base, field.plan(rules.Changes({number: smaller})))
            found.append((row, smaller, [one for one in effects if one.number != number]))
    return found


def _quota_name(quota: rules.Quota) -> str:
    return words(service.quota_name(quota))


@bp.route("/manage/calls/<reference>/planner/quotas", methods=["GET", "POST"])
def quotas(reference: str) -> ResponseReturnValue:
    """How many awards of each kind the Action must and may make, over all its calls."""
    actor = current_actor()
    session, standing = _loaded(reference)
    action, clusters = session.call.action, queries.clusters_of(session.call.action_id)
    kinds = [
        (rules.QuotaKind.NATIONAL, ""),
        (rules.QuotaKind.REGIONAL, ""),
        *((rules.QuotaKind.COUNTRY, code) for code in action.countries),
        *((rules.QuotaKind.CLUSTER, str(one.number)) for one in clusters),
    ]
    kept: dict[tuple[str, str], tuple[int | None, int | None]] = {
        (kind.value, ""): (None, number) for kind, number in queries.promises(clusters).items()
    }
    kept |= {key: (row.least, row.most) for key, row in queries.kept_quotas(action.id).items()}
    form = quotas_form(kinds, kept)
    if submitted(form, lambda: service.set_quotas(session, form.limits(), actor=actor, at=now())):
        flash(_("The quotas are kept. They count in every call of the Action."))
        return redirect(url_for(".planner", reference=reference))
    return page(
        "evaluation/quotas.html",
        session=session,
        side=steps(session, standing),
        form=form,
        rows=[(f"{kind.value}-{key}", _kind_name(kind, key)) for kind, key in kinds],
        verdict=policy.can_set_quotas(actor, session),
    )


def _kind_name(kind: rules.QuotaKind, key: str) -> str:
    if kind is rules.QuotaKind.COUNTRY:
        return country_name(key)
    name = _quota_name(rules.Quota(kind, key))
    return name[:1].upper() + name[1:]


@bp.route("/manage/calls/<reference>/planner/<uuid:scenario_id>", methods=["GET", "POST"])
def scenario(reference: str, scenario_id: UUID) -> ResponseReturnValue:
    """One scenario: its changes, and what they do to the awards of every lot."""
    actor = current_actor()
    session, standing = _loaded(reference)
    found = queries.scenario_of(session.id, scenario_id) or abort(404)
    field = service.field_of(session.call)
    form = _scenario_form(found, field)
    if submitted(
        form,
        lambda: service.change_scenario(
            found,
            session,
            reductions=form.reductions(_asked(field)),
            moves=form.moves(),
            actor=actor,
            at=now(),
        ),
    ):
        flash(_("The scenario is kept."))
        return redirect(url_for(".scenario", reference=reference, scenario_id=scenario_id))
    base, plan = field.plan(), field.plan(service.changes_of(found, field))
    verdict = policy.can_sketch(actor, session, standing)
    return page(
        "evaluation/scenario.html",
        session=session,
        masked=policy.is_masked(current_actor(), session),
        side=steps(session, standing),
        scenario=found,
        field=field,
        numbers={str(one.id): one.number for one in queries.applications_of(session.call_id)},
        closed={str(key) for key in standing.conflicts},
        plan=plan,
        money=_money(plan),
        effects=rules.compare(base, plan),
        form=form,
        can_change=verdict and found.adopted_at is None,
        verdict=verdict,
        can_adopt=policy.can_freeze(actor, session, standing),
        hidden=standing.conflicts,
        why=service.why,
        is_open=session.state is SessionState.RANKING,
    )


def _asked(field: service.Field) -> dict[UUID, Decimal]:
    """What each application asks for."""
    return {
        one.application.id: one.application.requested or ZERO
        for rows in field.progress.values()
        for one in rows
    }


def _scenario_form(found: AwardScenario, field: service.Field) -> ScenarioForm:
    passing = [field.application(one.placed.entry.number).id for one in field.candidates()]
    return scenario_form(
        passing,
        [(code, lot.name) for code, lot in field.lots.items()],
        reductions=found.reductions,
        transfers=found.transfers,
        moves_rest=field.call.moves_rest,
    )


@bp.post("/manage/calls/<reference>/planner/<uuid:scenario_id>/adopt")
def adopt_scenario(reference: str, scenario_id: UUID) -> ResponseReturnValue:
    """The committee adopts it: new frozen versions of the ranking."""
    session, _standing = _loaded(reference)
    found = queries.scenario_of(session.id, scenario_id) or abort(404)
    made = pressed(lambda: service.adopt(found, session, actor=current_actor(), at=now()))
    if made is None:
        return redirect(url_for(".scenario", reference=reference, scenario_id=scenario_id))
    flash(_("Adopted: %(count)s lots have a new frozen ranking.", count=len(made.value)))
    return redirect(url_for(".decision", reference=reference))


@bp.post("/manage/calls/<reference>/planner/<uuid:scenario_id>/drop")
def drop_scenario(reference: str, scenario_id: UUID) -> ResponseReturnValue:
    """Take a scenario away."""
    session, _standing = _loaded(reference)
    found = queries.scenario_of(session.id, scenario_id) or abort(404)
    if pressed(lambda: service.drop_scenario(found, session, actor=current_actor(), at=now())):
        flash(_("The scenario is gone."))
    return redirect(url_for(".planner", reference=reference))
