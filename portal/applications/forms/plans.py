"""Forms of the logframe and of the action plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from portal.applications.forms.questions import LONGEST, CheckboxesField, CompletionForm
from portal.applications.rules.logframe import (
    LEVELS,
    MOST_INDICATORS,
    MOST_RESULTS,
    Logframe,
    plain,
)
from portal.applications.rules.plan import months_field, who_field

TOO_LONG = [Length(max=LONGEST, message=_("The text is far too long"))]


class IndicatorForm(Form):
    """How one result is seen."""

    text = TextAreaField(_("Indicator"), TOO_LONG)
    baseline = StringField(_("Baseline"), TOO_LONG)
    target = StringField(_("Target"), TOO_LONG)
    unit = StringField(_("Unit"), TOO_LONG)
    source = TextAreaField(_("Source of verification"), TOO_LONG)
    link = SelectField(_("Counts towards an indicator of the Action"), validate_choice=False)
    link_label = HiddenField()


class ResultForm(Form):
    """One level of the chain."""

    level = HiddenField()
    text = TextAreaField(_("What will be different"), TOO_LONG)
    assumption = TextAreaField(_("Assumption: what must hold that you cannot decide"), TOO_LONG)
    indicators = FieldList(FormField(IndicatorForm), max_entries=MOST_INDICATORS)


class LogframeForm(CompletionForm):
    """The whole logframe."""

    results = FieldList(FormField(ResultForm), max_entries=MOST_RESULTS)

    def sent(self) -> dict[str, Any]:
        """What was typed, by the names of the rows."""
        return {"results": self.results.data}

    def gather_errors(self) -> None:
        """Let the lists know of errors that were put at their fields afterwards."""
        for entry in self.results:
            rows = entry.form.indicators
            if any(row.form.errors for row in rows):
                rows.errors = [row.form.errors for row in rows]
        if any(entry.form.errors for entry in self.results):
            self.results.errors = [entry.form.errors for entry in self.results]


def logframe_form(
    offered: Mapping[str, tuple[str, str]], kept: Logframe | None = None, **kwargs: Any
) -> LogframeForm:
    """The form, filled with what is kept when it was not sent.

    Shape: `offered` label and unit of the Action's indicators by code.
    """
    form = LogframeForm(data=plain(kept) if kept else None, **kwargs)
    choices = [SelectChoice("", _("None"))]
    choices += [SelectChoice(code, label) for code, (label, _unit) in offered.items()]
    for entry in form.results:
        if entry.form.level.data not in LEVELS:
            entry.form.level.data = "outcome"
        for row in entry.form.indicators:
            row.form.link.choices = choices
    return form


def plan_form(
    activities: Sequence[tuple[str, str]], months: int, data: Mapping[str, Any]
) -> CompletionForm:
    """A row of months and who is responsible for each chosen activity."""
    parts: dict[str, Any] = {}
    for code, text in activities:
        parts[months_field(code)] = CheckboxesField(
            f"{code} {text}",
            choices=[SelectChoice(str(month), str(month)) for month in range(1, months + 1)],
            validate_choice=False,
        )
        parts[who_field(code)] = StringField(_("Responsible"), TOO_LONG)
    form: CompletionForm = type("PlanForm", (CompletionForm,), parts)(data=dict(data))
    return form
