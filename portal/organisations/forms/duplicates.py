"""Forms of the lead on two records of one organisation."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

LONG = Length(max=2000, message=_l("The reason must be 2000 characters or less"))


class MergeForm(FlaskForm):
    """Which record is kept, and why."""

    keep = RadioField(
        _l("Which record is kept?"),
        choices=[SelectChoice("first", ""), SelectChoice("second", "")],
        validators=[AnyOf(["first", "second"], _l("Choose the record that is kept"))],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("How you know that it is one organisation. Both owners read it."),
        validators=[DataRequired(_l("Say why the two are one organisation")), LONG],
    )


class ApartForm(FlaskForm):
    """Why two records are two organisations."""

    apart_reason = TextAreaField(
        _l("How you know that they are two"),
        validators=[DataRequired(_l("Say how you know that they are two")), LONG],
    )
