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
    ConfirmForm,
    DeclarationForm,
    IdentificationForm,
    PartnerForm,
    activities_form,
    declaration_form,
    identification_form,
)
from portal.applications.forms.precheck import precheck_form
from portal.applications.forms.questions import (
    CompletionForm,
    TableField,
    answers_of,
    question_form,
)

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
    "TableField",
    "activities_form",
    "answers_of",
    "budget_form",
    "declaration_form",
    "identification_form",
    "precheck_form",
    "question_form",
]
