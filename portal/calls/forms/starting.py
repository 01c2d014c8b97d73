"""Forms of a new call and of its closed list of activities."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField

from portal.web.fields import Required


class CreateForm(FlaskForm):
    """Which Action and cluster a new call is of, and what it starts from.

    Shape: `start` is template:NAME or call:REFERENCE.
    """

    cluster = SelectField(_("Cluster of the Action"), validators=[Required(_("Choose a cluster"))])
    start = SelectField(
        _("Start from"), validators=[Required(_("Choose a template or an earlier call"))]
    )


class ActivitiesForm(FlaskForm):
    """The closed list of activities, one on a line."""

    activities = TextAreaField(
        _("Activities, one on each line"), [Required(_("Enter at least one activity"))]
    )
