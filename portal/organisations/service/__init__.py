"""Writes of the organisations area, split by noun."""

from portal.organisations.service.bank import (
    Account,
    approve_bank_change,
    refuse_bank_change,
    set_bank_account,
)
from portal.organisations.service.documents import add_document, end_document, remind_expiring
from portal.organisations.service.doubts import Doubt, Doubtful, set_keys
from portal.organisations.service.merging import keep_apart, merge, referring
from portal.organisations.service.people import (
    accept_invitation,
    change_role,
    invite,
    remove_member,
    withdraw_invitation,
)
from portal.organisations.service.profile import (
    Identity,
    Profile,
    add_party,
    ask_bank,
    create,
    edit,
)

__all__ = [
    "Account",
    "Doubt",
    "Doubtful",
    "Identity",
    "Profile",
    "accept_invitation",
    "add_document",
    "add_party",
    "approve_bank_change",
    "ask_bank",
    "change_role",
    "create",
    "edit",
    "end_document",
    "invite",
    "keep_apart",
    "merge",
    "referring",
    "refuse_bank_change",
    "remind_expiring",
    "remove_member",
    "set_bank_account",
    "set_keys",
    "withdraw_invitation",
]
