"""The form of the second person who looks at a check."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from portal.evaluation.forms.session import LONG


class ConfirmCheckForm(FlaskForm):
    """Confirm a result, or send it back with a reason."""

    reason = TextAreaField(
        _l("What must be looked at again?"),
        [LONG],
        description=_l("Only if you send it back; who checked reads it."),
    )
