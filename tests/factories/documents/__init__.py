"""Documents for tests: rows, and the data of layouts for an invented call, CSO and grant."""

from portal.documents.layouts import adm, cgs, cor, dos
from tests.factories.call_documents import make_corrigendum_sheet, make_dossier, make_guidelines
from tests.factories.documents.applications import (
    make_acknowledgement,
    make_check_sheet,
    make_opening,
)
from tests.factories.documents.base import AT, HASH, make_document, make_head
from tests.factories.documents.committee import (
    make_appointment,
    make_assessment,
    make_consolidated,
    make_declaration,
    make_evaluation_report,
    make_register,
)
from tests.factories.documents.events import make_attendance_sheet, make_event_report
from tests.factories.documents.grants import (
    make_closure_letter,
    make_contract,
    make_information_note,
    make_payment_request,
    make_report_approval,
)
from tests.factories.documents.outcomes import (
    make_award_decision,
    make_award_letter,
    make_invitation,
    make_rejection_letter,
    make_reserve_letter,
)

__all__ = [
    "AT",
    "EVERY",
    "HASH",
    "make_acknowledgement",
    "make_appointment",
    "make_assessment",
    "make_attendance_sheet",
    "make_award_decision",
    "make_award_letter",
    "make_check_sheet",
    "make_closure_letter",
    "make_consolidated",
    "make_contract",
    "make_corrigendum_sheet",
    "make_declaration",
    "make_document",
    "make_dossier",
    "make_evaluation_report",
    "make_event_report",
    "make_guidelines",
    "make_head",
    "make_information_note",
    "make_invitation",
    "make_opening",
    "make_payment_request",
    "make_register",
    "make_rejection_letter",
    "make_report_approval",
    "make_reserve_letter",
]

EVERY = {
    "CGS": lambda: make_guidelines(make_head(cgs.TITLE)),
    "COR": lambda: make_corrigendum_sheet(make_head(cor.TITLE)),
    "ACK": make_acknowledgement,
    "DIC": make_declaration,
    "ASH": make_assessment,
    "CON": make_consolidated,
    "EVR": make_evaluation_report,
    "AWD": make_award_decision,
    "LTA": make_award_letter,
    "INV": make_invitation,
    "LTR": make_reserve_letter,
    "LTJ": make_rejection_letter,
    "GCO": make_contract,
    "PRQ": make_payment_request,
    "RPA": make_report_approval,
    "ATT": make_attendance_sheet,
    "EVT": make_event_report,
    "INF": make_information_note,
    "CLO": make_closure_letter,
    "CMP": make_appointment,
    "OPR": make_opening,
    "REG": make_register,
    "DOS": lambda: make_dossier(make_head(dos.TITLE)),
    "ADM": make_check_sheet,
    "ELI": lambda: make_check_sheet(adm.TITLE_ELIGIBILITY),
}
