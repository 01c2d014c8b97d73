"""Who may open the pages of grants."""

from decimal import Decimal
from typing import Any

from portal.calls import queries as calls
from portal.calls.models import Call
from portal.grants.models import Grant, Recovery
from portal.grants.rules import CHECKLIST
from portal.grants.states import GrantState, InstalmentState
from tests.factories.base import AT, save
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.support.cast import STAFF, Cast
from tests.support.tables import Access

S, I = GrantState, InstalmentState  # noqa: E741
MEMBER = {"member"}


def call_of(cast: Cast) -> Call:
    """One decided call of the Action, made once and read afresh."""
    known = cast.__dict__.get("grants_call")
    if known is None:
        cast.action.__dict__.setdefault("clusters", [cast.cluster] * 4)
        known = make_call(state="decided", action=cast.action).id
        cast.__dict__["grants_call"] = known
        cast.action.__dict__.pop("clusters")
    return calls.get_whole(known)


def a_grant(state: GrantState = S.ACTIVE, **overrides: Any) -> Any:
    def make(cast: Cast) -> dict[str, object]:
        return {"grant_id": grant_of(cast, state, **overrides).id}

    return make


def grant_of(cast: Cast, state: GrantState = S.ACTIVE, **overrides: Any) -> Grant:
    return make_grant(
        state=state,
        call=call_of(cast),
        organisation=cast.organisation,
        owner=cast.person("member"),
        **overrides,
    )


def a_payment(state: InstalmentState, *, whole: bool = False) -> Any:
    def make(cast: Cast) -> dict[str, object]:
        grant = grant_of(cast, S.SIGNED, first=state)
        values: dict[str, object] = {"instalment_id": grant.instalments[0].id}
        return {"grant_id": grant.id, **values} if whole else values

    return make


def a_recovery(cast: Cast) -> dict[str, object]:
    grant = grant_of(cast, S.CLOSING, final_amount=Decimal("9250.00"))
    recovery = Recovery(
        grant_id=grant.id,
        amount=Decimal("750.00"),
        reason="Too much",
        issued_at=AT,
        due_on=AT.date(),
    )
    return {"recovery_id": save(recovery).id}


def a_contract(cast: Cast) -> dict[str, object]:
    return {**a_grant(S.SENT)(cast), "number": 1}


def a_number(cast: Cast) -> dict[str, object]:
    return {"number": grant_of(cast).number}


PLAIN = {"name": "Jovana Primerović", "function": "Director", "accepts": "y", "sha256": "0"}
TERMS = {"exchange_method": "MONTH", "report_days_final": "30", "plan": "80/20"}
REASON = {"reason": "A paper is missing"}
PAID = {"value_date": "2026-11-22", "bank_reference": "TR-1"}

ACCESS = {
    "grants.index": Access(
        allowed={
            "member", "outsider", "evaluator", "programme", "finance", "signatory", "auditor",
            "administrator",
        }
    ),
    "grants.detail": Access(allowed=MEMBER, params=a_grant()),
    "grants.agreement": (
        Access(allowed=MEMBER, params=a_grant(S.SENT)),
        Access(allowed=MEMBER, method="POST", params=a_grant(S.SENT), data=PLAIN),
    ),
    "grants.contract_file": Access(allowed=MEMBER | STAFF, params=a_contract),
    "grants.payments": Access(allowed=MEMBER, params=a_grant()),
    "grants.request_payment": Access(
        allowed=MEMBER, method="POST", params=a_payment(I.DUE, whole=True), data={"confirms": "y"}
    ),
    "grants.confirm_payment": Access(
        allowed=MEMBER, method="POST", params=a_payment(I.PAID, whole=True)
    ),
    "grants.papers": Access(allowed=MEMBER, params=a_grant()),
    "grants.register": Access(allowed=STAFF),
    "grants.manage": (
        Access(allowed=STAFF, params=a_grant()),
        Access(
            allowed={"programme", "signatory"}, method="POST", params=a_grant(S.CLOSING)
        ),
    ),
    "grants.manage_documents": Access(allowed=STAFF, params=a_grant()),
    "grants.history": Access(allowed=STAFF, params=a_grant()),
    "grants.terms": (
        Access(allowed=STAFF, params=a_grant(S.PREPARATION)),
        Access(
            allowed={"programme"}, method="POST", params=a_grant(S.PREPARATION), data=TERMS
        ),
    ),
    "grants.draft": Access(allowed={"programme"}, method="POST", params=a_grant(S.PREPARATION)),
    "grants.send": Access(
        allowed={"programme"}, method="POST", params=a_grant(S.CONTRACT_DRAFT)
    ),
    "grants.sign": Access(
        allowed={"signatory"}, method="POST", params=a_grant(S.SENT), data=PLAIN
    ),
    "grants.queue": Access(allowed=STAFF),
    "grants.manage_payments": Access(allowed=STAFF, params=a_grant()),
    "grants.payment": Access(allowed=STAFF, params=a_payment(I.REQUESTED)),
    "grants.check": Access(
        allowed={"finance"},
        method="POST",
        params=a_payment(I.REQUESTED),
        data={"points": list(CHECKLIST)},
    ),
    "grants.approve": Access(allowed={"signatory"}, method="POST", params=a_payment(I.CHECKED)),
    "grants.pay": Access(
        allowed={"finance"}, method="POST", params=a_payment(I.APPROVED), data=PAID
    ),
    "grants.send_back": Access(
        allowed={"finance", "signatory"}, method="POST", params=a_payment(I.CHECKED), data=REASON
    ),
    "grants.hold": Access(
        allowed={"finance", "signatory"}, method="POST", params=a_payment(I.REQUESTED), data=REASON
    ),
    "grants.release": Access(
        allowed={"finance", "signatory"}, method="POST", params=a_payment(I.ON_HOLD)
    ),
    "grants.recovery": (
        Access(allowed=STAFF, params=a_recovery),
        Access(
            allowed={"finance"},
            method="POST",
            params=a_recovery,
            data={"settled_on": "2026-11-22", "reference": "IN-1"},
        ),
    ),
    "grants.projects": Access(public=True),
    "grants.project": Access(public=True, params=a_number),
    "grants.awards": Access(public=True),
    "grants.awards_file": Access(public=True),
}  # fmt: skip
