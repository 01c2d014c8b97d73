"""Writes of grants: begin, contract, payments, the end of the accounts."""

from portal.grants.service.accounts import approve_bank_change
from portal.grants.service.closing import (
    close,
    open_points,
    settle,
    settle_recovery,
    start_closing,
)
from portal.grants.service.contract import (
    METHODS,
    Signing,
    Terms,
    contract_issued,
    draft_contract,
    end,
    is_being_prepared,
    plan_of,
    send_contract,
    set_terms,
    sign,
    start,
)
from portal.grants.service.creation import create_from_application
from portal.grants.service.falling import fall_away, lapse
from portal.grants.service.payments import (
    approve,
    check,
    confirm,
    hold,
    pay,
    release,
    release_further,
    request,
    send_back,
    verdicts,
)

__all__ = [
    "METHODS",
    "Signing",
    "Terms",
    "approve",
    "approve_bank_change",
    "check",
    "close",
    "confirm",
    "contract_issued",
    "create_from_application",
    "draft_contract",
    "end",
    "fall_away",
    "hold",
    "is_being_prepared",
    "lapse",
    "open_points",
    "pay",
    "plan_of",
    "release",
    "release_further",
    "request",
    "send_back",
    "send_contract",
    "set_terms",
    "settle",
    "settle_recovery",
    "sign",
    "start",
    "start_closing",
    "verdicts",
]
