"""Writing a report: texts, numbers of people, which costs belong to it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.applications import queries as applications
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db
from portal.core.errors import Conflict, Locked, RuleBroken
from portal.core.lifecycle import move
from portal.core.money import in_currency
from portal.core.text import N_, clean, clean_name
from portal.reporting import policy, queries
from portal.reporting.models import Report, ReportSection, ResultLine
from portal.reporting.queries import Problem
from portal.reporting.service.guard import held
from portal.reporting.states import MOVES

MOST_LINES = 40


class PartConflict(Conflict):
    """Somebody else saved the text in the meantime; `theirs` is what they saved."""

    def __init__(self, row: ReportSection) -> None:
        self.by = row.updated_by.name if row.updated_by else N_("Somebody else")
        self.theirs, self.revision, self.saved_at = row.text, row.revision, row.updated_at
        super().__init__(
            N_(
                "%(name)s saved this section. Your text is below. Copy what you need, then load "
                "the newer version.",
                name=self.by,
            )
        )


def writable(report: Report, *, actor: Actor) -> Report:
    """The report, held, when the actor may write in it.

    Raises: Locked when it was submitted; NotAllowed.
    """
    report = held(report)
    is_writer = actor.is_member(report.grant.organisation_id, *policy.WRITERS)
    if is_writer and report.state not in policy.OPEN:
        raise Locked(N_("The report was submitted. It can no longer be changed."))
    require(policy.can_write(actor, report))
    return report


def start(report: Report, *, actor: Actor, at: datetime) -> None:
    """Begin to write: the activities of the project and the costs so far are put in.

    Raises: NotAllowed; WrongState.
    """
    report = held(report)
    require(policy.can_start(actor, report))
    move(report, "start", MOVES)
    for position, (code, name) in enumerate(_activities(report), start=1):
        report.results.append(ResultLine(position=position, activity=f"{code} {name}".strip()))
    _take_costs(report)
    db.session.flush()
    audit.record(actor, "report.started", report, at=at, details={"number": report.number})


def _activities(report: Report) -> list[tuple[str, str]]:
    """The activities that the applicant chose from the list of the call."""
    application = applications.whole(report.grant.application_id)
    chosen = set(applications.chosen_activities(application))
    return [(row.code, row.text) for row in application.call.activities if row.code in chosen]


def _take_costs(report: Report) -> None:
    for item in queries.ledger(report.grant_id):
        is_in_time = report.kind == "final" or item.document_on <= report.period_to
        if item.report_id is None and is_in_time:
            item.report_id = report.id
    db.session.flush()
    db.session.expire(report, ["expenditure"])


def save_part(
    report: Report,
    key: str,
    text: str,
    *,
    revision: int,
    actor: Actor,
    at: datetime,
    is_complete: bool | None = None,
) -> list[Problem]:
    """Keep one text of the narrative, unfinished and too long too. Writes one row.

    Shape:  `revision` is the one the person started from; `is_complete` None leaves the mark as it
            is. Answers what stands in the way of "completed"; with problems the mark is not set.
    Raises: PartConflict, NotAllowed, Locked; RuleBroken for a text this report does not ask.
    """
    report = writable(report, actor=actor)
    part = queries.terms(report).part(key)
    if part is None:
        raise RuleBroken(N_("This report does not ask for that text."))
    row = queries.section(report, key)
    if row is None:
        row = ReportSection(key=key, text="", revision=0, is_complete=False)
        report.sections.append(row)
    if row.revision != revision:
        raise PartConflict(row)
    row.text, row.revision = clean(text), row.revision + 1
    row.updated_by_id, row.updated_at = actor.user_id, at
    if is_complete is None:
        db.session.flush()
        return []
    row.is_complete = is_complete
    found = queries.part_problems(report, part) if is_complete else []
    row.is_complete = is_complete and not found
    db.session.flush()
    return found


@dataclass(frozen=True)
class Result:
    """What one activity reached, as entered. Units: people; `minors` are among women and men."""

    activity: str
    output: str = ""
    planned: int = 0
    women: int = 0
    men: int = 0
    minors: int = 0


def save_results(
    report: Report, results: Sequence[Result], *, actor: Actor, at: datetime
) -> list[Problem]:
    """Keep the activities with their numbers; answers what is still wrong with them.

    Raises: NotAllowed, Locked; RuleBroken with too many rows.
    """
    report = writable(report, actor=actor)
    kept = [result for result in results if clean_name(result.activity)]
    if len(kept) > MOST_LINES:
        raise RuleBroken(N_("At most %(most)s activities", most=MOST_LINES))
    for row in list(report.results)[len(kept) :]:
        report.results.remove(row)
        db.session.delete(row)
    for position, result in enumerate(kept, start=1):
        row = _line(report, position)
        row.activity, row.output = clean_name(result.activity), clean(result.output)
        row.planned, row.women, row.men = result.planned, result.women, result.men
        row.minors = result.minors
    db.session.flush()
    audit.record(actor, "report.results_saved", report, at=at, details={"activities": len(kept)})
    return queries.result_problems(report)


def _line(report: Report, position: int) -> ResultLine:
    if position <= len(report.results):
        row = report.results[position - 1]
        row.position = position
        return row
    row = ResultLine(position=position)
    report.results.append(row)
    return row


def save_costs(
    report: Report,
    *,
    items: Collection[uuid.UUID],
    claimed_indirect: Decimal | None,
    explanations: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> list[Problem]:
    """Keep which costs belong to the report, the indirect costs claimed and the explanations.

    Shape:  `items` are ids of costs of this grant that stand in no other report; others are
            ignored. `claimed_indirect` None claims what the rate of the contract allows.
            `explanations` by key of the line. Answers what is still wrong.
    Raises: NotAllowed, Locked; RuleBroken at claimed_indirect above the rate.
    """
    report = writable(report, actor=actor)
    for row in queries.ledger(report.grant_id):
        if row.report_id in {None, report.id}:
            row.report_id = report.id if row.id in items else None
    report.explanations = {key: clean(text) for key, text in explanations.items() if clean(text)}
    report.claimed_indirect = claimed_indirect
    db.session.flush()
    report = queries.whole(report.id)
    figures = queries.sheet(report)
    if figures.claimed_indirect > figures.most_indirect:
        most = in_currency(figures.most_indirect, report.grant.currency)
        raise RuleBroken(
            N_("Indirect costs must be %(most)s or less", most=most), field="claimed_indirect"
        )
    audit.record(
        actor, "report.costs_saved", report, at=at,
        details={"costs": len(report.expenditure), "direct": figures.direct},
    )  # fmt: skip
    return queries.cost_problems(report, at=at)
