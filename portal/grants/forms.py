"""Forms of the grant pages: shape only, the rules are the service's."""

from decimal import Decimal

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.errors import RuleBroken
from portal.core.money import parse_decimal
from portal.core.text import N_
from portal.grants.models import Grant
from portal.grants.rules import CHECKLIST
from portal.grants.service import Signing, Terms
from portal.web.fields import CountField, Required

METHODS = (
    SelectChoice("MONTH", _("Monthly rate of the month in which the cost is booked")),
    SelectChoice("AVG", _("Average of the monthly rates of the period")),
    SelectChoice("BANK", _("Rate at which the bank credited the last instalment")),
)


class CheckboxesField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TermsForm(FlaskForm):
    """What the programme staff complete before the contract is made."""

    starts_on = DateField(
        _("First day of the project"),
        [Optional()],
        description=_("Left empty, the project starts on the day after the last signature."),
    )
    exchange_method = SelectField(_("Costs in other currencies"), choices=METHODS)
    report_days_final = CountField(
        _("Days for the final report"), [Required(_("Enter the days for the final report"))]
    )
    plan = StringField(
        _("Instalments in per cent"),
        [Required(_("Enter the instalments, like 80/20")), Length(max=60)],
        description=_("From the first payment to the balance, like 80/20 or 50/30/20."),
    )

    def terms(self) -> Terms:
        """As the service takes it. Raises: RuleBroken at `plan`."""
        return Terms(
            starts_on=self.starts_on.data,
            exchange_method=str(self.exchange_method.data),
            report_days_final=int(self.report_days_final.data or 0),
            plan=_plan(self.plan.data or ""),
        )

    @classmethod
    def of(cls, grant: Grant) -> "TermsForm":
        """Filled with what the grant has, unless something was sent."""
        return cls(
            data={
                "starts_on": grant.starts_on,
                "exchange_method": grant.exchange_method,
                "report_days_final": grant.report_days_final,
                "plan": "/".join(grant.plan),
            }
        )


def _plan(text: str) -> tuple[Decimal, ...]:
    parts = [part for part in text.replace("+", "/").replace(" ", "").split("/") if part]
    try:
        return tuple(parse_decimal(part, field="plan") for part in parts)
    except RuleBroken as broken:
        message = N_("Enter the instalments in per cent, like 80/20")
        raise RuleBroken(message, field="plan") from broken


class SignForm(FlaskForm):
    """An acceptance: name, function, and the file that was shown."""

    name = StringField(_("Your name"), [Required(_("Enter your name")), Length(max=200)])
    function = StringField(
        _("Your function"), [Required(_("Enter your function")), Length(max=120)]
    )
    sha256 = HiddenField()
    accepts = BooleanField(
        _("I have read the contract and accept it on behalf of my organisation."),
        [Required(_("Tick that you accept the contract"))],
    )

    def signing(self) -> Signing:
        """As the service takes it."""
        return Signing(self.name.data or "", self.function.data or "", str(self.sha256.data or ""))


class RequestForm(FlaskForm):
    """Asking for a payment."""

    confirms = BooleanField(
        _("We need this payment for the project, and the bank account is right."),
        [Required(_("Tick that the payment is needed and the account is right"))],
    )


class CheckForm(FlaskForm):
    """What finance looked at."""

    points = CheckboxesField(
        _("What you have checked"),
        choices=[SelectChoice(key, text) for key, text in CHECKLIST.items()],
    )
    note = TextAreaField(_("Note"), [Length(max=2000)])


class PayForm(FlaskForm):
    """A transfer that was made."""

    value_date = DateField(_("Value date"), [Required(_("Enter the value date"))])
    bank_reference = StringField(
        _("Reference of the bank"), [Required(_("Enter the reference of the bank")), Length(max=60)]
    )


class ReasonForm(FlaskForm):
    """A step back, with its reason."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=2000)])


class RecoveryForm(FlaskForm):
    """Money that came back."""

    settled_on = DateField(_("Value date"), [Required(_("Enter the value date"))])
    reference = StringField(
        _("Reference of the bank"), [Required(_("Enter the reference of the bank")), Length(max=60)]
    )


class EmptyForm(FlaskForm):
    """A button."""
