"""Set-up pages of the evaluation grid: sections and criteria."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice

from portal.calls import service, template
from portal.calls.forms import CriterionForm, GridSectionForm, ReadyGridForm, ScaleForm
from portal.calls.models import Call, Criterion, GridSection
from portal.calls.views.blueprint import bp, editable_call
from portal.core.clock import now
from portal.core.db import transaction
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.refusal import page

BASE = "/manage/calls/<reference>/setup/grid"


def _section(call: Call, section_id: UUID) -> GridSection:
    return next((one for one in call.grid if one.id == section_id), None) or abort(404)


def _criterion(call: Call, criterion_id: UUID) -> Criterion:
    every = (criterion for section in call.grid for criterion in section.criteria)
    return next((one for one in every if one.id == criterion_id), None) or abort(404)


def _step() -> int:
    return -1 if request.form.get("step") == "up" else 1


def _edit(
    call: Call, template: str, form: FlaskForm, act: Callable[[], Any], **context: Any
) -> ResponseReturnValue:
    if submitted(form, act):
        return redirect(url_for(".grid", reference=call.reference))
    return page(template, call=call, form=form, **context)


def _act(call: Call, act: Callable[[], None]) -> ResponseReturnValue:
    with transaction():
        act()
    return redirect(url_for(".grid", reference=call.reference))


@bp.route(BASE, methods=["GET", "POST"])
def grid(reference: str) -> ResponseReturnValue:
    """Sections and criteria in their order; a ready grid takes their place (POST)."""
    call, form, ready = editable_call(reference), ReadyGridForm(), template.grids()
    form.ready.choices = [SelectChoice(one.name, one.label) for one in ready]
    if form.validate_on_submit():
        chosen = next(one for one in ready if one.name == form.ready.data)
        with transaction():
            service.use_grid(call, chosen, actor=current_actor(), at=now())
        flash(_("The grid of the call is now: %(grid)s.", grid=chosen.label), "ok")
        return redirect(url_for(".grid", reference=reference))
    return page("calls/grid.html", call=call, form=form)


@bp.route(BASE + "/scale", methods=["GET", "POST"])
def grid_scale(reference: str) -> ResponseReturnValue:
    """The lowest and the highest mark of every criterion."""
    call = editable_call(reference)
    form = ScaleForm(obj=call)
    return _edit(
        call, "calls/grid_scale.html", form,
        act=lambda: service.set_scale(
            call, *form.marks(), actor=current_actor(), at=now()
        ),
    )  # fmt: skip


@bp.route(BASE + "/sections/add", methods=["GET", "POST"])
def add_grid_section(reference: str) -> ResponseReturnValue:
    """One more section."""
    call, form = editable_call(reference), GridSectionForm(role="other")
    return _edit(
        call, "calls/grid_section.html", form, section=None,
        act=lambda: service.add_section(call, form.section(), actor=current_actor(), at=now()),
    )  # fmt: skip


@bp.route(BASE + "/sections/<uuid:section_id>", methods=["GET", "POST"])
def edit_grid_section(reference: str, section_id: UUID) -> ResponseReturnValue:
    """Change a section."""
    call = editable_call(reference)
    section = _section(call, section_id)
    form = GridSectionForm(obj=section)
    return _edit(
        call, "calls/grid_section.html", form, section=section,
        act=lambda: service.set_section(
            section, form.section(), call=call, actor=current_actor(), at=now()
        ),
    )  # fmt: skip


@bp.post(BASE + "/sections/<uuid:section_id>/move")
def move_grid_section(reference: str, section_id: UUID) -> ResponseReturnValue:
    """A section one place up or down."""
    call = editable_call(reference)
    section = _section(call, section_id)
    return _act(call, lambda: service.move_section(
        section, _step(), call=call, actor=current_actor(), at=now()))  # fmt: skip


@bp.post(BASE + "/sections/<uuid:section_id>/remove")
def remove_grid_section(reference: str, section_id: UUID) -> ResponseReturnValue:
    """A section with its criteria out of the grid."""
    call = editable_call(reference)
    section = _section(call, section_id)
    return _act(call, lambda: service.remove_section(
        section, call=call, actor=current_actor(), at=now()))  # fmt: skip


def _criterion_form(call: Call, criterion: Criterion | None) -> CriterionForm:
    form = CriterionForm(obj=criterion) if criterion else CriterionForm(weight=1)
    form.form_keys.choices = [
        SelectChoice(question.key, f"{question.key} {question.title}")
        for question in call.form_sections
    ]
    if call.asks_budget:
        form.form_keys.choices.append(SelectChoice("budget", _("The budget")))
    known = {choice.value for choice in form.form_keys.choices}
    form.form_keys.data = [key for key in form.form_keys.data or () if key in known]
    return form


@bp.route(BASE + "/sections/<uuid:section_id>/criteria/add", methods=["GET", "POST"])
def add_criterion(reference: str, section_id: UUID) -> ResponseReturnValue:
    """One more criterion."""
    call = editable_call(reference)
    section = _section(call, section_id)
    form = _criterion_form(call, None)
    return _edit(
        call, "calls/criterion.html", form, criterion=None, section=section,
        act=lambda: service.add_criterion(
            section, form.criterion(), call=call, actor=current_actor(), at=now()
        ),
    )  # fmt: skip


@bp.route(BASE + "/criteria/<uuid:criterion_id>", methods=["GET", "POST"])
def edit_criterion(reference: str, criterion_id: UUID) -> ResponseReturnValue:
    """Change a criterion."""
    call = editable_call(reference)
    criterion = _criterion(call, criterion_id)
    form = _criterion_form(call, criterion)
    return _edit(
        call, "calls/criterion.html", form, criterion=criterion, section=None,
        act=lambda: service.set_criterion(
            criterion, form.criterion(), call=call, actor=current_actor(), at=now()
        ),
    )  # fmt: skip


@bp.post(BASE + "/criteria/<uuid:criterion_id>/move")
def move_criterion(reference: str, criterion_id: UUID) -> ResponseReturnValue:
    """A criterion one place up or down."""
    call = editable_call(reference)
    criterion = _criterion(call, criterion_id)
    return _act(call, lambda: service.move_criterion(
        criterion, _step(), call=call, actor=current_actor(), at=now()))  # fmt: skip


@bp.post(BASE + "/criteria/<uuid:criterion_id>/remove")
def remove_criterion(reference: str, criterion_id: UUID) -> ResponseReturnValue:
    """A criterion out of its section."""
    call = editable_call(reference)
    criterion = _criterion(call, criterion_id)
    return _act(call, lambda: service.remove_criterion(
        criterion, call=call, actor=current_actor(), at=now()))  # fmt: skip
