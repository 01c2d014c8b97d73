"""Who gives an offer back."""

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_

S = ApplicationState
OFFERED = frozenset({S.PROVISIONALLY_SELECTED, S.ELIGIBILITY_CHECK, S.AWARDED})


def can_decline_offer(actor: Actor, application: Application) -> Verdict:
    """A signatory of the applicant, from the letter on until the contract is signed."""
    if not actor.is_member(application.organisation_id, "signatory"):
        return deny(N_("Only a signatory of the organisation can decline the grant."))
    if application.letter_sent_at is None or application.state not in OFFERED:
        return deny(N_("There is no offer to decline."))
    return ALLOW
