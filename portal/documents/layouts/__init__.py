"""One module per kind of document: a frozen dataclass in, the bytes of a PDF out.

`render(data)` finds the layout by the type of its data; `TITLES` names the kinds.
"""

from collections.abc import Callable
from typing import Any

from portal.documents.layouts import (
    ack,
    adm,
    ash,
    att,
    awd,
    cgs,
    clo,
    cmp,
    con,
    cor,
    dic,
    dos,
    evr,
    evt,
    gco,
    inf,
    inv,
    lta,
    ltj,
    ltr,
    opr,
    prq,
    reg,
    rpa,
)

TITLES: dict[str, str] = {
    "CGS": cgs.TITLE,
    "COR": cor.TITLE,
    "ACK": ack.TITLE,
    "ADM": adm.TITLE,
    "ELI": adm.TITLE_ELIGIBILITY,
    "DIC": dic.TITLE,
    "ASH": ash.TITLE,
    "CON": con.TITLE,
    "EVR": evr.TITLE,
    "AWD": awd.TITLE,
    "LTA": lta.TITLE,
    "INV": inv.TITLE,
    "LTR": ltr.TITLE,
    "LTJ": ltj.TITLE,
    "GCO": gco.TITLE,
    "PRQ": prq.TITLE,
    "RPA": rpa.TITLE,
    "ATT": att.TITLE,
    "EVT": evt.TITLE,
    "INF": inf.TITLE,
    "CLO": clo.TITLE,
    "CMP": cmp.TITLE,
    "OPR": opr.TITLE,
    "REG": reg.TITLE,
    "DOS": dos.TITLE,
}

_RENDERERS: dict[type, Callable[[Any], bytes]] = {
    cgs.Guidelines: cgs.render_guidelines,
    cor.CorrigendumSheet: cor.render_corrigendum,
    ack.Acknowledgement: ack.render_acknowledgement,
    adm.CheckSheet: adm.render_sheet,
    dic.ImpartialityDeclaration: dic.render_declaration,
    ash.AssessmentSheet: ash.render_sheet,
    con.ConsolidatedSheet: con.render_sheet,
    evr.EvaluationReport: evr.render_report,
    awd.AwardDecision: awd.render_decision,
    lta.AwardLetter: lta.render_letter,
    inv.Invitation: inv.render_letter,
    ltr.ReserveLetter: ltr.render_letter,
    ltj.RejectionLetter: ltj.render_letter,
    gco.GrantContract: gco.render_contract,
    prq.PaymentRequest: prq.render_request,
    rpa.ReportApproval: rpa.render_letter,
    att.AttendanceSheet: att.render_sheet,
    evt.EventReport: evt.render_report,
    inf.InformationNote: inf.render_note,
    clo.ClosureLetter: clo.render_letter,
    opr.OpeningRecord: opr.render_opening,
    cmp.CommitteeAppointment: cmp.render_appointment,
    reg.ConflictRegister: reg.render_register,
    dos.EvaluationDossier: dos.render_dossier,
}


def render(data: object) -> bytes:
    """The PDF of any layout's data. Same data, same bytes."""
    return _RENDERERS[type(data)](data)
