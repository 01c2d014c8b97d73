"""Forms of the steps of a call and of its questions: shape only, the rules are the service's."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from portal.calls import rules
from portal.calls.models import Call
from portal.core.errors import RuleBroken
from portal.web.fields import LocalTimeField, Required


class QuestionForm(FlaskForm):
    """A question of an applicant."""

    text = TextAreaField(_("Your question"), [Required(_("Enter your question")), Length(max=3000)])


class AnswerForm(FlaskForm):
    """An answer for everybody."""

    answer = TextAreaField(_("Answer"), [Required(_("Enter the answer")), Length(max=5000)])


class ReasonForm(FlaskForm):
    """A step that needs a written reason."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=3000)])


class TextCorrectionForm(ReasonForm):
    """A new wording of one part of the call."""

    text = TextAreaField(
        _("New wording"), [Required(_("Enter the new wording")), Length(max=10000)]
    )


class TimeCorrectionForm(ReasonForm):
    """A later date of the timetable."""

    instant = LocalTimeField(_("New date and time"), [Required(_("Enter the new date and time"))])


class ClauseCorrectionForm(TextCorrectionForm):
    """Any other clause of the guidelines, named by the person."""

    clause = StringField(_("Clause"), [Required(_("Enter which clause changes")), Length(max=200)])
    before = TextAreaField(_("Wording until now"), [Length(max=10000)])


class ExtendForm(ReasonForm):
    """A later deadline."""

    closes_at = LocalTimeField(_("New deadline"), [Required(_("Enter the new deadline"))])

    def instant(self, call: Call) -> datetime:
        """The new deadline in UTC."""
        if self.closes_at.data is None:
            raise RuleBroken(str(_("Enter the new deadline")), field="closes_at")
        return rules.instant(self.closes_at.data, call.time_zone, field="closes_at")


class ConfirmForm(FlaskForm):
    """A step that asks for nothing but the token against forgery."""

    confirm = BooleanField(default=True)
