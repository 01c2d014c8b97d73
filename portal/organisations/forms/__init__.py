"""Forms of the organisations area, split by noun."""

from portal.organisations.forms.bank import BankDecisionForm, BankForm
from portal.organisations.forms.documents import DocumentForm
from portal.organisations.forms.duplicates import ApartForm, MergeForm
from portal.organisations.forms.people import InviteForm, NewMemberForm, RoleForm
from portal.organisations.forms.profile import IdentityForm, ProfileForm

__all__ = [
    "ApartForm",
    "BankDecisionForm",
    "BankForm",
    "DocumentForm",
    "IdentityForm",
    "InviteForm",
    "MergeForm",
    "NewMemberForm",
    "ProfileForm",
    "RoleForm",
]
