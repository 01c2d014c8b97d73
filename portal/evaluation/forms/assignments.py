"""Forms of a sheet that changes hands."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField

from portal.evaluation.forms.people import CheckboxesField
from portal.evaluation.forms.session import LONG
from portal.web.fields import Required


class DeclineForm(FlaskForm):
    """The assessor does not take an application on."""

    reason = TextAreaField(
        _l("Why can you not score it?"), [LONG], description=_l("The secretary reads it.")
    )


class IdentitiesForm(FlaskForm):
    """The names of an anonymous call are opened."""

    reason = TextAreaField(
        _l("Why are the names opened now?"), [LONG], description=_l("It is kept for good.")
    )


class LotForm(FlaskForm):
    """Give somebody every application of a lot."""

    lot = SelectField(_l("Lot"), [Required(_l("Choose a lot"))])
    people = CheckboxesField(_l("Assessors"), [Required(_l("Choose at least one assessor"))])


class ReassignForm(FlaskForm):
    """Give a sheet to somebody else."""

    person = SelectField(
        _l("Who scores it from now on?"), [Required(_l("Choose a person"))], validate_choice=False
    )
    reason = TextAreaField(
        _l("Why does it change hands?"), [LONG], description=_l("The assessor so far reads it.")
    )


class OfflineForm(FlaskForm):
    """A sheet that was filled in a spreadsheet."""

    file = FileField(_l("Workbook"), description=_l("The XLSX file from this page, filled."))
