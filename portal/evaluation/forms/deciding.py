"""Forms of the report and the decision: signed with name and password."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.fields import Required

LONG = Length(max=10_000, message=_l("This text must be 10,000 characters or less"))


class SignedForm(FlaskForm):
    """What is signed: the name typed, and the password again."""

    signed_name = StringField(
        _l("Your name"), [Length(max=200)], description=_l("Type your full name to sign.")
    )
    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Enter your password to sign"))],
        description=_l("The one you sign in with: it shows that it is you who signs."),
        render_kw={"autocomplete": "current-password"},
    )


class SignForm(SignedForm):
    """Sign the report."""

    dissent = TextAreaField(
        _l("Dissent"), [LONG], description=_l("Only if you do not agree; it stands in the report.")
    )


class DecisionForm(SignedForm):
    """Approve the proposal or send it back."""

    decision = RadioField(
        _l("Your decision"),
        choices=[
            SelectChoice("approve", _l("Approve the proposal")),
            SelectChoice("refuse", _l("Send it back to the committee")),
        ],
        validators=[Required(_l("Choose your decision"))],
    )
    reason = TextAreaField(
        _l("Reasons"), [LONG], description=_l("Needed when you send the proposal back.")
    )


class SendBackForm(FlaskForm):
    """Why a drafted report goes back to the secretary."""

    why = TextAreaField(
        _l("Reasons, for the secretary"),
        [Required(_l("Write why the report goes back")), LONG],
    )
