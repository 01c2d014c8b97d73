"""The form of the pre-check: the call's questions, then the organisation and the lot."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from portal.applications.rules.precheck import CheckQuestion
from portal.web.filters import words

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
Choices = list[tuple[str, Any]]


def precheck_form(
    asked: Sequence[CheckQuestion], *, organisations: Choices, lots: Choices
) -> FlaskForm:
    """The form for these questions; fields are named by the code of the question."""
    parts: dict[str, Any] = {
        question.code: RadioField(
            words(question.text),
            choices=YES_NO,
            validators=[InputRequired(_("Select yes or no"))],
            validate_choice=False,
        )
        for question in asked
    }
    parts["organisation"] = SelectField(
        _("Organisation that applies"),
        choices=organisations,
        validators=[InputRequired(_("Select the organisation"))],
    )
    parts["lot"] = SelectField(
        _("Lot"), choices=lots, validators=[InputRequired(_("Select the lot"))]
    )
    form: FlaskForm = type("PrecheckForm", (FlaskForm,), parts)()
    return form
