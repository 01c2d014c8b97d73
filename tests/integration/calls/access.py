"""Who may open the pages of the calls."""

from datetime import timedelta
from typing import Any

from portal.calls.models import Question
from portal.calls.states import CallState
from portal.core.clock import now
from tests.factories.base import AT, next_number, save
from tests.factories.calls import make_call
from tests.support.cast import SIGNED_IN, STAFF, Cast
from tests.support.tables import Access


def _call(cast: Cast, state: CallState, **overrides: Any) -> dict[str, Any]:
    return {"reference": make_call(action=cast.action, state=state, **overrides).reference}


def an_open_call(cast: Cast) -> dict[str, Any]:
    return _call(cast, CallState.PUBLISHED)


def a_draft(cast: Cast) -> dict[str, Any]:
    return _call(cast, CallState.DRAFT)


def an_open_form(cast: Cast) -> dict[str, Any]:
    return an_open_call(cast) | {"kind": "docx"}


def an_approved_call(cast: Cast) -> dict[str, Any]:
    return _call(cast, CallState.APPROVED)


def a_suspended_call(cast: Cast) -> dict[str, Any]:
    return _call(cast, CallState.SUSPENDED)


def a_clause_to_correct(cast: Cast) -> dict[str, Any]:
    closes_at = now() + timedelta(days=40)
    return _call(cast, CallState.PUBLISHED, closes_at=closes_at) | {"part": "who_can_apply"}


def a_lot(cast: Cast) -> dict[str, Any]:
    call = make_call(action=cast.action, state=CallState.DRAFT)
    return {"reference": call.reference, "lot_id": call.lots[1].id}


def a_slot(cast: Cast) -> dict[str, Any]:
    call = make_call(action=cast.action, state=CallState.DRAFT)
    return {"reference": call.reference, "slot_id": call.document_slots[1].id}


def a_grid_section(cast: Cast) -> dict[str, Any]:
    call = make_call(action=cast.action, state=CallState.DRAFT)
    return {"reference": call.reference, "section_id": call.grid[1].id}


def a_criterion(cast: Cast) -> dict[str, Any]:
    call = make_call(action=cast.action, state=CallState.DRAFT)
    return {"reference": call.reference, "criterion_id": call.grid[1].criteria[1].id}


def a_form_page(cast: Cast) -> dict[str, Any]:
    return a_draft(cast) | {"key": "relevance"}


def a_form_question(cast: Cast) -> dict[str, Any]:
    return a_draft(cast) | {"key": "A3.2"}


def a_published_question(cast: Cast) -> dict[str, Any]:
    closes_at = now() + timedelta(days=40)
    return _call(cast, CallState.PUBLISHED, closes_at=closes_at) | {"key": "A3.2"}


def a_first_step(cast: Cast) -> dict[str, Any]:
    return _call(cast, CallState.PUBLISHED, start="restricted_two_steps")


def a_question(cast: Cast) -> dict[str, Any]:
    call = make_call(action=cast.action)
    question = save(
        Question(call_id=call.id, number=next_number(), text="May we ask?", asked_at=AT)
    )
    return {"reference": call.reference, "question_id": question.id}


ACCESS = {
    "calls.index": Access(public=True),
    "calls.detail": Access(public=True, params=an_open_call),
    "calls.blank_form": Access(public=True, params=an_open_form),
    "calls.dates": Access(public=True, params=an_open_call),
    "calls.feed": Access(public=True),
    "calls.ask": Access(
        allowed=SIGNED_IN, method="POST", params=an_open_call, data={"text": "May we?"}
    ),
    "calls.manage": Access(allowed=STAFF),
    "calls.create": Access(allowed={"programme"}),
    "calls.dashboard": Access(allowed=STAFF, params=a_draft),
    "calls.prepare_second_step": Access(allowed={"programme"}, method="POST", params=a_first_step),
    "calls.setup": Access(allowed={"programme"}, params=a_draft),
    "calls.lots": Access(allowed={"programme"}, params=a_draft),
    "calls.activities": Access(allowed={"programme"}, params=a_draft),
    "calls.applicants": Access(allowed={"programme"}, params=a_draft),
    "calls.timetable": Access(allowed={"programme"}, params=a_draft),
    "calls.money": Access(allowed={"programme"}, params=a_draft),
    "calls.scoring": Access(allowed={"programme"}, params=a_draft),
    "calls.after_award": Access(allowed={"programme"}, params=a_draft),
    "calls.add_lot": Access(allowed={"programme"}, params=a_draft),
    "calls.place_lot": Access(allowed={"programme"}, params=a_lot),
    "calls.move_lot": Access(allowed={"programme"}, method="POST", params=a_lot),
    "calls.remove_lot": Access(allowed={"programme"}, method="POST", params=a_lot),
    "calls.document_slots": Access(allowed={"programme"}, params=a_draft),
    "calls.add_slot": Access(allowed={"programme"}, params=a_draft),
    "calls.edit_slot": Access(allowed={"programme"}, params=a_slot),
    "calls.move_slot": Access(allowed={"programme"}, method="POST", params=a_slot),
    "calls.remove_slot": Access(allowed={"programme"}, method="POST", params=a_slot),
    "calls.grid": (
        Access(allowed={"programme"}, params=a_draft),
        Access(allowed={"programme"}, method="POST", params=a_draft, data={"ready": "a"}),
    ),
    "calls.grid_scale": Access(allowed={"programme"}, params=a_draft),
    "calls.add_grid_section": Access(allowed={"programme"}, params=a_draft),
    "calls.edit_grid_section": Access(allowed={"programme"}, params=a_grid_section),
    "calls.move_grid_section": Access(allowed={"programme"}, method="POST", params=a_grid_section),
    "calls.remove_grid_section": Access(
        allowed={"programme"}, method="POST", params=a_grid_section
    ),
    "calls.add_criterion": Access(allowed={"programme"}, params=a_grid_section),
    "calls.edit_criterion": Access(allowed={"programme"}, params=a_criterion),
    "calls.move_criterion": Access(allowed={"programme"}, method="POST", params=a_criterion),
    "calls.remove_criterion": Access(allowed={"programme"}, method="POST", params=a_criterion),
    "calls.form_and_grid": Access(allowed=STAFF, params=a_draft),
    "calls.form_blocks": Access(allowed={"programme"}, params=a_draft),
    "calls.add_form_page": Access(allowed={"programme"}, params=a_draft),
    "calls.edit_form_page": Access(allowed={"programme"}, params=a_form_page),
    "calls.order_form_pages": Access(allowed={"programme"}, params=a_draft),
    "calls.move_form_page": Access(allowed={"programme"}, method="POST", params=a_form_page),
    "calls.remove_form_page": Access(allowed={"programme"}, method="POST", params=a_form_page),
    "calls.add_form_question": Access(allowed={"programme"}, params=a_draft),
    "calls.edit_form_question": Access(
        allowed={"programme", "signatory"}, params=a_published_question
    ),
    "calls.move_form_question": Access(
        allowed={"programme"}, method="POST", params=a_form_question
    ),
    "calls.remove_form_question": Access(
        allowed={"programme"}, method="POST", params=a_form_question
    ),
    "calls.approve": Access(allowed={"signatory"}, method="POST", params=a_draft),
    "calls.publish": Access(
        allowed={"programme", "signatory"}, method="POST", params=an_approved_call
    ),
    "calls.return_to_draft": Access(
        allowed={"programme", "signatory"}, method="POST", params=an_approved_call
    ),
    "calls.extend": (
        Access(allowed=STAFF, params=an_open_call),
        Access(
            allowed={"programme"},
            method="POST",
            params=an_open_call,
            data={"closes_at": "2027-03-01T12:00", "reason": "A public holiday."},
        ),
    ),
    "calls.cancel": (
        Access(allowed=STAFF, params=an_open_call),
        Access(
            allowed={"signatory"}, method="POST", params=an_open_call, data={"reason": "No money."}
        ),
    ),
    "calls.correct": (
        Access(allowed=STAFF, params=an_open_call),
        Access(
            allowed={"programme", "signatory"},
            method="POST",
            params=a_clause_to_correct,
            data={"text": "Associations only.", "reason": "A mistake in the first text."},
        ),
    ),
    "calls.suspend": (
        Access(allowed=STAFF, params=an_open_call),
        Access(
            allowed={"signatory"}, method="POST", params=an_open_call, data={"reason": "A suit."}
        ),
    ),
    "calls.resume": (
        Access(allowed=STAFF, params=a_suspended_call),
        Access(
            allowed={"signatory"}, method="POST", params=a_suspended_call, data={"reason": "Done."}
        ),
    ),
    "calls.questions": Access(allowed=STAFF, params=an_open_call),
    "calls.answer": Access(
        allowed={"programme"}, method="POST", params=a_question, data={"answer": "You may."}
    ),
}
