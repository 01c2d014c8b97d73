"""Forms of the event pages: shape only, the rules are the service's."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, Length, Optional

from portal.calls.rules import instant
from portal.core.countries import COUNTRIES, REGION
from portal.events import rules
from portal.events.models import Event, Recommendation
from portal.events.service import Advice, Basics, Participant
from portal.events.states import EventKind
from portal.web.fields import CountField, LocalTimeField, Required
from portal.web.filters import words

TIMES = ("starts_at", "ends_at", "registration_until_at")
KINDS = {
    EventKind.NATIONAL_ROUND_TABLE: _("National round table"),
    EventKind.REGIONAL_CONFERENCE: _("Regional conference"),
    EventKind.INFO_SESSION: _("Information session"),
    EventKind.KICK_OFF: _("Kick-off"),
    EventKind.TRAINING: _("Training"),
    EventKind.WORKSHOP: _("Workshop"),
    EventKind.GRANTEE_EVENT: _("Event of a grantee"),
    EventKind.REGIONAL_WORKSHOP: _("Regional workshop"),
    EventKind.TRANS_REGIONAL_WORKSHOP: _("Trans-regional workshop"),
}
FOLLOW_UPS = {"open": _("Open"), "adopted": _("Adopted"), "refused": _("Refused")}


def country_choices(empty: Any) -> list[tuple[str, Any]]:
    """No country first, then the region, then everywhere else."""
    others = sorted((code for code in COUNTRIES if code not in REGION), key=COUNTRIES.__getitem__)
    return [("", empty), *((code, COUNTRIES[code]) for code in (*REGION, *others))]


class CreateForm(FlaskForm):
    """What an event starts from."""

    title = StringField(_("Title"), [Required(_("Enter the title")), Length(max=200)])
    kind = SelectField(_("Kind"), validators=[Required(_("Choose a kind"))])
    country = SelectField(_("Country"), validators=[Optional()])
    cluster = SelectField(_("Cluster"), validators=[Optional()])
    grant = SelectField(_("Grant"), validators=[Optional()])


class BasicsForm(FlaskForm):
    """Texts, dates and numbers of an event."""

    title = StringField(_("Title"), [Required(_("Enter the title")), Length(max=200)])
    starts_at = LocalTimeField(_("Start"))
    ends_at = LocalTimeField(_("End"))
    place = StringField(_("Place"), [Length(max=200)])
    address = StringField(_("Address"), [Length(max=300)])
    registration_until_at = LocalTimeField(_("Registration until"))
    capacity = CountField(_("Places"), [Optional()])
    organiser = StringField(_("Organiser"), [Length(max=200)])
    co_organisers = TextAreaField(_("Together with"), [Length(max=2000)])
    purpose = TextAreaField(_("Purpose"), [Length(max=5000)])
    agenda = TextAreaField(_("Agenda"), [Length(max=10000)])

    def fill(self, event: Event) -> None:
        """Show what the event says now."""
        zone = ZoneInfo(event.time_zone)
        for name in TIMES:
            at: datetime | None = getattr(event, name)
            self[name].data = at.astimezone(zone).replace(tzinfo=None) if at else None
        for name in ("title", "place", "address", "capacity", "organiser", "purpose"):
            self[name].data = getattr(event, name)
        self.co_organisers.data = "\n".join(event.co_organisers)
        self.agenda.data = rules.agenda_text(event.agenda)

    def basics(self, event: Event) -> Basics:
        """What was typed, local times put into the event's zone.

        Raises: RuleBroken at the field for a time that does not exist or comes twice.
        """
        times: dict[str, Any] = {
            name: instant(self[name].data, event.time_zone, field=name) if self[name].data else None
            for name in TIMES
        }
        return Basics(
            title=self.title.data,
            place=self.place.data or "",
            address=self.address.data or "",
            capacity=self.capacity.data,  # type: ignore[arg-type]  # CountField gives an int
            organiser=self.organiser.data or "",
            purpose=self.purpose.data or "",
            co_organisers=(self.co_organisers.data or "").splitlines(),
            agenda=rules.agenda_lines(self.agenda.data or ""),
            **times,
        )


class ParticipantForm(FlaskForm):
    """A person who comes: also what the public page asks."""

    name = StringField(_("Name"), [Required(_("Enter your name")), Length(max=200)])
    email = EmailField(
        _("Email address"),
        [
            Required(_("Enter your email address")),
            Email(_("Enter an email address like name@example.org")),
            Length(max=254),
        ],
    )
    organisation_name = StringField(_("Organisation"), [Length(max=200)])
    function = StringField(_("Function"), [Length(max=200)])
    category = SelectField(_("You come from"), [Required(_("Choose a category"))])
    country = SelectField(_("Country"), validators=[Optional()])
    sex = RadioField(_("Sex"), default="")
    needs = TextAreaField(_("What you need to take part"), [Length(max=1000)])
    consents_to_photos = BooleanField(_("I agree to be seen on photographs and video of the event"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [(key, words(name)) for key, name in rules.CATEGORIES.items()]
        self.country.choices = country_choices(_("Another or not stated"))
        self.sex.choices = [(key, words(name)) for key, name in rules.SEXES.items()]

    def participant(self) -> Participant:
        """What was typed."""
        return Participant(
            name=self.name.data,
            email=self.email.data,
            organisation_name=self.organisation_name.data or "",
            function=self.function.data or "",
            category=self.category.data,
            country=self.country.data or None,
            sex=self.sex.data or "",
            needs=self.needs.data or "",
            consents_to_photos=bool(self.consents_to_photos.data),
        )


class RecommendationForm(FlaskForm):
    """A recommendation of the event."""

    area = StringField(_("Area"), [Required(_("Enter the area")), Length(max=200)])
    finding = TextAreaField(_("Finding"), [Length(max=3000)])
    text = TextAreaField(
        _("Recommendation"), [Required(_("Enter the recommendation")), Length(max=3000)]
    )
    addressee = StringField(_("To whom"), [Length(max=200)])
    country = SelectField(_("Country"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices(_("The whole region"))

    def fill(self, one: Recommendation) -> None:
        """Show what it says now."""
        self.area.data, self.finding.data, self.text.data = one.area, one.finding, one.text
        self.addressee.data, self.country.data = one.addressee, one.country or ""

    def advice(self) -> Advice:
        """What was typed."""
        return Advice(
            area=self.area.data,
            text=self.text.data,
            finding=self.finding.data or "",
            addressee=self.addressee.data or "",
            country=self.country.data or None,
        )


class FollowUpForm(FlaskForm):
    """What became of a recommendation."""

    follow_up = SelectField(_("Follow-up"))
    follow_up_note = TextAreaField(_("Note"), [Length(max=2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follow_up.choices = list(FOLLOW_UPS.items())


class ReportForm(FlaskForm):
    """The text of the report; the numbers come from the attendance sheet."""

    summary = TextAreaField(_("Summary"), [Length(max=20000)])
    findings = TextAreaField(_("Findings"), [Length(max=20000)])
    media = TextAreaField(_("Media"), [Length(max=10000)])


class OrganisationForm(FlaskForm):
    """Which organisation a participant came from; it then counts as reached."""

    organisation = SelectField(_("Organisation"), validators=[Optional()])


class ReasonForm(FlaskForm):
    """A step that needs a written reason."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=3000)])


class ConfirmForm(FlaskForm):
    """A step that asks for nothing but the token against forgery."""

    confirm = BooleanField(default=True)
