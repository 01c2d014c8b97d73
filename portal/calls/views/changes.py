"""Changes of a published call: corrigendum, later deadline, suspend, resume, cancel."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import service as applications
from portal.calls import policy, queries, rules, service
from portal.calls.forms import (
    ClauseCorrectionForm,
    ExtendForm,
    ReasonForm,
    TextCorrectionForm,
    TimeCorrectionForm,
)
from portal.calls.models import Call
from portal.calls.service.changes import TIMES
from portal.calls.views.blueprint import bp, managed_call
from portal.core.access import Verdict
from portal.core.clock import now
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.filters import words
from portal.web.refusal import page

OTHER = "other"


@bp.route("/manage/calls/<reference>/extend", methods=["GET", "POST"])
def extend(reference: str) -> ResponseReturnValue:
    """Move the deadline later."""
    call, form = managed_call(reference), ExtendForm()
    if submitted(
        form,
        lambda: service.extend(
            call,
            closes_at=form.instant(call),
            actor=current_actor(),
            at=now(),
            reason=form.reason.data,
        ),
    ):
        flash(_("The deadline is moved. Everybody with an application is told by mail."), "ok")
        return redirect(url_for(".dashboard", reference=reference))
    verdict = policy.can_extend(current_actor(), call, now())
    if request.method == "GET" and call.closes_at:
        form.closes_at.data = _local(call, call.closes_at)
    return page("calls/extend.html", call=call, form=form, verdict=verdict)


def _local(call: Call, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(call.time_zone))


@bp.route("/manage/calls/<reference>/corrigendum", methods=["GET", "POST"])
def correct(reference: str) -> ResponseReturnValue:
    """Choose the part that changes, then say how and why."""
    call, part = managed_call(reference), request.args.get("part", "")
    verdict = policy.can_correct(current_actor(), call, now())
    parts = [*((name, words(label)) for name, label in service.CLAUSES.items()),
             (OTHER, _("Another clause of the guidelines"))]  # fmt: skip
    if part and part not in dict(parts):
        abort(404)
    form = _correction_form(part)
    if part and submitted(
        form,
        lambda: service.correct(
            call,
            _correction(call, part, form),
            actor=current_actor(),
            at=now(),
            reason=form.reason.data,
        ),
    ):
        flash(_("The corrigendum is published. Everybody with an application is told."), "ok")
        return redirect(url_for(".dashboard", reference=reference))
    current = getattr(call, part) if part and part != OTHER else None
    if request.method == "GET" and current:
        _fill(call, form, current)
    return page(
        "calls/correct.html",
        call=call,
        form=form,
        verdict=verdict,
        part=part,
        parts=parts,
        current=current,
        corrigenda=queries.corrigenda(call.id),
    )


def _correction_form(part: str) -> ReasonForm:
    if part in TIMES:
        return TimeCorrectionForm()
    return ClauseCorrectionForm() if part == OTHER else TextCorrectionForm()


def _fill(call: Call, form: ReasonForm, current: Any) -> None:
    if isinstance(form, TimeCorrectionForm):
        form.instant.data = _local(call, current)
    elif isinstance(form, TextCorrectionForm):
        form.text.data = current


def _correction(call: Call, part: str, form: ReasonForm) -> service.Correction:
    if isinstance(form, TimeCorrectionForm) and form.instant.data:
        instant = rules.instant(form.instant.data, call.time_zone, field="instant")
        return service.Correction(part, instant=instant)
    if isinstance(form, ClauseCorrectionForm):
        return service.Correction(
            text=form.text.data, clause=form.clause.data, before=form.before.data
        )
    return service.Correction(part, text=form["text"].data)


@bp.route("/manage/calls/<reference>/suspend", methods=["GET", "POST"])
def suspend(reference: str) -> ResponseReturnValue:
    """Stop the clock."""
    return _with_reason(
        reference,
        policy.can_suspend,
        lambda call, why: service.suspend(call, actor=current_actor(), at=now(), reason=why),
        title=_("Suspend the call"),
        hint=_("The reason is shown to all. The clock stops at once: nothing can be submitted."),
        done=_("The call is suspended. Everybody with an application is told."),
    )


@bp.route("/manage/calls/<reference>/resume", methods=["GET", "POST"])
def resume(reference: str) -> ResponseReturnValue:
    """Let the clock go on."""
    return _with_reason(
        reference,
        policy.can_resume,
        _resume,
        title=_("Resume the call"),
        hint=_("Why it can go on. The deadline moves by the time the call stood still."),
        done=_("The call goes on. Everybody with an application is told the new deadline."),
        kind="primary",
    )


def _resume(call: Call, why: str) -> None:
    """The call goes on, and the personal deadlines of applicants with it."""
    actor, at, since = current_actor(), now(), call.suspended_at
    stood = service.resume(call, actor=actor, at=at, reason=why)
    applications.move_extensions(
        call, since=since or at, stood=stood, reason=why, actor=actor, at=at
    )


@bp.route("/manage/calls/<reference>/cancel", methods=["GET", "POST"])
def cancel(reference: str) -> ResponseReturnValue:
    """Cancel the call with a reason."""
    return _with_reason(
        reference,
        policy.can_cancel,
        lambda call, why: service.cancel(call, actor=current_actor(), at=now(), reason=why),
        title=_("Cancel the call"),
        hint=_("The reason is shown to applicants. Cancelling cannot be undone."),
        done=_("The call is cancelled."),
    )


def _with_reason(
    reference: str,
    may: Callable[..., Verdict],
    act: Callable[[Call, str], object],
    *,
    title: str,
    hint: str,
    done: str,
    kind: str = "danger",
) -> ResponseReturnValue:
    call, form = managed_call(reference), ReasonForm()
    if submitted(form, lambda: act(call, form.reason.data)):
        flash(done, "ok")
        return redirect(url_for(".dashboard", reference=reference))
    return page(
        "calls/with_reason.html",
        call=call,
        form=form,
        verdict=may(current_actor(), call),
        title=title,
        hint=hint,
        kind=kind,
    )
