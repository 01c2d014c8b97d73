"""Papers of an event: attendance sheet and report."""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.documents.layouts import att, evt
from portal.documents.layouts._parts import Signature
from tests.factories.documents.base import AT, ZONE, make_head


def make_attendance_sheet(**overrides: Any) -> att.AttendanceSheet:
    first, second = date(2027, 6, 10), date(2027, 6, 11)
    return replace(
        att.AttendanceSheet(
            head=make_head(att.TITLE),
            event="Round table on early warning",
            kind="National round table",
            place="Priština",
            country="Kosovo*",
            organiser="Civil Rights Program Kosovo*",
            cluster="C4 Advocacy",
            days=(first, second),
            attendees=(
                att.Attendee(
                    "Arta Gashi", "Shoqata Ëndrra", "Lawyer", "CSO", "Kosovo*", True, False,
                    (first,),
                ),
                att.Attendee(
                    "Љубав Његош", "Tužilaštvo", "Prosecutor", "Prosecutors", "Serbia", False, True
                ),
            ),
        ),
        **overrides,
    )  # fmt: skip


def make_event_report(**overrides: Any) -> evt.EventReport:
    return replace(
        evt.EventReport(
            head=make_head(evt.TITLE),
            event="Round table on early warning",
            kind="National round table",
            days="10 June 2027",
            place="Podgorica",
            country="Montenegro",
            organiser="Civic Alliance",
            co_organisers=("Group 484",),
            cluster="C4 Advocacy",
            purpose="Bring prosecutors and CSOs to one table.",
            agenda=(evt.AgendaItem("10:00", "Opening", "Arta Gashi"),),
            participants=31,
            counts=(
                evt.Counts("By category", (("Prosecutors", 11), ("CSOs", 20))),
                evt.Counts("By sex", (("Women", 17), ("Men", 14))),
            ),
            summary="The talk was frank.",
            findings=("Few cases reach a court.",),
            recommendations=(
                evt.Recommendation(
                    "1", "Prosecution", "Few prosecutions.", "Use proactive investigation.",
                    "Prosecutor's office", "open",
                ),
            ),
            media=("https://example.org/news",),
            photos=(),
            signature=Signature("Mila Jović", "Organiser", "Civic Alliance", AT),
            zone=ZONE,
        ),
        **overrides,
    )  # fmt: skip
