"""The form of the bank account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.organisations.forms.profile import text_field
from portal.organisations.service import Account


class BankForm(FlaskForm):
    """The account money goes to."""

    holder = text_field(
        _l("Account holder"),
        300,
        missing=_l("Enter the name of the account holder"),
        description=_l("The legal name of the organisation."),
    )
    iban = text_field(
        _l("IBAN"),
        60,
        missing=_l("Enter the IBAN"),
        description=_l("Spaces are allowed, like RS35 2600 0560 1001 6113 79."),
    )
    bank_name = text_field(_l("Bank"), 200, missing=_l("Enter the name of the bank"))
    swift = text_field(_l("BIC (SWIFT code)"), 11)
    password = PasswordField(
        _l("Your password"),
        description=_l("We ask again because money goes to this account."),
        validators=[InputRequired(_l("Enter your password"))],
        render_kw={"autocomplete": "current-password"},
    )

    def account(self) -> Account:
        """What the form says."""
        return Account(
            holder=self.holder.data or "",
            iban=self.iban.data or "",
            bank_name=self.bank_name.data or "",
            swift=self.swift.data or "",
        )


class BankDecisionForm(FlaskForm):
    """Why a changed account is refused; approving needs no words."""

    reason = TextAreaField(_l("Reason, when you refuse"), validators=[Length(max=2000)])
