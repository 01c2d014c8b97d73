"""Naming and appointing the committee."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import ConstituteForm, MemberForm
from portal.evaluation.models import CommitteeMember, EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page, show


@bp.route("/manage/calls/<reference>/committee", methods=["GET", "POST"])
def committee(reference: str) -> ResponseReturnValue:
    """Who sits; the signatory adds people one by one and then appoints all of them."""
    actor = current_actor()
    session, standing = load(reference)
    verdict = policy.can_appoint(actor, session)
    adding = MemberForm(prefix="member-")
    people = {str(user.id): user for user in queries.candidates(session)} if verdict else {}
    adding.user.choices = [
        SelectChoice("", _("Choose a person")),
        *(SelectChoice(key, f"{user.name}, {user.email}") for key, user in people.items()),
    ]
    appointing = ConstituteForm(prefix="appoint-")
    if request.method == "POST":
        wants = request.form.get("do")
        form = appointing if wants == "appoint" else adding
        if form.validate():
            try:
                with transaction():
                    if wants == "appoint":
                        _appoint_all(session, appointing)
                    else:
                        service.appoint(
                            session,
                            user=people[adding.user.data],
                            function=adding.function.data,
                            is_substitute=adding.is_substitute.data,
                            actor=actor,
                            at=now(),
                        )
            except RuleBroken as broken:
                show(form, broken)
            else:
                return redirect(url_for(".committee", reference=reference))
    return page(
        "evaluation/committee.html",
        session=session,
        side=steps(session, standing),
        members=queries.members(session.id),
        verdict=verdict,
        adding=adding,
        appointing=appointing,
    )


def _appoint_all(session: EvaluationSession, form: ConstituteForm) -> None:
    wall = form.scores_due_at.data
    if wall is None:
        raise RuleBroken(N_("Enter when the scores are due"), field="appoint-scores_due_at")
    due_at = wall.replace(tzinfo=ZoneInfo(session.call.time_zone))
    service.constitute(session, scores_due_at=due_at, actor=current_actor(), at=now())
    flash(_("The committee is appointed. Everybody on it has been told by mail."))


@bp.post("/manage/calls/<reference>/committee/<uuid:member_id>/remove")
def remove_member(reference: str, member_id: UUID) -> ResponseReturnValue:
    """Take a person off the list."""
    session, _standing = load(reference)
    member = _member(session, member_id)
    try:
        with transaction():
            service.dismiss(session, member, actor=current_actor(), at=now())
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    return redirect(url_for(".committee", reference=reference))


def _member(session: EvaluationSession, member_id: UUID) -> CommitteeMember:
    found = [one for one in queries.members(session.id) if one.id == member_id]
    return found[0] if found else abort(404)
