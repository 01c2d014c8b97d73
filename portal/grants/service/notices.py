"""Mail about grants: who is told what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.core.access import Actor
from portal.core.db import Base
from portal.grants import queries
from portal.grants.models import Grant
from portal.mail import service as mail
from portal.organisations import queries as organisations


def tell_grantee(
    grant: Grant, template: str, *, about: Base, link: str, actor: Actor, at: datetime, **words: Any
) -> None:
    """One mail to each owner and signatory of the grantee."""
    people = organisations.people_to_tell(grant.organisation_id, signatories=True)
    _tell(grant, template, people, about=about, link=link, actor=actor, at=at, **words)


def tell_lead(
    grant: Grant,
    template: str,
    *functions: str,
    about: Base,
    link: str,
    actor: Actor,
    at: datetime,
    **words: Any,
) -> None:
    """One mail to each person of the lead with one of these functions, for the grant's country."""
    people = queries.lead_people(grant, *functions)
    _tell(grant, template, people, about=about, link=link, actor=actor, at=at, **words)


def _tell(
    grant: Grant,
    template: str,
    people: Iterable[User],
    *,
    about: Base,
    link: str,
    actor: Actor,
    at: datetime,
    **words: Any,
) -> None:
    for user in people:
        mail.queue(
            f"grants/{template}",
            to=mail.Recipient(user.id, user.name, user.email, user.language),
            about=about,
            actor=actor,
            at=at,
            link=link,
            action=grant.action,
            grant=grant,
            organisation=grant.organisation.legal_name,
            **words,
        )
