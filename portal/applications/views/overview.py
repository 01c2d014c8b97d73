"""My applications, and the task list of one."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import policy, queries, rules
from portal.applications.models import Application
from portal.applications.rules.shown import shown_state
from portal.applications.views import bp
from portal.applications.views.common import editing, load, page_url
from portal.calls.policy import can_ask
from portal.core.clock import now
from portal.organisations.models import Membership
from portal.web.access import current_actor
from portal.web.filters import words

NOTES = {"owner": "Owner", "editor": "Can edit", "reader": "Can read"}


@bp.get("/applications")
def index() -> ResponseReturnValue:
    """The applications of the person's organisations."""
    rows = queries.listing(current_actor())
    return render_template(
        "applications/index.html",
        rows=[(row, _shown(row)) for row in rows],
    )


def _shown(application: Application) -> str:
    return shown_state(application.state, has_letter=application.letter_sent_at is not None)


@bp.get("/applications/<uuid:application_id>")
def detail(application_id: UUID) -> ResponseReturnValue:
    """The task list of a draft; after that where the application stands."""
    application = load(application_id)
    actor, at = current_actor(), now()
    found = queries.problems(application)
    blocking = {problem.page for problem in found if problem.field != queries.COMPLETED}
    groups = queries.task_groups(application, blocking)
    tasks = [task for group in groups for task in group.tasks]
    version = queries.latest_version(application.id) if application.number else None
    return render_template(
        "applications/detail.html",
        application=application,
        state=_shown(application),
        editing=editing(application),
        groups=[_group(application, group, found) for group in groups],
        done=sum(task.state == "completed" for task in tasks),
        count=len(tasks),
        version=version,
        saved_at=queries.saved_at(application),
        totals=rules.totals(queries.budget_of(application)),
        budget=queries.budget_of(application),
        people=[_person(row) for row in queries.people(application.organisation_id)],
        asking=can_ask(actor, application.call, at),
        opening=policy.is_taken(application, at),
        reopening=policy.can_reopen(actor, application, at),
        withdrawing=policy.can_withdraw(actor, application),
        second=queries.second_step_of(application),
        supporting=policy.can_attach_eligibility(actor, application),
        is_member=actor.is_member(application.organisation_id) and not application.is_test,
        at=at,
    )


def _hint(task: queries.Task, found: list[queries.Problem]) -> str:
    """What the page asks for; once somebody has begun, what is still to fix on it."""
    mine = [
        words(problem.message)
        for problem in found
        if problem.page == task.page.name and problem.field != queries.COMPLETED
    ]
    if task.state not in {"problem", "in_progress"} or not mine:
        return words(task.page.hint)
    if len(mine) == 1:
        return str(_("To fix: %(what)s", what=mine[0]))
    return str(_("%(count)s things to fix. First: %(what)s", count=len(mine), what=mine[0]))


def _group(
    application: Application, group: queries.TaskGroup, found: list[queries.Problem]
) -> dict[str, object]:
    return {
        "title": words(group.title),
        "items": [
            {
                "label": words(task.page.title),
                "hint": _hint(task, found),
                "url": None
                if task.state == "cannot_start"
                else page_url(application, task.page.name),
                "state": task.state,
            }
            for task in group.tasks
        ],
    }


def _person(row: Membership) -> tuple[str, str, bool]:
    return (row.user.name, NOTES[row.role.value], row.is_signatory)
