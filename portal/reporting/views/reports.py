"""Reports of a grantee: the list, the task list, checking and submitting."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.grants.models import Grant
from portal.grants.views.tabs import tabs_for
from portal.reporting import policy, queries, service
from portal.reporting.forms import ConfirmForm
from portal.reporting.models import Report
from portal.reporting.queries import Problem
from portal.reporting.views import bp
from portal.reporting.views.common import load, load_grant, load_managed_grant, today_of
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page, show


@bp.get("/grants/<uuid:grant_id>/reports")
def index(grant_id: UUID) -> ResponseReturnValue:
    """The reports that the contract asks for."""
    return _index_page(load_grant(grant_id), is_staff=False)


@bp.get("/manage/grants/<uuid:grant_id>/reports")
def managed_index(grant_id: UUID) -> ResponseReturnValue:
    """The same, for the lead."""
    return _index_page(load_managed_grant(grant_id), is_staff=True)


def _index_page(grant: Grant, *, is_staff: bool) -> ResponseReturnValue:
    today = today_of(grant)
    return page(
        "reporting/index.html",
        grant=grant,
        tabs=tabs_for(current_actor(), grant, "reports"),
        layout="layout/manager.html" if is_staff else "layout/workspace.html",
        rows=[
            (report, queries.days_overdue(report, today)) for report in queries.of_grant(grant.id)
        ],
        endpoint="reporting.review" if is_staff else "reporting.detail",
        is_staff=is_staff,
    )


@bp.get("/grants/<uuid:grant_id>/reports/<uuid:report_id>")
def of_grant(grant_id: UUID, report_id: UUID) -> ResponseReturnValue:
    """The same report under the address of its grant."""
    report = load(report_id)
    if report.grant_id != grant_id:
        abort(404)
    return redirect(url_for(".detail", report_id=report_id))


@bp.get("/reports/<uuid:report_id>")
def detail(report_id: UUID) -> ResponseReturnValue:
    """The task list while it is written; what was sent and decided afterwards."""
    report, actor, at = load(report_id), current_actor(), now()
    today = today_of(report.grant)
    found = queries.problems(report, at=at) if report.state in policy.OPEN else []
    groups = _groups(report, found)
    tasks = [item for group in groups for item in group["items"]]
    return page(
        "reporting/detail.html",
        report=report,
        grant=report.grant,
        may_start=policy.can_start(actor, report),
        may_write=policy.can_write(actor, report),
        may_reopen=policy.can_reopen(actor, report),
        groups=groups,
        done=sum(1 for item in tasks if item["state"] == "completed"),
        count=len(tasks),
        days_overdue=queries.days_overdue(report, today),
        figures=queries.sheet(report),
        terms=queries.terms(report),
        section=queries.section,
        is_open=report.state in policy.OPEN,
        not_started=report.state in {"not_due", "due"},
        tabs=tabs_for(actor, report.grant, "reports"),
        found=documents.about(actor, report.id),
        prepared=documents.being_prepared(report.id),
        titles=TITLES,
    )


def _groups(report: Report, found: Sequence[Problem]) -> list[dict[str, Any]]:
    """The tasks by group: texts, results, costs."""
    groups: list[dict[str, Any]] = []
    for part in queries.terms(report).parts:
        if not groups or groups[-1]["title"] != part.group:
            groups.append({"title": part.group, "items": []})
        url = url_for("reporting.part", report_id=report.id, key=part.key)
        state = _part_state(report, part.key)
        groups[-1]["items"].append(
            {"label": part.title, "hint": "", "url": url, "state": state, "note": None}
        )
    wrong = {problem.page for problem in found}
    costs, figures = report.expenditure, []
    if report.results:
        figures = [row for row in report.results if row.output or row.women or row.men]
    groups.append(
        {
            "title": _("Results and costs"),
            "items": [
                _task(_("Results by activity"), _("People reached, in numbers only"),
                      url_for("reporting.results", report_id=report.id),
                      bool(figures), "results" in wrong),
                _task(_("Costs of the period"), _("%(count)s from the list", count=len(costs)),
                      url_for("reporting.costs", report_id=report.id),
                      bool(costs), "costs" in wrong),
            ],
        }
    )  # fmt: skip
    return groups


def _part_state(report: Report, key: str) -> str:
    row = queries.section(report, key)
    if row is None or not row.text:
        return "not_started"
    return "completed" if row.is_complete else "in_progress"


def _task(label: str, hint: str, url: str, has_begun: bool, is_wrong: bool) -> dict[str, Any]:
    state = "completed"
    if is_wrong or not has_begun:
        state = "problem" if has_begun else "not_started"
    return {"label": label, "hint": hint, "url": url, "state": state, "note": None}


@bp.post("/reports/<uuid:report_id>/start")
def start(report_id: UUID) -> ResponseReturnValue:
    """Begin to write."""
    report, form = load(report_id), ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            service.start(report, actor=current_actor(), at=now())
        flash(_("The report is started. Costs entered so far are in it."))
    return redirect(url_for(".detail", report_id=report_id))


@bp.post("/reports/<uuid:report_id>/reopen")
def reopen(report_id: UUID) -> ResponseReturnValue:
    """Prepare a rejected report again."""
    report, form = load(report_id), ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            service.reopen(report, actor=current_actor(), at=now())
    return redirect(url_for(".detail", report_id=report_id))


@bp.route("/reports/<uuid:report_id>/check", methods=["GET", "POST"])
def check(report_id: UUID) -> ResponseReturnValue:
    """Everything once more, what is missing first, then submit."""
    report, actor, form = load(report_id), current_actor(), ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.submit(report, actor=actor, at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The report is submitted."))
            return redirect(url_for(".detail", report_id=report_id))
    found = queries.problems(report, at=now()) if report.state in policy.OPEN else []
    return page(
        "reporting/check.html",
        report=report,
        grant=report.grant,
        form=form,
        problems=[(words(one.message), _page_of(report, one)) for one in found],
        verdict=policy.can_submit(actor, report, today_of(report.grant)),
        is_open=report.state in policy.OPEN,
        figures=queries.sheet(report),
        terms=queries.terms(report),
        section=queries.section,
        findings=queries.cost_findings(report, at=now()),
    )


def _page_of(report: Report, problem: Problem) -> str:
    if problem.page in {"results", "costs"}:
        return url_for(f"reporting.{problem.page}", report_id=report.id)
    return url_for("reporting.part", report_id=report.id, key=problem.page)
