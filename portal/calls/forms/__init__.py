"""Forms of the call pages."""

from portal.calls.forms.grid import CriterionForm, GridSectionForm, ReadyGridForm, ScaleForm
from portal.calls.forms.lots import LotForm, LotPlaceForm, NewLotForm, lot_forms
from portal.calls.forms.setup import (
    AfterAwardForm,
    ApplicantsForm,
    MoneyForm,
    PartForm,
    ScoringForm,
    TextsForm,
    TimetableForm,
)
from portal.calls.forms.slots import SlotForm
from portal.calls.forms.starting import ActivitiesForm, CreateForm
from portal.calls.forms.steps import (
    AnswerForm,
    ClauseCorrectionForm,
    ConfirmForm,
    ExtendForm,
    QuestionForm,
    ReasonForm,
    TextCorrectionForm,
    TimeCorrectionForm,
)

__all__ = [
    "ActivitiesForm",
    "AfterAwardForm",
    "AnswerForm",
    "ApplicantsForm",
    "ClauseCorrectionForm",
    "ConfirmForm",
    "CreateForm",
    "CriterionForm",
    "ExtendForm",
    "GridSectionForm",
    "LotForm",
    "LotPlaceForm",
    "MoneyForm",
    "NewLotForm",
    "PartForm",
    "QuestionForm",
    "ReadyGridForm",
    "ReasonForm",
    "ScaleForm",
    "ScoringForm",
    "SlotForm",
    "TextCorrectionForm",
    "TextsForm",
    "TimeCorrectionForm",
    "TimetableForm",
    "lot_forms",
]
