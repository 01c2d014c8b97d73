"""Reads of documents. Every look-up starts at `visible_to`."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.calls.models import Call
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.documents.models import Document, DossierOrder
from portal.documents.rules import Place
from portal.evaluation.models import Assessment, Declaration, EvaluationSession
from portal.evaluation.policy import SHOWS_RANKING
from portal.events.models import Event
from portal.grants.models import Grant
from portal.jobs.models import Job
from portal.jobs.states import JobState
from portal.reporting.models import Report

JOB = "documents.issue"
RUNS_EVALUATION = ("chair", "secretary")
SIGNS_REPORT = ("voter", "observer")


def visible_to(actor: Actor) -> Select[Document]:
    """Public documents for all; the others for those they are about and those who answer for them.

    Confidential ones (evaluation) never reach an organisation: they are for the person they name,
    the chair and secretary of the call, and the lead's staff and auditors, who read the sheets
    once they are final. An assessor reads no
    sheet of another assessor of the same call, whatever else they are. The committee reads nothing
    before signing, and nobody what a conflict of interest closes to them.
    """
    mine = Document.person_id == actor.user_id if actor.user_id else false()
    member = and_(
        Document.is_confidential.is_(False),
        Document.organisation_id.in_(actor.scopes("organisation")),
    )
    committee = and_(
        Document.is_confidential.is_(True),
        or_(
            Document.call_id.in_(actor.scopes("call", *RUNS_EVALUATION)),
            and_(Document.kind == "EVR", Document.call_id.in_(actor.scopes("call", *SIGNS_REPORT))),
        ),
    )
    others_sheet = and_(
        Document.kind.in_(("ASH", "DOS")),
        Document.call_id.in_(actor.scopes("call", "assessor")),
        ~mine,
    )
    inside = or_(mine, committee, and_(_staff(actor), ~_open_sheet()))
    theirs = or_(
        Document.is_public.is_(True), member, and_(inside, ~_closed(actor), ~_unsigned(actor))
    )
    return select(Document).where(theirs, ~others_sheet)


def _closed(actor: Actor) -> ColumnElement[bool]:
    """Confidential documents about an application, or a sheet of it, closed by a conflict.

    A dossier holds every application of its call: one that is closed closes it whole.
    """
    closed = actor.closed
    sheets = select(Assessment.id).where(Assessment.application_id.in_(closed))
    calls = select(Application.call_id).where(Application.id.in_(closed))
    return and_(
        Document.is_confidential.is_(True),
        or_(
            Document.subject_id.in_(closed),
            Document.subject_id.in_(sheets),
            and_(Document.kind == "DOS", Document.call_id.in_(calls)),
        ),
    )


def _open_sheet() -> ColumnElement[bool]:
    """Sheets of assessors before they are final: the lead reads them together with the ranking."""
    ranked = select(EvaluationSession.call_id).where(EvaluationSession.state.in_(SHOWS_RANKING))
    return and_(Document.kind == "ASH", Document.call_id.not_in(ranked))


def _unsigned(actor: Actor) -> ColumnElement[bool]:
    """Confidential documents of a call in which the person sits without having signed."""
    signed = (
        select(EvaluationSession.call_id)
        .join(Declaration, Declaration.session_id == EvaluationSession.id)
        .where(Declaration.user_id == actor.user_id)
    )
    return and_(
        Document.is_confidential.is_(True),
        Document.call_id.in_(actor.scopes("call")),
        Document.call_id.not_in(signed),
    )


def _staff(actor: Actor) -> ColumnElement[bool]:
    """Documents of the Actions they work in; a national partner's staff only of their country."""
    held = [
        role
        for role in actor.roles
        if role.area == "action" and role.function in (*LEAD, "auditor")
    ]
    return or_(
        false(),
        *(
            and_(
                Document.action_id == role.scope_id,
                Document.country == role.country if role.country else true(),
            )
            for role in held
        ),
    )


def get_visible(actor: Actor, document_id: uuid.UUID) -> Document | None:
    """A document with its file; None when it is not theirs to know. Queries: 1."""
    return db.session.scalar(
        visible_to(actor).where(Document.id == document_id).options(joinedload(Document.file))
    )


def about(actor: Actor, *subject_ids: uuid.UUID) -> list[Document]:
    """Documents about these things, newest first, with each reference's versions. Queries: 1."""
    return list(
        db.session.scalars(
            visible_to(actor)
            .where(Document.subject_id.in_(subject_ids))
            .order_by(Document.issued_at.desc(), Document.reference, Document.version.desc())
        )
    )


def public_of_call(call_id: uuid.UUID) -> list[Document]:
    """The latest version of each paper of a call that everybody may read. Queries: 1."""
    found = db.session.scalars(
        select(Document)
        .where(Document.subject_id == call_id, Document.is_public.is_(True))
        .order_by(Document.kind, Document.version)
    )
    return list({document.reference: document for document in found}.values())


def things_of_grant(grant: Grant) -> list[uuid.UUID]:
    """Ids of all that a grant's documents are about: application, contract, instalments, reports,
    events. Shape: instalments are loaded. Queries: 2.
    """
    reports = db.session.scalars(select(Report.id).where(Report.grant_id == grant.id))
    events = db.session.scalars(select(Event.id).where(Event.grant_id == grant.id))
    instalments = (instalment.id for instalment in grant.instalments)
    return [grant.id, grant.application_id, *instalments, *reports, *events]


def being_prepared(*subject_ids: uuid.UUID) -> list[tuple[str, str]]:
    """(kind, thing) of documents about these things that are ordered but not there. Queries: 1."""
    wanted = {str(subject_id) for subject_id in subject_ids}
    waiting = db.session.scalars(
        select(Job.payload)
        .where(Job.kind == JOB, Job.state.in_((JobState.READY, JobState.RUNNING)))
        .order_by(Job.created_at)
    )
    ordered = [(str(payload["kind"]), str(payload["subject"])) for payload in waiting]
    return [pair for pair in ordered if pair[1] in wanted]


def is_ready(actor: Actor, kind: str, subject_id: uuid.UUID) -> bool:
    """Whether a document of this kind about this thing is there for them. Queries: 1."""
    found = visible_to(actor).where(Document.kind == kind, Document.subject_id == subject_id)
    return db.session.scalar(found.limit(1)) is not None


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty is everything."""

    kind: str = ""
    call: str = ""
    text: str = ""


def listing(actor: Actor, filters: Filters, *, page: int) -> Page[Document]:
    """Documents of the actor's Actions, newest first, 50 a page. Queries: 2."""
    statement = visible_to(actor).where(_staff(actor))
    if filters.kind:
        statement = statement.where(Document.kind == filters.kind)
    if filters.call:
        statement = statement.where(
            Document.call_id.in_(select(Call.id).where(Call.reference == filters.call))
        )
    for word in filters.text.split()[:8]:
        statement = statement.where(
            or_(
                Document.title.icontains(word, autoescape=True),
                Document.reference.icontains(word, autoescape=True),
                Document.sha256 == word.lower(),
            )
        )
    return paginate(
        statement.order_by(Document.issued_at.desc(), Document.reference, Document.version.desc()),
        page,
    )


def calls_of(actor: Actor) -> list[str]:
    """References of the calls of the actor's Actions, newest first. Queries: 1."""
    actions = actor.scopes("action", *LEAD, "auditor")
    return list(
        db.session.scalars(
            select(Call.reference)
            .where(Call.action_id.in_(actions))
            .order_by(Call.created_at.desc(), Call.reference)
        )
    )


def with_hash(sha256: str) -> list[Document]:
    """Every document with exactly these bytes: whoever knows the hash has the file. Queries: 1."""
    return list(
        db.session.scalars(
            select(Document).where(Document.sha256 == sha256).order_by(Document.issued_at)
        )
    )


def latest_version(reference: str) -> int:
    """The number of the latest version under this reference; 0 when there is none."""
    return (
        db.session.scalar(select(func.max(Document.version)).where(Document.reference == reference))
        or 0
    )


def latest(kind: str, subject_id: uuid.UUID) -> Document | None:
    """The last version of the document of this kind about this thing. Queries: 1."""
    return db.session.scalar(
        select(Document)
        .where(Document.kind == kind, Document.subject_id == subject_id)
        .order_by(Document.version.desc())
        .limit(1)
    )


def next_place(series: str) -> Place:
    """The first free number of a series. Queries: 1."""
    last = db.session.scalar(select(func.max(Document.number)).where(Document.series == series))
    return Place(series, (last or 0) + 1, 1)


def place_of(document: Document) -> Place:
    """Where an issued document stands."""
    return Place(document.series, document.number, document.version)


def dossier_order(order_id: uuid.UUID) -> DossierOrder | None:
    """One order of a dossier. Queries: 1."""
    return db.session.get(DossierOrder, order_id)


def open_order(session_id: uuid.UUID) -> DossierOrder | None:
    """The dossier of a session that is being made. Queries: 1."""
    return db.session.scalar(
        select(DossierOrder)
        .where(DossierOrder.session_id == session_id, DossierOrder.finished_at.is_(None))
        .order_by(DossierOrder.ordered_at)
        .limit(1)
    )


def orders_of(session_id: uuid.UUID) -> list[DossierOrder]:
    """Every order of a session with its document, newest first. Queries: 1."""
    return list(
        db.session.scalars(
            select(DossierOrder)
            .where(DossierOrder.session_id == session_id)
            .options(joinedload(DossierOrder.ordered_by), joinedload(DossierOrder.document))
            .order_by(DossierOrder.ordered_at.desc())
        )
    )


def dossier_with(session_id: uuid.UUID, manifest: str) -> Document | None:
    """The latest dossier of a session, when it says exactly this. Queries: 2."""
    last = latest("DOS", session_id)
    if last is None:
        return None
    same = select(DossierOrder.id).where(
        DossierOrder.document_id == last.id, DossierOrder.manifest == manifest
    )
    return last if db.session.scalar(same.limit(1)) else None
