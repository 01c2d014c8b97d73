"""Calls for tests, made from the template of a national one-step call."""

from datetime import timedelta
from typing import Any

from portal.actions.models import Action
from portal.calls import template
from portal.calls.models import Call
from portal.calls.states import CallState
from tests.factories.accounts import make_user
from tests.factories.actions import cluster_of, make_action
from tests.factories.base import AT, next_number, save

UNPUBLISHED = {CallState.DRAFT, CallState.APPROVED}


def make_call(
    *,
    state: CallState = CallState.PUBLISHED,
    action: Action | None = None,
    start: str = "national_one_step",
    **overrides: Any,
) -> Call:
    """A call of a template (seven lots, grid C); published ten days ago, open 40 days.

    Answers the call with lots, grid and form loaded.
    """
    action = action or make_action()
    chosen = template.load(start)
    values: dict[str, Any] = {
        "action_id": action.id,
        "cluster_id": cluster_of(action).id,
        "reference": f"{action.code}-2026-{next_number():02d}",
        "state": state,
        "publishes_at": AT - timedelta(days=10),
        "questions_until_at": AT + timedelta(days=20),
        "answers_until_at": AT + timedelta(days=30),
        "closes_at": AT + timedelta(days=40),
        "created_at": AT - timedelta(days=20),
    }
    if state is not CallState.DRAFT:
        values |= {"approved_by_id": make_user().id, "approved_at": AT - timedelta(days=15)}
    if state not in UNPUBLISHED:
        values["published_at"] = AT - timedelta(days=10)
    if state is CallState.SUSPENDED:
        values["suspended_at"] = AT - timedelta(days=1)
    if "created_by_id" not in overrides:
        values["created_by_id"] = make_user().id
    call = Call(**(chosen.numbers() | values | overrides))
    call.lots, call.activities = chosen.lots(), chosen.activities()
    call.form_sections, call.document_slots = chosen.form(), chosen.documents()
    call.grid = chosen.grid()
    return save(call)
