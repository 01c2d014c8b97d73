"""A sheet taken away as a workbook, and brought in again with a report."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import OfflineForm
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.rules.offline import HEADS, WORDS, OfflineSheet, read_sheet, rows_of
from portal.evaluation.views import bp
from portal.evaluation.views.sheet import open_sheet, verb_of
from portal.web.access import current_actor
from portal.web.refusal import page, show
from portal.web.workbooks import Sheet, read_rows, workbook_file


@bp.get("/evaluate/<uuid:assessment_id>/sheet.xlsx")
def sheet_workbook(assessment_id: UUID) -> ResponseReturnValue:
    """The grid with what is on the sheet, to be filled without a connection."""
    found, session, _standing = open_sheet(assessment_id)
    sheet, number = queries.sheet_of(found, session.call), found.application.number or ""
    rows = rows_of(
        number,
        queries.grid_of(session.call),
        scores=sheet.scores,
        comments=sheet.comments,
        section_comments=sheet.section_comments,
        words={name: getattr(found, name) for name in WORDS.values()},
    )
    return workbook_file(f"sheet-{number}.xlsx", [Sheet(_("Scores"), HEADS, rows)], at=now())


@bp.route("/evaluate/<uuid:assessment_id>/offline", methods=["GET", "POST"])
def offline(assessment_id: UUID) -> ResponseReturnValue:
    """Download, fill, bring in: what was understood is saved, the rest is named with its row."""
    found, session, standing = open_sheet(assessment_id)
    require(policy.can_score(current_actor(), found, session, standing, verb_of(found)))
    form, read = OfflineForm(), None
    if form.validate_on_submit():
        try:
            read = _take(found, session, form)
        except RuleBroken as broken:
            show(form, broken)
        else:
            if read.understood:
                flash(_("%(n)s answers were read and saved.", n=read.understood))
    return page("evaluation/offline.html", sheet=found, session=session, form=form, read=read)


def _take(found: Assessment, session: EvaluationSession, form: OfflineForm) -> OfflineSheet:
    upload = form.file.data
    if not upload:
        raise RuleBroken(_("Choose the workbook"), field="file")
    rows = read_rows(upload.read(), name=upload.filename or "")
    read = read_sheet(rows, found.application.number or "", queries.grid_of(session.call))
    if read.understood:
        with transaction():
            service.take_offline(found, session, read, actor=current_actor(), at=now())
    return read
