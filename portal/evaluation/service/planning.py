"""The award planner: quotas of the Action, scenarios of the committee, the one it adopts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.money import format_amount, in_currency
from portal.core.text import N_, clean, clean_name
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import AwardQuota, AwardScenario, EvaluationSession, Ranking
from portal.evaluation.service.proposal import Field, field_of, proposals
from portal.evaluation.service.ranking import keep

ZERO = Decimal(0)


@dataclass(frozen=True)
class QuotaLimit:
    """What a quota is set to; None is no limit."""

    kind: rules.QuotaKind
    key: str
    least: int | None
    most: int | None


@dataclass(frozen=True)
class Reduction:
    """A grant smaller than asked, and why."""

    application_id: UUID
    amount: Decimal
    reason: str


@dataclass(frozen=True)
class Move:
    """Money of one lot given to another, and why. Shape: codes of the lots."""

    source: str
    target: str
    amount: Decimal
    reason: str


def set_quotas(
    session: EvaluationSession, limits: Sequence[QuotaLimit], *, actor: Actor, at: datetime
) -> None:
    """Set the quotas of the Action; one without a least or a most number is taken away."""
    lock(session.call.action)
    require(policy.can_set_quotas(actor, session))
    kept = queries.kept_quotas(session.call.action_id)
    if actor.user_id is None:
        raise AssertionError("Only a person sets quotas.")
    for limit in limits:
        if limit.least is not None and limit.most is not None and limit.least > limit.most:
            raise RuleBroken(
                N_("At least %(least)s is more than at most %(most)s",
                   least=limit.least, most=limit.most),
                field=f"most-{limit.kind.value}-{limit.key}",
            )  # fmt: skip
        row = kept.get((limit.kind.value, limit.key))
        if row is None:
            if limit.least is None and limit.most is None:
                continue
            row = AwardQuota(action_id=session.call.action_id, kind=limit.kind.value, key=limit.key)
            db.session.add(row)
        elif (row.least, row.most) == (limit.least, limit.most):
            continue
        row.least, row.most = limit.least, limit.most
        row.changed_by_id, row.changed_at = actor.user_id, at
        db.session.flush()
        audit.record(
            actor, "action.quota_set", row, at=at,
            details={"kind": row.kind, "key": row.key, "least": row.least, "most": row.most},
        )  # fmt: skip


def sketch(session: EvaluationSession, *, name: str, actor: Actor, at: datetime) -> AwardScenario:
    """Begin a scenario under a name of its own."""
    require(policy.can_sketch(actor, session, queries.standing(actor, session)))
    if not clean_name(name):
        raise RuleBroken(N_("Enter a name for the scenario"), field="name")
    scenario = AwardScenario(
        session_id=session.id,
        name=clean_name(name),
        created_by_id=actor.user_id,
        created_at=at,
        changed_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(scenario)
    except IntegrityError as taken:
        raise RuleBroken(N_("There is a scenario with this name"), field="name") from taken
    audit.record(actor, "evaluation.scenario_made", scenario, at=at, details={"name": name})
    return scenario


def change_scenario(
    scenario: AwardScenario,
    session: EvaluationSession,
    *,
    reductions: Sequence[Reduction],
    moves: Sequence[Move],
    actor: Actor,
    at: datetime,
) -> None:
    """Keep other changes in a scenario.

    Raises: RuleBroken at the field that cannot be, or when the scenario was adopted.
    """
    lock(scenario)
    require(policy.can_sketch(actor, session, queries.standing(actor, session)))
    if scenario.adopted_at is not None:
        raise RuleBroken(N_("An adopted scenario stays as it is: make another one."))
    field = field_of(session.call)
    for reduction in reductions:
        _check_reduction(field, reduction)
    smaller = rules.Changes({_number(field, one): one.amount for one in reductions})
    _check_moves(field, field.plan(smaller), moves)
    scenario.reductions = [
        {
            "application": str(one.application_id),
            "amount": str(one.amount),
            "reason": clean(one.reason),
        }
        for one in reductions
    ]
    scenario.transfers = [
        {
            "source": one.source,
            "target": one.target,
            "amount": str(one.amount),
            "reason": clean(one.reason),
        }
        for one in moves
    ]
    scenario.changed_at = at
    audit.record(
        actor,
        "evaluation.scenario_changed",
        scenario,
        at=at,
        details={"reductions": scenario.reductions, "transfers": scenario.transfers},
    )


def _number(field: Field, reduction: Reduction) -> str:
    for rows in field.progress.values():
        for one in rows:
            if one.application.id == reduction.application_id:
                return one.application.number or ""
    raise RuleBroken(N_("This application is not in the ranking."))


def _check_reduction(field: Field, reduction: Reduction) -> None:
    application = field.application(_number(field, reduction))
    key, asked = f"amount-{application.id}", application.requested or ZERO
    least = application.lot.min_grant
    if not least <= reduction.amount < asked:
        raise RuleBroken(
            N_(
                "The grant of %(number)s must be from %(least)s to less than the %(asked)s asked",
                number=application.number,
                least=format_amount(least),
                asked=format_amount(asked),
            ),
            field=key,
        )
    if not clean(reduction.reason):
        raise RuleBroken(
            N_("Write why the grant of %(number)s is smaller", number=application.number),
            field=f"reason-{application.id}",
        )


def _check_moves(field: Field, plan: rules.Plan, moves: Sequence[Move]) -> None:
    rest = {code: lot.left for code, lot in plan.lots.items()}
    for place, one in enumerate(moves):
        if not field.call.moves_rest:
            raise RuleBroken(
                N_("The guidelines of this call do not foresee moving money between lots."),
                field=f"move_amount_{place}",
            )
        if one.source not in rest or one.target not in rest or one.source == one.target:
            raise RuleBroken(N_("Choose two different lots"), field=f"move_target_{place}")
        if not ZERO < one.amount <= rest[one.source]:
            raise RuleBroken(
                N_("Only what is left in the lot can be moved: %(left)s",
                   left=format_amount(rest[one.source])),
                field=f"move_amount_{place}",
            )  # fmt: skip
        if not clean(one.reason):
            raise RuleBroken(N_("Write why the money is moved"), field=f"move_reason_{place}")
        rest[one.source] -= one.amount


def changes_of(scenario: AwardScenario | None, field: Field) -> rules.Changes:
    """What a scenario changes, by dossier number; applications gone since are left out."""
    if scenario is None:
        return rules.NO_CHANGES
    numbers = {
        str(one.application.id): one.application.number or ""
        for rows in field.progress.values()
        for one in rows
    }
    return rules.Changes(
        {
            numbers[one["application"]]: Decimal(one["amount"])
            for one in scenario.reductions
            if one["application"] in numbers
        },
        tuple(
            rules.Transfer(one["source"], one["target"], Decimal(one["amount"]))
            for one in scenario.transfers
        ),
    )


def drop_scenario(
    scenario: AwardScenario, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """Take a scenario away that was not adopted."""
    lock(scenario)
    require(policy.can_sketch(actor, session, queries.standing(actor, session)))
    if scenario.adopted_at is not None:
        raise RuleBroken(N_("An adopted scenario stays as it is: make another one."))
    audit.record(
        actor, "evaluation.scenario_dropped", scenario, at=at, details={"name": scenario.name}
    )
    db.session.delete(scenario)


def adopt(
    scenario: AwardScenario, session: EvaluationSession, *, actor: Actor, at: datetime
) -> list[Ranking]:
    """The committee adopts a scenario: every lot's ranking is frozen anew with its changes.

    Raises: RuleBroken when the money moved is no longer left.
    """
    lock(session)
    lock(scenario)
    standing = queries.standing(actor, session)
    require(policy.can_freeze(actor, session, standing) and policy.can_adopt(session))
    if scenario.adopted_at is not None and scenario.adopted_at >= _last_frozen(session):
        raise RuleBroken(N_("This scenario has been adopted already."))
    field = field_of(session.call)
    changes = changes_of(scenario, field)
    moves = [Move(one["source"], one["target"], Decimal(one["amount"]), one["reason"])
             for one in scenario.transfers]  # fmt: skip
    _check_moves(field, field.plan(rules.Changes(changes.reductions)), moves)
    if not field.rankings:
        raise RuleBroken(N_("There is nothing to award in this call."))
    made = proposals(field, field.plan(changes))
    reasons = {UUID(one["application"]): str(one["reason"]) for one in scenario.reductions}
    words = N_("Scenario “%(name)s”.", name=scenario.name)
    told = _told_moves(field, moves, session.call.currency)
    rankings = [
        keep(session, proposal, reductions=reasons, reason=" ".join(filter(None, (
            words, told.get(proposal.lot.code, "")))), actor=actor, at=at)
        for proposal in made.values()
    ]  # fmt: skip
    scenario.adopted_by_id, scenario.adopted_at = actor.user_id, at
    audit.record(
        actor, "evaluation.scenario_adopted", scenario, at=at, details={"name": scenario.name}
    )
    return rankings


def _last_frozen(session: EvaluationSession) -> datetime:
    rankings = queries.latest_rankings(session.id).values()
    return max((one.created_at for one in rankings), default=session.created_at)


def _told_moves(field: Field, moves: Sequence[Move], currency: str) -> Mapping[str, str]:
    """By lot code, the money that came or went, with the reason."""
    found: dict[str, list[str]] = {}
    for one in moves:
        source, target = field.lots[one.source].name, field.lots[one.target].name
        line = N_(
            "%(amount)s moved from %(source)s to %(target)s: %(reason)s",
            amount=in_currency(one.amount, currency),
            source=source, target=target, reason=one.reason,
        )  # fmt: skip
        found.setdefault(one.source, []).append(line)
        found.setdefault(one.target, []).append(line)
    return {code: " ".join(lines) for code, lines in found.items()}
