"""Forms on people: invite, change, join."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, RadioField, SelectChoice
from wtforms.validators import DataRequired, InputRequired

from portal.accounts.forms import (
    EmailAddress,
    consent_field,
    language_field,
    name_field,
    new_password_field,
)
from portal.organisations.states import MemberRole

ROLES = (
    (MemberRole.EDITOR, _l("Editor: fills in forms, but does not decide who belongs")),
    (MemberRole.READER, _l("Reader: sees everything, changes nothing")),
    (MemberRole.OWNER, _l("Owner: everything, also who belongs to the organisation")),
)


class InviteForm(FlaskForm):
    """Invite somebody into the organisation."""

    email = EmailField(
        _l("Email address"),
        filters=[lambda value: value.strip() if value else value],
        validators=[DataRequired(_l("Enter an email address")), EmailAddress()],
        description=_l("We send a link to this address. It works for 7 days."),
    )
    role = RadioField(
        _l("Role"),
        default=MemberRole.EDITOR.value,
        choices=[SelectChoice(role.value, label) for role, label in ROLES],
        validators=[InputRequired(_l("Choose a role"))],
    )
    is_signatory = BooleanField(_l("May sign applications, contracts and payment requests"))


class RoleForm(FlaskForm):
    """Change what a member may do."""

    role = InviteForm.role
    is_signatory = BooleanField(_l("May sign applications, contracts and payment requests"))


class NewMemberForm(FlaskForm):
    """Open an account to accept an invitation; the address stands in the invitation."""

    name = name_field()
    password = new_password_field()
    language = language_field()
    consent = consent_field()
