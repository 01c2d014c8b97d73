"""Forms of the consensus note."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length, Optional

from portal.web.fields import Required

LONGEST = 40_000


class ConsensusForm(FlaskForm):
    """The text of the next version; `after` is the version that was read."""

    text = TextAreaField(
        _l("Text on which the assessors agree"),
        [
            Optional(),
            Length(max=LONGEST, message=_l("The text must be 40,000 characters or less")),
        ],
    )
    after = HiddenField()


class ConsensusAnswerForm(FlaskForm):
    """One author's answer to one version."""

    answer = RadioField(
        _l("Your answer"),
        [Required(_l("Choose whether you agree or object"))],
        choices=[
            SelectChoice("agree", _l("I agree with this text")),
            SelectChoice("object", _l("I object")),
        ],
    )
    reason = TextAreaField(
        _l("Why you object"),
        [Optional(), Length(max=5_000, message=_l("The reason must be 5,000 characters or less"))],
    )
    number = HiddenField()
