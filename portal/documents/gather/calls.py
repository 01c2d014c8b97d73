"""Papers of a call that everybody may read: COR from its changes and answers."""

import uuid
from typing import Any

from portal.calls import queries
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.lifecycle import label
from portal.documents.engine import Letterhead
from portal.documents.gather._base import Gathered, Source, lead_of
from portal.documents.layouts import TITLES, cor
from portal.documents.service import About


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


SOURCES: dict[str, Source] = {"COR": corrigendum}
