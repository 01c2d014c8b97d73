"""The form of the pre-check: the call's questions, then the organisation and the lot."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from portal.applications.rules.precheck import CheckQuestion
from portal.web.filters import words

YES_NO = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
Choices = Sequence[tuple[str, str]]


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
        choices=_offered(organisations),
        validators=[InputRequired(_("Select the organisation"))],
    )
    parts["lot"] = SelectField(
        _("Lot"), choices=_offered(lots), validators=[InputRequired(_("Select the lot"))]
    )
    form: FlaskForm = type("PrecheckForm", (FlaskForm,), parts)()
    return form


def _offered(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]
