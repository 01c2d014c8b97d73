"""Files in their slots: kinds, limits, removal, the documents of the eligibility check."""

import io

import pikepdf
import pytest

from portal.applications import queries, service
from portal.applications.models import Attachment
from portal.applications.states import ApplicationState
from portal.calls.states import CallState
from portal.core.access import Held
from portal.core.db import transaction
from portal.core.errors import Locked, NotAllowed, RuleBroken
from portal.files import service as files
from tests.factories.accounts import actor_of, make_actor, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT, save
from tests.factories.calls import make_call

S = ApplicationState


def pdf(pages=1):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def slot(application, key):
    return next(one for one in application.call.document_slots if one.key == key)


def filled(state=S.DRAFT):
    with transaction():
        owner = make_user()
        application = make_application(state=state, owner=owner)
    return application, actor_of(owner)


def names(application, key):
    application = queries.whole(application.id)
    for stage in ("application", "eligibility"):
        for entry in queries.slots(application, stage):
            if entry.slot.key == key:
                return [file.name for file in entry.files]
    return None


def test_a_new_file_stands_beside_the_old_one(app):
    application, actor = filled()

    with transaction():
        service.attach_document(
            application, slot(application, "cvs"), pdf(), name="new.pdf", actor=actor, at=AT
        )

    assert names(application, "cvs") == ["cvs.pdf", "new.pdf"]


def test_the_same_file_twice_is_refused(app):
    application, actor = filled()
    data = pdf()
    with transaction():
        service.attach_document(
            application, slot(application, "cvs"), data, name="a.pdf", actor=actor, at=AT
        )

    with pytest.raises(RuleBroken, match="already there") as refused, transaction():
        service.attach_document(
            application, slot(application, "cvs"), data, name="b.pdf", actor=actor, at=AT
        )

    assert refused.value.field == "slot-cvs"


def test_the_twenty_first_file_is_refused(app):
    application, actor = filled()
    cvs = slot(application, "cvs")
    for number in range(18):
        kept = files.keep(b"x" * (number + 1), name=f"{number}.pdf", media_type="a/b", at=AT)
        save(
            Attachment(
                application_id=application.id,
                slot_id=cvs.id,
                file_id=kept.id,
                created_by_id=actor.user_id,
                created_at=AT,
            )
        )

    with pytest.raises(RuleBroken, match="at most 20 files"), transaction():
        service.attach_document(application, cvs, pdf(), name="a.pdf", actor=actor, at=AT)


def test_after_submission_nothing_is_added_or_removed(app):
    application, actor = filled(S.SUBMITTED)
    row = application.attachments[0]

    with pytest.raises(Locked), transaction():
        service.remove_document(application, row, actor=actor, at=AT)
    application = queries.whole(application.id)
    with pytest.raises(Locked), transaction():
        service.attach_document(
            application, slot(application, "cvs"), pdf(), name="a.pdf", actor=actor, at=AT
        )

    assert names(application, "cvs") == ["cvs.pdf"]


@pytest.mark.parametrize("state", [S.SUBMITTED, S.RESERVE, S.AWARDED])
def test_eligibility_documents_only_when_asked(app, state):
    application, actor = filled(state)

    with pytest.raises(NotAllowed), transaction():
        service.attach_eligibility_document(
            application, slot(application, "statute"), pdf(), name="s.pdf", actor=actor, at=AT
        )


def test_eligibility_documents_are_taken_when_asked(app):
    application, actor = filled(S.ELIGIBILITY_CHECK)

    with transaction():
        service.attach_eligibility_document(
            application, slot(application, "statute"), pdf(), name="s.pdf", actor=actor, at=AT
        )

    assert names(application, "statute") == ["s.pdf"]


def test_staff_see_after_the_deadline_the_lots_of_their_country(app):
    closed, opened = make_call(state=CallState.CLOSED), make_call()
    for call in (closed, opened):
        for lot in ("RS", "AL", "REG"):
            make_application(state=S.SUBMITTED, call=call, lot=lot)
    make_application(state=S.DRAFT, call=closed)
    lead = make_actor(Held("action", closed.action_id, "programme"))
    partner = make_actor(Held("action", closed.action_id, "programme", "RS"))
    other = make_actor(Held("action", opened.action_id, "finance"))

    seen = [
        sorted(row.lot.code for row in queries.managed(actor, call_id, queries.Filters()).rows)
        for actor, call_id in ((lead, closed.id), (partner, closed.id), (other, opened.id))
    ]

    assert seen == [["AL", "REG", "RS"], ["RS"], []]


def test_counts_are_known_before_the_deadline(app):
    call = make_call()
    make_application(state=S.SUBMITTED, call=call)
    make_application(state=S.DRAFT, call=call)
    make_application(state=S.DRAFT, call=call, lot="AL")

    counted = {row.lot.code: (row.drafts, row.submitted) for row in queries.counts_by_lot(call.id)}

    assert (counted["RS"], counted["AL"], counted["BA"]) == ((1, 1), (1, 0), (0, 0))


def test_what_was_submitted_stays_when_the_draft_changes(app):
    application, actor = filled(S.SUBMITTED)
    before = queries.for_evaluation(application)
    with transaction():
        service.reopen(application, actor=actor, at=AT)
    with transaction():
        service.save_page(
            application, "summary", {"A1": "Changed."}, revision=1, actor=actor, at=AT
        )

    after = queries.for_evaluation(queries.whole(application.id))

    assert after == before
    assert after.text("A1").text == "Our answer on summary."
