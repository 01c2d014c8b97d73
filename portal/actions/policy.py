"""Who may look over a whole Action."""

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_


def can_oversee(actor: Actor) -> Verdict:
    """The lead's staff, the staff of national partners, and auditors."""
    if actor.scopes("action"):
        return ALLOW
    return deny(N_("Only the staff of the Action can open this page."))
