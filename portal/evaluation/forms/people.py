"""Forms about the people of a committee: what evaluators say of themselves, conflicts."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.countries import COUNTRIES
from portal.evaluation.forms.session import KINDS_OF_TIE, LONG
from portal.evaluation.service import About, Job
from portal.evaluation.service.profile import EXPERTISE, LANGUAGES
from portal.web.fields import CountField, Required
from portal.web.filters import words

PLACES = tuple(SelectChoice(code, name) for code, name in COUNTRIES.items())


class CheckboxesField(SelectMultipleField):
    """Several checkboxes under one legend."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProfileForm(FlaskForm):
    """Languages, fields and places of an evaluator."""

    languages = CheckboxesField(
        _l("Languages you read well"),
        validate_choice=False,
    )
    expertise = CheckboxesField(_l("Fields you know"), validate_choice=False)
    countries = CheckboxesField(
        _l("Places you know"),
        description=_l("Where you lived, worked or followed events closely."),
        choices=list(PLACES),
        validate_choice=False,
    )

    def about(self) -> About:
        """What was ticked."""
        return About(
            languages=self.languages.data or [],
            expertise=self.expertise.data or [],
            countries=self.countries.data or [],
        )


def profile_form(**values: list[str]) -> ProfileForm:
    """The form with what is known."""
    form = ProfileForm(prefix="about-", data=values)
    form.languages.choices = [SelectChoice(code, words(name)) for code, name in LANGUAGES.items()]
    form.expertise.choices = [SelectChoice(code, words(name)) for code, name in EXPERTISE.items()]
    return form


class EmployerForm(FlaskForm):
    """One organisation the person works or worked for."""

    name = StringField(_l("Name of the organisation"), [Length(max=300)])
    country = SelectField(
        _l("Country or territory"),
        choices=[SelectChoice("", _l("Choose")), *PLACES],
        validate_choice=False,
    )
    registration_number = StringField(
        _l("Registration number"),
        [Length(max=60)],
        description=_l("If you know it: names can be written in many ways."),
    )
    from_year = CountField(_l("From year"), description=_l("Like 2021."))
    to_year = CountField(_l("To year"), description=_l("Leave it empty if you still work there."))

    def job(self) -> Job:
        """What was entered."""
        return Job(
            name=self.name.data or "",
            country=self.country.data or "",
            registration_number=self.registration_number.data or "",
            from_year=_year(self.from_year.data),
            to_year=_year(self.to_year.data),
        )


def _year(value: object) -> int | None:
    return None if value is None else int(str(value))


class RulingForm(FlaskForm):
    """The secretary's decision on a suspicion."""

    decision = RadioField(
        _l("Is it a conflict of interest?"),
        choices=[
            SelectChoice("no", _l("No: the person may be given the application")),
            SelectChoice("yes", _l("Yes: the application is closed to the person")),
        ],
        validators=[Required(_l("Choose your decision"))],
    )
    reason = TextAreaField(
        _l("Why"), [LONG], description=_l("It stands in the register of conflicts.")
    )


class RecordForm(FlaskForm):
    """The secretary recuses somebody from one application."""

    person = SelectField(_l("Person"), [Required(_l("Choose a person"))], validate_choice=False)
    application = SelectField(
        _l("Application"), [Required(_l("Choose an application"))], validate_choice=False
    )
    kind = SelectField(
        _l("Kind of tie"),
        choices=[SelectChoice("", _l("Choose")), *KINDS_OF_TIE],
        validate_choice=False,
    )
    note = TextAreaField(_l("What is the tie?"), [LONG])
