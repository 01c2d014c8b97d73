"""Forms of a new call and of its closed list of activities."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField

from portal.web.fields import Required


class CreateForm(FlaskForm):
    """Which Action, cluster and template a new call starts from."""

    cluster = SelectField(_("Cluster of the Action"), validators=[Required(_("Choose a cluster"))])
    template = SelectField(_("Start from"), validators=[Required(_("Choose a template"))])


class ActivitiesForm(FlaskForm):
    """The closed list of activities, one on a line."""

    activities = TextAreaField(
        _("Activities, one on each line"), [Required(_("Enter at least one activity"))]
    )
