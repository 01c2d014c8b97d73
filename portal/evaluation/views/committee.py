"""Naming and appointing the committee."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.accounts.models import User
from portal.core.access import require
from portal.core.clock import now
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.documents import queries as documents
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import ConstituteForm, MemberForm, ReplaceForm
from portal.evaluation.models import CommitteeMember, EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.acts import pressed, submitted
from portal.web.refusal import page


@bp.route("/manage/calls/<reference>/committee", methods=["GET", "POST"])
def committee(reference: str) -> ResponseReturnValue:
    """Who sits; the signatory adds people one by one and then appoints all of them."""
    actor = current_actor()
    session, standing = load(reference)
    verdict = policy.can_appoint(actor, session)
    changes = policy.can_change_committee(actor, session)
    adding = MemberForm(prefix="member-")
    may_add = verdict or changes
    people = {str(user.id): user for user in queries.candidates(session)} if may_add else {}
    adding.user.choices = [
        SelectChoice("", _("Choose a person")),
        *(SelectChoice(key, f"{user.name}, {user.email}") for key, user in people.items()),
    ]
    appointing = ConstituteForm(prefix="appoint-")
    if request.form.get("do") == "appoint":
        done = submitted(appointing, lambda: _appoint_all(session, appointing))
    else:
        done = submitted(adding, lambda: _appoint(session, people, adding))
    if done:
        return redirect(url_for(".committee", reference=reference))
    return page(
        "evaluation/committee.html",
        session=session,
        side=steps(session, standing),
        members=queries.members(session.id),
        signed=queries.declarations(session.id),
        verdict=verdict,
        changes=changes,
        adding=adding,
        appointing=appointing,
        issued=[one for one in documents.about(actor, session.id) if one.kind == "CMP"],
        prepared=[one for one in documents.being_prepared(session.id) if one[0] == "CMP"],
    )


def _appoint(session: EvaluationSession, people: dict[str, User], form: MemberForm) -> None:
    service.appoint(
        session,
        user=people[form.user.data],
        function=form.function.data,
        is_substitute=form.is_substitute.data,
        actor=current_actor(),
        at=now(),
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
    pressed(lambda: service.dismiss(session, member, actor=current_actor(), at=now()))
    return redirect(url_for(".committee", reference=reference))


def _member(session: EvaluationSession, member_id: UUID) -> CommitteeMember:
    found = [one for one in queries.members(session.id) if one.id == member_id]
    return found[0] if found else abort(404)


@bp.route("/manage/calls/<reference>/committee/<uuid:member_id>/replace", methods=["GET", "POST"])
def replace_member(reference: str, member_id: UUID) -> ResponseReturnValue:
    """A member leaves; a substitute of the same function takes the place."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_change_committee(actor, session))
    leaving = _member(session, member_id)
    if not leaving.sits:
        abort(404)
    free = {
        str(one.id): one
        for one in queries.members(session.id)
        if one.is_substitute and one.left_at is None and one.function == leaving.function
    }
    form = ReplaceForm()
    form.substitute.choices = [
        SelectChoice("", _("Nobody") if leaving.function == "assessor" else _("Choose a person")),
        *(SelectChoice(key, one.user.name) for key, one in free.items()),
    ]
    if submitted(
        form,
        lambda: service.replace_member(
            session,
            leaving,
            substitute=free.get(form.substitute.data or ""),
            reason=form.reason.data or "",
            actor=actor,
            at=now(),
        ),
    ):
        flash(_("The committee is changed. Everybody concerned has been told by mail."))
        return redirect(url_for(".committee", reference=reference))
    return page(
        "evaluation/replace_member.html",
        session=session,
        side=steps(session, standing),
        leaving=leaving,
        free=free,
        form=form,
    )
