"""The pages of the application form."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length

from portal.applications.forms.questions import (
    CheckboxesField,
    CompletionForm,
    field_of,
    long_text,
)
from portal.applications.models import Application
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.rules.pages import field_name
from portal.applications.rules.questions import FormQuestion
from portal.core.countries import COUNTRIES, REGION
from portal.web.fields import CountField, MoneyField, Required
from portal.web.filters import words


class ConfirmForm(FlaskForm):
    """A button and its token."""


class IdentificationForm(CompletionForm):
    """Title, places, duration."""

    title = StringField(_("Title of the project"), [Length(max=300)])
    location = StringField(_("Towns or areas"), [Length(max=300)])
    countries = CheckboxesField(
        _("Countries and territories"),
        choices=[SelectChoice(code, COUNTRIES[code]) for code in REGION],
    )
    duration_months = CountField(_("Duration in months"))


class SumForm(IdentificationForm):
    """The same in a call without budgets: also the sum asked."""

    requested = MoneyField(_("Sum you ask for"))


def identification_form(application: Application) -> IdentificationForm:
    """The cover page with what is kept; the sum only where the call asks for no budget."""
    kind = IdentificationForm if application.call.asks_budget else SumForm
    names = ("title", "location", "countries", "duration_months", "requested")
    return kind(data={name: getattr(application, name) for name in names})


def activities_form(
    activities: Sequence[tuple[str, str]],
    questions: Sequence[FormQuestion],
    data: Mapping[str, Any],
) -> CompletionForm:
    """The form of the activities: which of the list, and what is planned for each."""
    parts: dict[str, Any] = {
        "chosen": CheckboxesField(
            _("Activities of the call’s list"),
            choices=[SelectChoice(code, f"{code} {text}") for code, text in activities],
        )
    }
    for code, text in activities:
        parts[field_name(code)] = long_text(f"{code} {text}")
    parts |= {question.name: field_of(question) for question in questions}
    form: CompletionForm = type("ActivitiesForm", (CompletionForm,), parts)(data=dict(data))
    return form


class PartnerForm(FlaskForm):
    """One partner to add."""

    relation = SelectField(
        _("Part in the project"),
        choices=[
            SelectChoice("co_applicant", _("Co-applicant: takes part and has costs in the budget")),
            SelectChoice(
                "affiliated_entity", _("Affiliated entity: tied to an applicant, has costs")
            ),
            SelectChoice("associate", _("Associate: takes part without money")),
        ],
    )
    name = StringField(
        _("Legal name"), [Required(_("Enter the name of the partner")), Length(max=300)]
    )
    country = SelectField(
        _("Country or territory"),
        choices=[SelectChoice(code, name) for code, name in COUNTRIES.items()],
    )
    registration_number = StringField(_("Registration number"), [Length(max=60)])
    legal_form = StringField(_("Legal form"), [Length(max=120)])
    role = TextAreaField(
        _("Role in the project"),
        [Required(_("Enter what the partner does in the project")), Length(max=2000)],
    )


class DeclarationForm(FlaskForm):
    """Place, date, name and function below the statements."""

    place = StringField(_("Place"), [Required(_("Enter the place")), Length(max=120)])
    signed_on = DateField(_("Date"), [Required(_("Enter the date"))])
    name = StringField(
        _("Name of the signatory"),
        [Required(_("Enter the name of the signatory")), Length(max=200)],
    )
    function = StringField(
        _("Function"), [Required(_("Enter the function of the signatory")), Length(max=120)]
    )

    def statements(self) -> list[Any]:
        """The ticks, in the order of the declaration."""
        return [self[key] for key in STATEMENTS]


def _ticked(message: str) -> Any:
    def check(_form: Form, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(message)

    return check


def declaration_form(data: Mapping[str, Any]) -> DeclarationForm:
    """The form of the declaration on honour; every statement is a tick."""
    parts = {
        key: BooleanField(
            words(statement),
            validators=[_ticked(str(_("Confirm this statement, or do not submit")))],
        )
        for key, statement in STATEMENTS.items()
    }
    form: DeclarationForm = type("SignedForm", (DeclarationForm,), parts)(data=dict(data))
    return form
