"""Papers of a call that everybody may read: COR from its changes and answers."""

import uuid
from typing import Any

from portal import config
from portal.accounts.models import User
from portal.calls import queries
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.db import db
from portal.core.lifecycle import label
from portal.documents.engine import Letterhead
from portal.documents.gather import _rules_of_call as words
from portal.documents.gather._base import Gathered, Source, lead_of
from portal.documents.layouts import TITLES, cgs, cor
from portal.documents.service import About

STEPS = (
    "Open an account in the portal and enter your organisation once.",
    "Answer the questions of the check on the page of the call; they take a few minutes.",
    "Fill in the form. Everything is saved while you write; colleagues can write with you.",
    "A signatory of the organisation signs the declaration and submits before the deadline.",
    "Keep the receipt. You can change and submit again until the deadline; the last one counts.",
    "After the deadline a committee opens, checks and scores; every applicant gets a letter with "
    "the result and the reasons.",
)


def _gathered(call: Call, kind: str, build: Any) -> Gathered:
    return Gathered(
        about=About(
            kind=kind,
            title=f"{TITLES[kind]}: {call.reference} {call.title}",
            subject_type="calls",
            subject_id=call.id,
            action_id=call.action_id,
            call_id=call.id,
            is_public=True,
        ),
        action=call.action,
        currency=call.currency,
        part=call.reference,
        zone=call.time_zone,
        build=build,
        lead=lead_of(call.action_id),
    )


def corrigendum(call_id: uuid.UUID) -> Gathered:
    """COR with every change and every published answer so far; each new one is a new version."""
    call = queries.get_whole(call_id)
    changes = queries.corrigenda(call_id)
    answers = queries.questions(call_id, published_only=True)

    def build(head: Letterhead) -> cor.CorrigendumSheet:
        return cor.CorrigendumSheet(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            closes_at=call.closes_at,
            zone=call.time_zone,
            standing="open" if call.state is CallState.PUBLISHED else label(call.state),
            contact=call.contact_email,
            changes=tuple(
                cor.ChangeLine(
                    one.number, one.clause, one.before, one.after, one.reason, one.published_at
                )
                for one in changes
            ),
            answers=tuple(
                cor.AnswerLine(
                    one.number, one.text, one.answer or "", one.published_at, one.is_late(call)
                )
                for one in answers
                if one.published_at
            ),
        )

    return _gathered(call, "COR", build)


def guidelines(call_id: uuid.UUID) -> Gathered:
    """CGS from the rules of the call as they are now."""
    call = queries.get_whole(call_id)
    lead = lead_of(call.action_id)
    signer = db.session.get(User, call.approved_by_id) if call.approved_by_id else None

    def build(head: Letterhead) -> cgs.Guidelines:
        return cgs.Guidelines(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            summary=call.summary,
            procedure=words.PROCEDURES.get(call.procedure, call.procedure),
            languages=words.languages(call),
            cluster=f"{call.cluster.code} {call.cluster.title}",
            impacts=tuple(one.text for one in call.impact_statements),
            objectives=call.objectives,
            who_can_apply=call.who_can_apply,
            conditions=words.conditions(call),
            lots=tuple(map(words.lot_line, call.lots)),
            activities=tuple(one.text for one in call.activities if call.asks_activities),
            costs=words.costs(call),
            grid=tuple(words.grid_line(call, section) for section in call.grid),
            marks=(call.lowest_mark, call.highest_mark),
            minimum=call.total_threshold,
            documents_now=words.slots(call, "application"),
            documents_later=words.slots(call, "eligibility"),
            publication_at=call.published_at or call.publishes_at,
            questions_until_at=call.questions_until_at,
            answers_until_at=call.answers_until_at,
            closes_at=call.closes_at,
            zone=call.time_zone,
            steps=STEPS,
            contact=call.contact_email,
            address=_address(call),
            approved_by=", ".join(
                part
                for part in (
                    signer.name if signer else "",
                    "signatory of the lead applicant",
                    lead.name if lead else "",
                )
                if part
            ),
            approved_at=call.approved_at,
        )

    return _gathered(call, "CGS", build)


def _address(call: Call) -> str:
    return f"{config.current().base_url}/calls/{call.reference}"


SOURCES: dict[str, Source] = {"CGS": guidelines, "COR": corrigendum}
