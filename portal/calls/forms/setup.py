"""Forms of the set-up pages of a call: each fills one part of its rules."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.calls import rules
from portal.calls.models import Call
from portal.calls.service import (
    AfterAward,
    Applicants,
    MoneyRules,
    Part,
    ScoringRules,
    Texts,
    Timetable,
)
from portal.core.countries import COUNTRIES
from portal.core.currencies import currency_names
from portal.core.errors import RuleBroken
from portal.core.languages import LANGUAGES
from portal.web.fields import CountField, LocalTimeField, NumberField, Required
from portal.web.filters import words

HEADINGS = {
    "1": _("Human resources"),
    "2": _("Travel"),
    "3": _("Equipment and supplies"),
    "4": _("Local office"),
    "5": _("Other costs, services"),
    "6": _("Other"),
}
TIMES = ("publishes_at", "questions_until_at", "answers_until_at", "closes_at")
ZONES = [*sorted(zone for zone in available_timezones() if zone.startswith("Europe/")), "UTC"]
SHARE = NumberRange(max=100, message=_("Enter 100 or less"))
TWO_OR_THREE = NumberRange(min=2, max=3, message=_("Enter 2 or 3"))
MULTIPLE = NumberRange(min=1, max=1000, message=_("Enter 1 to 1000"))
AT_LEAST_ONE = NumberRange(min=1, message=_("Enter 1 or more"))


def _percent(label: Any, message: Any) -> NumberField:
    return NumberField(label, [Required(message), SHARE])


def _days(label: Any) -> CountField:
    return CountField(label, [Required(_("Enter the number of days"))])


class CheckboxesField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PartForm(FlaskForm):
    """One part of a call's rules: shows what the call says, answers what was typed."""

    part_type: ClassVar[type[Part]]

    def fill(self, call: Call) -> None:
        """Show what the call says now."""
        for name in self._names():
            if name in self._fields:
                self[name].data = getattr(call, name)

    def part(self, call: Call) -> Part:
        """What was typed. Raises: RuleBroken at a field that cannot be read."""
        return self.part_type(**self._typed(call))

    def _names(self) -> list[str]:
        return list(self.part_type.__dataclass_fields__)

    def _typed(self, call: Call) -> dict[str, Any]:
        """The values by column; forms with fields of another shape add to it."""
        return {name: self[name].data for name in self._names() if name in self._fields}


class TextsForm(PartForm):
    """What the call is for, in words."""

    part_type = Texts
    title = StringField(_("Title"), [Required(_("Enter the title")), Length(max=200)])
    summary = TextAreaField(_("Summary"), [Required(_("Enter a summary")), Length(max=2000)])
    objectives = TextAreaField(_("Objectives and priorities"), [Length(max=10000)])
    contact_email = EmailField(_("Contact for questions"), [Length(max=254)])
    languages = CheckboxesField(
        _("Languages of the applications"),
        [Required(_("Choose at least one language"))],
        choices=[SelectChoice(code, words(name)) for code, name in LANGUAGES.items()],
    )
    impact_statements = CheckboxesField(_("Impact statements the call contributes to"))

    def fill(self, call: Call) -> None:
        super().fill(call)
        self.impact_statements.data = [str(impact.id) for impact in call.impact_statements]

    def _typed(self, call: Call) -> dict[str, Any]:
        chosen = tuple(map(UUID, self.impact_statements.data or ()))
        return super()._typed(call) | {"impact_statement_ids": chosen}


class ApplicantsForm(PartForm):
    """Who may apply and how often."""

    part_type = Applicants
    who_can_apply = TextAreaField(_("Who can apply"), [Length(max=10000)])
    applicant_countries = CheckboxesField(
        _("Where applicants may be registered"),
        choices=[SelectChoice(code, name) for code, name in COUNTRIES.items()],
    )
    registered_months = CountField(
        _("Registered for at least"), [Required(_("Enter the number of months, 0 for no rule"))]
    )
    max_applications_as_lead = CountField(
        _("Applications of one organisation, at most"),
        [Required(_("Enter a number")), AT_LEAST_ONE],
    )
    requires_partners = BooleanField(_("An application needs at least one co-applicant"))
    mandate_link_days = CountField(
        _("A partner can sign its mandate by the link for"),
        [Required(_("Enter the number of days")), AT_LEAST_ONE],
    )
    mandate_remind_days = CountField(
        _("A partner that has not answered is reminded after"),
        [Required(_("Enter the number of days, 0 for no reminder"))],
    )
    mandate_requests = CountField(
        _("Mails that ask one partner, at most"), [Required(_("Enter a number")), AT_LEAST_ONE]
    )


class TimetableForm(PartForm):
    """The dates, on the wall clock of the call's own zone."""

    part_type = Timetable
    time_zone = SelectField(_("Time zone"), choices=[SelectChoice(zone, zone) for zone in ZONES])
    publishes_at = LocalTimeField(_("Publication"))
    questions_until_at = LocalTimeField(_("Questions until"))
    answers_until_at = LocalTimeField(_("Answers published until"))
    closes_at = LocalTimeField(_("Deadline"))
    grace_seconds = CountField(
        _("Grace after the deadline"), [Required(_("Enter the seconds, 0 for none"))]
    )
    min_publication_days = CountField(
        _("Days a call stays open at least"),
        [Required(_("Enter the number of days, 0 for no rule"))],
    )

    def fill(self, call: Call) -> None:
        super().fill(call)
        zone = ZoneInfo(call.time_zone)
        for name in TIMES:
            at: datetime | None = getattr(call, name)
            self[name].data = at.astimezone(zone).replace(tzinfo=None) if at else None

    def _typed(self, call: Call) -> dict[str, Any]:
        """Raises: RuleBroken at the field for a time that does not exist or comes twice."""
        zone = self.time_zone.data
        return super()._typed(call) | {
            name: rules.instant(self[name].data, zone, field=name) if self[name].data else None
            for name in TIMES
        }


class MoneyForm(PartForm):
    """Shares and limits of the budget."""

    part_type = MoneyRules
    currency = SelectField(_("Currency of the call"))
    asks_budget = BooleanField(_("Applicants build a budget"))
    asks_logframe = BooleanField(_("Applicants fill a logframe"))
    asks_action_plan = BooleanField(_("Applicants draw up an action plan, month by month"))
    max_share = _percent(_("Largest share of costs"), _("Enter a share"))
    min_share = NumberField(_("Smallest share of costs"), [Optional(), SHARE])
    indirect_rate = _percent(_("Indirect costs, at most"), _("Enter a rate"))
    contingency_rate = _percent(_("Contingency reserve, at most"), _("Enter a rate"))
    justification_words = CountField(
        _("Words to justify a line, at most"), [Required(_("Enter a number")), AT_LEAST_ONE]
    )
    cap_1 = NumberField(HEADINGS["1"], [Optional(), SHARE])
    cap_2 = NumberField(HEADINGS["2"], [Optional(), SHARE])
    cap_3 = NumberField(HEADINGS["3"], [Optional(), SHARE])
    cap_4 = NumberField(HEADINGS["4"], [Optional(), SHARE])
    cap_5 = NumberField(HEADINGS["5"], [Optional(), SHARE])
    cap_6 = NumberField(HEADINGS["6"], [Optional(), SHARE])

    are_caps_blocking = BooleanField(_("A heading above its limit cannot be submitted"))
    allows_regranting = BooleanField(_("Grantees may pass on grants"))
    per_diem_rates = TextAreaField(_("Daily rates by country"), [Optional(), Length(max=2000)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        names = currency_names(str(get_locale() or "en"))
        self.currency.choices = [
            SelectChoice(code, f"{code}, {name}") for code, name in names.items()
        ]

    def fill(self, call: Call) -> None:
        super().fill(call)
        rates = call.per_diem_rates.items()
        self.per_diem_rates.data = "\n".join(f"{code} {rate}" for code, rate in rates)
        for heading in HEADINGS:
            cap = call.heading_caps.get(heading)
            self[f"cap_{heading}"].data = Decimal(cap) if cap else None

    def _typed(self, call: Call) -> dict[str, Any]:
        typed = {heading: self[f"cap_{heading}"].data for heading in HEADINGS}
        caps = {heading: cap for heading, cap in typed.items() if cap is not None}
        rates = rules.daily_rates(self.per_diem_rates.data or "", field="per_diem_rates")
        return super()._typed(call) | {"heading_caps": caps, "per_diem_rates": rates}


class ScoringForm(PartForm):
    """From scores to awards."""

    part_type = ScoringRules
    total_threshold = NumberField(_("Minimum total score"), [Optional()], places=2)
    rejects_very_poor_capacity = BooleanField(
        _("A mean score of 1 in any criterion of capacity rejects the application")
    )
    is_anonymous = BooleanField(
        _("Anonymous: who scores and votes reads a number in place of every name")
    )
    assessors_per_application = CountField(
        _("Assessors of each application"), [Required(_("Enter 2 or 3")), TWO_OR_THREE]
    )
    third_gap_percent = _percent(
        _("Third assessor when scores differ by more than"), _("Enter a share")
    )
    straddle_percent = NumberField(
        _("Third assessor when only one score reaches the minimum and they differ by"),
        [Optional(), SHARE],
    )
    min_voters = CountField(
        _("Voters of the committee, at least"), [Required(_("Enter a number")), AT_LEAST_ONE]
    )
    confirms_checks = BooleanField(
        _("A second person confirms the result of each check of an application")
    )
    words_per_hour = CountField(
        _("An assessor reads and scores in an hour"),
        [Required(_("Enter a number")), AT_LEAST_ONE],
    )
    cut_percent = NumberField(_("Invite while the sums asked stay within"), [Optional(), MULTIPLE])
    cut_invitations = CountField(_("Invite at most"), [Optional(), AT_LEAST_ONE])
    change_percent = NumberField(
        _("The full application may ask for more or less than the concept note by"),
        [Optional(), SHARE],
    )
    conflict_years = CountField(
        _("A tie to an applicant counts as a conflict for"), [Required(_("Enter the years"))]
    )
    max_awards_as_lead = CountField(
        _("Awards to one organisation, at most"), [Required(_("Enter a number")), AT_LEAST_ONE]
    )
    moves_rest = BooleanField(_("Money left in a lot may be moved to another lot"))
    reserve_months = CountField(
        _("The reserve list is valid for"), [Required(_("Enter the number of months"))]
    )
    clarification_days = _days(_("Questions of the committee are answered within"))
    complaint_days = _days(_("Complaint after the letter, within"))
    complaint_answer_days = _days(_("A complaint is answered within"))

    def _typed(self, call: Call) -> dict[str, Any]:
        """The numbers of the two steps are asked only where the page shows them."""
        typed = super()._typed(call)
        if not call.is_first_step:
            kept = ("cut_percent", "cut_invitations")
            typed |= {name: getattr(call, name) for name in kept}
        if call.procedure != "two_step":
            typed["change_percent"] = call.change_percent
        if typed["change_percent"] is None:
            raise RuleBroken(words(_("Enter a share")), field="change_percent")
        return typed


class AfterAwardForm(PartForm):
    """From the award to the archive."""

    part_type = AfterAward
    document_days = _days(_("Eligibility documents are sent within"))
    signature_days = _days(_("The contract is signed within"))
    prefinancing_plan = StringField(
        _("Instalments"), [Required(_("Enter the instalments, like 80, 20"))]
    )
    prefinancing_limit = _percent(_("Paid in advance, at most"), _("Enter a share"))
    payment_days_first = _days(_("First payment within"))
    payment_days_later = _days(_("Later payments within"))
    report_days_final = _days(_("Final report within"))
    keep_years = CountField(_("Years that papers are kept"), [Required(_("Enter the years"))])

    def fill(self, call: Call) -> None:
        super().fill(call)
        self.prefinancing_plan.data = ", ".join(call.prefinancing_plan)

    def _typed(self, call: Call) -> dict[str, Any]:
        plan = rules.instalment_plan(self.prefinancing_plan.data, field="prefinancing_plan")
        return super()._typed(call) | {"prefinancing_plan": plan}
