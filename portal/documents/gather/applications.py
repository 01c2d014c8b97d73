"""ACK from the frozen version of an application; the letters from its place in the ranking."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application, ApplicationVersion
from portal.calls.models import Call
from portal.calls.policy import HIDDEN
from portal.calls.queries import get_whole, second_step
from portal.core.db import db
from portal.core.lifecycle import label
from portal.core.money import in_currency
from portal.documents.engine import Letterhead
from portal.documents.gather._base import Gathered, Source, address_of, lead_of, one
from portal.documents.layouts import TITLES, ack, inv, lta, ltj, ltr
from portal.documents.layouts._parts import SectionScore, Signature
from portal.documents.service import About
from portal.evaluation.models import (
    Assessment,
    AwardDecision,
    CheckItem,
    EvaluationSession,
    Ranking,
    RankingEntry,
    SectionComment,
)
from portal.evaluation.rules import ADMINISTRATIVE, ELIGIBILITY
from portal.evaluation.states import AssessmentState

STAGES = {
    "admin_failed": "Administrative check",
    "rejected_quality": "Evaluation of quality",
    "ineligible": "Eligibility check on the supporting documents",
    "cn_rejected": "Evaluation of the concept note",
    "expired": "Reserve list, which has ended",
    "lapsed": "Invitation, which was not taken up in time",
}
COUNTED = (AssessmentState.SUBMITTED, AssessmentState.LOCKED)


def load(application_id: uuid.UUID) -> Application:
    """The application with call, lot and organisation."""
    return one(
        select(Application)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.call).joinedload(Call.action),
            joinedload(Application.lot),
            joinedload(Application.organisation),
        )
    )


def _gathered(application: Application, kind: str, build: Any) -> Gathered:
    call = application.call
    return Gathered(
        about=About(
            kind=kind,
            title=f"{TITLES[kind]}: {application.number} {application.title}",
            subject_type="applications",
            subject_id=application.id,
            action_id=call.action_id,
            call_id=call.id,
            country=application.lot.country,
            organisation_id=application.organisation_id,
        ),
        action=call.action,
        currency=call.currency,
        part=call.reference,
        zone=call.time_zone,
        build=build,
        lead=lead_of(call.action_id),
    )


def acknowledgement(application_id: uuid.UUID) -> Gathered:
    """ACK from the latest submitted version, which never changes."""
    application = load(application_id)
    version = one(
        select(ApplicationVersion)
        .where(ApplicationVersion.application_id == application_id)
        .order_by(ApplicationVersion.number.desc())
        .limit(1)
    )
    call, kept = application.call, version.content

    def build(head: Letterhead) -> ack.Acknowledgement:
        return ack.Acknowledgement(
            head=head,
            dossier_number=application.number or "",
            version=version.number,
            call_reference=kept["call"]["reference"],
            call_title=kept["call"]["title"],
            lot=kept["lot"]["name"],
            applicant=kept["organisation"]["legal_name"],
            registration_number=kept["organisation"]["registration_number"],
            project_title=kept["title"],
            requested_eur=Decimal(kept["budget"]["requested"]),
            total_eur=Decimal(kept["budget"]["eligible"]),
            submitted_by=version.submitted_by_name,
            submitted_at=version.submitted_at,
            closes_at=application.closes_at or version.submitted_at,
            is_extended=application.extended_until is not None,
            zone=call.time_zone,
            content_sha256=version.sha256,
            files=tuple(
                ack.SubmittedFile(file["label"], file["name"], file["size"], file["sha256"])
                for file in kept["documents"]
            ),
            next_steps=_next_steps(call),
        )

    return _gathered(application, "ACK", build)


def _next_steps(call: Call) -> tuple[str, ...]:
    return (
        "Until the deadline you can change the application and submit it again; the latest version "
        "counts. After the deadline nothing can be changed.",
        "When the call has closed the applications are opened and checked. If something formal is "
        "missing we ask you once.",
        f"{call.assessors_per_application} assessors score each application by the published grid.",
        "You receive a letter with the result and its reasons.",
        f"Questions: {call.contact_email}" if call.contact_email else "Questions: in the portal.",
    )


@dataclass(frozen=True)
class Outcome:
    """What the evaluation left behind about one application."""

    entry: RankingEntry | None
    sections: tuple[SectionScore, ...]
    total: Decimal | None
    maximum: Decimal
    decision: AwardDecision | None


def outcome_of(application: Application) -> Outcome:
    """The last ranking's entry, the grid it was scored by and the decision. Queries: 10."""
    call = get_whole(application.call_id)
    entry = db.session.scalar(
        select(RankingEntry)
        .join(Ranking, Ranking.id == RankingEntry.ranking_id)
        .where(RankingEntry.application_id == application.id)
        .order_by(Ranking.number.desc())
        .limit(1)
    )
    decision = db.session.scalar(
        select(AwardDecision)
        .join(EvaluationSession, EvaluationSession.id == AwardDecision.session_id)
        .where(EvaluationSession.call_id == call.id, AwardDecision.is_approved.is_(True))
        .order_by(AwardDecision.decided_at.desc())
        .limit(1)
    )
    sections = section_scores(call, entry) if entry else ()
    maximum = Decimal(call.most_points())
    return Outcome(entry, sections, entry.total if entry else None, maximum, decision)


def section_scores(call: Call, entry: RankingEntry) -> tuple[SectionScore, ...]:
    """The means of the sections in the order of the grid."""
    return tuple(
        SectionScore(
            section.code,
            section.title,
            Decimal(entry.section_means[section.code]),
            Decimal(call.most_points(section)),
            section.threshold,
        )
        for section in call.grid
        if section.code in entry.section_means
    )


def signed_by(outcome: Outcome, lead: str) -> Signature:
    """The lead's signatory, with the time of the decision."""
    if outcome.decision is None:
        return Signature("", "For the lead applicant", lead)
    return Signature(
        outcome.decision.signed_name,
        "Authorised signatory of the lead applicant",
        lead,
        outcome.decision.decided_at,
    )


def complaint(call: Call) -> str:
    """How to complain. Source: rules.md 4.6."""
    where = f" to {call.contact_email}" if call.contact_email else ""
    return (
        f"Write{where} within {call.complaint_days} days of the date of this letter and say which "
        "rule you think was broken. Your complaint is examined by persons who had no part in the "
        "evaluation. A complaint does not reopen the scoring as such."
    )


def _facts(application: Application) -> dict[str, Any]:
    call = application.call
    return {
        "to": address_of(application.organisation),
        "call_reference": call.reference,
        "call_title": call.title,
        "lot": application.lot.name,
        "dossier_number": application.number or "",
        "project_title": application.title,
        "contact": call.contact_email,
        "zone": call.time_zone,
    }


def award_letter(application_id: uuid.UUID) -> Gathered:
    """LTA: amount, conditions, documents and their day."""
    application = load(application_id)
    outcome, call = outcome_of(application), get_whole(application.call_id)
    asked, total = application.requested or Decimal(0), application.total_eligible or Decimal(0)
    amount = asked if application.granted is None else application.granted
    share = (amount * 100 / total).quantize(Decimal("0.01"), ROUND_HALF_UP) if total else None

    def build(head: Letterhead) -> lta.AwardLetter:
        return lta.AwardLetter(
            head=head,
            amount_eur=amount,
            share=share,
            conditions=_conditions(call),
            corrections=_smaller(asked, amount, call.currency),
            documents=tuple(
                slot.label for slot in call.document_slots if slot.stage == "eligibility"
            ),
            documents_due=application.documents_due_on
            or head.issued_on + timedelta(days=call.document_days),
            signature=signed_by(outcome, head.issuer),
            **_facts(application),
        )

    return _gathered(application, "LTA", build)


def _smaller(asked: Decimal, amount: Decimal, currency: str) -> tuple[str, ...]:
    if amount == asked:
        return ()
    return (
        f"The committee proposed {in_currency(amount, currency)} instead of the "
        f"{in_currency(asked, currency)} asked: bring the budget down, or cover the rest "
        "yourselves.",
    )


def _conditions(call: Call) -> tuple[str, ...]:
    return (
        "The supporting documents show that your organisation is eligible.",
        "The budget is corrected where arithmetic or the rules ask for it; the grant never rises.",
        f"The contract is signed within {call.signature_days} days after you receive it.",
    )


def invitation_letter(application_id: uuid.UUID) -> Gathered:
    """INV: score, the second step with its deadline, how far the amount may change."""
    application = load(application_id)
    outcome, call = outcome_of(application), application.call
    second = second_step(call.id)
    is_known = second is not None and second.state not in HIDDEN

    def build(head: Letterhead) -> inv.Invitation:
        return inv.Invitation(
            head=head,
            requested_eur=application.requested or Decimal(0),
            change_percent=second.change_percent if second else call.change_percent,
            second_reference=f"{second.reference} {second.title}" if second and is_known else "",
            closes_at=second.closes_at if second and is_known else None,
            sections=outcome.sections,
            total=outcome.total,
            maximum=outcome.maximum,
            signature=signed_by(outcome, head.issuer),
            **_facts(application),
        )

    return _gathered(application, "INV", build)


def reserve_letter(application_id: uuid.UUID) -> Gathered:
    """LTR: place on the reserve list and how long it holds."""
    application = load(application_id)
    outcome = outcome_of(application)

    def build(head: Letterhead) -> ltr.ReserveLetter:
        return ltr.ReserveLetter(
            head=head,
            requested_eur=application.requested or Decimal(0),
            place=application.reserve_rank,
            valid_until=application.reserve_until
            or (outcome.decision.reserve_until if outcome.decision else None),
            sections=outcome.sections,
            total=outcome.total,
            maximum=outcome.maximum,
            complaint=complaint(application.call),
            complaint_until=head.issued_on + timedelta(days=application.call.complaint_days),
            signature=signed_by(outcome, head.issuer),
            **_facts(application),
        )

    return _gathered(application, "LTR", build)


def rejection_letter(application_id: uuid.UUID) -> Gathered:
    """LTJ: where it ended and why, never by whom."""
    application = load(application_id)
    outcome = outcome_of(application)
    reasons = (*_failed_checks(application_id), *_remarks(application_id))
    entry_reason = outcome.entry.reason if outcome.entry else ""

    def build(head: Letterhead) -> ltj.RejectionLetter:
        return ltj.RejectionLetter(
            head=head,
            stage=STAGES.get(application.state, label(application.state).capitalize()),
            main_reason=application.result_reason or entry_reason or "See the reasons below",
            sections=outcome.sections,
            total=outcome.total,
            maximum=outcome.maximum,
            reasons=reasons,
            complaint=complaint(application.call),
            complaint_until=head.issued_on + timedelta(days=application.call.complaint_days),
            signature=signed_by(outcome, head.issuer),
            **_facts(application),
        )

    return _gathered(application, "LTJ", build)


def _failed_checks(application_id: uuid.UUID) -> tuple[ltj.Reason, ...]:
    items = db.session.scalars(
        select(CheckItem)
        .where(CheckItem.application_id == application_id, CheckItem.answer == "no")
        .order_by(CheckItem.code)
    )
    words = {**ADMINISTRATIVE, **ELIGIBILITY}
    return tuple(
        ltj.Reason(f"{item.code} {words.get(item.code, '')}".strip(), item.note or "Not fulfilled.")
        for item in items
    )


def _remarks(application_id: uuid.UUID) -> tuple[ltj.Reason, ...]:
    """Comments by section. Their order is that of the letters, so that it tells nobody's hand."""
    sheets = db.session.scalars(
        select(Assessment)
        .where(Assessment.application_id == application_id, Assessment.state.in_(COUNTED))
        .options(selectinload(Assessment.comments).joinedload(SectionComment.section))
    ).all()
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for sheet in sheets:
        for comment in sheet.comments:
            if comment.text.strip():
                key = (comment.section.position, comment.section.title)
                found[key].append(comment.text.strip())
        for place, (title, text) in enumerate(
            (("Strengths", sheet.strengths), ("Weaknesses", sheet.weaknesses)), 1000
        ):
            if text.strip():
                found[place, title].append(text.strip())
    return tuple(
        ltj.Reason(title, "\n".join(sorted(texts))) for (_, title), texts in sorted(found.items())
    )


SOURCES: dict[str, Source] = {
    "ACK": acknowledgement,
    "LTA": award_letter,
    "INV": invitation_letter,
    "LTR": reserve_letter,
    "LTJ": rejection_letter,
}
