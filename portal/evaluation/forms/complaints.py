"""Forms of complaints: making one, answering one, naming who answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DecimalField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from portal.web.fields import Required

LONG = Length(max=10_000, message=_l("This text must be 10,000 characters or less"))


class ComplaintForm(FlaskForm):
    """What an applicant does not agree with."""

    reason = TextAreaField(
        _l("Why you do not agree"), [Required(_l("Write why you do not agree")), LONG]
    )
    asks = TextAreaField(_l("What you ask for"), [Required(_l("Write what you ask for")), LONG])


class ComplaintAnswerForm(FlaskForm):
    """The answer, and the score that counts from now on where the complaint shows one."""

    decision = RadioField(
        _l("Decision"),
        [Required(_l("Choose whether the complaint is upheld"))],
        choices=[SelectChoice("uphold", _l("Upheld")), SelectChoice("refuse", _l("Refused"))],
    )
    reasons = TextAreaField(
        _l("Reasons, as the applicant will read them"),
        [Required(_l("Write the reasons of the answer")), LONG],
    )
    new_total = DecimalField(_l("Score that counts from now on"), [Optional()], places=2)


class OfficerForm(FlaskForm):
    """Who answers the complaints of the call."""

    user = SelectField(
        _l("Who answers complaints"), [Required(_l("Choose who answers complaints"))]
    )
