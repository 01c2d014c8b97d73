"""DIC, ASH, EVR and AWD from the records of the committee."""

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.queries import get_whole
from portal.core.db import db
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import UNNAMED, Gathered, Source, lead_of, one
from portal.documents.gather._lots import lot_results
from portal.documents.gather._rules_of_call import scale
from portal.documents.layouts import TITLES, ash, awd, dic, evr
from portal.documents.layouts._parts import Signature, figure
from portal.documents.models import Document
from portal.documents.service import About
from portal.evaluation.models import (
    Assessment,
    AwardDecision,
    CommitteeMember,
    ConflictOfInterest,
    Declaration,
    EvaluationSession,
    Ranking,
    ReportSignature,
    Score,
    SectionComment,
)
from portal.evaluation.queries import latest_rankings
from portal.evaluation.states import Proposal

RECOMMENDATIONS = {
    "fund": "Fund",
    "fund_with_changes": "Fund with changes",
    "do_not_fund": "Do not fund",
}


def confidential(
    call: Call, kind: str, subject: tuple[str, uuid.UUID], name: str, **more: Any
) -> dict[str, Any]:
    """The facts of a document of the evaluation, for the committee and the lead only."""
    return {
        "about": About(
            kind=kind,
            title=f"{TITLES[kind]}: {name}",
            subject_type=subject[0],
            subject_id=subject[1],
            action_id=call.action_id,
            call_id=call.id,
            is_confidential=True,
            **more,
        ),
        "action": call.action,
        "part": call.reference,
        "zone": call.time_zone,
        "currency": call.currency,
        "lead": lead_of(call.action_id),
    }


def declaration(declaration_id: uuid.UUID) -> Gathered:
    """DIC: the words and the list that one person signed."""
    signed = one(
        select(Declaration)
        .where(Declaration.id == declaration_id)
        .options(joinedload(Declaration.session).selectinload(EvaluationSession.members))
    )
    call = get_whole(signed.session.call_id)
    functions = sorted(
        member.function.capitalize()
        for member in signed.session.members
        if member.user_id == signed.user_id
    )
    function = ", ".join(functions) or "Member"

    def build(head: Letterhead) -> dic.ImpartialityDeclaration:
        return dic.ImpartialityDeclaration(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            lots=tuple(lot.name for lot in call.lots),
            function=function,
            applicants=tuple(
                dic.DeclaredApplicant(
                    str(entry.get("number") or ""),
                    str(entry.get("name", "")),
                    bool(entry.get("has_conflict")),
                    str(entry.get("kind", "")).replace("_", " ").capitalize(),
                )
                for entry in signed.applicants
            ),
            signature=Signature(signed.signed_name, function, "", signed.signed_at),
            zone=call.time_zone,
            statements=tuple(signed.statements),
        )

    subject = ("declarations", signed.id)
    return Gathered(
        **confidential(call, "DIC", subject, signed.signed_name, person_id=signed.user_id),
        build=build,
    )


def assessment(assessment_id: uuid.UUID) -> Gathered:
    """ASH: the marks and comments of one submitted sheet."""
    sheet = one(
        select(Assessment)
        .where(Assessment.id == assessment_id)
        .options(
            joinedload(Assessment.assessor),
            joinedload(Assessment.application).joinedload(Application.lot),
            joinedload(Assessment.application).joinedload(Application.organisation),
            selectinload(Assessment.scores),
            selectinload(Assessment.comments),
        )
    )
    application, call = sheet.application, get_whole(sheet.application.call_id)
    sections = _scored_sections(call, sheet.scores, sheet.comments)

    def build(head: Letterhead) -> ash.AssessmentSheet:
        return ash.AssessmentSheet(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            lot=application.lot.name,
            dossier_number=application.number or "",
            project_title=application.title,
            applicant=UNNAMED if call.is_anonymous else application.organisation.legal_name,
            stage="Full application",
            assessor_number=sheet.position,
            sections=sections,
            scale=scale(call),
            strengths=sheet.strengths,
            weaknesses=sheet.weaknesses,
            budget_remarks="",
            recommendation=RECOMMENDATIONS.get(
                sheet.recommendation, sheet.recommendation.replace("_", " ").capitalize()
            ),
            signature=Signature(sheet.assessor.name, "Assessor", "", sheet.submitted_at),
            zone=call.time_zone,
        )

    name = f"{application.number}, assessor {sheet.position}"
    subject = ("assessments", sheet.id)
    return Gathered(
        **confidential(call, "ASH", subject, name, person_id=sheet.assessor_id), build=build
    )


def _scored_sections(
    call: Call, scores: list[Score], comments: list[SectionComment]
) -> tuple[ash.ScoredSection, ...]:
    marks = {score.criterion_id: score for score in scores if score.value is not None}
    texts = {comment.section_id: comment.text for comment in comments}
    return tuple(
        ash.ScoredSection(
            section.code,
            section.title,
            Decimal(call.most_points(section)),
            tuple(
                ash.ScoredCriterion(
                    criterion.code,
                    criterion.text,
                    marks[criterion.id].value or 0,
                    criterion.weight,
                    criterion.weight * call.highest_mark,
                    marks[criterion.id].comment,
                )
                for criterion in section.criteria
                if criterion.id in marks
            ),
            texts.get(section.id, ""),
        )
        for section in call.grid
    )


def report(session_id: uuid.UUID) -> Gathered:
    """EVR: everything the committee did, lot by lot."""
    session = one(
        select(EvaluationSession)
        .where(EvaluationSession.id == session_id)
        .options(
            selectinload(EvaluationSession.members).joinedload(CommitteeMember.user),
        )
    )
    call = get_whole(session.call_id)
    lots = lot_results(call, session)
    signed = _signatures(session)
    closed = call.closed_at or call.closes_at or session.created_at

    def build(head: Letterhead) -> evr.EvaluationReport:
        return evr.EvaluationReport(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            published_at=call.published_at or call.created_at,
            closed_at=closed,
            opened_at=session.opened_at or closed,
            zone=call.time_zone,
            committee=tuple(
                evr.CommitteeMember(
                    member.user.name,
                    member.function.capitalize()
                    + (" (substitute)" if member.is_substitute else "")
                    + (" (left)" if member.left_at else ""),
                    member.function == "voter" and member.sits,
                )
                for member in session.members
            ),
            thresholds=_thresholds(call),
            lots=lots,
            conflicts=_conflicts(call),
            budget_corrections=(),
            minutes=session.report_minutes,
            dissent=tuple(
                f"{one_.signed_name}: {one_.dissent}" for one_ in signed if one_.dissent.strip()
            ),
            reserve_until=_reserve_until(session.id, call),
            signatures=_blocks(session, signed),
        )

    return Gathered(
        **confidential(call, "EVR", ("evaluation_sessions", session.id), call.title), build=build
    )


def _signatures(session: EvaluationSession) -> list[ReportSignature]:
    rows = db.session.scalars(
        select(ReportSignature)
        .where(ReportSignature.session_id == session.id)
        .order_by(ReportSignature.round, ReportSignature.signed_at)
    ).all()
    last = max((row.round for row in rows), default=0)
    return [row for row in rows if row.round == last]


def _blocks(session: EvaluationSession, signed: list[ReportSignature]) -> tuple[Signature, ...]:
    have = {row.user_id for row in signed}
    open_ = [
        Signature(member.user.name, member.function.capitalize())
        for member in session.members
        if member.function in {"chair", "secretary", "voter"}
        and member.sits
        and member.user_id not in have
    ]
    return (
        *(
            Signature(row.signed_name, row.function.capitalize(), "", row.signed_at)
            for row in signed
        ),
        *open_,
    )


def _thresholds(call: Call) -> tuple[str, ...]:
    words = [
        f"{section.code} {section.title}: at least {figure(section.threshold)} of "
        f"{call.most_points(section)}"
        for section in call.grid
        if section.threshold is not None
    ]
    if call.total_threshold is not None:
        words.append(f"Total: at least {figure(call.total_threshold)}")
    if call.rejects_very_poor_capacity:
        words.append(f"No criterion of the capacity section with a mean of {call.lowest_mark}")
    words.append(
        f"A third assessor when two totals differ by more than {call.third_gap_percent:.0f} % of "
        "the maximum"
    )
    words.append(f"Reserve list: {call.reserve_months} months")
    return tuple(words)


def _conflicts(call: Call) -> tuple[str, ...]:
    rows = db.session.execute(
        select(ConflictOfInterest, Application.number)
        .join(Application, Application.id == ConflictOfInterest.application_id)
        .where(Application.call_id == call.id)
        .order_by(Application.number, ConflictOfInterest.declared_at)
    ).all()
    return tuple(
        f"{number}: {conflict.kind.replace('_', ' ')}, declared on "
        f"{day(conflict.declared_at.date())}; the file was closed to the person."
        for conflict, number in rows
    )


def _reserve_until(session_id: uuid.UUID, call: Call) -> str:
    decided = db.session.scalar(
        select(AwardDecision.reserve_until)
        .where(AwardDecision.session_id == session_id, AwardDecision.is_approved.is_(True))
        .order_by(AwardDecision.decided_at.desc())
        .limit(1)
    )
    return day(decided) or f"{call.reserve_months} months after the award decision"


def decision(decision_id: uuid.UUID) -> Gathered:
    """AWD: what the signatory decided, lot by lot."""
    decided = one(
        select(AwardDecision)
        .where(AwardDecision.id == decision_id)
        .options(joinedload(AwardDecision.session))
    )
    call = get_whole(decided.session.call_id)
    rankings = latest_rankings(decided.session_id)
    lots = tuple(_awards(lot, rankings.get(lot.id)) for lot in call.lots)
    report_row = db.session.scalar(
        select(Document)
        .where(Document.kind == "EVR", Document.subject_id == decided.session_id)
        .order_by(Document.version.desc())
        .limit(1)
    )
    deviations = [decided.reason] if decided.reason.strip() else []
    deviations += [
        f"{entry.application.number}: {entry.deviation}"
        for ranking in rankings.values()
        for entry in ranking.entries
        if entry.deviation.strip()
    ]

    def build(head: Letterhead) -> awd.AwardDecision:
        return awd.AwardDecision(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            report_reference=report_row.reference if report_row else "of the committee",
            report_signed_on=report_row.issued_at.date() if report_row else None,
            proposed_by="Evaluation committee",
            lots=lots,
            reserve_until=decided.reserve_until,
            is_invitation=call.is_first_step,
            deviations=tuple(deviations),
            signature=Signature(
                decided.signed_name,
                "Authorised signatory of the lead applicant",
                head.issuer,
                decided.decided_at,
            ),
            zone=call.time_zone,
        )

    return Gathered(
        **confidential(call, "AWD", ("award_decisions", decided.id), call.title), build=build
    )


def _awards(lot: Any, ranking: Ranking | None) -> awd.LotAwards:
    entries = [
        entry
        for entry in (ranking.entries if ranking else [])
        if entry.application.state is not ApplicationState.WITHDRAWN
    ]
    return awd.LotAwards(
        lot.name,
        ranking.envelope if ranking else lot.envelope,
        tuple(
            awd.Award(
                str(entry.rank or ""),
                entry.application.number or "",
                entry.application.organisation.legal_name,
                entry.application.title,
                entry.total,
                entry.amount,
            )
            for entry in entries
            if entry.proposal in {Proposal.AWARD, Proposal.INVITE}
        ),
        tuple(
            (
                entry.application.number or "",
                entry.application.organisation.legal_name,
                Decimal(entry.total),
            )
            for entry in entries
            if entry.proposal is Proposal.RESERVE
        ),
    )


SOURCES: dict[str, Source] = {
    "DIC": declaration,
    "ASH": assessment,
    "EVR": report,
    "AWD": decision,
}
