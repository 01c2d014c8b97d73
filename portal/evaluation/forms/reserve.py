"""Giving an offer back."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.web.fields import Required


class DeclineForm(FlaskForm):
    """Why the applicant does not take the grant."""

    reason = TextAreaField(
        _l("Why you do not take the grant"),
        [
            Required(_l("Write why you do not take the grant")),
            Length(max=2_000, message=_l("The reason must be 2,000 characters or less")),
        ],
    )
