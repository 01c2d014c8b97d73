"""What every source answers, and pieces that several need: letterhead, parties, signatures."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select

from portal.actions.models import Action, Party
from portal.core.countries import country_name
from portal.core.db import Base, db
from portal.core.money import EURO
from portal.documents.engine import Letterhead
from portal.documents.layouts import TITLES
from portal.documents.layouts._parts import Address
from portal.documents.rules import Place
from portal.documents.service import About
from portal.organisations.models import Organisation

UNNAMED = "not named, the call is anonymous"
LEAD_ROLES = ("lead_applicant", "project_lead")
M = TypeVar("M", bound=Base)


@dataclass(frozen=True)
class Gathered:
    """The facts of the row, and how to make the layout's data once the reference is known.

    `part` is the middle of the reference: the call's reference or the event's code. `build` reads
    rows that were loaded before, so it is called while the reading lasts.
    """

    about: About
    action: Action | None
    part: str
    zone: str
    build: Callable[[Letterhead], object]
    lead: Party | None = None
    funding_line: str = ""
    currency: str = EURO

    def letterhead(self, place: Place, issued_on: date) -> Letterhead:
        """What stands around the document at this place."""
        action = self.action
        issuer = self.lead.name if self.lead else (action.donor_name if action else "Grants portal")
        return Letterhead(
            document=TITLES[self.about.kind],
            reference=place.reference,
            version=place.version,
            issued_on=issued_on,
            issuer=issuer,
            action_title=action.title if action else "",
            kosovo_footnote=action.kosovo_footnote if action else "",
            disclaimer=action.disclaimer if action else "",
            funding_statement=action.funding_statement if action else "",
            language=self.about.language,
            funding_line=self.funding_line,
            currency=self.currency,
        )


Source = Callable[[uuid.UUID], Gathered]


def one(statement: Select[M]) -> M:
    """The one row of the subject. Raises: NoResultFound when it is gone."""
    return db.session.scalars(statement).unique().one()


def lead_of(action_id: uuid.UUID | None) -> Party | None:
    """The organisation that leads the Action. Queries: 1."""
    return db.session.scalar(
        select(Party)
        .where(Party.action_id == action_id, Party.role.in_(LEAD_ROLES))
        .order_by(Party.position)
        .limit(1)
    )


def address_of(organisation: Organisation) -> Address:
    """Where a letter to the organisation goes."""
    town = " ".join(part for part in (organisation.postal_code, organisation.city) if part)
    lines = (organisation.street, town, country_name(organisation.country))
    return Address(
        organisation.legal_name,
        organisation.representative_name,
        tuple(line for line in lines if line),
    )
