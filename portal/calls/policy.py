"""Who may do what with a call. Source: rules.md 2.1."""

from datetime import datetime

from portal.actions.models import Action
from portal.calls.models import Call
from portal.calls.rules import in_words, is_in_time
from portal.calls.states import MOVES, CallState
from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.lifecycle import can_move, label
from portal.core.text import N_

HIDDEN = frozenset({CallState.DRAFT, CallState.APPROVED})


def is_open(call: Call, at: datetime) -> bool:
    """Whether applications are taken at this instant."""
    if call.state is not CallState.PUBLISHED or call.closes_at is None:
        return False
    return is_in_time(at, closes_at=call.closes_at, grace_seconds=call.grace_seconds)


def can_see(actor: Actor, call: Call) -> Verdict:
    """Everybody sees a published call; before that the Action's staff and auditors."""
    if call.state not in HIDDEN or actor.reads(call.action_id):
        return ALLOW
    return deny(N_("This call is not published yet."))


def can_create(actor: Actor, action: Action) -> Verdict:
    """The lead's programme staff prepare calls of an Action that gives grants."""
    if not action.grants_third_parties:
        return deny(N_("This Action does not give grants to third parties."))
    return _whole_lead(actor, action.id, "programme")


def can_copy(actor: Actor, call: Call) -> Verdict:
    """The lead's programme staff start a new call from any call of their Action.

    A second step is prepared from its first one, never copied on its own.
    """
    if call.follows_id is not None:
        return deny(N_("This is a second step. Copy the call of concept notes it follows."))
    return _whole_lead(actor, call.action_id, "programme")


def can_prepare_second(actor: Actor, call: Call, *, has_second: bool) -> Verdict:
    """The programme staff prepare one second step of a published call of concept notes."""
    if not call.is_first_step:
        return deny(N_("Only a call of concept notes has a second step."))
    if call.state in HIDDEN:
        return deny(N_("Publish the call of concept notes first."))
    if call.state is CallState.CANCELLED:
        return deny(N_("The call was cancelled."))
    if has_second:
        return deny(N_("The second step of this call is prepared."))
    return _whole_lead(actor, call.action_id, "programme")


def can_edit(actor: Actor, call: Call) -> Verdict:
    """The programme staff change a call while it is a draft."""
    if call.state is not CallState.DRAFT:
        return deny(
            N_("Only a draft can be changed. This call is %(state)s.", state=label(call.state))
        )
    return _whole_lead(actor, call.action_id, "programme")


def can_approve(actor: Actor, call: Call) -> Verdict:
    """A signatory who did not prepare the call approves it."""
    return _by_signatory(actor, call, "approve")


def can_return_to_draft(actor: Actor, call: Call) -> Verdict:
    """The lead's staff take an approved call back to work on it."""
    if not can_move(call.state, "return_to_draft", MOVES):
        return deny(N_("Only an approved call can go back to draft."))
    return _whole_lead(actor, call.action_id, "programme", "signatory")


def can_publish(actor: Actor, call: Call) -> Verdict:
    """The lead's staff publish an approved call."""
    if not can_move(call.state, "publish", MOVES):
        return deny(N_("Only an approved call can be published."))
    return _whole_lead(actor, call.action_id, "programme", "signatory")


def can_extend(actor: Actor, call: Call, at: datetime) -> Verdict:
    """The deadline may be moved later, never earlier, and before it has passed."""
    if not is_open(call, at):
        return deny(N_("The deadline can be moved only before it has passed."))
    return _whole_lead(actor, call.action_id, "programme")


def can_correct(actor: Actor, call: Call, at: datetime) -> Verdict:
    """The rules of a call change by corrigendum while it is open, or while its clock stands."""
    if not is_open(call, at) and call.state is not CallState.SUSPENDED:
        return deny(N_("A corrigendum can be published only before the deadline has passed."))
    return _whole_lead(actor, call.action_id, "programme", "signatory")


def can_change_form(actor: Actor, call: Call, at: datetime) -> Verdict:
    """The form changes freely in a draft, and by corrigendum while the call is open."""
    if call.state is CallState.DRAFT:
        return can_edit(actor, call)
    return can_correct(actor, call, at)


def can_suspend(actor: Actor, call: Call) -> Verdict:
    """A signatory stops the clock of a call."""
    if not can_move(call.state, "suspend", MOVES):
        return deny(N_("Only an open or a closed call can be suspended."))
    return _whole_lead(actor, call.action_id, "signatory")


def can_resume(actor: Actor, call: Call) -> Verdict:
    """A signatory lets the clock go on."""
    if call.state is not CallState.SUSPENDED:
        return deny(N_("This call is not suspended."))
    return _whole_lead(actor, call.action_id, "signatory")


def can_cancel(actor: Actor, call: Call) -> Verdict:
    """A signatory cancels a call with a reason."""
    if not can_move(call.state, "cancel", MOVES):
        return deny(N_("This call can no longer be cancelled."))
    return _whole_lead(actor, call.action_id, "signatory")


def takes_questions(call: Call, at: datetime) -> Verdict:
    """Whether questions can be asked at this moment, or until when they could."""
    if not is_open(call, at):
        return deny(N_("This call is not open. Questions can be asked only while it is."))
    if call.questions_until_at and at >= call.questions_until_at:
        return deny(
            N_(
                "Questions could be asked until %(when)s. Answers are published here for all.",
                when=in_words(call.questions_until_at, call.time_zone),
            )
        )
    return ALLOW


def can_ask(actor: Actor, call: Call, at: datetime) -> Verdict:
    """Signed-in people ask until the last moment for questions."""
    if actor.is_visitor:
        return deny(N_("Sign in to ask a question."))
    return takes_questions(call, at)


def can_answer(actor: Actor, call: Call) -> Verdict:
    """The lead's programme staff answer for all to read."""
    return _whole_lead(actor, call.action_id, "programme")


def _by_signatory(actor: Actor, call: Call, verb: str) -> Verdict:
    if not can_move(call.state, verb, MOVES):
        return deny(N_("This cannot be done while the call is %(state)s.", state=label(call.state)))
    if call.created_by_id == actor.user_id:
        return deny(N_("You prepared this call. Another signatory must approve it."))
    return _whole_lead(actor, call.action_id, "signatory")


def _whole_lead(actor: Actor, action_id: object, *functions: str) -> Verdict:
    """Staff of the lead itself, not of a national partner limited to a country."""
    holds = any(
        held.area == "action"
        and held.scope_id == action_id
        and held.country is None
        and held.function in functions
        for held in actor.roles
    )
    if holds:
        return ALLOW
    return deny(
        N_("Only the lead applicant's staff (%(who)s) can do this.", who=" or ".join(functions))
    )
