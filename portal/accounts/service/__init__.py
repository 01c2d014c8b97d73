"""Writes of the accounts area, split by noun."""

from portal.accounts.service.account import (
    ask_reset,
    change_password,
    edit,
    new_password,
    note_own_data,
    person_id,
    reset_password,
    start_reset,
)
from portal.accounts.service.administration import (
    deactivate,
    grant_administration,
    reactivate,
    sign_out_everywhere,
    withdraw_administration,
)
from portal.accounts.service.passwords import (
    PasswordHash,
    hash_password,
    matches,
    needs_rehash,
)
from portal.accounts.service.registration import (
    NewPerson,
    confirm,
    create_administrator,
    open_confirmed,
    recipient,
    register,
)
from portal.accounts.service.sessions import end_others, end_session, sign_out, touch
from portal.accounts.service.sign_in import (
    Attempt,
    actor_for,
    begin,
    finish,
    refuse,
    settle,
    start_session,
)
from portal.accounts.service.tidying import sweep

__all__ = [
    "Attempt",
    "NewPerson",
    "PasswordHash",
    "actor_for",
    "ask_reset",
    "begin",
    "change_password",
    "confirm",
    "create_administrator",
    "deactivate",
    "edit",
    "end_others",
    "end_session",
    "finish",
    "grant_administration",
    "hash_password",
    "matches",
    "needs_rehash",
    "new_password",
    "note_own_data",
    "open_confirmed",
    "person_id",
    "reactivate",
    "recipient",
    "refuse",
    "register",
    "reset_password",
    "settle",
    "sign_out",
    "sign_out_everywhere",
    "start_reset",
    "start_session",
    "sweep",
    "touch",
    "withdraw_administration",
]
