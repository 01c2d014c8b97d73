"""Who acts for the organisation."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.organisations import policy, queries, service
from portal.organisations.forms import InviteForm, RoleForm
from portal.organisations.models import Membership, Organisation
from portal.organisations.states import MemberRole
from portal.organisations.views import bp
from portal.organisations.views.chosen import chosen_organisation
from portal.web.access import current_actor
from portal.web.refusal import page, show


def own_organisation() -> Organisation:
    """The organisation the person works for; 404 without any."""
    return chosen_organisation() or abort(404)


@bp.get("/organisation/people")
def people() -> ResponseReturnValue:
    """Members and invitations."""
    organisation = chosen_organisation()
    if organisation is None:
        return redirect(url_for(".create"))
    return _people_page(organisation, InviteForm())


def _people_page(organisation: Organisation, form: InviteForm) -> ResponseReturnValue:
    may_manage = policy.can_manage_people(current_actor(), organisation.id)
    waiting = queries.waiting_invitations(organisation.id, now()) if may_manage else []
    return page(
        "organisations/people.html",
        organisation=organisation,
        members=queries.members(organisation.id),
        waiting=waiting,
        may_manage=may_manage,
        may_see_bank=policy.can_see_bank(current_actor(), organisation),
        form=form,
    )


@bp.post("/organisation/people/invite")
def invite() -> ResponseReturnValue:
    """Invite somebody by mail."""
    organisation, form = own_organisation(), InviteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.invite(
                    organisation,
                    email=form.email.data or "",
                    role=MemberRole(form.role.data),
                    is_signatory=bool(form.is_signatory.data),
                    actor=current_actor(),
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("An invitation was sent to %(email)s.", email=form.email.data))
            return redirect(url_for(".people"))
    if not (allowed := policy.can_manage_people(current_actor(), organisation.id)):
        raise NotAllowed(allowed.reason)
    return _people_page(organisation, form)


@bp.post("/organisation/people/invitations/<uuid:invitation_id>/withdraw")
def withdraw_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """End an invitation that still waits."""
    invitation = queries.invitation(own_organisation().id, invitation_id) or abort(404)
    with transaction():
        service.withdraw_invitation(invitation, actor=current_actor(), at=now())
    flash(_("The invitation to %(email)s is withdrawn.", email=invitation.email))
    return redirect(url_for(".people"))


def own_membership(membership_id: UUID) -> Membership:
    """A membership of the organisation the person works for; 404 otherwise."""
    return queries.membership(own_organisation().id, membership_id) or abort(404)


@bp.route("/organisation/people/<uuid:membership_id>", methods=["GET", "POST"])
def member(membership_id: UUID) -> ResponseReturnValue:
    """What one member may do, and the end of a membership."""
    actor, membership = current_actor(), own_membership(membership_id)
    others = queries.other_owners(membership.organisation_id, membership.user_id)
    form = RoleForm(obj=membership)
    if form.validate_on_submit():
        with transaction():
            service.change_role(
                membership,
                role=MemberRole(form.role.data),
                is_signatory=bool(form.is_signatory.data),
                actor=actor,
                at=now(),
            )
        flash(_("The role of %(name)s is changed.", name=membership.user.name))
        return redirect(url_for(".people"))
    return page(
        "organisations/member.html",
        membership=membership,
        form=form,
        may_change=policy.can_manage_people(actor, membership.organisation_id),
        may_remove=policy.can_remove_member(actor, membership, others),
        is_self=membership.user_id == actor.user_id,
    )


@bp.post("/organisation/people/<uuid:membership_id>/remove")
def remove_member(membership_id: UUID) -> ResponseReturnValue:
    """End a membership at once."""
    membership = own_membership(membership_id)
    is_self = membership.user_id == current_actor().user_id
    with transaction():
        service.remove_member(membership, actor=current_actor(), at=now())
    flash(_("%(name)s no longer belongs to the organisation.", name=membership.user.name))
    return redirect(url_for(".home" if is_self else ".people"))
