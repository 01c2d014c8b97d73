"""The pages of a report that are written: texts with autosave, results, costs."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Verdict
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, NotAllowed, RuleBroken
from portal.reporting import policy, queries, service
from portal.reporting.forms import CostsForm, PartForm, ResultsForm, results_form
from portal.reporting.models import Report
from portal.reporting.rules import Part
from portal.reporting.views import bp
from portal.reporting.views.common import load, sent_revision, show_problems
from portal.web.access import current_actor
from portal.web.filters import when, words
from portal.web.refusal import page, show


@bp.route("/reports/<uuid:report_id>/parts/<key>", methods=["GET", "POST"])
def part(report_id: UUID, key: str) -> ResponseReturnValue:
    """One text of the narrative."""
    report = load(report_id)
    asked = queries.terms(report).part(key) or abort(404)
    row = queries.section(report, key)
    form = PartForm(
        data={
            "text": row.text if row else "",
            "is_complete": "yes" if row and row.is_complete else None,
        }
    )
    is_later = request.form.get("action") == "later"
    if is_later:
        form.is_complete.validators = ()
    if form.validate_on_submit() and (answer := _save(report, asked, form, is_later=is_later)):
        return answer
    return page(
        "reporting/part.html",
        report=report,
        grant=report.grant,
        part=asked,
        row=row,
        form=form,
        verdict=_editing(report),
        revision=sent_revision() if form.is_submitted() else (row.revision if row else 0),
    )


def _save(
    report: Report, asked: Part, form: PartForm, *, is_later: bool
) -> ResponseReturnValue | None:
    wants = None if is_later else form.is_complete.data == "yes"
    try:
        with transaction():
            found = service.save_part(
                report, asked.key, form.text.data or "", revision=sent_revision(),
                actor=current_actor(), at=now(), is_complete=wants,
            )  # fmt: skip
    except service.PartConflict as conflict:
        return page(
            "reporting/part_conflict.html", report=report, grant=report.grant, part=asked,
            mine=form.text.data or "", conflict=conflict,
        ), 409  # fmt: skip
    if is_later or form.is_complete.data == "no":
        flash(_("Saved. You can come back to this section at any time."))
        return redirect(url_for(".detail", report_id=report.id))
    if not found:
        return redirect(_after(report, asked.key))
    show_problems(form, found)
    return None


def _after(report: Report, key: str) -> str:
    """The next page of the report."""
    keys = [entry.key for entry in queries.terms(report).parts]
    place = keys.index(key) + 1
    if place < len(keys):
        return url_for(".part", report_id=report.id, key=keys[place])
    return url_for(".results", report_id=report.id)


def _editing(report: Report) -> Verdict:
    return policy.can_write(current_actor(), report)


@bp.post("/reports/<uuid:report_id>/parts/<key>/autosave")
def autosave(report_id: UUID, key: str) -> ResponseReturnValue:
    """200 with the new revision; 409 with the newer text; 423 when it is locked."""
    report, at = load(report_id), now()
    asked = queries.terms(report).part(key) or abort(404)
    try:
        with transaction():
            service.save_part(
                report, key, request.form.get("text", ""), revision=sent_revision(),
                actor=current_actor(), at=at,
            )  # fmt: skip
    except service.PartConflict as conflict:
        saved_at = when(conflict.saved_at)
        message = _(
            "%(name)s saved this section on %(when)s.", name=words(conflict.by), when=saved_at
        )
        theirs = [(asked.title, conflict.theirs)]
        return {"message": message, "revision": conflict.revision, "theirs": theirs}, 409
    except Locked as locked:
        return {"message": words(locked.message)}, 423
    except NotAllowed as refused:
        return {"message": words(refused.message)}, 403
    return {"revision": sent_revision() + 1, "saved_at": at.isoformat()}


@bp.route("/reports/<uuid:report_id>/results", methods=["GET", "POST"])
def results(report_id: UUID) -> ResponseReturnValue:
    """People reached by each activity, in numbers only."""
    report = load(report_id)
    form = results_form(report)
    if form.validate_on_submit():
        try:
            with transaction():
                found = service.save_results(
                    report, [entry.form.result() for entry in form.lines],
                    actor=current_actor(), at=now(),
                )  # fmt: skip
        except RuleBroken as broken:
            show(form, broken)
        else:
            action = request.form.get("action")
            if action == "another":
                return redirect(url_for(".results", report_id=report.id))
            if action == "later" or not found:
                flash(_("The results are saved."))
                target = ".detail" if action == "later" else ".costs"
                return redirect(url_for(target, report_id=report.id))
            show_problems(form, found)
    return _results_page(report, form)


def _results_page(report: Report, form: ResultsForm) -> ResponseReturnValue:
    return page(
        "reporting/results.html",
        report=report,
        grant=report.grant,
        form=form,
        verdict=_editing(report),
        terms=queries.terms(report),
    )


@bp.route("/reports/<uuid:report_id>/costs", methods=["GET", "POST"])
def costs(report_id: UUID) -> ResponseReturnValue:
    """Which costs belong to the report, and the financial table against the budget."""
    report = load(report_id)
    form = CostsForm(data={"claimed_indirect": report.claimed_indirect})
    if form.validate_on_submit():
        try:
            with transaction():
                found = service.save_costs(
                    report,
                    items=_sent_items(),
                    claimed_indirect=form.claimed_indirect.data,
                    explanations=_sent_explanations(report),
                    actor=current_actor(),
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            action = request.form.get("action")
            if action == "refresh":
                return redirect(url_for(".costs", report_id=report.id))
            if action == "later" or not found:
                flash(_("The costs are saved."))
                target = ".detail" if action == "later" else ".check"
                return redirect(url_for(target, report_id=report.id))
            report = load(report_id)
            show_problems(form, found)
    return _costs_page(report, form)


def _costs_page(report: Report, form: CostsForm) -> ResponseReturnValue:
    items = queries.ledger(report.grant_id)
    findings: dict[str, list[str]] = {}
    for finding in queries.cost_findings(report, at=now()):
        findings.setdefault(finding.line or "", []).append(words(finding.message))
    return page(
        "reporting/costs.html",
        report=report,
        grant=report.grant,
        form=form,
        items=[item for item in items if item.report_id in {None, report.id}],
        chosen=_sent_items() if form.is_submitted() else {row.id for row in report.expenditure},
        findings=findings,
        figures=queries.sheet(report),
        sent=_sent_explanations(report) if form.is_submitted() else {},
        terms=queries.terms(report),
        verdict=_editing(report),
    )


def _sent_items() -> set[UUID]:
    """The ids of the ticked costs; what is not an id is left out."""
    found = set()
    for text in request.form.getlist("items"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _sent_explanations(report: Report) -> dict[str, str]:
    keys = [str(line.id) for line in report.grant.lines]
    sent = {key: request.form.get(f"explanation-{key}", "") for key in keys}
    return {key: text[:2000] for key, text in sent.items()}
