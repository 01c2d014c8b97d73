"""Forms of the evaluation, by noun: the shape of what is typed."""

from portal.evaluation.forms.assignments import DeclineForm as DeclineSheetForm
from portal.evaluation.forms.assignments import IdentitiesForm, LotForm, OfflineForm, ReassignForm
from portal.evaluation.forms.checks import ConfirmCheckForm
from portal.evaluation.forms.clarification import ClarificationForm
from portal.evaluation.forms.committee import ReplaceForm
from portal.evaluation.forms.complaints import ComplaintAnswerForm, ComplaintForm, OfficerForm
from portal.evaluation.forms.consensus import ConsensusAnswerForm, ConsensusForm
from portal.evaluation.forms.days import days_form
from portal.evaluation.forms.deciding import DecisionForm, SendBackForm, SignForm
from portal.evaluation.forms.planning import (
    ScenarioForm,
    ScenarioNameForm,
    quotas_form,
    scenario_form,
)
from portal.evaluation.forms.reserve import DeclineForm
from portal.evaluation.forms.session import (
    ANSWERS,
    FUNCTIONS,
    KINDS_OF_TIE,
    LONG,
    RECOMMENDATIONS,
    TIES,
    CheckForm,
    ConflictForm,
    ConstituteForm,
    DeclarationForm,
    IneligibleForm,
    LettersForm,
    MemberForm,
    RankingForm,
    ReportForm,
    ReturnForm,
    SheetForm,
    check_form,
    declaration_form,
    ranking_form,
    set_back,
    sheet_form,
    tag,
)

__all__ = [
    "ANSWERS",
    "FUNCTIONS",
    "KINDS_OF_TIE",
    "LONG",
    "RECOMMENDATIONS",
    "TIES",
    "CheckForm",
    "ClarificationForm",
    "ComplaintAnswerForm",
    "ComplaintForm",
    "ConfirmCheckForm",
    "ConflictForm",
    "ConsensusAnswerForm",
    "ConsensusForm",
    "ConstituteForm",
    "DecisionForm",
    "DeclarationForm",
    "DeclineForm",
    "DeclineSheetForm",
    "IdentitiesForm",
    "IneligibleForm",
    "LettersForm",
    "LotForm",
    "MemberForm",
    "OfficerForm",
    "OfflineForm",
    "RankingForm",
    "ReassignForm",
    "ReplaceForm",
    "ReportForm",
    "ReturnForm",
    "ScenarioForm",
    "ScenarioNameForm",
    "SendBackForm",
    "SheetForm",
    "SignForm",
    "check_form",
    "days_form",
    "declaration_form",
    "quotas_form",
    "ranking_form",
    "scenario_form",
    "set_back",
    "sheet_form",
    "tag",
]
