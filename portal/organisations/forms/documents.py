"""The form of one document of the organisation."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField
from wtforms.validators import Optional


class DocumentForm(FlaskForm):
    """A new version of one document."""

    file = FileField(
        _l("File"), description=_l("PDF, DOCX, XLSX, ODT, ODS, PNG or JPG, 10 MB or smaller.")
    )
    issued_on = DateField(_l("Date of issue"), validators=[Optional()])
    expires_on = DateField(
        _l("Valid until"),
        validators=[Optional()],
        description=_l("Leave it empty when the document does not expire."),
    )
