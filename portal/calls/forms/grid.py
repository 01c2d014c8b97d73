"""Forms of the evaluation grid."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.calls.forms.setup import CheckboxesField
from portal.calls.service import CriterionOfGrid, SectionOfGrid
from portal.web.fields import CountField, NumberField, Required

ROLES: Mapping[str, object] = {
    "capacity": _("Capacity: the rule on very poor capacity looks here"),
    "relevance": _("Relevance: decides a tie first"),
    "design": _("Design"),
    "implementation": _("Implementation"),
    "sustainability": _("Sustainability"),
    "budget": _("Budget"),
    "other": _("Something else"),
}


class ReadyGridForm(FlaskForm):
    """Which ready grid takes the place of the call's own."""

    ready = SelectField(_("Ready grid"), [Required(_("Choose a grid"))])


class ScaleForm(FlaskForm):
    """From which to which mark a criterion is scored."""

    lowest_mark = CountField(_("Lowest mark"), [InputRequired(_("Enter the lowest mark"))])
    highest_mark = CountField(_("Highest mark"), [InputRequired(_("Enter the highest mark"))])

    def marks(self) -> tuple[int, int]:
        """What was typed."""
        return int(self.lowest_mark.data or 0), int(self.highest_mark.data or 0)


class GridSectionForm(FlaskForm):
    """Code, title, part in the rules, minimum."""

    code = StringField(_("Code"), [Required(_("Enter a code, like C1")), Length(max=10)])
    title = StringField(_("Title"), [Required(_("Enter the title")), Length(max=200)])
    role = SelectField(
        _("What it measures"), choices=[SelectChoice(key, name) for key, name in ROLES.items()]
    )
    threshold = NumberField(_("Minimum of the section"), [Optional()], places=2)

    def section(self) -> SectionOfGrid:
        """What was typed."""
        names = SectionOfGrid.__dataclass_fields__
        return SectionOfGrid(**{name: self[name].data for name in names})


class CriterionForm(FlaskForm):
    """Code, words, guidance, weight, where to read."""

    code = StringField(_("Code"), [Required(_("Enter a code, like C1.1")), Length(max=10)])
    text = StringField(_("Criterion"), [Required(_("Enter the criterion")), Length(max=300)])
    guidance = TextAreaField(_("Guidance for assessors"), [Length(max=3000)])
    weight = CountField(
        _("Weight"),
        [
            Required(_("Enter the weight")),
            NumberRange(min=1, max=20, message=_("Enter a weight from 1 to 20")),
        ],
    )
    form_keys = CheckboxesField(_("Read in"))
    is_partnership = BooleanField(
        _("It is about co-applicants: without any, the highest mark is given by itself")
    )

    def criterion(self) -> CriterionOfGrid:
        """What was typed."""
        return CriterionOfGrid(
            code=self.code.data,
            text=self.text.data,
            guidance=self.guidance.data or "",
            weight=int(self.weight.data or 1),
            form_keys=list(self.form_keys.data or ()),
            is_partnership=bool(self.is_partnership.data),
        )
