"""CON from the sheets of one application and the consensus that its authors wrote."""

import uuid
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.calls.models import Call
from portal.calls.queries import get_whole
from portal.core.ratio import rounded
from portal.documents.engine import Letterhead
from portal.documents.gather._base import UNNAMED, Gathered, Source, one
from portal.documents.gather.evaluation import confidential
from portal.documents.layouts import con
from portal.evaluation import queries, rules
from portal.evaluation.models import Assessment, ConsensusVersion

RULES = {
    rules.Basis.BOTH: "Mean of the two sheets",
    rules.Basis.CLOSEST_PAIR: "Mean of the closest pair of three sheets; the other stays on file",
    rules.Basis.ALL_THREE: "Mean of three sheets, both gaps being equal",
    rules.Basis.COMMITTEE: "Score of the committee, with written reasons",
}
THIRDS = {
    rules.ThirdReason.GAP: "Called: the first two totals are too far apart",
    rules.ThirdReason.STRADDLE: "Called: the first two totals lie on both sides of the minimum",
}


def consolidated(application_id: uuid.UUID) -> Gathered:
    """CON: the sheets side by side, the rule used, the consensus."""
    application = one(
        select(Application)
        .where(Application.id == application_id)
        .options(joinedload(Application.lot), joinedload(Application.organisation))
    )
    call = get_whole(application.call_id)
    progress = queries.progress(call, [application])[0]
    result = rules.consolidate(progress.totals)
    sheets = {str(sheet.position): sheet for sheet in progress.sheets}
    totals = sorted(progress.totals, key=lambda total: total.assessor)
    note = _consensus(application_id)

    def build(head: Letterhead) -> con.ConsolidatedSheet:
        return con.ConsolidatedSheet(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            lot=application.lot.name,
            dossier_number=application.number or "",
            project_title=application.title,
            applicant=UNNAMED if call.is_anonymous else application.organisation.legal_name,
            assessors=tuple(_total(total, sheets[total.assessor], result) for total in totals),
            sections=_sections(call, totals, result),
            score=result.total_shown,
            maximum=Decimal(call.most_points()),
            gap=rounded(progress.gap or Fraction(0)),
            rule=RULES[result.basis],
            third=THIRDS[progress.third] if progress.third else "Not called",
            consensus=note,
            zone=call.time_zone,
        )

    subject = ("applications", application.id)
    name = application.number or ""
    return Gathered(**confidential(call, "CON", subject, name), build=build)


def _total(
    total: rules.SheetTotals, sheet: Assessment, result: rules.Consolidated
) -> con.AssessorTotal:
    return con.AssessorTotal(
        sheet.position, rounded(total.total), total.assessor in result.used, sheet.submitted_at
    )


def _sections(
    call: Call, totals: list[rules.SheetTotals], result: rules.Consolidated
) -> tuple[con.ConsolidatedSection, ...]:
    return tuple(
        con.ConsolidatedSection(
            section.code,
            section.title,
            tuple(rounded(total.sections[section.code]) for total in totals),
            result.section_shown(section.code),
            Decimal(call.most_points(section)),
            section.threshold,
        )
        for section in call.grid
    )


def _consensus(application_id: uuid.UUID) -> con.Consensus | None:
    versions = queries.consensus_versions(application_id)
    if not versions:
        return None
    last: ConsensusVersion = versions[0]
    answered = {answer.user_id for answer in last.answers}
    return con.Consensus(
        last.number,
        last.text,
        last.written_by.name,
        last.written_at,
        tuple(con.Answer(a.user.name, a.agrees, a.reason, a.answered_at) for a in last.answers),
        tuple(
            sheet.assessor.name
            for sheet in queries.authors(application_id)
            if sheet.assessor_id not in answered
        ),
    )


SOURCES: dict[str, Source] = {"CON": consolidated}
