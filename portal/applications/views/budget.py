"""The budget editor: a plain form; adding and removing lines are buttons of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field, FieldList, FormField

from portal.applications import queries, rules, service
from portal.applications.forms import BudgetForm, budget_form
from portal.applications.forms.budget import give_choices
from portal.applications.models import Application
from portal.applications.rules.standard import (
    FREE,
    REGRANTING,
    STANDARD_LINES,
    kind_of,
    lines_of,
)
from portal.applications.views import bp
from portal.applications.views.beside import Remark, beside, fragments, place_of, shown_beside
from portal.applications.views.checks import panel, shares
from portal.applications.views.common import content_shown, editing, load, onwards, reading
from portal.applications.views.sections import sent_revision
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, NotAllowed, RuleBroken
from portal.core.findings import Finding, errors
from portal.web.access import current_actor
from portal.web.fields import NumberField
from portal.web.filters import when, words
from portal.web.refusal import fields, page, show
from portal.web.writing import reads_first

ZERO = Decimal(0)


@bp.route("/applications/<uuid:application_id>/budget", methods=["GET", "POST"])
def budget(application_id: UUID) -> ResponseReturnValue:
    """Costs by heading, checks beside them, who pays."""
    application = load(application_id)
    if not application.call.asks_budget:
        abort(404)
    if request.method == "POST":
        return _sent(application)
    return show_budget(application, stored_form(application))


def _sent(application: Application) -> ResponseReturnValue:
    form = budget_form(activities_of(application))
    if not form.is_readable():
        return show_budget(application, form)
    action = request.form.get("action", "continue")
    without = int(action[7:]) if action.startswith("remove-") and action[7:].isdigit() else None
    wants_mark = action == "continue"
    if wants_mark and form.is_complete.data not in {"yes", "no"}:
        form.is_complete.errors = [_("Select whether you have completed this section")]
        return show_budget(application, form)
    try:
        with transaction():
            found = service.save_budget(
                application,
                plan_of(form, without=without),
                revision=sent_revision(),
                actor=current_actor(),
                at=now(),
                is_complete=form.is_complete.data == "yes" if wants_mark else None,
                follows_autosave=True,
            )
    except service.BudgetConflict as conflict:
        return _conflicting(application.id, form, conflict)
    except Locked:
        raise
    except RuleBroken as broken:
        show(form, broken)
        return show_budget(application, form)
    return _saved(load(application.id), form, action, errors(found))


def _saved(
    application: Application, form: BudgetForm, action: str, found: Sequence[Finding]
) -> ResponseReturnValue:
    """Where to go after the budget was kept."""
    if action.startswith(("add-", "remove-")):
        return show_budget(application, _with_line(application, action))
    if action == "use":
        flash(_("%(count)s lines stand in the budget now.", count=len(plan_of(form).lines)))
        return redirect(url_for("applications.budget", application_id=application.id))
    if action == "later" or form.is_complete.data == "no":
        flash(_("Saved. You can come back to this section at any time."))
        return redirect(url_for("applications.detail", application_id=application.id))
    if not found and form.lines.entries:
        return onwards(application, "budget")
    kept = stored_form(application)
    kept.is_complete.data = "yes"
    show_findings(application, kept, found)
    return show_budget(application, kept)


def _with_line(application: Application, action: str) -> BudgetForm:
    form = stored_form(application)
    heading = action.removeprefix("add-")
    if action.startswith("add-") and heading in {"1", "2", "3", "4", "5", "6"}:
        first = lines_of(int(heading))[0]
        form.lines.append_entry({"kind": first.code, "unit": first.unit, "persons": 1})
        give_choices(form, activities_of(application))
    return form


def _conflicting(
    application_id: UUID, form: BudgetForm, conflict: service.BudgetConflict
) -> ResponseReturnValue:
    application = load(application_id)
    return page(
        "applications/budget_conflict.html",
        application=application,
        mine=[entry.form for entry in form.lines if not entry.form.is_blank],
        theirs=queries.budget_of(application),
        by=conflict.by,
        at=conflict.at,
    ), 409


@bp.post("/applications/<uuid:application_id>/budget/autosave")
@reads_first
def budget_autosave(application_id: UUID) -> ResponseReturnValue:
    """Keep the budget while people type; what cannot be kept as it stands is said at its line."""
    application = load(application_id)
    form, at = budget_form(activities_of(application)), now()
    if not form.is_readable():
        return _unreadable(form)
    try:
        with transaction():
            service.save_budget(
                application,
                plan_of(form),
                revision=sent_revision(),
                actor=current_actor(),
                at=at,
            )
    except service.BudgetConflict as conflict:
        saved_at = when(conflict.at)
        return {
            "message": _("%(name)s saved the budget on %(when)s.", name=conflict.by, when=saved_at)
        }, 409
    except Locked as locked:
        return {"message": words(locked.message)}, 423
    except NotAllowed as refused:
        return {"message": words(refused.message)}, 403
    except RuleBroken as broken:
        return {"message": words(broken.message)}, 422
    checks = render_template("applications/_budget_checks.html", **_checks(application))
    return {
        "revision": sent_revision() + 1,
        "saved_at": at.isoformat(),
        "fragments": {
            "#budget-checks": checks,
            **fragments(form, beside(form, queries.budget_findings(application), application)),
        },
    }


def _unreadable(form: BudgetForm) -> ResponseReturnValue:
    """What cannot be kept is said at its line; nothing is kept until it can."""
    found: dict[str, list[Remark]] = {}
    wrong = [
        field
        for field in fields(form)
        if field.errors and not isinstance(field, (FieldList, FormField))
    ]
    for field in wrong:
        for message in field.errors:
            found.setdefault(place_of(field.id), []).append(Remark(str(message), True))
    return {"message": _why_not(wrong), "fragments": fragments(form, found)}, 422


def _why_not(wrong: Sequence[Field]) -> str:
    """Numbers that cannot be read, texts that are too long, or both."""
    too_long = [field for field in wrong if not isinstance(field, NumberField)]
    if too_long and len(too_long) == len(wrong):
        problem = str(too_long[0].errors[0])
        return str(_("%(problem)s. Nothing is saved until it is shorter.", problem=problem))
    if too_long:
        return str(
            _("Some numbers cannot be read and a text is too long. Nothing is saved until then.")
        )
    return str(_("Some numbers cannot be read yet. Nothing is saved until they can."))


def _checks(application: Application) -> dict[str, Any]:
    """What the panel beside the lines shows."""
    kept, limits = queries.budget_of(application), queries.limits_of(application)
    sums = rules.totals(kept)
    found = queries.budget_findings(application)
    return {"panel": panel(kept, sums, limits, found), "shares": shares(sums)}


def plan_of(form: BudgetForm, *, without: int | None = None) -> service.Plan:
    """The form as plain data; blank lines and the line `without` are left out."""
    kept = [
        entry.form
        for number, entry in enumerate(form.lines)
        if not entry.form.is_blank and number != without
    ]
    sources = [service.PlannedSource("own", form.own.data or ZERO)]
    sources += [
        service.PlannedSource(
            "other", entry.form.amount.data or ZERO, entry.form.name.data or "",
            bool(entry.form.is_secured.data),
        )
        for entry in form.others
        if entry.form.amount.data or entry.form.name.data
    ]  # fmt: skip
    sources.append(service.PlannedSource("income", form.income.data or ZERO))
    return service.Plan(
        lines=tuple(
            service.PlannedLine(
                kind=line.kind.data or "6",
                description=line.description.data or "",
                unit=line.unit.data or "",
                quantity=line.quantity.data or ZERO,
                unit_value=line.unit_value.data or ZERO,
                justification=line.justification.data or "",
                activity=line.activity.data or "",
                persons=max(1, line.persons.data or 1),
            )
            for line in kept
        ),
        indirect=form.indirect.data or ZERO,
        contingency=form.contingency.data or ZERO,
        sources=tuple(source for source in sources if source.amount or source.name),
    )


def stored_form(application: Application) -> BudgetForm:
    """The form as it is stored, with an empty row for another donor."""
    return budget_form(activities_of(application), stored_data(application), formdata=None)


def stored_data(application: Application) -> dict[str, Any]:
    """The stored budget by the names of the form's fields."""
    kept = queries.budget_of(application)
    by_kind = {"own": ZERO, "income": ZERO}
    others: list[dict[str, Any]] = []
    for source in kept.sources:
        if source.kind is rules.SourceKind.OTHER:
            others.append(
                {"name": source.name, "amount": source.amount, "is_secured": source.is_secured}
            )
        else:
            by_kind[source.kind.value] += source.amount
    return {
        "lines": [
            {
                "kind": _kind(line),
                "description": line.description,
                "unit": line.unit,
                "quantity": line.quantity or None,
                "unit_value": line.unit_value or None,
                "persons": line.persons,
                "activity": line.activity,
                "justification": line.justification,
            }
            for line in kept.lines
        ],
        "indirect": kept.indirect or None,
        "contingency": kept.contingency or None,
        "own": by_kind["own"] or None,
        "income": by_kind["income"] or None,
        "others": [*others, {}],
        "is_complete": "yes" if application.budget and application.budget.is_complete else None,
    }


def _kind(line: rules.BudgetLine) -> str:
    if line.is_regranting:
        return REGRANTING
    kind = kind_of(line.code)
    return kind if kind in STANDARD_LINES else FREE


def activities_of(application: Application) -> list[tuple[str, str]]:
    chosen = set(queries.chosen_activities(application))
    return [
        (entry.code, f"{entry.code} {entry.text}")
        for entry in application.call.activities
        if entry.code in chosen
    ]


def show_findings(application: Application, form: BudgetForm, found: Sequence[Finding]) -> None:
    """Put each blocking check at its field, else above the form."""
    named = {field.id: field for field in fields(form)}
    g.refused = 422
    if not form.lines.entries:
        form.form_errors = [_("Add the costs of the project to the budget")]
    for finding in found:
        field = named.get(queries.budget_anchor(application, finding))
        message = words(finding.message)
        if field is None:
            form.form_errors = [*form.form_errors, message]
        else:
            field.errors = [*field.errors, message]
    if any(entry.form.errors for entry in form.lines):  # a list does not look into its rows again
        form.lines.errors = [entry.form.errors for entry in form.lines]


def show_budget(application: Application, form: BudgetForm) -> ResponseReturnValue:
    """The editor, or the budget as text when it cannot be changed."""
    verdict = editing(application)
    kept, limits = queries.budget_of(application), queries.limits_of(application)
    sums = rules.totals(kept)
    return page(
        "applications/budget.html" if verdict else "applications/read_page.html",
        application=application,
        name="budget",
        title=_("Build the budget"),
        form=form,
        verdict=verdict,
        section=application.budget,
        revision=application.budget.revision if application.budget else 0,
        **reading(),
        totals=sums,
        budget=kept,
        codes=[line.code for line in kept.lines],
        limits=limits,
        **_checks(application),
        remarks=shown_beside(form, application),
        largest=rules.largest_request(sums.eligible, limits.max_share)
        if limits.max_share is not None
        else None,
        indirect_limit=rules.rate_limit(sums.direct, limits.indirect_rate),
        content=content_shown(application),
    )
