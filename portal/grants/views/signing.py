"""Accepting the contract over HTTP: the second acceptance also makes the report calendar."""

from importlib import import_module
from importlib.util import find_spec

from portal.core.access import Actor
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.grants import service
from portal.grants.forms import SignForm
from portal.grants.models import Grant
from portal.grants.service.contract import Side
from portal.web.access import current_actor
from portal.web.refusal import show


def sign_here(grant: Grant, form: SignForm, side: Side) -> bool:
    """Accept for one side; answers whether it went well, else the form says why not."""
    actor, at = current_actor(), now()
    try:
        with transaction():
            if service.sign(grant, form.signing(), side=side, actor=actor, at=at):
                _schedule_reports(grant, actor, at)
    except RuleBroken as broken:
        show(form, broken)
        return False
    return True


def _schedule_reports(grant: Grant, actor: Actor, at: object) -> None:
    """The reports of a contract in force, made by the reporting area in the same transaction."""
    if find_spec("portal.reporting.service") is not None:
        import_module("portal.reporting.service").schedule_for(grant, actor=actor, at=at)
