"""Who may read the documents. Whether one is theirs at all is `queries.visible_to`."""

from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.text import N_


def can_list(actor: Actor) -> Verdict:
    """The lead's staff and auditors have a list of all documents of their Actions."""
    if actor.scopes("action", *LEAD, "auditor"):
        return ALLOW
    return deny(N_("Only the lead's staff and auditors have a list of all documents."))
