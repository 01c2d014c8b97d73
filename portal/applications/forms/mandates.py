"""Forms of a partner's mandate."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.accounts.forms import EmailAddress, one_line


class AskMandateForm(FlaskForm):
    """Who of the partner is asked to sign."""

    to_name = StringField(
        _("Name of the person who signs for the partner"),
        filters=[one_line],
        validators=[DataRequired(_("Enter the name of the person who signs")), Length(max=200)],
    )
    email = EmailField(
        _("Their email address"),
        filters=[one_line],
        validators=[DataRequired(_("Enter an email address")), EmailAddress()],
        description=_("We send them a link to the text. They need no account."),
    )


class PaperForm(FlaskForm):
    """The scan of a mandate that was signed by hand."""

    file = FileField(
        _("Scan of the signed mandate"), description=_("PDF, PNG or JPG, 10 MB or smaller.")
    )


class SignMandateForm(FlaskForm):
    """Name and function below the statement."""

    name = StringField(
        _("Your name"),
        filters=[one_line],
        validators=[DataRequired(_("Enter your name")), Length(max=200)],
    )
    function = StringField(
        _("Your function in the organisation"),
        filters=[one_line],
        validators=[DataRequired(_("Enter your function in the organisation")), Length(max=120)],
    )
    may_sign = BooleanField(
        _("I have read the text and may sign it for my organisation"),
        validators=[InputRequired(_("Confirm that you have read the text and may sign it"))],
    )


class DeclineMandateForm(FlaskForm):
    """Why not."""

    reason = TextAreaField(
        _("Reason"),
        validators=[Length(max=2000, message=_("The reason must be 2,000 characters or less"))],
        description=_("The lead applicant reads it."),
    )
