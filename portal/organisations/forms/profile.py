"""Forms of the organisations area."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import AnyOf, DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.forms import (
    EmailAddress,
    one_line,
)
from portal.core.countries import COUNTRIES, REGION
from portal.core.money import parse_decimal
from portal.organisations.models import Organisation
from portal.organisations.rules import FIELDS_OF_WORK, representatives_in
from portal.organisations.service import Identity, Profile
from portal.web.fields import CountField


def countries() -> list[SelectChoice]:
    """The six of the region first, then the others."""
    others = [code for code in COUNTRIES if code not in REGION]
    return [SelectChoice(code, COUNTRIES[code]) for code in (*REGION, *others)]


def text_field(label: Any, length: int, *, missing: Any = None, **options: Any) -> StringField:
    """A line of text; `missing` is what is said when it is required and empty."""
    too_long = _l("This must be %(length)s characters or less", length=length)
    first = DataRequired(missing) if missing else Optional()
    return StringField(
        label, filters=[one_line], validators=[first, Length(max=length, message=too_long)],
        **options,
    )  # fmt: skip


class CheckboxesField(SelectMultipleField):
    """Several ticks under one legend."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WebAddress:
    """http or https, with a name of a host."""

    def __call__(self, _form: Any, field: Any) -> None:
        text = field.data or ""
        if text and not text.startswith(("http://", "https://")):
            field.data = f"https://{text}"
        if " " in text or "." not in text:
            raise ValidationError(_l("Enter a web address, like https://www.example.org"))


class IdentityForm(FlaskForm):
    """What an organisation is at least known by.

    `asks_again` once something looks unusual: the page then offers to confirm it.
    """

    asks_again = False
    legal_name = text_field(
        _l("Legal name"),
        300,
        missing=_l("Enter the legal name"),
        description=_l("As in the register, in Latin letters."),
    )
    country = SelectField(
        _l("Country of registration"),
        choices=countries,
        validators=[AnyOf(list(COUNTRIES), message=_l("Choose the country"))],
        validate_choice=False,
    )
    registration_number = text_field(
        _l("Registration number"),
        60,
        missing=_l("Enter the registration number"),
        description=_l("The number given by the register of your country."),
    )
    representative_name = text_field(
        _l("Legal representative"),
        200,
        missing=_l("Enter the name of the legal representative"),
        description=_l("The person who may sign for the organisation."),
    )
    representative_function = text_field(_l("Function of the representative"), 120)
    is_confirmed = BooleanField(_l("I have looked again: all of this is right"))

    def identity(self) -> Identity:
        """What the form says."""
        return Identity(
            legal_name=self.legal_name.data or "",
            country=self.country.data or "",
            registration_number=self.registration_number.data or "",
            representative_name=self.representative_name.data or "",
            representative_function=self.representative_function.data or "",
        )


def number_field(label: Any) -> CountField:
    """A whole number of people."""
    message = _l("Enter a whole number from 0 to 100000")
    return CountField(label, validators=[Optional(), NumberRange(0, 100_000, message=message)])


class ProfileForm(IdentityForm):
    """Everything an organisation tells of itself."""

    version = HiddenField()
    local_name = text_field(_l("Name in the local language"), 300)
    acronym = text_field(_l("Acronym"), 40)
    tax_number = text_field(_l("Tax number"), 60)
    other_representatives = TextAreaField(
        _l("Others who represent the organisation"),
        description=_l("One a line: name, function. The one above signs."),
        validators=[Optional(), Length(max=2000, message=_l("At most 2000 characters"))],
    )
    networks = TextAreaField(
        _l("Networks"),
        description=_l("Networks and platforms you are a member of."),
        validators=[Optional(), Length(max=2000, message=_l("At most 2000 characters"))],
    )
    legal_form = text_field(
        _l("Legal form"), 120, description=_l("For example association or foundation.")
    )
    registered_on = DateField(
        _l("Date of registration"),
        validators=[Optional()],
        description=_l("The day the organisation was founded as a legal person."),
    )
    street = text_field(_l("Street and number"), 200)
    postal_code = text_field(_l("Postal code"), 20)
    city = text_field(_l("Town"), 120)
    email = EmailField(_l("Email address"), validators=[Optional(), EmailAddress()])
    phone = text_field(_l("Phone"), 40, description=_l("With the country code, like +381."))
    website = URLField(
        _l("Website"), filters=[one_line], validators=[Optional(), WebAddress(), Length(max=300)]
    )
    fields_of_work = CheckboxesField(
        _l("Fields of work"),
        choices=lambda: [SelectChoice(key, str(words)) for key, words in FIELDS_OF_WORK.items()],
        validate_choice=False,
    )
    staff_full_time = number_field(_l("Staff, full time"))
    staff_part_time = number_field(_l("Staff, part time"))
    mission = TextAreaField(
        _l("Mission"),
        description=_l("What you work for, in a few sentences."),
        validators=[
            Optional(), Length(max=4000, message=_l("Mission must be 4000 characters or less"))
        ],
    )  # fmt: skip
    turnover_1 = text_field("", 30)
    turnover_2 = text_field("", 30)
    turnover_3 = text_field("", 30)

    @classmethod
    def of(cls, organisation: Organisation, years: Sequence[int]) -> "ProfileForm":
        """The form filled with what is kept; the fields of turnover carry their years."""
        form = cls(obj=organisation)
        if not form.is_submitted():
            form.other_representatives.data = "\n".join(
                ", ".join(part for part in (one["name"], one["function"]) if part)
                for one in organisation.other_representatives
            )
            form.is_confirmed.data = False
        kept = {entry.year: entry.turnover for entry in organisation.years}
        for field, year in zip(form.turnover_fields, years, strict=True):
            field.label.text = _l("Turnover in %(year)s", year=year)
            if not form.is_submitted():
                field.data = str(kept.get(year, ""))
        if not form.is_submitted():
            form.version.data = str(organisation.row_version)
        return form

    @property
    def turnover_fields(self) -> tuple[StringField, StringField, StringField]:
        """The newest year first."""
        return self.turnover_1, self.turnover_2, self.turnover_3

    def profile(self) -> Profile:
        """What the form says."""
        names = Profile.__dataclass_fields__.keys() - asdict(self.identity()).keys()
        rest = {name: self[name].data for name in names}
        texts = {name: "" if value is None else value for name, value in rest.items()}
        for name in ("registered_on", "staff_full_time", "staff_part_time"):
            texts[name] = rest[name]
        texts["other_representatives"] = [
            asdict(one) for one in representatives_in(self.other_representatives.data or "")
        ]
        texts["fields_of_work"] = [key for key in FIELDS_OF_WORK if key in rest["fields_of_work"]]
        return Profile(
            **{**asdict(self.identity()), **texts,
               "local_name": self.local_name.data or "", "acronym": self.acronym.data or ""}
        )  # fmt: skip

    def turnover(self, years: Sequence[int]) -> dict[int, Decimal | None]:
        """Turnover by year in EUR; None where nothing is entered.

        Raises: RuleBroken at the field that cannot be understood.
        """
        return {
            year: parse_decimal(field.data, field=field.name) if field.data else None
            for field, year in zip(self.turnover_fields, years, strict=True)
        }

    def known_version(self) -> int:
        """The version the form was filled from; 0 when it was tampered with."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
