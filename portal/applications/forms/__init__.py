"""Forms of applications."""

from portal.applications.forms.budget import BudgetForm, ImportForm, budget_form
from portal.applications.forms.extension import ExtensionForm
from portal.applications.forms.mandates import (
    AskMandateForm,
    DeclineMandateForm,
    PaperForm,
    SignMandateForm,
)
from portal.applications.forms.pages import (
    CompletionForm,
    ConfirmForm,
    DeclarationForm,
    IdentificationForm,
    PartnerForm,
    activities_form,
    declaration_form,
    identification_form,
    text_form,
)
from portal.applications.forms.precheck import precheck_form

__all__ = [
    "AskMandateForm",
    "BudgetForm",
    "CompletionForm",
    "ConfirmForm",
    "DeclarationForm",
    "DeclineMandateForm",
    "ExtensionForm",
    "IdentificationForm",
    "ImportForm",
    "PaperForm",
    "PartnerForm",
    "SignMandateForm",
    "activities_form",
    "budget_form",
    "declaration_form",
    "identification_form",
    "precheck_form",
    "text_form",
]
