"""The logframe and the action plan of an application, and what of the Action they may link to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select

from portal.actions.models import Target
from portal.applications.models import Application
from portal.applications.queries.form import answers, chosen_activities, has_plan
from portal.applications.rules import logframe as frames
from portal.applications.rules import plan as plans
from portal.applications.rules.logframe import Logframe
from portal.applications.rules.plan import PlannedActivity
from portal.core.db import db


@dataclass(frozen=True)
class PlanRow:
    """One activity of the plan. Units: months from the start of the project."""

    code: str
    text: str
    who: str
    months: tuple[int, ...]

    @property
    def spans(self) -> str:
        """The months in words: 1–3, 7."""
        return plans.spans(self.months)


@dataclass(frozen=True)
class PlanContent:
    """The action plan as others read it. Units: `duration` in months."""

    duration: int
    rows: tuple[PlanRow, ...]

    @property
    def columns(self) -> range:
        """The months that the chart shows."""
        return range(1, max([self.duration, *(one for row in self.rows for one in row.months)]) + 1)


def action_links(application: Application) -> dict[str, tuple[str, str]]:
    """Label and unit of the Action's indicators by their code. Queries: 1."""
    targets = db.session.scalars(
        select(Target).where(Target.action_id == application.call.action_id).order_by(Target.code)
    )
    return {
        row.code: (f"{row.code} {row.label} ({row.value} {row.unit})", row.unit) for row in targets
    }


def logframe_of(application: Application) -> Logframe:
    """The logframe as it is now."""
    return frames.parse(answers(application, "logframe"))


def plan_of(application: Application) -> tuple[PlannedActivity, ...]:
    """The plan of the chosen activities as it is now."""
    return plans.parse(answers(application, "plan"), chosen_activities(application))


def plans_content(application: Application) -> dict[str, Any]:
    """Both as they are frozen; None where the call does not ask for it."""
    call = application.call
    return {
        "logframe": frames.plain(_without_blanks(logframe_of(application)))
        if call.asks_logframe
        else None,
        "plan": _plan(application) if has_plan(application) else None,
    }


def _without_blanks(frame: Logframe) -> Logframe:
    return Logframe(
        tuple(
            replace(row, indicators=tuple(one for one in row.indicators if not one.is_blank))
            for row in frame.results
        )
    )


def _plan(application: Application) -> dict[str, Any]:
    texts = {entry.code: entry.text for entry in application.call.activities}
    rows = [{**asdict(row), "text": texts[row.code]} for row in plan_of(application)]
    months = [month for row in rows for month in row["months"]]
    return {
        "duration": application.duration_months or max(months, default=0),
        "rows": [{**row, "months": list(row["months"])} for row in rows],
    }


def read_logframe(kept: Mapping[str, Any] | None) -> Logframe | None:
    """The logframe of a frozen content; None when it was not asked."""
    return None if kept is None else frames.parse(kept)


def read_plan(kept: Mapping[str, Any] | None) -> PlanContent | None:
    """The action plan of a frozen content; None when it was not asked."""
    if kept is None:
        return None
    rows = (PlanRow(**{**row, "months": tuple(row["months"])}) for row in kept["rows"])
    return PlanContent(kept["duration"], tuple(rows))
