"""Who may read the audit trail."""

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_


def can_see(actor: Actor) -> Verdict:
    """Administrators answer for the trail; nobody can change it."""
    return ALLOW if actor.is_administrator else deny(N_("Only administrators can see this."))
