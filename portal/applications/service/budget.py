"""Saving the budget."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import inspect

from portal.applications import queries, rules
from portal.applications.models import Application, Budget, BudgetLine, FundingSource
from portal.applications.rules.standard import REGRANTING, codes_for
from portal.applications.service.guard import is_own_echo, writable
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Conflict, RuleBroken
from portal.core.findings import Finding, errors
from portal.core.text import N_, clean, clean_name

MOST_LINES = 100
LARGEST_TOTAL = Decimal("9999999999.99")
ZERO = Decimal(0)
R = TypeVar("R", BudgetLine, FundingSource)


@dataclass(frozen=True)
class PlannedLine:
    """One line as entered. Shape: `kind` is a standard line (rules.standard); `total` None lets
    the portal compute it; `code` None lets the portal number it."""

    kind: str
    description: str
    unit: str
    quantity: Decimal
    unit_value: Decimal
    justification: str = ""
    activity: str = ""
    persons: int = 1
    total: Decimal | None = None
    code: str | None = None
    currency: str | None = None  # None: that of the call


@dataclass(frozen=True)
class PlannedSource:
    """Money beside the grant: own, other or income."""

    kind: str
    amount: Decimal
    name: str = ""
    is_secured: bool = True


@dataclass(frozen=True)
class Plan:
    """A whole budget as entered; `requested` None asks for all that the sources leave open."""

    lines: tuple[PlannedLine, ...]
    indirect: Decimal = ZERO
    contingency: Decimal = ZERO
    taxes: Decimal = ZERO
    sources: tuple[PlannedSource, ...] = ()
    requested: Decimal | None = None


class BudgetConflict(Conflict):
    """Somebody else saved the budget in the meantime."""

    def __init__(self, theirs: Budget) -> None:
        self.by = (
            theirs.updated_by.name
            if theirs.updated_by_id and theirs.updated_by
            else N_("Somebody else")
        )
        self.at = theirs.updated_at
        super().__init__(
            N_(
                "%(name)s saved the budget. What you typed is below. Copy what you need, then load "
                "the newer version.",
                name=self.by,
            )
        )


def save_budget(
    application: Application,
    plan: Plan,
    *,
    revision: int,
    actor: Actor,
    at: datetime,
    is_complete: bool | None = None,
    follows_autosave: bool = False,
) -> list[Finding]:
    """Keep the budget, also with open checks; answers all findings of the checks.

    With blocking findings it is not marked as completed.
    Raises: BudgetConflict, NotAllowed, Locked, RuleBroken above 100 lines or for too large a total.
    """
    application = writable(application, actor=actor, at=at)
    if len(plan.lines) > MOST_LINES:
        raise RuleBroken(N_("A budget has at most %(most)s lines", most=MOST_LINES))
    budget = application.budget
    if budget is None:
        budget = application.budget = Budget(lines=[], sources=[], revision=0)
    is_echo = follows_autosave and is_own_echo(budget, revision, actor=actor, at=at)
    if budget.revision != revision and not is_echo:
        raise BudgetConflict(budget)
    _write(budget, plan, application.call.currency)
    budget.revision += 1
    budget.updated_by_id, budget.updated_at = actor.user_id, at
    db.session.flush()
    found = queries.budget_findings(application)
    if is_complete is not None:
        budget.is_complete = is_complete and bool(plan.lines) and not errors(found)
        application.changed_at = at
        db.session.flush()
    return found


def _write(budget: Budget, plan: Plan, currency: str) -> None:
    ordered = sorted(plan.lines, key=lambda line: int(line.kind[0]))
    codes = codes_for(line.kind for line in ordered)
    lines = [
        _line(line, code, position, currency)
        for position, (line, code) in enumerate(zip(ordered, codes, strict=True))
    ]
    sources = [
        FundingSource(
            position=position,
            kind=source.kind,
            name=clean_name(source.name),
            amount=source.amount,
            is_secured=source.is_secured,
        )
        for position, source in enumerate(plan.sources)
    ]
    budget.lines = _put_into(budget.lines, lines)
    budget.sources = _put_into(budget.sources, sources)
    budget.indirect, budget.contingency, budget.taxes = plan.indirect, plan.contingency, plan.taxes
    direct = sum((rules.line_total(row.quantity, row.unit_value) for row in budget.lines), ZERO)
    costs = direct + plan.indirect + plan.contingency + plan.taxes
    covered = sum((source.amount for source in plan.sources), ZERO)
    budget.requested = max(ZERO, costs - covered) if plan.requested is None else plan.requested


def _put_into(rows: list[R], wanted: list[R]) -> list[R]:
    """The rows that are there with what is wanted, so that only rows that differ are written."""
    for row, new in zip(rows, wanted, strict=False):
        for column in inspect(new).mapper.column_attrs:
            if column.key in new.__dict__:
                setattr(row, column.key, getattr(new, column.key))
    return rows[: len(wanted)] + wanted[len(rows) :]


def _line(line: PlannedLine, code: str, position: int, currency: str) -> BudgetLine:
    computed = rules.line_total(line.quantity, line.unit_value)
    if computed > LARGEST_TOTAL:
        raise RuleBroken(N_("Line %(code)s: the total is too large", code=code))
    return BudgetLine(
        heading=int(line.kind[0]),
        is_regranting=line.kind == REGRANTING,
        position=position,
        code=line.code or code,
        description=clean(line.description),
        unit=clean_name(line.unit),
        quantity=line.quantity,
        unit_value=line.unit_value,
        total=computed if line.total is None else line.total,
        persons=line.persons,
        currency=line.currency or currency,
        activity=line.activity,
        justification=clean(line.justification),
    )
