"""Form of one document that a call asks for."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.calls.forms.setup import CheckboxesField
from portal.calls.service import AskedDocument
from portal.web.fields import Required

FORMATS = ("pdf", "docx", "odt", "xlsx", "ods", "jpg", "png")


class SlotForm(FlaskForm):
    """What is asked, when and in which formats."""

    label = StringField(
        _("Name of the document"), [Required(_("Enter the name of the document")), Length(max=200)]
    )
    help = TextAreaField(_("Help for applicants"), [Length(max=1000)])
    stage = RadioField(
        _("When it is asked"),
        [InputRequired(_("Choose when the document is asked"))],
        choices=[
            SelectChoice("application", _("With the application")),
            SelectChoice("eligibility", _("After the selection, for the eligibility check")),
        ],
    )
    formats = CheckboxesField(
        _("Formats"),
        [Required(_("Choose at least one format"))],
        choices=[SelectChoice(ending, ending.upper()) for ending in FORMATS],
    )
    is_required = BooleanField(_("The document must be there"))
    supports = CheckboxesField(_("Checks it is looked at for"))

    def asked(self) -> AskedDocument:
        """What was typed."""
        return AskedDocument(
            label=self.label.data,
            help=self.help.data or "",
            stage=self.stage.data,
            formats=list(self.formats.data or ()),
            is_required=self.is_required.data,
            supports=list(self.supports.data or ()),
        )
