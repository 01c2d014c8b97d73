"""What the portal keeps of one person, for that person: their own data and nobody else's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func, or_, select

from portal.accounts.models import User, UserSession
from portal.actions.models import Action, ActionRole
from portal.applications.models import (
    Application,
    ApplicationVersion,
    Attachment,
    PartnerMandate,
    PartnerOrganisation,
    SubmissionAttempt,
)
from portal.audit.models import AuditEntry
from portal.calls.models import Call, Question
from portal.core.countries import country_name
from portal.core.db import db
from portal.evaluation.models import (
    ApprovedDays,
    CommitteeMember,
    ComplaintOfficer,
    ConflictOfInterest,
    Declaration,
    Employment,
    EvaluationSession,
    EvaluatorProfile,
)
from portal.events.models import Event, Registration
from portal.files.models import StoredFile
from portal.grants.models import Acceptance, ContractVersion
from portal.mail.models import MailMessage
from portal.organisations.models import Invitation, Membership, Organisation


@dataclass(frozen=True)
class Section:
    """One kind of data. Shape: every row has the keys of `columns`, values as JSON knows them."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def own_data(person: User) -> tuple[Section, ...]:
    """Everything kept of a person under their account or their address. Queries: one a section.

    Left out are the password (only a hash is kept), what others wrote, and the details of the
    audit trail, which can name others.
    Source: Regulation (EU) 2016/679, articles 15 and 20; SECURITY.md 11.
    """
    return tuple(_section(*asked) for asked in _asked(person))


def _section(key: str, title: str, query: Executable) -> Section:
    found = db.session.execute(query)
    columns = tuple(found.keys())
    rows = tuple(
        {name: _plain(name, value) for name, value in row.items()} for row in found.mappings()
    )
    return Section(key, title, columns, rows)


def _plain(name: str, value: Any) -> Any:
    """A value as JSON holds it: instants in UTC, amounts as text, territories by name."""
    if name == "country" and value:
        return country_name(value)
    if name == "countries" and value:
        return [country_name(code) for code in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return str(value) if isinstance(value, date | Decimal | UUID) else value


def _asked(person: User) -> Iterator[tuple[str, str, Executable]]:
    yield from _account(person.id)
    yield from _organisations(person)
    yield from _applying(person)
    yield from _evaluating(person.id)
    yield from _elsewhere(person)


def _account(me: UUID) -> Iterator[tuple[str, str, Executable]]:
    yield (
        "account",
        "Account",
        select(
            User.name,
            User.email,
            User.language,
            User.is_administrator,
            User.created_at,
            User.confirmed_at,
            User.disabled_at,
        ).where(User.id == me),
    )
    yield (
        "sign_ins",
        "Sign-ins",
        select(
            UserSession.created_at.label("signed_in_at"),
            UserSession.last_seen_at.label("last_used_at"),
            UserSession.ended_at,
            UserSession.address,
            UserSession.user_agent.label("browser"),
        )
        .where(UserSession.user_id == me)
        .order_by(UserSession.created_at),
    )


def _organisations(person: User) -> Iterator[tuple[str, str, Executable]]:
    yield (
        "organisations",
        "Organisations",
        select(
            Organisation.legal_name.label("organisation"),
            Membership.role,
            Membership.is_signatory,
            Membership.created_at.label("since"),
            Membership.ended_at,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == person.id)
        .order_by(Membership.created_at),
    )
    yield (
        "invitations",
        "Invitations to an organisation",
        select(
            Organisation.legal_name.label("organisation"),
            Invitation.role,
            Invitation.is_signatory,
            Invitation.created_at.label("invited_at"),
            Invitation.expires_at,
            Invitation.accepted_at,
            Invitation.withdrawn_at,
        )
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(func.lower(Invitation.email) == person.email)
        .order_by(Invitation.created_at),
    )
    yield (
        "roles_in_actions",
        "Roles in Actions",
        select(
            Action.title.label("action"),
            ActionRole.function,
            ActionRole.country,
            ActionRole.created_at.label("since"),
        )
        .join(Action, Action.id == ActionRole.action_id)
        .where(ActionRole.user_id == person.id)
        .order_by(ActionRole.created_at),
    )


def _applying(person: User) -> Iterator[tuple[str, str, Executable]]:
    me, call = person.id, Call.reference.label("call")
    yield (
        "applications_begun",
        "Applications begun",
        select(call, Application.number, Application.title, Application.created_at)
        .join(Call, Call.id == Application.call_id)
        .where(Application.created_by_id == me)
        .order_by(Application.created_at),
    )
    yield (
        "versions_submitted",
        "Versions submitted, with the declaration on honour",
        select(
            call,
            Application.number,
            ApplicationVersion.number.label("version"),
            ApplicationVersion.submitted_at,
            ApplicationVersion.submitted_by_name.label("submitted_as"),
            ApplicationVersion.sha256,
        )
        .join(Application, Application.id == ApplicationVersion.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(ApplicationVersion.submitted_by_id == me)
        .order_by(ApplicationVersion.submitted_at),
    )
    yield (
        "submission_attempts",
        "Tries to submit",
        select(call, SubmissionAttempt.at, SubmissionAttempt.succeeded, SubmissionAttempt.reason)
        .join(Application, Application.id == SubmissionAttempt.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(SubmissionAttempt.user_id == me)
        .order_by(SubmissionAttempt.at),
    )
    yield (
        "files_uploaded",
        "Files uploaded to applications",
        select(
            call,
            StoredFile.name.label("file"),
            Attachment.created_at.label("uploaded_at"),
            Attachment.removed_at,
        )
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .join(Application, Application.id == Attachment.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(Attachment.created_by_id == me)
        .order_by(Attachment.created_at),
    )
    yield "mandates", "Mandates of partners signed or asked of you", _mandates(person)
    yield (
        "questions",
        "Questions asked about calls",
        select(call, Question.number, Question.text, Question.asked_at, Question.answer)
        .join(Call, Call.id == Question.call_id)
        .where(Question.asked_by_id == me)
        .order_by(Question.asked_at),
    )


def _mandates(person: User) -> Executable:
    """What was asked of this address; a mandate that somebody else answered there stays away."""
    is_theirs = or_(
        PartnerMandate.signed_by_id == person.id,
        PartnerMandate.signed_by_id.is_(None) & (func.lower(PartnerMandate.email) == person.email),
    )
    return (
        select(
            Call.reference.label("call"),
            PartnerOrganisation.name.label("partner"),
            PartnerMandate.state,
            PartnerMandate.asked_at,
            PartnerMandate.answered_at,
            PartnerMandate.signed_name.label("signed_as"),
            PartnerMandate.signed_function,
            PartnerMandate.sha256,
        )
        .join(PartnerOrganisation, PartnerOrganisation.id == PartnerMandate.partner_id)
        .join(Application, Application.id == PartnerOrganisation.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(is_theirs)
        .order_by(PartnerMandate.asked_at)
    )


def _evaluating(me: UUID) -> Iterator[tuple[str, str, Executable]]:
    call = Call.reference.label("call")

    def of_calls(model: Any, *columns: Any) -> Executable:
        return (
            select(call, *columns)
            .join(EvaluationSession, EvaluationSession.id == model.session_id)
            .join(Call, Call.id == EvaluationSession.call_id)
            .where(model.user_id == me)
            .order_by(Call.reference)
        )

    seat = (CommitteeMember.function, CommitteeMember.appointed_at, CommitteeMember.left_at)
    yield "committees", "Seats in committees", of_calls(CommitteeMember, *seat)
    signed = (Declaration.signed_name, Declaration.signed_at, Declaration.statements)
    yield (
        "impartiality",
        "Declarations of impartiality and confidentiality",
        of_calls(Declaration, *signed),
    )
    yield (
        "conflicts_of_interest",
        "Conflicts of interest",
        select(call, ConflictOfInterest.kind, ConflictOfInterest.declared_at)
        .join(Application, Application.id == ConflictOfInterest.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(ConflictOfInterest.user_id == me)
        .order_by(ConflictOfInterest.declared_at),
    )
    days = (ApprovedDays.days, ApprovedDays.approved_at)
    yield "days", "Days of evaluation approved for payment", of_calls(ApprovedDays, *days)
    yield (
        "complaints_answered",
        "Appointed to answer complaints",
        of_calls(ComplaintOfficer, ComplaintOfficer.appointed_at),
    )
    yield (
        "evaluator_profile",
        "Profile as evaluator",
        select(
            EvaluatorProfile.languages, EvaluatorProfile.expertise, EvaluatorProfile.countries
        ).where(EvaluatorProfile.user_id == me),
    )
    yield (
        "employments",
        "Organisations worked for",
        select(
            Employment.name.label("organisation"),
            Employment.country,
            Employment.from_year,
            Employment.to_year,
        )
        .where(Employment.user_id == me)
        .order_by(Employment.from_year),
    )


def _elsewhere(person: User) -> Iterator[tuple[str, str, Executable]]:
    yield (
        "contracts_signed",
        "Contracts accepted",
        select(
            ContractVersion.reference.label("contract"),
            Acceptance.side,
            Acceptance.signed_name,
            Acceptance.signed_function,
            Acceptance.accepted_at,
            Acceptance.sha256,
        )
        .join(ContractVersion, ContractVersion.id == Acceptance.contract_id)
        .where(Acceptance.user_id == person.id)
        .order_by(Acceptance.accepted_at),
    )
    yield (
        "events",
        "Events registered for",
        select(
            Event.title.label("event"),
            Registration.name,
            Registration.email,
            Registration.organisation_name,
            Registration.function,
            Registration.country,
            Registration.sex,
            Registration.needs,
            Registration.consents_to_photos,
            Registration.registered_at,
            Registration.cancelled_at,
            Registration.attended_days,
        )
        .join(Event, Event.id == Registration.event_id)
        .where(func.lower(Registration.email) == person.email)
        .order_by(Registration.registered_at),
    )
    yield (
        "mails",
        "Mails sent to you",
        select(
            MailMessage.queued_at,
            MailMessage.subject,
            MailMessage.to_address,
            MailMessage.state,
            MailMessage.sent_at,
        )
        .where(
            or_(
                MailMessage.user_id == person.id,
                MailMessage.user_id.is_(None)
                & (func.lower(MailMessage.to_address) == person.email),
            )
        )
        .order_by(MailMessage.queued_at),
    )
    yield (
        "audit",
        "What you did in the portal, by the audit trail",
        select(
            AuditEntry.at,
            AuditEntry.verb.label("what"),
            AuditEntry.subject_type.label("kind_of_thing"),
            AuditEntry.actor_role.label("as"),
            AuditEntry.address,
        )
        .where(AuditEntry.actor_id == person.id)
        .order_by(AuditEntry.sequence),
    )
