"""One payment from the request to the bank, by the right people, for tests that start later."""

from datetime import timedelta
from types import SimpleNamespace

from portal.accounts.models import User
from portal.core.access import Actor
from portal.core.db import transaction
from portal.files import service as files
from portal.grants import service
from portal.grants.models import Grant, Instalment
from portal.grants.rules import CHECKLIST
from portal.grants.states import GrantState
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.grants import Lead, make_grant, make_lead
from tests.factories.organisations import make_membership, make_organisation

DAY = timedelta(days=1)


class Scene(SimpleNamespace):
    """A grant with its grantee's signatory and the lead's people."""

    grant: Grant
    owner: User
    grantee: Actor
    lead: Lead


def scene(state: GrantState = GrantState.SIGNED, **overrides: object) -> Scene:
    """A grant in this state and the people around it."""
    action, owner = make_action(), make_user(name="Jovana Primerović")
    organisation = make_organisation()
    make_membership(organisation=organisation, user=owner)
    lead = make_lead(action)
    call = make_call(state="decided", action=action, closed_at=AT - 60 * DAY)
    grant = make_grant(state=state, call=call, organisation=organisation, owner=owner, **overrides)
    return Scene(grant=grant, owner=owner, grantee=actor_of(owner), lead=lead)


def issue(grant: Grant, content: bytes = b"%PDF-1.4 contract") -> str:
    """What the documents do when the contract is made; answers its fingerprint."""
    with transaction():
        file = files.keep(content, name="contract.pdf", media_type="application/pdf", at=AT)
        service.contract_issued(
            grant, reference="TA/01/GCO/001/2026", file=file, sha256=file.sha256, at=AT
        )
    return file.sha256


def pay(instalment: Instalment, people: Scene, *, until: str = "confirm") -> None:
    """Take the instalment step by step as far as `until`."""
    steps = {
        "request": lambda: service.request(instalment, actor=people.grantee, at=AT),
        "check": lambda: service.check(
            instalment, points=set(CHECKLIST), note="", actor=people.lead.finance, at=AT
        ),
        "approve": lambda: service.approve(instalment, actor=people.lead.signatory, at=AT),
        "pay": lambda: service.pay(
            instalment,
            value_date=AT.date(),
            bank_reference="TR-1",
            actor=people.lead.finance,
            at=AT,
        ),
        "confirm": lambda: service.confirm(instalment, actor=people.grantee, at=AT),
    }
    for name, step in steps.items():
        with transaction():
            step()
        if name == until:
            return
