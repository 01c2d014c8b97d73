"""Forms of the organisations area, split by noun."""

from portal.organisations.forms.bank import BankForm
from portal.organisations.forms.documents import DocumentForm
from portal.organisations.forms.people import InviteForm, NewMemberForm, RoleForm
from portal.organisations.forms.profile import IdentityForm, ProfileForm

__all__ = [
    "BankForm",
    "DocumentForm",
    "IdentityForm",
    "InviteForm",
    "NewMemberForm",
    "ProfileForm",
    "RoleForm",
]
