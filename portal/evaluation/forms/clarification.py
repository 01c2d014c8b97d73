"""The question to an applicant: shape only."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.calls import rules
from portal.calls.models import Call
from portal.core.errors import RuleBroken
from portal.evaluation.forms.people import CheckboxesField
from portal.web.fields import LocalTimeField, Required


class ClarificationForm(FlaskForm):
    """What is asked, which parts open, and until when."""

    question = TextAreaField(
        _l("Your question"),
        [Required(_l("Enter what you ask the applicant")), Length(max=3000)],
        description=_l("The applicant reads it by mail and in the portal."),
    )
    items = CheckboxesField(
        _l("Parts that open"),
        description=_l("Only these can be changed. With none the applicant answers in words."),
        validate_choice=False,
    )
    due_at = LocalTimeField(_l("Answer until"), [Required(_l("Enter until when"))])

    def instant(self, call: Call) -> datetime:
        """The deadline of the answer in UTC."""
        if self.due_at.data is None:
            raise RuleBroken(str(_l("Enter until when")), field="due_at")
        return rules.instant(self.due_at.data, call.time_zone, field="due_at")
