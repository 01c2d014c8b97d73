"""The score matrix: the sheets of each application side by side, and the same as a workbook."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.calls.models import Call
from portal.core.access import require
from portal.core.clock import now
from portal.core.paging import PER_PAGE, Page
from portal.core.ratio import rounded
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.queries import MatrixFilters, MatrixRow, MatrixSheet
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page
from portal.web.workbooks import Sheet, workbook_file


def _open(reference: str) -> tuple[EvaluationSession, Standing, list[MatrixRow]]:
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_matrix(current_actor(), session, standing))
    return session, standing, queries.matrix(session.call, hidden=standing.conflicts)


@bp.get("/manage/calls/<reference>/scores/matrix")
def matrix(reference: str) -> ResponseReturnValue:
    """Each application with its sheets; `?sort=-spread` puts the widest apart first."""
    session, standing, rows = _open(reference)
    filters = MatrixFilters(
        lot=request.args.get("lot", ""),
        show=request.args.get("show", ""),
        sort=request.args.get("sort", ""),
    )
    found = queries.narrowed(rows, filters)
    number = page_number()
    shown = Page(found[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(found))
    with_names = policy.reads_names(current_actor(), session)
    return page(
        "evaluation/matrix.html",
        session=session,
        side=steps(session, standing),
        grid=queries.grid_of(session.call),
        rows=shown,
        filters=filters,
        has_rows=bool(rows),
        may_compare=session.state in policy.SHOWS_OTHERS,
        consensus=queries.consensus_numbers([row.application.id for row in shown.rows]),
        leans=_leans(rows, with_names=with_names),
        label=lambda one: _assessor(one, with_names=with_names),
        lots=[("", _("All lots")), *((lot.code, lot.name) for lot in session.call.lots)],
        shows=[
            ("", _("All applications")),
            ("apart", _("Scores far apart")),
            ("incomplete", _("Sheets missing")),
            ("complete", _("Complete")),
        ],
    )


def _assessor(one: MatrixSheet, *, with_names: bool) -> str:
    number = str(_("Assessor %(number)s", number=one.sheet.position))
    return f"{number}, {one.sheet.assessor.name}" if with_names else number


def _leans(rows: list[MatrixRow], *, with_names: bool) -> list[tuple[str, object]]:
    """Who leans how, by name; nothing for those who read no names: a number is no person."""
    if not with_names:
        return []
    names: dict[UUID, str] = {
        one.sheet.assessor_id: one.sheet.assessor.name for row in rows for one in row.sheets
    }
    found = queries.leans_of(rows)
    return sorted(((names[who], lean) for who, lean in found.items()), key=lambda pair: pair[0])


@bp.get("/manage/calls/<reference>/scores/matrix.xlsx")
def matrix_file(reference: str) -> ResponseReturnValue:
    """Every mark and comment as a workbook; names only for those who may read them."""
    session, _standing, rows = _open(reference)
    rows = queries.with_comments(rows)
    with_names = policy.reads_names(current_actor(), session)
    masked = policy.is_masked(current_actor(), session)
    sheets = [
        _totals_sheet(session.call, rows, with_names=with_names, masked=masked),
        _marks_sheet(session.call, rows, with_names=with_names, masked=masked),
    ]
    return workbook_file(f"{reference}-score-matrix.xlsx", sheets, at=now())


def _totals_sheet(call: Call, rows: list[MatrixRow], *, with_names: bool, masked: bool) -> Sheet:
    heads = [_("Application"), _("Title"), _("Applicant"), _("Lot"), _("Assessor")]
    heads += [f"{section.code} {section.title}" for section in call.grid]
    heads += [_("Total"), _("Score"), _("Mean"), _("Median"), _("Spread")]

    def lines() -> Iterator[list[object]]:
        for row in rows:
            for one in row.sheets:
                yield [
                    *_about(row, masked=masked),
                    _assessor(one, with_names=with_names),
                    *(rounded(one.totals.sections[section.code]) for section in call.grid),
                    rounded(one.totals.total),
                    *_common(row),
                ]

    return Sheet(_("Totals"), heads, lines())


def _about(row: MatrixRow, *, masked: bool) -> list[object]:
    one = row.application
    name = one.number if masked else one.organisation.legal_name
    return [one.number, one.title, name, one.lot.name]


def _common(row: MatrixRow) -> list[Decimal | None]:
    spread = row.spread
    return [
        row.result.total_shown if row.result else None,
        rounded(spread.mean) if spread else None,
        rounded(spread.median) if spread else None,
        rounded(spread.width) if spread else None,
    ]


def _marks_sheet(call: Call, rows: list[MatrixRow], *, with_names: bool, masked: bool) -> Sheet:
    heads = [_("Application"), _("Title"), _("Applicant"), _("Lot"), _("Assessor"), _("Code")]
    heads += [_("Criterion"), _("Weight"), _("Mark"), _("Points"), _("Comment")]

    def lines() -> Iterator[list[object]]:
        for row in rows:
            for one in row.sheets:
                front = [*_about(row, masked=masked), _assessor(one, with_names=with_names)]
                for line in _lines_of(call, one):
                    yield [*front, *line]

    return Sheet(_("Marks and comments"), heads, lines())


def _lines_of(call: Call, one: MatrixSheet) -> Iterator[list[object]]:
    marks = {score.criterion_id: score for score in one.sheet.scores}
    texts = {comment.section_id: comment.text for comment in one.sheet.comments}
    for section in call.grid:
        for item in section.criteria:
            score = marks[item.id]
            points = (score.value or 0) * item.weight
            yield [item.code, item.text, item.weight, score.value, points, score.comment]
        whole = rounded(one.totals.sections[section.code])
        yield [section.code, section.title, None, None, whole, texts.get(section.id, "")]
    for label, text in (
        (_("Strengths"), one.sheet.strengths),
        (_("Weaknesses"), one.sheet.weaknesses),
        (_("Recommendation"), one.sheet.recommendation.replace("_", " ")),
    ):
        if text:
            yield ["", label, None, None, None, text]
