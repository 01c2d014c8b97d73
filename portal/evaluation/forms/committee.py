"""The form of a change in the committee."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField

from portal.evaluation.forms.session import LONG


class ReplaceForm(FlaskForm):
    """A member leaves, a substitute takes the place."""

    substitute = SelectField(_l("Who takes the place?"), validate_choice=False)
    reason = TextAreaField(
        _l("Why?"), [LONG], description=_l("It stands in the appointment of the committee.")
    )
