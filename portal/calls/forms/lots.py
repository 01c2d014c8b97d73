"""Forms of the lots of a call."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length, Regexp

from portal.calls.models import Call, Lot
from portal.calls.service import LotNumbers, LotPlace
from portal.core.countries import COUNTRIES
from portal.web.fields import CountField, MoneyField, Required

CODE = Regexp(r"^[A-Za-z0-9-]+$", message=_("Use letters, digits and hyphens only, like RS"))


class LotForm(FlaskForm):
    """The money and limits of one lot."""

    envelope = MoneyField(_("Envelope"), [Required(_("Enter the envelope"))])
    max_grants = CountField(_("Grants"), [Required(_("Enter the number of grants"))])
    min_grant = MoneyField(_("Smallest grant"), [Required(_("Enter the smallest grant"))])
    max_grant = MoneyField(_("Largest grant"), [Required(_("Enter the largest grant"))])
    min_months = CountField(_("Shortest, months"), [Required(_("Enter the months"))])
    max_months = CountField(_("Longest, months"), [Required(_("Enter the months"))])
    min_countries = CountField(_("Countries, at least"), [Required(_("Enter the countries"))])

    def numbers(self) -> LotNumbers:
        """What was typed."""
        return LotNumbers(**{name: self[name].data for name in LotNumbers.__dataclass_fields__})


def lot_forms(call: Call) -> list[tuple[Lot, LotForm]]:
    """One form for each lot, in the order of the lots."""
    return [(lot, LotForm(prefix=lot.code, obj=lot)) for lot in call.lots]


class LotPlaceForm(FlaskForm):
    """What a lot is called, where it is and who runs it."""

    code = StringField(
        _("Short code"), [Required(_("Enter a code, like RS")), Length(max=20), CODE]
    )
    name = StringField(_("Name"), [Required(_("Enter the name of the lot")), Length(max=120)])
    country = SelectField(
        _("Country or territory"),
        choices=[
            SelectChoice("", _("Several: a regional lot")),
            *(SelectChoice(code, name) for code, name in COUNTRIES.items()),
        ],
    )
    managed_by = StringField(_("Run by"), [Length(max=200)])

    def place(self) -> LotPlace:
        """What was typed."""
        return LotPlace(
            code=self.code.data,
            name=self.name.data,
            country=self.country.data or None,
            managed_by=self.managed_by.data or "",
        )


class NewLotForm(LotPlaceForm, LotForm):
    """A lot to add: place and numbers."""
