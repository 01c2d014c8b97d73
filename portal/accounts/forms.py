"""Forms of the accounts area."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.accounts.rules import check_password
from portal.core.errors import RuleBroken
from portal.core.text import clean_name
from portal.web.filters import words

LANGUAGES = [
    SelectChoice("en", "English"),
    SelectChoice("sq", "Shqip"),
    SelectChoice("bs", "Bosanski"),
    SelectChoice("sr", "Српски"),
    SelectChoice("sr_Latn", "Srpski"),
    SelectChoice("mk", "Македонски"),
    SelectChoice("sr_Latn_ME", "Crnogorski"),
]


def one_line(value: str | None) -> str | None:
    """A name as it is kept: one line, no disguising marks."""
    return clean_name(value) if value else value


class EmailAddress:
    """One address of the usual form, without asking the network."""

    def __call__(self, _form: Any, field: Field) -> None:
        try:
            validate_email(field.data or "", check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError(
                _l("Enter an email address in the correct format, like name@example.org")
            ) from None


def email_field(label: Any = None, **options: Any) -> EmailField:
    """A field for one email address. Shape: kept as typed; services compare in lower case."""
    return EmailField(
        label or _l("Email address"),
        filters=[lambda value: value.strip() if value else value],
        validators=[
            DataRequired(_l("Enter your email address")),
            Length(max=254, message=_l("Email address must be 254 characters or less")),
            EmailAddress(),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
        **options,
    )


def name_field() -> StringField:
    """A field for the name of a person."""
    return StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Enter your name")),
            Length(max=200, message=_l("Name must be 200 characters or less")),
        ],
        render_kw={"autocomplete": "name"},
    )


def keeps_the_rules(form: FlaskForm, field: Field) -> None:
    """Says what is wrong with a password together with all else on the form."""
    known = [form[name].data or "" for name in ("name", "email") if name in form]
    try:
        check_password(field.data, personal=known)
    except RuleBroken as broken:
        raise ValidationError(words(broken.message)) from broken


def new_password_field(label: Any = None) -> PasswordField:
    """A field for a password to be set."""
    return PasswordField(
        label or _l("Password"),
        description=_l("12 characters or more. Several words are easier to remember."),
        validators=[InputRequired(_l("Enter a password")), keeps_the_rules],
        render_kw={"autocomplete": "new-password"},
    )


def language_field() -> SelectField:
    """A field for the language of mails and pages."""
    return SelectField(_l("Language"), choices=LANGUAGES, default="en", validate_choice=True)


def consent_field() -> BooleanField:
    """The tick that the privacy notice was read."""
    return BooleanField(
        _l("I have read the privacy notice"),
        validators=[DataRequired(_l("Confirm that you have read the privacy notice"))],
    )


class RegisterForm(FlaskForm):
    """Open an account."""

    name = name_field()
    email = email_field()
    password = new_password_field()
    language = language_field()
    consent = consent_field()


class SignInForm(FlaskForm):
    """Get in."""

    email = EmailField(
        _l("Email address"),
        validators=[InputRequired(_l("Enter your email address"))],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Enter your password"))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept = HiddenField()


class ConfirmForm(FlaskForm):
    """One button; only the anti-forgery token."""


class AskResetForm(FlaskForm):
    """Ask for a reset link."""

    email = email_field()


class NewPasswordForm(FlaskForm):
    """Set a password by a link."""

    password = new_password_field(_l("New password"))


class ChangePasswordForm(FlaskForm):
    """Change one's own password."""

    current = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Enter your present password"))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field(_l("New password"))


class AccountForm(FlaskForm):
    """One's own name and language."""

    name = name_field()
    language = language_field()


class ReasonForm(FlaskForm):
    """Why an administrator does this."""

    reason = StringField(
        _l("Reason"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Enter the reason")),
            Length(max=500, message=_l("Reason must be 500 characters or less")),
        ],
    )
