"""Who acts, what they hold, and the answer to "may they?"."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from portal.core.errors import NotAllowed

Area = Literal["organisation", "action", "call", "application", "complaint"]


@dataclass(frozen=True)
class Held:
    """One role a person holds: a function in an organisation, an Action or the committee of a call.

    `country` narrows a role in an Action to the lot of one country (a national partner's staff).
    """

    area: Area
    scope_id: UUID
    function: str
    country: str | None = None


@dataclass(frozen=True)
class Actor:
    """The person (or the system) on whose behalf something is done.

    Functions by area: organisation: owner, editor, reader, signatory; action: programme, finance,
    signatory, auditor; call: chair, secretary, voter, assessor, observer; application: closed, by
    a conflict of interest; complaint (of a call): officer.
    """

    user_id: UUID | None
    name: str
    email: str = ""
    is_administrator: bool = False
    roles: tuple[Held, ...] = ()
    address: str = ""

    @property
    def is_system(self) -> bool:
        """True for the portal itself: jobs and commands."""
        return self.user_id is None and self.name == SYSTEM_NAME

    @property
    def is_visitor(self) -> bool:
        """True for somebody who has not signed in."""
        return self.user_id is None and not self.is_system

    def holds(
        self, area: Area, scope_id: UUID, *functions: str, country: str | None = None
    ) -> bool:
        """Whether they hold one of `functions` (any, when none is named) for this scope.

        With `country` a role limited to another country does not count.
        """
        return any(
            held.area == area
            and held.scope_id == scope_id
            and (not functions or held.function in functions)
            and (country is None or held.country in {None, country})
            for held in self.roles
        )

    def scopes(self, area: Area, *functions: str) -> frozenset[UUID]:
        """Ids of the organisations, Actions or calls in which they hold one of `functions`."""
        return frozenset(
            held.scope_id
            for held in self.roles
            if held.area == area and (not functions or held.function in functions)
        )

    def is_member(self, organisation_id: UUID, *functions: str) -> bool:
        """Whether they belong to the organisation (in one of `functions`, when named)."""
        return self.holds("organisation", organisation_id, *functions)

    @property
    def closed(self) -> frozenset[UUID]:
        """Applications that a conflict of interest closes to them, whatever else they hold."""
        return self.scopes("application", "closed")

    def leads(self, action_id: UUID, *functions: str, country: str | None = None) -> bool:
        """Whether they are the lead's staff (or a partner's, for `country`) in this Action."""
        return self.holds("action", action_id, *(functions or LEAD), country=country)

    def reads(self, action_id: UUID, country: str | None = None) -> bool:
        """Whether they may read everything of the Action: the lead's staff and auditors."""
        return self.holds("action", action_id, *LEAD, "auditor", country=country)


LEAD = ("programme", "finance", "signatory")
SYSTEM_NAME = "Grants portal"
SYSTEM = Actor(user_id=None, name=SYSTEM_NAME)
VISITOR = Actor(user_id=None, name="Visitor")


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the reason in words. Truthy when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Verdict(True)


def deny(reason: str) -> Verdict:
    """No, and why."""
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the verdict's reason unless it allows."""
    if not verdict:
        raise NotAllowed(verdict.reason)
