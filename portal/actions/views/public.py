"""Public pages about the Actions: what they are for, who carries them, the record as loaded."""

from collections import defaultdict

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.actions import queries
from portal.actions.models import Action, Party, Statement
from portal.actions.views.blueprint import bp
from portal.actions.views.progress import columns, matrix, public_facts, target_rows
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.web.access import current_actor, public
from portal.web.refusal import page


@bp.route("/about")
@public
def about() -> ResponseReturnValue:
    """The Action that gives grants, or the first there is."""
    actions = queries.actions()
    if not actions:
        return page("actions/none.html")
    return redirect(url_for(".detail", code=actions[0].code))


@bp.route("/about/<code>")
@public
def detail(code: str) -> ResponseReturnValue:
    """Objectives, clusters or outputs, targets, parties, money and dates of one Action."""
    action = queries.get_whole(code) or abort(404)
    rows = target_rows(action, public_facts(action)) if action.targets else []
    return page(
        "actions/detail.html",
        action=action,
        targets=rows,
        places=matrix(rows, action.countries),
        columns=columns(rows),
        others=[other for other in queries.actions() if other.id != action.id],
        said=_by_kind(action),
        parties=_by_role(action),
        documents=documents.about(current_actor(), action.id),
        titles=TITLES,
    )


@bp.route("/about/<code>/record")
@public
def record(code: str) -> ResponseReturnValue:
    """Every fact of the Action as it was loaded, with its sources."""
    action = queries.get_whole(code) or abort(404)
    return page("actions/record.html", action=action)


def _by_kind(action: Action) -> dict[str, list[Statement]]:
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in action.statements:
        said[statement.kind].append(statement)
    return dict(said)


def _by_role(action: Action) -> dict[str, list[Party]]:
    parties: dict[str, list[Party]] = defaultdict(list)
    for party in action.parties:
        parties[party.role].append(party)
    return dict(parties)
