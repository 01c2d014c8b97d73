"""Pages of administrators about people."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import policy, queries, service
from portal.accounts.forms import ReasonForm
from portal.accounts.models import User
from portal.accounts.views import bp
from portal.core.access import Verdict, require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page, show


@bp.get("/admin/users")
def users() -> ResponseReturnValue:
    """All accounts, searched by name or address."""
    actor, search = current_actor(), request.args.get("q", "").strip()[:100]
    require(policy.can_administer(actor))
    found = queries.listing(actor, search=search, page=page_number())
    return page("accounts/users.html", found=found, search=search)


@bp.get("/admin/users/<uuid:user_id>")
def user(user_id: UUID) -> ResponseReturnValue:
    """One account: state, open sessions, what can be done."""
    require(policy.can_administer(current_actor()))
    return _user_page(_load(user_id), ReasonForm())


@dataclass(frozen=True)
class Verdicts:
    """What the administrator may do with this account."""

    deactivate: Verdict
    reactivate: Verdict
    reset: Verdict
    grant: Verdict
    withdraw: Verdict


def _load(user_id: UUID) -> User:
    return queries.get_visible(current_actor(), user_id) or abort(404)


def _user_page(person: User, form: ReasonForm) -> ResponseReturnValue:
    actor, others = current_actor(), queries.other_administrators(person.id)
    may = Verdicts(
        deactivate=policy.can_deactivate(actor, person, others),
        reactivate=policy.can_reactivate(actor, person),
        reset=policy.can_start_reset(actor, person),
        grant=policy.can_grant_administration(actor, person),
        withdraw=policy.can_withdraw_administration(actor, person, others),
    )
    sessions = queries.open_sessions(person.id, now())
    return page("accounts/user.html", person=person, may=may, form=form, sessions=sessions)


def _do(user_id: UUID, act: Callable[[User, str], None], done: str) -> ResponseReturnValue:
    """Do one act that needs a reason, and say that it is done."""
    person, form = _load(user_id), ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                act(person, form.reason.data)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(done)
            return redirect(url_for(".user", user_id=user_id))
    return _user_page(person, form)


@bp.post("/admin/users/<uuid:user_id>/deactivate")
def deactivate(user_id: UUID) -> ResponseReturnValue:
    """Close an account."""
    return _do(
        user_id,
        lambda person, reason: service.deactivate(
            person, reason=reason, actor=current_actor(), at=now()
        ),
        _("The account is deactivated."),
    )


@bp.post("/admin/users/<uuid:user_id>/reactivate")
def reactivate(user_id: UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    return _do(
        user_id,
        lambda person, reason: service.reactivate(
            person, reason=reason, actor=current_actor(), at=now()
        ),
        _("The account is active again."),
    )


@bp.post("/admin/users/<uuid:user_id>/grant-administration")
def grant_administration(user_id: UUID) -> ResponseReturnValue:
    """Make somebody an administrator."""
    return _do(
        user_id,
        lambda person, reason: service.grant_administration(
            person, reason=reason, actor=current_actor(), at=now()
        ),
        _("This person is an administrator now."),
    )


@bp.post("/admin/users/<uuid:user_id>/withdraw-administration")
def withdraw_administration(user_id: UUID) -> ResponseReturnValue:
    """Take the right of an administrator away."""
    return _do(
        user_id,
        lambda person, reason: service.withdraw_administration(
            person, reason=reason, actor=current_actor(), at=now()
        ),
        _("This person is no longer an administrator."),
    )


@bp.post("/admin/users/<uuid:user_id>/reset")
def start_reset(user_id: UUID) -> ResponseReturnValue:
    """Have a reset link sent to the person."""
    person = _load(user_id)
    with transaction():
        service.start_reset(person, actor=current_actor(), at=now())
    flash(_("A reset link was sent to the person."))
    return redirect(url_for(".user", user_id=user_id))


@bp.post("/admin/users/<uuid:user_id>/sign-out")
def sign_out_everywhere(user_id: UUID) -> ResponseReturnValue:
    """End every sign-in of a person."""
    person = _load(user_id)
    with transaction():
        service.sign_out_everywhere(person, actor=current_actor(), at=now())
    flash(_("All sign-ins of this person are ended."))
    return redirect(url_for(".user", user_id=user_id))
