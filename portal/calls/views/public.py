"""Public pages: find and read a call, ask a question."""

from functools import lru_cache

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.calls import policy, queries, service
from portal.calls.forms import QuestionForm
from portal.calls.models import Call
from portal.calls.views.blueprint import bp, visible_call
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents
from portal.documents.gather.blank import blank_form as blank
from portal.documents.layouts import TITLES
from portal.documents.sheet import MEDIA_TYPES, RENDERERS, Sheet
from portal.web.access import current_actor, public
from portal.web.downloads import send_bytes
from portal.web.refusal import page, show

SHOWN = ("open", "planned", "closed", "all")


@bp.route("/calls")
@public
def index() -> ResponseReturnValue:
    """Calls, open ones first."""
    chosen = request.args.get("show", "open")
    chosen = chosen if chosen in SHOWN else "open"
    at, actor = now(), current_actor()
    if chosen == "planned":
        calls = queries.planned(at)
    else:
        calls = queries.listing(actor, at=at, show=chosen, text=request.args.get("q", ""))
    return page("calls/index.html", calls=calls, chosen=chosen, is_open=policy.is_open)


@bp.route("/calls/<reference>")
@public
def detail(reference: str) -> ResponseReturnValue:
    """One call with everything an applicant needs to know."""
    return _detail(visible_call(reference), QuestionForm())


@bp.route("/calls/<reference>/form.<any(pdf,docx):kind>")
@public
def blank_form(reference: str, kind: str) -> ResponseReturnValue:
    """The form of the call as an empty paper, to prepare answers with."""
    call = visible_call(reference)
    sheet = blank(call, at=now())
    return send_bytes(_made(kind, sheet), f"{call.reference}-form.{kind}", MEDIA_TYPES[kind])


@lru_cache(maxsize=16)
def _made(kind: str, sheet: Sheet) -> bytes:
    """The same form is made once a day, however many ask for it."""
    return RENDERERS[kind](sheet)


@bp.route("/calls/<reference>/questions", methods=["POST"])
def ask(reference: str) -> ResponseReturnValue:
    """Ask a question about the call."""
    call, form = visible_call(reference), QuestionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                question = service.ask(call, text=form.text.data, actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            return redirect(
                url_for(".detail", reference=reference, asked=question.number) + "#questions"
            )
    return _detail(call, form)


def _detail(call: Call, form: QuestionForm) -> ResponseReturnValue:
    actor, at = current_actor(), now()
    return page(
        "calls/detail.html",
        call=call,
        form=form,
        is_open=policy.is_open(call, at),
        first=queries.first_step(call),
        taking=policy.takes_questions(call, at),
        can_ask=policy.can_ask(actor, call, at),
        questions=queries.questions(call.id, published_only=True),
        asked=request.args.get("asked", type=int),
        papers=documents.public_of_call(call.id),
        titles=TITLES,
        corrigenda=queries.corrigenda(call.id),
        manages=actor.reads(call.action_id),
    )
