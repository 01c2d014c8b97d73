"""Partners of an application: added, changed, taken off. A change ends what they signed."""

from dataclasses import dataclass, fields
from datetime import datetime

from portal.applications.models import Application, PartnerOrganisation
from portal.applications.service.guard import writable
from portal.applications.service.mandates import end_mandate
from portal.audit import service as audit
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, clean_name

MOST_PARTNERS = 10


@dataclass(frozen=True)
class Partner:
    """A partner as entered. Shape: relation co_applicant, affiliated_entity or associate."""

    relation: str
    name: str
    country: str
    registration_number: str = ""
    legal_form: str = ""
    role: str = ""

    def cleaned(self) -> "Partner":
        """The same as it is stored."""
        return Partner(
            relation=self.relation,
            name=clean_name(self.name),
            country=self.country,
            registration_number=clean_name(self.registration_number),
            legal_form=clean_name(self.legal_form),
            role=clean(self.role),
        )


def add_partner(
    application: Application, partner: Partner, *, actor: Actor, at: datetime
) -> PartnerOrganisation:
    """Add a co-applicant, affiliated entity or associate.

    Raises: RuleBroken for a doubled name or too many; NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    partner = partner.cleaned()
    if len(application.partners) >= MOST_PARTNERS:
        raise RuleBroken(N_("At most %(most)s partners", most=MOST_PARTNERS), field="name")
    _require_new(application, partner.name)
    row = PartnerOrganisation(
        position=max((row.position for row in application.partners), default=0) + 1,
        **vars(partner),
    )
    application.partners.append(row)
    application.changed_at = at
    db.session.flush()
    audit.record(
        actor, "application.partner_added", application, at=at, details={"name": partner.name}
    )
    return row


def _require_new(
    application: Application, name: str, own: PartnerOrganisation | None = None
) -> None:
    others = {row.name.casefold() for row in application.partners if row is not own}
    if name.casefold() in others:
        raise RuleBroken(N_("%(name)s is already on the list", name=name), field="name")


def partner_in(application: Application, partner: PartnerOrganisation) -> PartnerOrganisation:
    """The same partner as a row of the held application.

    Raises: RuleBroken when somebody has taken it off in the meantime.
    """
    found = next((row for row in application.partners if row.id == partner.id), None)
    if found is None:
        raise RuleBroken(N_("This partner was taken off the application"))
    return found


def edit_partner(
    application: Application,
    partner: PartnerOrganisation,
    entered: Partner,
    *,
    actor: Actor,
    at: datetime,
) -> bool:
    """Change what stands of a partner; answers whether that ended a mandate asked or signed.

    Raises: RuleBroken for a doubled name; NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    row, entered = partner_in(application, partner), entered.cleaned()
    _require_new(application, entered.name, row)
    names = [one.name for one in fields(entered)]
    before = {name: getattr(row, name) for name in names}
    changed = {
        name: getattr(entered, name) for name in names if before[name] != vars(entered)[name]
    }
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    application.changed_at = at
    details = {"before": {name: before[name] for name in changed}, "after": changed}
    audit.record(actor, "application.partner_changed", application, at=at, details=details)
    reason = N_("What the application says about the partner was changed")
    return end_mandate(application, row, "void", reason=reason, actor=actor, at=at)


def remove_partner(
    application: Application, partner: PartnerOrganisation, *, actor: Actor, at: datetime
) -> None:
    """Take a partner off the application; whoever was asked for its mandate is told."""
    application = writable(application, actor=actor, at=at)
    row = partner_in(application, partner)
    reason = N_("The partner was taken off the application")
    end_mandate(application, row, "void", reason=reason, actor=actor, at=at)
    name = row.name
    application.partners.remove(row)
    db.session.delete(row)
    application.changed_at = at
    audit.record(actor, "application.partner_removed", application, at=at, details={"name": name})
