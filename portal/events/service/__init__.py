"""Writes of events: planning, registration, attendance, report, the reference record."""

from portal.events.service.attendance import (
    change_attendance,
    mark_organisation,
    note_export,
    order_attendance_sheet,
)
from portal.events.service.lifecycle import (
    cancel,
    close,
    close_due_registration,
    close_registration,
    hold,
    open_invitations,
    plan,
    postpone,
)
from portal.events.service.planning import (
    Basics,
    NewEvent,
    create,
    mark_counting,
    set_basics,
)
from portal.events.service.reference import load_reference
from portal.events.service.registration import (
    Participant,
    add_by_hand,
    cancel_registration,
    register,
    remind,
    remove,
)
from portal.events.service.report import (
    Advice,
    add_recommendation,
    approve_report,
    change_recommendation,
    follow_up,
    remove_recommendation,
    return_report,
    submit_report,
    write_report,
)

__all__ = [
    "Advice",
    "Basics",
    "NewEvent",
    "Participant",
    "add_by_hand",
    "add_recommendation",
    "approve_report",
    "cancel",
    "cancel_registration",
    "change_attendance",
    "change_recommendation",
    "close",
    "close_due_registration",
    "close_registration",
    "create",
    "follow_up",
    "hold",
    "load_reference",
    "mark_counting",
    "mark_organisation",
    "note_export",
    "open_invitations",
    "order_attendance_sheet",
    "plan",
    "postpone",
    "register",
    "remind",
    "remove",
    "remove_recommendation",
    "return_report",
    "set_basics",
    "submit_report",
    "write_report",
]
