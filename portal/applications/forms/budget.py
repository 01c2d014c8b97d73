"""The budget editor's form: a plain form with a row of fields for each line."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from portal.applications.forms.questions import CompletionForm
from portal.applications.rules import HEADINGS
from portal.applications.rules.standard import STANDARD_LINES, UNITS
from portal.core.errors import RuleBroken
from portal.files.rules import LARGEST
from portal.web.fields import CountField, MoneyField, NumberField
from portal.web.filters import words

ZERO = Decimal(0)


class RateField(NumberField):
    """A unit value: shown with two decimals, four only where they say something."""

    def shown(self, value: Decimal) -> Decimal:
        short = value.quantize(Decimal("0.01"))
        return short if short == value else super().shown(value)


class LineForm(Form):
    """One line. Shape: `kind` is a standard line, its first figure the heading."""

    kind = SelectField(
        _("Kind of cost"),
        choices=[SelectChoice(code, str(line.label)) for code, line in STANDARD_LINES.items()],
        validate_choice=True,
    )
    description = TextAreaField(
        _("Cost"), [Length(max=500, message=_("Cost must be 500 characters or less"))]
    )
    unit = SelectField(
        _("Unit"), choices=[SelectChoice(unit, unit) for unit in UNITS], validate_choice=False
    )
    quantity = NumberField(_("Units"))
    unit_value = RateField(_("Rate"))
    persons = CountField(_("Persons"))
    activity = SelectField(_("Activity"), validate_choice=False)
    justification = TextAreaField(
        _("Reason"), [Length(max=3000, message=_("Reason must be 3,000 characters or less"))]
    )

    @property
    def heading(self) -> int:
        """The heading the line stands under."""
        first = str(self.kind.data or "6")[:1]
        return int(first) if first in "123456" else 6

    @property
    def is_blank(self) -> bool:
        """Whether nobody has written anything into it."""
        texts = (self.description.data, self.justification.data)
        numbers = (self.quantity, self.unit_value)
        return not any(str(text or "").strip() for text in texts) and not any(
            field.data or "".join(field.raw_data or ()).strip() for field in numbers
        )


class SourceForm(Form):
    """Another donor."""

    name = StringField(
        _("Name of the donor"),
        [Length(max=200, message=_("Name of the donor must be 200 characters or less"))],
    )
    amount = MoneyField(_("Amount"))
    is_secured = BooleanField(_("Secured"))


class BudgetForm(CompletionForm):
    """The whole budget."""

    lines = FieldList(FormField(LineForm), max_entries=200)
    indirect = MoneyField(_("Indirect costs"))
    contingency = MoneyField(_("Contingency reserve"))
    own = MoneyField(_("Own contribution"))
    income = MoneyField(_("Income from the project"))
    others = FieldList(FormField(SourceForm), max_entries=20)

    def lines_of(self, heading: int) -> list[Any]:
        """The rows under a heading, in the order of the page."""
        return [entry for entry in self.lines if entry.form.heading == heading]

    def is_readable(self) -> bool:
        """Whether every number could be read; what cannot is marked at its field."""
        self.is_complete.validators = ()
        return bool(self.validate())

    def kept_lines(self) -> Iterable[LineForm]:
        """The lines that are not blank."""
        return (entry.form for entry in self.lines if not entry.form.is_blank)


def budget_form(
    activities: Iterable[tuple[str, str]], data: Mapping[str, Any] | None = None, **kwargs: Any
) -> BudgetForm:
    """The form with the chosen activities to pick from; `data` is the stored budget."""
    form = BudgetForm(data=dict(data) if data else None, **kwargs)
    give_choices(form, activities)
    return form


def give_choices(form: BudgetForm, activities: Iterable[tuple[str, str]]) -> None:
    """Let every line pick its kind within its heading and one of the activities."""
    offered = [SelectChoice("", _("No activity"))]
    offered += [SelectChoice(code, text) for code, text in activities]
    for entry in form.lines:
        entry.form.activity.choices = offered
        own = entry.form.unit.data
        if own and own not in UNITS:  # from a table: kept as it is, not turned into a month
            entry.form.unit.choices = [
                SelectChoice(own, own),
                *(SelectChoice(unit, unit) for unit in UNITS),
            ]
        entry.form.kind.choices = [
            SelectChoice(code, words(line.label))
            for code, line in STANDARD_LINES.items()
            if line.heading == entry.form.heading
        ]


class ImportForm(FlaskForm):
    """A table of costs from another program: a workbook, or what was copied from one."""

    file = FileField(_("Workbook"), description=_("An XLSX file, 10 MB or smaller."))
    table = TextAreaField(
        _("Or paste the cells here"),
        [Length(max=200_000)],
        description=_("Select the cells in your program, copy them and paste them here."),
    )
    heading = SelectField(
        _("Lines without a number go under"),
        choices=[SelectChoice(str(number), str(name)) for number, name in HEADINGS.items()],
        default="6",
    )
    mode = RadioField(
        _("What happens with the lines that are there now?"),
        choices=[
            SelectChoice("replace", _("The table takes their place")),
            SelectChoice("add", _("The table is added to them")),
        ],
        default="replace",
        validators=[InputRequired(_("Choose what happens with the lines that are there now"))],
    )

    @property
    def source(self) -> str:
        """The field that was filled, for a refusal."""
        return "table" if (self.table.data or "").strip() and not self._file else "file"

    @property
    def _file(self) -> Any:
        return self.file.data if self.file.data and self.file.data.filename else None

    def rows(self, read: Callable[..., list[list[object]]]) -> list[list[object]]:
        """The cells of what was given; `read` opens a workbook.

        Raises: RuleBroken when nothing was given or the file is none that can be read.
        """
        if sent := self._file:
            return read(sent.stream.read(LARGEST + 1), name=sent.filename, field="file")
        text = self.table.data or ""
        if not text.strip():
            raise RuleBroken(_("Choose a workbook or paste the cells"), field="file")
        between = "\t" if "\t" in text else ";"
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=between)]
