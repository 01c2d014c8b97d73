"""Forms of costs and reports: shape only, the rules are the service's."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.grants.models import Grant
from portal.reporting import template
from portal.reporting.models import Expenditure, Report
from portal.reporting.rules import DISALLOWANCE
from portal.reporting.service import Cost, Proof, Result
from portal.web.fields import CountField, MoneyField, NumberField, Required
from portal.web.filters import words

DOCUMENT_TYPES = (
    ("invoice", _("Invoice")),
    ("receipt", _("Receipt")),
    ("payroll", _("Payroll")),
    ("contract", _("Contract")),
    ("travel_order", _("Travel order")),
    ("other", _("Other")),
)
ACCEPT = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx"


class CostForm(FlaskForm):
    """One supporting document."""

    line = SelectField(_("Budget line"), [Required(_("Choose a line of the budget"))])
    description = StringField(
        _("What was bought or paid"), [Required(_("Enter what was paid")), Length(max=300)]
    )
    supplier = StringField(
        _("Supplier or person paid"), [Required(_("Enter who was paid")), Length(max=200)]
    )
    document_type = SelectField(
        _("Kind of document"),
        choices=[SelectChoice(key, label) for key, label in DOCUMENT_TYPES],
    )
    document_number = StringField(
        _("Number of the document"),
        [Required(_("Enter the number of the document")), Length(max=60)],
    )
    document_on = DateField(_("Date of the document"), [Required(_("Enter the date"))])
    paid_on = DateField(
        _("Paid on"), [Optional()], description=_("Leave empty while it is not paid.")
    )
    payment_proof = StringField(
        _("Number of the bank statement or cash slip"), [Optional(), Length(max=100)]
    )
    amount_local = MoneyField(_("Amount of the document"), [Required(_("Enter the amount"))])
    vat_local = MoneyField(_("Of it VAT"), [Optional()])
    currency = SelectField(_("Currency"), [Required(_("Choose the currency"))])
    rate = NumberField(
        _("Exchange rate"),
        [Optional()],
        places=6,
        description=_(
            "Units of the currency for one of the grant’s currency. Leave empty for that itself."
        ),
    )
    rate_source = StringField(
        _("Source of the rate"),
        [Optional(), Length(max=100)],
        description=_("For example InforEuro, September 2026."),
    )
    activity = SelectField(_("Activity"), [Optional()])
    financed_by = RadioField(
        _("Paid from"),
        choices=[SelectChoice("grant", _("The grant")), SelectChoice("own", _("Own contribution"))],
        default="grant",
        validators=[Required(_("Choose where the money comes from"))],
    )
    proof = FileField(
        _("Scan or photograph of the document"),
        description=_("A PDF, PNG, JPG, DOCX or XLSX, 10 MB or smaller. You can add it later."),
    )

    def cost(self) -> Cost:
        """What the form says."""
        return Cost(
            line=self.line.data or "",
            description=self.description.data or "",
            supplier=self.supplier.data or "",
            document_type=self.document_type.data or "invoice",
            document_number=self.document_number.data or "",
            document_on=self.document_on.data,
            paid_on=self.paid_on.data,
            payment_proof=self.payment_proof.data or "",
            amount_local=self.amount_local.data or Decimal(0),
            vat_local=self.vat_local.data or Decimal(0),
            currency=self.currency.data or "",
            rate=self.rate.data,
            rate_source=self.rate_source.data or "",
            activity=self.activity.data or "",
            financed_by=self.financed_by.data or "grant",
        )

    def scan(self) -> Proof | None:
        """The file that was sent, if any."""
        sent = self.proof.data
        return Proof(sent.filename, sent.read()) if sent and sent.filename else None


def cost_form(
    grant: Grant, activities: Sequence[tuple[str, str]], item: Expenditure | None = None
) -> CostForm:
    """The form for a new cost, or filled with a stored one."""
    currencies = template.currencies(grant.currency)
    data: dict[str, Any] = {"currency": template.currency_of(grant.country)}
    known = currencies[data["currency"]]
    if known.rate is not None and known.code != grant.currency:
        data |= {"rate": known.rate, "rate_source": known.source}
    if item is not None:
        names = (
            "description", "supplier", "document_type", "document_number", "document_on",
            "paid_on", "payment_proof", "amount_local", "currency", "rate", "rate_source",
            "activity", "financed_by",
        )  # fmt: skip
        data = {name: getattr(item, name) for name in names}
        data |= {"line": item.line.code, "vat_local": item.vat_local or None}
        if item.currency == grant.currency:
            data |= {"rate": None, "rate_source": ""}
    form = CostForm(data=data)
    form.line.choices = [
        SelectChoice("", _("Choose a line")),
        *(SelectChoice(line.code, f"{line.code} {line.description}") for line in grant.lines),
    ]
    known_codes = {code for code, _text in activities}
    kept = item.activity if item is not None and item.activity not in known_codes else ""
    form.activity.choices = [
        SelectChoice("", _("No single activity")),
        *(SelectChoice(code, f"{code} {text}") for code, text in activities),
        *([SelectChoice(kept, kept)] if kept else []),
    ]
    form.currency.choices = [
        SelectChoice(entry.code, f"{entry.code}, {entry.name}") for entry in currencies.values()
    ]
    return form


class PartForm(FlaskForm):
    """One text of the narrative."""

    text = TextAreaField(_("Text"), [Length(max=20000)])
    is_complete = RadioField(
        _("Have you completed this section?"),
        choices=[
            SelectChoice("yes", _("Yes, I have")),
            SelectChoice("no", _("No, I will come back later")),
        ],
        validators=[Required(_("Select whether you have completed this section"))],
    )


class ResultForm(Form):
    """What one activity reached."""

    activity = StringField(_("Activity"), [Length(max=300)])
    output = TextAreaField(_("What was done, when and where"), [Length(max=10000)])
    planned = CountField(_("People planned"), [Optional()])
    women = CountField(_("Women reached"), [Optional()])
    men = CountField(_("Men reached"), [Optional()])
    minors = CountField(_("Of them under 18"), [Optional()])

    def result(self) -> Result:
        """What the row says."""
        return Result(
            activity=self.activity.data or "",
            output=self.output.data or "",
            planned=int(self.planned.data or 0),
            women=int(self.women.data or 0),
            men=int(self.men.data or 0),
            minors=int(self.minors.data or 0),
        )


class ResultsForm(FlaskForm):
    """All activities of a report."""

    lines = FieldList(FormField(ResultForm), max_entries=60)


def results_form(report: Report) -> ResultsForm:
    """The form with the activities as stored and one empty row."""
    rows = [
        {
            "activity": row.activity,
            "output": row.output,
            "planned": row.planned,
            "women": row.women,
            "men": row.men,
            "minors": row.minors,
        }
        for row in report.results
    ]
    return ResultsForm(data={"lines": [*rows, {}]})


class CostsForm(FlaskForm):
    """The indirect costs claimed; the costs and explanations are read by name."""

    claimed_indirect = MoneyField(
        _("Indirect costs claimed"),
        [Optional()],
        description=_("Leave empty to claim what the rate of the contract allows."),
    )


class ConfirmForm(FlaskForm):
    """A button that does something."""


class CheckForm(FlaskForm):
    """The decision of finance on one cost."""

    decision = RadioField(
        _("Decision"),
        choices=[
            SelectChoice("accept", _("Accept in full")),
            SelectChoice("disallow", _("Disallow all or a part")),
        ],
        validators=[Required(_("Choose what to do with this cost"))],
    )
    disallowed_eur = MoneyField(_("Amount disallowed"), [Optional()])
    reason_code = SelectField(_("Reason"), [Optional()], validate_choice=False)
    check_comment = TextAreaField(
        _("Comment"), [Optional(), Length(max=2000)], description=_("The grantee reads it.")
    )


def check_form(item: Expenditure) -> CheckForm:
    """The form with the decision so far."""
    data: dict[str, Any] = {}
    if item.checked_at is not None:
        data = {
            "decision": "disallow" if item.disallowed_eur else "accept",
            "disallowed_eur": item.disallowed_eur or None,
            "reason_code": item.reason_code,
            "check_comment": item.check_comment,
        }
    form = CheckForm(data=data)
    form.reason_code.choices = [
        SelectChoice("", _("Choose a reason")),
        *(SelectChoice(code, f"{code} {words(text)}") for code, text in DISALLOWANCE.items()),
    ]
    return form


class QuestionsForm(FlaskForm):
    """What the lead wants to know."""

    questions = TextAreaField(
        _("Questions to the grantee"),
        [Required(_("Write what you want to know")), Length(max=5000)],
    )


class ApproveForm(FlaskForm):
    """The decision in favour."""

    note = TextAreaField(_("Remarks for the letter"), [Optional(), Length(max=3000)])


class RejectForm(FlaskForm):
    """The decision against an incomplete report."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=3000)])


def chosen(choices: Sequence[str], value: str) -> str:
    """The value when it is one of the choices, else the first."""
    return value if value in choices else choices[0]
