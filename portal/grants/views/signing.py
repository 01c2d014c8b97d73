"""Accepting the contract over HTTP: the second acceptance also makes the report calendar."""

from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.grants import service
from portal.grants.forms import SignForm
from portal.grants.models import Grant
from portal.grants.service.contract import Side
from portal.reporting import service as reporting
from portal.web.access import current_actor
from portal.web.refusal import show


def sign_here(grant: Grant, form: SignForm, side: Side) -> bool:
    """Accept for one side; answers whether it went well, else the form says why not."""
    at = now()
    try:
        with transaction():
            if service.sign(grant, form.signing(), side=side, actor=current_actor(), at=at):
                reporting.schedule_for(grant, at=at)
    except RuleBroken as broken:
        show(form, broken)
        return False
    return True
