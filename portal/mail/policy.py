"""Who may look into the delivery log."""

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_
from portal.mail.models import MailMessage
from portal.mail.states import MailState


def can_see(actor: Actor) -> Verdict:
    """Administrators look after delivery."""
    return ALLOW if actor.is_administrator else deny(N_("Only administrators can see this."))


def can_read_text(actor: Actor, message: MailMessage) -> Verdict:
    """The text of a mail with a personal link is for its recipient alone."""
    if not actor.is_administrator:
        return can_see(actor)
    if message.is_sensitive:
        return deny(N_("This mail carries a personal link. Its text is for the recipient only."))
    return ALLOW


def can_send_again(actor: Actor, message: MailMessage) -> Verdict:
    """An administrator may send a mail again once it was sent or sending it met trouble."""
    if not actor.is_administrator:
        return deny(N_("Only administrators can send a mail again."))
    if message.state == MailState.QUEUED:
        return deny(N_("This mail is waiting to be sent."))
    if message.is_sensitive and message.state != MailState.DEFERRED:
        return deny(N_("The personal link in this mail is gone. The person can ask for a new one."))
    return ALLOW
