"""Forms of the award planner: quotas, a scenario's name, its smaller grants and moves."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional

from portal.evaluation.rules import QuotaKind
from portal.evaluation.service import Move, QuotaLimit, Reduction
from portal.web.fields import CountField, MoneyField, Required

REASON = Length(max=1000, message=_l("The reason must be 1,000 characters or less"))
MOVES = 3  # lines of the form for money between lots


class ScenarioNameForm(FlaskForm):
    """The name under which a scenario is kept."""

    name = StringField(
        _l("Name of the scenario"),
        [
            Required(_l("Enter a name for the scenario")),
            Length(max=80, message=_l("The name must be 80 characters or less")),
        ],
    )


class QuotasForm(FlaskForm):
    """At least and at most, for each kind of award."""

    kinds: Sequence[tuple[QuotaKind, str]] = ()

    def limits(self) -> list[QuotaLimit]:
        """What was typed."""
        return [
            QuotaLimit(kind, key, self[f"least-{kind.value}-{key}"].data,
                       self[f"most-{kind.value}-{key}"].data)
            for kind, key in self.kinds
        ]  # fmt: skip


def quotas_form(
    kinds: Sequence[tuple[QuotaKind, str]],
    kept: dict[tuple[str, str], tuple[int | None, int | None]],
) -> QuotasForm:
    """The form with two numbers for each kind."""
    fields: dict[str, Any] = {"kinds": tuple(kinds)}
    data: dict[str, int | None] = {}
    for kind, key in kinds:
        name = f"{kind.value}-{key}"
        fields[f"least-{name}"] = CountField(_l("At least"), [Optional()])
        fields[f"most-{name}"] = CountField(_l("At most"), [Optional()])
        data[f"least-{name}"], data[f"most-{name}"] = kept.get((kind.value, key), (None, None))
    form: QuotasForm = type("ActionQuotasForm", (QuotasForm,), fields)(data=data)
    return form


class ScenarioForm(FlaskForm):
    """Smaller grants and money between lots."""

    applications: Sequence[UUID] = ()
    moves_rest: bool = False

    def reductions(self, asked: dict[UUID, Decimal]) -> list[Reduction]:
        """The grants that differ from what was asked."""
        found = []
        for key in self.applications:
            amount = self[f"amount-{key}"].data
            if amount is not None and amount != asked[key]:
                found.append(Reduction(key, amount, self[f"reason-{key}"].data or ""))
        return found

    def moves(self) -> list[Move]:
        """The lines with an amount."""
        if not self.moves_rest:
            return []
        return [
            Move(
                self[f"move_source_{place}"].data or "",
                self[f"move_target_{place}"].data or "",
                self[f"move_amount_{place}"].data,
                self[f"move_reason_{place}"].data or "",
            )
            for place in range(MOVES)
            if self[f"move_amount_{place}"].data is not None
        ]


def scenario_form(
    application_ids: Iterable[UUID],
    lots: Sequence[tuple[str, str]],
    *,
    reductions: Sequence[dict[str, Any]],
    transfers: Sequence[dict[str, Any]],
    moves_rest: bool,
) -> ScenarioForm:
    """The form of one scenario, filled with what it holds."""
    keys = tuple(application_ids)
    fields: dict[str, Any] = {"applications": keys, "moves_rest": moves_rest}
    data: dict[str, Any] = {}
    for key in keys:
        fields[f"amount-{key}"] = MoneyField(_l("Grant"), [Optional()])
        fields[f"reason-{key}"] = StringField(_l("Reason"), [Optional(), REASON])
    for one in reductions:
        data[f"amount-{one['application']}"] = Decimal(one["amount"])
        data[f"reason-{one['application']}"] = one["reason"]
    choices = [SelectChoice("", _l("Choose")), *(SelectChoice(code, name) for code, name in lots)]
    for place in range(MOVES if moves_rest else 0):
        fields[f"move_source_{place}"] = SelectField(_l("From"), choices=choices)
        fields[f"move_target_{place}"] = SelectField(_l("To"), choices=choices)
        fields[f"move_amount_{place}"] = MoneyField(_l("Amount"), [Optional()])
        fields[f"move_reason_{place}"] = StringField(_l("Reason"), [Optional(), REASON])
        if place < len(transfers):
            kept = transfers[place]
            data[f"move_source_{place}"] = kept["source"]
            data[f"move_target_{place}"] = kept["target"]
            data[f"move_amount_{place}"] = Decimal(kept["amount"])
            data[f"move_reason_{place}"] = kept["reason"]
    form: ScenarioForm = type("LotsScenarioForm", (ScenarioForm,), fields)(data=data)
    return form
