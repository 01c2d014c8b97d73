"""Set-up pages of the application form: its pages and questions, and changes once published."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.calls import policy, service
from portal.calls.forms.form import (
    BlocksForm,
    FormPageForm,
    RemovalForm,
    page_order_form,
    question_form,
)
from portal.calls.models import Call, FormSection
from portal.calls.rules.form import ANSWERS, KINDS, FormPage, form_pages, in_order
from portal.calls.states import CallState
from portal.calls.views.blueprint import bp, editable_call, managed_call
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.web.access import current_actor
from portal.web.acts import pressed, submitted
from portal.web.filters import words
from portal.web.refusal import page

BASE = "/manage/calls/<reference>/setup/form"


@bp.get(BASE)
def form_and_grid(reference: str) -> ResponseReturnValue:
    """What applicants are asked, page by page, and what each answer is read for."""
    call = managed_call(reference)
    actor = current_actor()
    return page(
        "calls/form_and_grid.html",
        call=call,
        can_edit=policy.can_edit(actor, call),
        can_change=policy.can_change_form(actor, call, now()),
        pages=_with_questions(call),
        kinds=KINDS,
        answers=ANSWERS,
        read_for=_read_for(call),
    )


def _with_questions(call: Call) -> list[tuple[FormPage, list[FormSection]]]:
    every = in_order(call)
    found = [(one, [q for q in every if q.page == one.key]) for one in form_pages(call)]
    if planned := [q for q in every if q.page == "activities" and call.asks_activities]:
        found.append((FormPage("activities", _("Choose and plan activities")), planned))
    return found


def _read_for(call: Call) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for section in call.grid:
        for criterion in section.criteria:
            for key in criterion.form_keys:
                found.setdefault(key, []).append(criterion.code)
    return found


def _back(call: Call, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for(".form_and_grid", reference=call.reference, _anchor=anchor or None))


def _act(call: Call, act: Callable[[], object], anchor: str = "") -> ResponseReturnValue:
    """One press of a button; what is refused is said on top of the form."""
    pressed(act)
    return _back(call, anchor)


def _step() -> int:
    return -1 if request.form.get("step") == "up" else 1


def _page(call: Call, key: str) -> FormPage:
    return next((one for one in form_pages(call) if one.key == key), None) or abort(404)


@bp.route(BASE + "/blocks", methods=["GET", "POST"])
def form_blocks(reference: str) -> ResponseReturnValue:
    """Which of the portal's own pages applicants see."""
    call = editable_call(reference)
    form = BlocksForm(obj=call)
    if form.validate_on_submit():
        with transaction():
            service.set_blocks(
                call,
                asks_partners=form.asks_partners.data,
                asks_activities=form.asks_activities.data,
                actor=current_actor(),
                at=now(),
            )
        return _back(call)
    return page("calls/form_blocks.html", call=call, form=form)


@bp.route(BASE + "/pages/add", methods=["GET", "POST"])
def add_form_page(reference: str) -> ResponseReturnValue:
    """One more page."""
    call, form = editable_call(reference), FormPageForm()
    if form.validate_on_submit():
        with transaction():
            made = service.add_page(
                call, form.title.data, form.help.data or "", actor=current_actor(), at=now()
            )
        return redirect(url_for(".add_form_question", reference=reference, page=made.key))
    return page("calls/form_page.html", call=call, form=form, one=None, count=0)


@bp.route(BASE + "/pages/<key>", methods=["GET", "POST"])
def edit_form_page(reference: str, key: str) -> ResponseReturnValue:
    """Name a page anew, or take it away."""
    call = editable_call(reference)
    one = _page(call, key)
    form = FormPageForm(obj=one)
    if form.validate_on_submit():
        with transaction():
            service.set_page(
                call, key, form.title.data, form.help.data or "", actor=current_actor(), at=now()
            )
        return _back(call, f"page-{key}")
    count = sum(question.page == key for question in call.form_sections)
    return page("calls/form_page.html", call=call, form=form, one=one, count=count)


@bp.post(BASE + "/pages/<key>/move")
def move_form_page(reference: str, key: str) -> ResponseReturnValue:
    """A page one place up or down."""
    call = editable_call(reference)
    one = _page(call, key)
    return _act(
        call,
        lambda: service.move_page(call, one.key, _step(), actor=current_actor(), at=now()),
        f"page-{key}",
    )


@bp.route(BASE + "/order", methods=["GET", "POST"])
def order_form_pages(reference: str) -> ResponseReturnValue:
    """All pages in a new order; of a published form by corrigendum."""
    call = changeable_call(reference)
    is_published = call.state is not CallState.DRAFT
    form = page_order_form(call, is_published=is_published)
    if submitted(
        form,
        lambda: service.order_pages(
            call,
            form.keys(),
            actor=current_actor(),
            at=now(),
            reason=str(form["reason"].data) if is_published else "",
        ),
    ):
        if is_published:
            flash(_("The corrigendum is published. Everybody with an application is told."), "ok")
        return _back(call)
    return page("calls/form_order.html", call=call, form=form, is_published=is_published)


@bp.post(BASE + "/pages/<key>/remove")
def remove_form_page(reference: str, key: str) -> ResponseReturnValue:
    """A page with its questions out of the form."""
    call = editable_call(reference)
    one = _page(call, key)
    flash(_("“%(title)s” is no longer a page of the form.", title=words(one.title)), "ok")
    return _act(call, lambda: service.remove_page(call, key, actor=current_actor(), at=now()))


def changeable_call(reference: str) -> Call:
    """A call whose form may be changed now, freely or by corrigendum; 403 with the reason."""
    call = managed_call(reference)
    require(policy.can_change_form(current_actor(), call, now()))
    return call


def _question(call: Call, key: str) -> FormSection:
    return next((one for one in call.form_sections if one.key == key), None) or abort(404)


@bp.route(BASE + "/questions/add", methods=["GET", "POST"])
def add_form_question(reference: str) -> ResponseReturnValue:
    """One more question on a page."""
    return _edit(changeable_call(reference), None)


@bp.route(BASE + "/questions/<key>", methods=["GET", "POST"])
def edit_form_question(reference: str, key: str) -> ResponseReturnValue:
    """Change a question."""
    call = changeable_call(reference)
    return _edit(call, _question(call, key))


def _edit(call: Call, question: FormSection | None) -> ResponseReturnValue:
    is_published = call.state is not CallState.DRAFT
    on_page = request.args.get("page", "")
    form = question_form(call, question, page=on_page, is_published=is_published)
    reason = str(form["reason"].data) if is_published else ""
    if submitted(form, lambda: _save(call, question, form.asked(), reason)):
        if is_published:
            flash(_("The corrigendum is published. Everybody with an application is told."), "ok")
        return _back(call, f"page-{form.page.data}")
    return page(
        "calls/form_question.html",
        call=call,
        form=form,
        question=question,
        is_published=is_published,
        removal=RemovalForm(None, prefix="removal-"),
    )


def _save(
    call: Call, question: FormSection | None, wanted: service.AskedQuestion, reason: str
) -> None:
    if question is None:
        service.add_question(call, wanted, actor=current_actor(), at=now(), reason=reason)
    else:
        service.set_question(
            question, wanted, call=call, actor=current_actor(), at=now(), reason=reason
        )


@bp.post(BASE + "/questions/<key>/move")
def move_form_question(reference: str, key: str) -> ResponseReturnValue:
    """A question one place up or down on its page."""
    call = editable_call(reference)
    question = _question(call, key)
    return _act(
        call,
        lambda: service.move_question(
            question, _step(), call=call, actor=current_actor(), at=now()
        ),
        f"page-{question.page}",
    )


@bp.post(BASE + "/questions/<key>/remove")
def remove_form_question(reference: str, key: str) -> ResponseReturnValue:
    """Ask it no longer; of a published form with a reason."""
    call = changeable_call(reference)
    question = _question(call, key)
    reason = request.form.get("removal-reason", "")
    return _act(
        call,
        lambda: service.remove_question(
            question, call=call, actor=current_actor(), at=now(), reason=reason
        ),
        f"page-{question.page}",
    )
