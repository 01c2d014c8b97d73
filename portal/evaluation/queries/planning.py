"""Reads of the award planner: quotas of the Action, awards of other calls, scenarios."""

from collections import Counter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.actions.models import Cluster
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call, Lot
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import AwardQuota, AwardScenario

S = ApplicationState
# An award made or proposed by a signed report; a file on the reserve keeps its rank beside it.
HELD = (S.PROVISIONALLY_SELECTED, S.ELIGIBILITY_CHECK, S.AWARDED, S.CONTRACTED)
K = rules.QuotaKind
PROMISED = {K.NATIONAL: "national_projects", K.REGIONAL: "regional_projects"}


def kept_quotas(action_id: UUID) -> dict[tuple[str, str], AwardQuota]:
    """The quotas that somebody set, by kind and key. Queries: 1."""
    rows = db.session.scalars(select(AwardQuota).where(AwardQuota.action_id == action_id))
    return {(row.kind, row.key): row for row in rows}


def clusters_of(action_id: UUID) -> list[Cluster]:
    """The clusters or outputs of an Action. Queries: 1."""
    return list(
        db.session.scalars(
            select(Cluster).where(Cluster.action_id == action_id).order_by(Cluster.number)
        )
    )


def quotas_of(call: Call) -> tuple[rules.Quota, ...]:
    """The quotas of the call's Action with what its other calls have awarded. Queries: 3.

    National and regional projects that nobody set a quota for are those the Action promised in
    its clusters (24 and 6): at most so many.
    """
    kept, clusters = kept_quotas(call.action_id), clusters_of(call.action_id)
    limits: dict[tuple[str, str], tuple[int | None, int | None]] = {
        (kind.value, ""): (None, promised)
        for kind, promised in promises(clusters).items()
    }  # fmt: skip
    limits |= {key: (row.least, row.most) for key, row in kept.items()}
    held = _held(call)
    order = list(K)
    found = [
        rules.Quota(K(kind), key, least, most, held[kind, key])
        for (kind, key), (least, most) in limits.items()
        if least is not None or most is not None
    ]
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.key)))


def promises(clusters: list[Cluster]) -> dict[rules.QuotaKind, int]:
    """How many projects of each kind the Action says it gives grants to."""
    found: Counter[rules.QuotaKind] = Counter()
    for cluster in clusters:
        targets = (cluster.details or {}).get("targets") or {}
        for kind, name in PROMISED.items():
            if isinstance(number := targets.get(name), int):
                found[kind] += number
    return dict(found)


def _held(call: Call) -> Counter[tuple[str, str]]:
    """Awards of the Action's other calls, counted for every kind and key. Queries: 1."""
    rows = db.session.execute(
        select(Lot.country, Cluster.number)
        .select_from(Application)
        .join(Lot, Lot.id == Application.lot_id)
        .join(Call, Call.id == Application.call_id)
        .join(Cluster, Cluster.id == Call.cluster_id)
        .where(
            Call.action_id == call.action_id,
            Call.id != call.id,
            Application.state.in_(HELD),
            Application.reserve_rank.is_(None),
        )
    )
    found: Counter[tuple[str, str]] = Counter()
    for country, number in rows:
        found[K.NATIONAL if country else K.REGIONAL, ""] += 1
        found[K.CLUSTER, str(number)] += 1
        if country:
            found[K.COUNTRY, country] += 1
    return found


def scenarios_of(session_id: UUID) -> list[AwardScenario]:
    """The scenarios of a session by name, with who made them. Queries: 1."""
    return list(
        db.session.scalars(
            select(AwardScenario)
            .where(AwardScenario.session_id == session_id)
            .options(joinedload(AwardScenario.created_by))
            .order_by(AwardScenario.name)
        )
    )


def scenario_of(session_id: UUID, scenario_id: UUID) -> AwardScenario | None:
    """One scenario of the session. Queries: 1."""
    return db.session.scalar(
        select(AwardScenario).where(
            AwardScenario.session_id == session_id, AwardScenario.id == scenario_id
        )
    )
