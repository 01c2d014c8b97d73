"""The start of an applicant's work."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Actor
from portal.core.clock import now
from portal.events import queries as events
from portal.grants import queries as grants
from portal.organisations import policy, queries, rules
from portal.organisations.models import Organisation
from portal.organisations.views import bp
from portal.organisations.views.chosen import pick
from portal.organisations.views.work import NO_WORK, Todo, load_work, shown, todo_of
from portal.web.access import current_actor
from portal.web.refusal import page

NEXT_EVENTS = 3


@bp.get("/home")
def home() -> ResponseReturnValue:
    """What to do next; three steps for somebody new."""
    actor = current_actor()
    own = queries.own(actor)
    organisation = pick(own)
    work = load_work(actor, organisation.id) if organisation else NO_WORK
    todo = todo_of(work, now()) + _todo(actor, organisation) if organisation else []
    return page(
        "organisations/home.html",
        organisation=organisation,
        others=[one for one in own if one is not organisation],
        todo=todo,
        applications=work.applications,
        shown={row.id: shown(row) for row in work.applications},
        grants=[(grant, grants.money(grant)) for grant in work.grants],
        events=events.upcoming(events.Filters(), at=now(), most=NEXT_EVENTS),
    )


def _todo(actor: Actor, organisation: Organisation) -> list[Todo]:
    """What the organisation itself still needs."""
    found: list[Todo] = []
    missing = rules.missing_of(vars(organisation))
    if missing and policy.can_edit(actor, organisation):
        note = _("Missing: %(names)s", names=", ".join(str(name) for name in missing))
        found.append((_("Complete the profile"), url_for(".edit"), note, "building"))
    if (
        policy.can_set_bank(actor, organisation)
        and queries.bank_account(actor, organisation) is None
    ):
        note = _("Needed for the contract of your grant")
        found.append((_("Enter the bank account"), url_for(".bank"), note, "euro"))
    waiting = []
    if policy.can_manage_people(actor, organisation.id):
        waiting = list(queries.waiting_invitations(organisation.id, now()))
    if waiting:
        note = ", ".join(invitation.email for invitation in waiting)
        found.append((_("Invitations without an answer"), url_for(".people"), note, "users"))
    return found
