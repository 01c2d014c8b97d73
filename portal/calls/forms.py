"""Forms of the call pages: shape only, the rules are the service's."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.calls import rules
from portal.calls.models import Call, Lot
from portal.calls.service import CallBasics, LotNumbers
from portal.core.errors import RuleBroken
from portal.web.fields import CountField, LocalTimeField, MoneyField, NumberField, Required

HEADINGS = {"1": _("Human resources"), "3": _("Equipment and supplies"), "4": _("Local office")}
TIMES = ("publishes_at", "questions_until_at", "answers_until_at", "closes_at")


class CheckboxesField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CreateForm(FlaskForm):
    """Which Action, cluster and template a new call starts from."""

    cluster = SelectField(_("Cluster of the Action"), validators=[Required(_("Choose a cluster"))])
    template = SelectField(_("Template"), validators=[Required(_("Choose a template"))])


class BasicsForm(FlaskForm):
    """Texts, dates and numbers of a call."""

    title = StringField(_("Title"), [Required(_("Enter the title")), Length(max=200)])
    summary = TextAreaField(_("Summary"), [Required(_("Enter a summary")), Length(max=2000)])
    objectives = TextAreaField(_("Objectives and priorities"), [Length(max=10000)])
    who_can_apply = TextAreaField(_("Who can apply"), [Length(max=10000)])
    contact_email = EmailField(_("Contact for questions"), [Length(max=254)])
    impact_statements = CheckboxesField(_("Impact statements the call contributes to"))
    publishes_at = LocalTimeField(_("Publication"))
    questions_until_at = LocalTimeField(_("Questions until"))
    answers_until_at = LocalTimeField(_("Answers published until"))
    closes_at = LocalTimeField(_("Deadline"))
    min_publication_days = CountField(
        _("Days a call stays open at least"), [Required(_("Enter the number of days"))]
    )
    indirect_rate = NumberField(_("Indirect costs, at most"), [Required(_("Enter a rate"))])
    contingency_rate = NumberField(_("Contingency reserve, at most"), [Required(_("Enter a rate"))])
    max_share = NumberField(_("Largest share of costs"), [Required(_("Enter a share"))])
    min_share = NumberField(_("Smallest share of costs"), [Optional()])
    total_threshold = NumberField(_("Minimum total score"), [Optional()], places=2)
    third_gap_percent = NumberField(
        _("Third assessor when scores differ by more than"), [Required(_("Enter a share"))]
    )
    prefinancing_plan = StringField(
        _("Instalments"), [Required(_("Enter the instalments, like 80, 20"))]
    )
    prefinancing_limit = NumberField(_("Paid in advance, at most"), [Required(_("Enter a share"))])
    keep_years = CountField(_("Years that papers are kept"), [Required(_("Enter the years"))])
    cap_1 = NumberField(_("Human resources, at most"), [Optional()])
    cap_3 = NumberField(_("Equipment and supplies, at most"), [Optional()])
    cap_4 = NumberField(_("Local office, at most"), [Optional()])

    are_caps_blocking = BooleanField(_("A heading above its limit cannot be submitted"))
    allows_regranting = BooleanField(_("Grantees may pass on grants"))
    asks_logframe = BooleanField(_("Ask for a logframe"))
    asks_action_plan = BooleanField(_("Ask for an action plan by month"))
    per_diem_rates = TextAreaField(_("Daily rates by country"), [Optional(), Length(max=2000)])

    def fill(self, call: Call) -> None:
        """Show what the call says now."""
        zone = ZoneInfo(call.time_zone)
        for name in TIMES:
            at: datetime | None = getattr(call, name)
            self[name].data = at.astimezone(zone).replace(tzinfo=None) if at else None
        for heading in HEADINGS:
            cap = call.heading_caps.get(heading)
            self[f"cap_{heading}"].data = Decimal(cap) if cap else None
        self.prefinancing_plan.data = ", ".join(call.prefinancing_plan)
        self.per_diem_rates.data = "\n".join(
            f"{code} {rate}" for code, rate in call.per_diem_rates.items()
        )
        self.impact_statements.data = [str(impact.id) for impact in call.impact_statements]
        plain = set(CallBasics.__dataclass_fields__) & set(self._fields) - {*TIMES}
        for name in plain - {"prefinancing_plan", "per_diem_rates"}:
            self[name].data = getattr(call, name)

    def basics(self, call: Call) -> CallBasics:
        """What was typed, local times put into the call's zone.

        Raises: RuleBroken at the field for a time that does not exist or comes twice.
        """
        plain: dict[str, Any] = {
            name: self[name].data
            for name in set(CallBasics.__dataclass_fields__) & set(self._fields) - {*TIMES}
            if name not in {"prefinancing_plan", "per_diem_rates"}
        }
        times: dict[str, Any] = {
            name: rules.instant(self[name].data, call.time_zone, field=name)
            if self[name].data
            else None
            for name in TIMES
        }
        return CallBasics(
            **plain,
            **times,
            prefinancing_plan=self._plan(),
            per_diem_rates=rules.daily_rates(
                self.per_diem_rates.data or "", field="per_diem_rates"
            ),
            heading_caps={
                heading: self[f"cap_{heading}"].data
                for heading in HEADINGS
                if self[f"cap_{heading}"].data is not None
            },
            impact_statement_ids=tuple(map(UUID, self.impact_statements.data or ())),
        )

    def _plan(self) -> tuple[Decimal, ...]:
        return rules.instalment_plan(self.prefinancing_plan.data, field="prefinancing_plan")


class LotForm(FlaskForm):
    """The money and limits of one lot."""

    envelope = MoneyField(_("Envelope, EUR"), [Required(_("Enter the envelope"))])
    max_grants = CountField(_("Grants"), [Required(_("Enter the number of grants"))])
    min_grant = MoneyField(_("Smallest grant, EUR"), [Required(_("Enter the smallest grant"))])
    max_grant = MoneyField(_("Largest grant, EUR"), [Required(_("Enter the largest grant"))])
    min_months = CountField(_("Shortest, months"), [Required(_("Enter the months"))])
    max_months = CountField(_("Longest, months"), [Required(_("Enter the months"))])
    min_countries = CountField(_("Countries, at least"), [Required(_("Enter the countries"))])

    def numbers(self) -> LotNumbers:
        """What was typed."""
        return LotNumbers(**{name: self[name].data for name in LotNumbers.__dataclass_fields__})


def lot_forms(call: Call) -> list[tuple[Lot, LotForm]]:
    """One form for each lot, in the order of the lots."""
    return [(lot, LotForm(prefix=lot.code, obj=lot)) for lot in call.lots]


class ActivitiesForm(FlaskForm):
    """The closed list of activities, one on a line."""

    activities = TextAreaField(
        _("Activities, one on each line"), [Required(_("Enter at least one activity"))]
    )


class QuestionForm(FlaskForm):
    """A question of an applicant."""

    text = TextAreaField(_("Your question"), [Required(_("Enter your question")), Length(max=3000)])


class AnswerForm(FlaskForm):
    """An answer for everybody."""

    answer = TextAreaField(_("Answer"), [Required(_("Enter the answer")), Length(max=5000)])


class ReasonForm(FlaskForm):
    """A step that needs a written reason."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=3000)])


class TextCorrectionForm(ReasonForm):
    """A new wording of one part of the call."""

    text = TextAreaField(
        _("New wording"), [Required(_("Enter the new wording")), Length(max=10000)]
    )


class TimeCorrectionForm(ReasonForm):
    """A later date of the timetable."""

    instant = LocalTimeField(_("New date and time"), [Required(_("Enter the new date and time"))])


class ClauseCorrectionForm(TextCorrectionForm):
    """Any other clause of the guidelines, named by the person."""

    clause = StringField(_("Clause"), [Required(_("Enter which clause changes")), Length(max=200)])
    before = TextAreaField(_("Wording until now"), [Length(max=10000)])


class ExtendForm(ReasonForm):
    """A later deadline."""

    closes_at = LocalTimeField(_("New deadline"), [Required(_("Enter the new deadline"))])

    def instant(self, call: Call) -> datetime:
        """The new deadline in UTC."""
        if self.closes_at.data is None:
            raise RuleBroken(str(_("Enter the new deadline")), field="closes_at")
        return rules.instant(self.closes_at.data, call.time_zone, field="closes_at")


class ConfirmForm(FlaskForm):
    """A step that asks for nothing but the token against forgery."""

    confirm = BooleanField(default=True)
