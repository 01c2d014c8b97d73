"""Form of the evaluators' days."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from portal.evaluation.queries import Worked
from portal.web.fields import NumberField


class DaysForm(FlaskForm):
    """Days and a note for each evaluator."""

    people: Sequence[UUID] = ()

    def given(self) -> list[tuple[UUID, Decimal, str]]:
        """Person, days and note, where days were entered."""
        return [
            (key, self[f"days-{key}"].data, self[f"note-{key}"].data or "")
            for key in self.people
            if self[f"days-{key}"].data is not None
        ]


def days_form(rows: Sequence[Worked]) -> DaysForm:
    """The form, filled with what was approved, or else with the days on which sheets moved."""
    fields: dict[str, Any] = {"people": tuple(row.user.id for row in rows)}
    data: dict[str, Any] = {}
    for row in rows:
        key = row.user.id
        fields[f"days-{key}"] = NumberField(_l("Days"), [Optional()], places=1)
        fields[f"note-{key}"] = StringField(_l("Note"), [Optional(), Length(max=500)])
        data[f"days-{key}"] = row.approved.days if row.approved else Decimal(len(row.days))
        data[f"note-{key}"] = row.approved.note if row.approved else ""
    form: DaysForm = type("SessionDaysForm", (DaysForm,), fields)(data=data)
    return form
