"""The register of conflicts: what was declared, found and decided."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.documents import queries as documents
from portal.evaluation import policy, queries, service
from portal.evaluation.forms.people import RecordForm, RulingForm
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.refusal import page


@bp.get("/manage/calls/<reference>/conflicts")
def conflicts(reference: str) -> ResponseReturnValue:
    """Person, subject, kind, measure, when; what waits for a decision stands first."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_see_register(actor, session, standing))
    entries = [
        one
        for one in queries.register(session.call_id)
        if one.application.id not in standing.conflicts
    ]
    return page(
        "evaluation/conflicts.html",
        session=session,
        side=steps(session, standing),
        waiting=[one for one in entries if one.waits],
        entries=[one for one in entries if not one.waits],
        can_rule=policy.can_rule_on_conflicts(actor, session, standing),
        can_issue=policy.can_issue_register(actor, session, standing),
        mine=_to_decide(session, standing, entries),
        issued=[one for one in documents.about(actor, session.id) if one.kind == "REG"],
        prepared=[one for one in documents.being_prepared(session.id) if one[0] == "REG"],
    )


def _to_decide(
    session: EvaluationSession, standing: Standing, entries: list[queries.Entry]
) -> set[UUID]:
    """The suspicions this person decides on."""
    actor, secretaries = current_actor(), queries.secretaries(session.id)
    return {
        one.finding.id
        for one in entries
        if one.finding is not None
        and one.waits
        and policy.can_rule_on(actor, session, standing, one.finding, secretaries=secretaries)
    }


@bp.post("/manage/calls/<reference>/conflicts/look")
def look(reference: str) -> ResponseReturnValue:
    """Compare the committee with the applications again."""
    session, standing = load(reference)
    require(policy.can_rule_on_conflicts(current_actor(), session, standing))
    with transaction():
        found = service.look_for_conflicts(session, at=now())
    flash(_("%(n)s new ties found.", n=len(found)) if found else _("Nothing new was found."))
    return redirect(url_for(".conflicts", reference=reference))


@bp.post("/manage/calls/<reference>/conflicts/register")
def issue_register(reference: str) -> ResponseReturnValue:
    """Order the register as a document."""
    session, _standing = load(reference)
    with transaction():
        service.issue_register(session, actor=current_actor(), at=now())
    return redirect(url_for(".conflicts", reference=reference))


@bp.route("/manage/calls/<reference>/conflicts/<uuid:finding_id>", methods=["GET", "POST"])
def ruling(reference: str, finding_id: UUID) -> ResponseReturnValue:
    """Decide on a suspicion with a reason."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_see_register(actor, session, standing))
    found = [
        one
        for one in queries.findings(session.call_id)
        if one.id == finding_id and one.application_id not in standing.conflicts
    ]
    finding = found[0] if found else abort(404)
    secretaries = queries.secretaries(session.id)
    require(policy.can_rule_on(actor, session, standing, finding, secretaries=secretaries))
    form = RulingForm()
    if submitted(
        form,
        lambda: service.rule_on(
            session,
            finding,
            is_conflict=form.decision.data == "yes",
            reason=form.reason.data or "",
            actor=actor,
            at=now(),
        ),
    ):
        flash(_("Your decision stands in the register."))
        return redirect(url_for(".conflicts", reference=reference))
    return page(
        "evaluation/ruling.html",
        session=session,
        side=steps(session, standing),
        finding=finding,
        form=form,
    )


@bp.route("/manage/calls/<reference>/conflicts/record", methods=["GET", "POST"])
def record_conflict(reference: str) -> ResponseReturnValue:
    """Recuse a member of the committee from one application."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_rule_on_conflicts(actor, session, standing))
    form = RecordForm()
    people = {str(one.user_id): one.user for one in queries.members(session.id)}
    files = {
        str(one.id): one
        for one in queries.applications_of(session.call_id, hidden=standing.conflicts)
    }
    form.person.choices = [
        SelectChoice("", _("Choose a person")),
        *(SelectChoice(key, user.name) for key, user in people.items()),
    ]
    form.application.choices = [
        SelectChoice("", _("Choose an application")),
        *(
            SelectChoice(key, f"{one.number} {one.organisation.short_name}")
            for key, one in files.items()
        ),
    ]
    if submitted(
        form,
        lambda: service.record_conflict(
            session,
            files.get(form.application.data) or abort(404),
            people.get(form.person.data) or abort(404),
            kind=form.kind.data or "",
            note=form.note.data or "",
            actor=actor,
            at=now(),
        ),
    ):
        number, name = files[form.application.data].number, people[form.person.data].name
        flash(_("%(number)s is closed to %(name)s.", number=number, name=name))
        return redirect(url_for(".conflicts", reference=reference))
    return page(
        "evaluation/record_conflict.html", session=session, side=steps(session, standing), form=form
    )
