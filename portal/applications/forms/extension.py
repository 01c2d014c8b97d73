"""More time for one applicant: shape only, the rules are the service's."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from portal.calls import rules
from portal.calls.models import Call
from portal.core.errors import RuleBroken
from portal.web.fields import LocalTimeField, Required


class ExtensionForm(FlaskForm):
    """Who gets more time, until when, and why."""

    applicant = StringField(
        _("Organisation"),
        [Required(_("Enter the registration number or the name")), Length(max=300)],
        description=_("Its registration number, or its whole name as in its profile."),
    )
    until = LocalTimeField(_("New deadline"), [Required(_("Enter the new deadline"))])
    reason = TextAreaField(
        _("Reason"),
        [Required(_("Enter the reason")), Length(max=3000)],
        description=_("The applicant and the committee read it, and the opening record prints it."),
    )

    def instant(self, call: Call) -> datetime:
        """The new deadline in UTC."""
        if self.until.data is None:
            raise RuleBroken(str(_("Enter the new deadline")), field="until")
        return rules.instant(self.until.data, call.time_zone, field="until")
