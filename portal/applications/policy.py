"""Who may do what with an application. Source: rules.md 2.2; PRODUCT section 2."""

from datetime import datetime
from uuid import UUID

from portal.applications.models import Application, Clarification
from portal.applications.states import MOVES, ApplicationState
from portal.calls.models import Call, Lot
from portal.calls.policy import is_open
from portal.calls.rules import in_words, is_in_time
from portal.calls.states import CallState
from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.lifecycle import can_move
from portal.core.text import N_

WRITERS = ("owner", "editor")
UNSEALED = frozenset(
    {CallState.CLOSED, CallState.IN_EVALUATION, CallState.DECIDED, CallState.ARCHIVED}
)
EXTENDABLE = frozenset({CallState.PUBLISHED, CallState.CLOSED})
S = ApplicationState
HIDDEN_FROM_STAFF = frozenset({S.DRAFT, S.FULL_DRAFT})


def is_unsealed(call: Call) -> bool:
    """Whether applications may be read by others than the applicant: only once it has closed."""
    return call.state in UNSEALED or call.closed_at is not None


def acts_for(actor: Actor, application: Application, *functions: str) -> bool:
    """Whether they act for the applicant: its members; for a test, the person who made it."""
    if application.is_test:
        return actor.user_id is not None and application.created_by_id == actor.user_id
    return actor.is_member(application.organisation_id, *functions)


def can_read(actor: Actor, application: Application) -> Verdict:
    """Members of the applicant always; the Action's staff and auditors once the call has closed.

    Shape: `application.call` and `application.lot` are loaded. Staff of a national partner read
    the lot of their country; drafts stay with the applicant.
    """
    if acts_for(actor, application):
        return ALLOW
    if application.is_test:
        return deny(N_("A test application is read by the person who made it."))
    if not is_unsealed(application.call) or application.state in HIDDEN_FROM_STAFF:
        return deny(N_("Applications can be read by others only after the deadline."))
    return can_read_lot(actor, application.call.action_id, application.lot)


def can_read_lot(actor: Actor, action_id: UUID, lot: Lot) -> Verdict:
    """The lead's staff and auditors read every lot, a national partner's staff their country's."""
    reads = any(
        held.area == "action"
        and held.scope_id == action_id
        and held.function in {*LEAD, "auditor"}
        and (held.country is None or held.country == lot.country)
        for held in actor.roles
    )
    return ALLOW if reads else deny(N_("Only staff of the Action can read this."))


def can_start(actor: Actor, call: Call, organisation_id: UUID, at: datetime) -> Verdict:
    """Owners and editors of an organisation start an application while the call is open."""
    if not actor.is_member(organisation_id, *WRITERS):
        return deny(
            N_("Only an owner or editor of the organisation can start an application for it.")
        )
    return can_apply(call, at)


def can_apply(call: Call, at: datetime) -> Verdict:
    """Whether the call takes applications at this moment, or why not."""
    if is_open(call, at):
        return ALLOW
    if call.state is CallState.SUSPENDED:
        return deny(N_("The call is suspended. The clock has stopped; nothing can be changed."))
    if call.state is CallState.CANCELLED:
        return deny(N_("The call was cancelled."))
    if call.state in {CallState.DRAFT, CallState.APPROVED}:
        return deny(N_("The call is not open yet."))
    return deny(N_("The call is closed. The deadline has passed."))


def can_follow(call: Call, concept: Application | None) -> Verdict:
    """In a second step only those apply whose concept note was invited by letter."""
    if call.follows_id is None or concept is not None:
        return ALLOW
    return deny(
        N_(
            "Only organisations whose concept note was selected in the first step can apply. "
            "Your organisation has no invitation to this call."
        )
    )


def is_taken(application: Application, at: datetime) -> Verdict:
    """Whether this application can be changed and sent at this moment, or why not.

    Its own later deadline counts, also after the call has closed for the others. Shape: `call` is
    loaded. Source: the one rule of time, calls.rules.is_in_time.
    """
    if application.is_test:
        return _is_test_taken(application)
    call, until = application.call, application.extended_until
    has_more = until is not None and call.state in EXTENDABLE
    if has_more and until and is_in_time(at, closes_at=until, grace_seconds=call.grace_seconds):
        return ALLOW
    return can_apply(call, at)


def can_answer_clarification(
    application: Application, asked: Clarification | None, at: datetime
) -> Verdict:
    """Whether the question of the committee can still be answered: once, before its deadline."""
    if application.state is not S.CLARIFICATION or asked is None or asked.outcome:
        return deny(N_("Nothing is asked of you at the moment."))
    if not is_in_time(at, closes_at=asked.due_at, grace_seconds=0):
        when = in_words(asked.due_at, application.call.time_zone)
        return deny(N_("The answer was due on %(when)s.", when=when))
    return ALLOW


def can_extend(actor: Actor, call: Call) -> Verdict:
    """A signatory of the lead gives one applicant more time, before anything is opened."""
    if call.state not in EXTENDABLE:
        return deny(N_("More time can be given only before the applications are opened."))
    if any(
        held.area == "action"
        and held.scope_id == call.action_id
        and held.function == "signatory"
        and held.country is None
        for held in actor.roles
    ):
        return ALLOW
    return deny(N_("Only a signatory of the lead applicant can give more time."))


def _is_test_taken(application: Application) -> Verdict:
    if is_unsealed(application.call):
        return deny(N_("The call has closed. This test can only be read or deleted."))
    return ALLOW


def can_test(actor: Actor, call: Call) -> Verdict:
    """The lead's programme staff try a call out as an applicant, until it has closed."""
    if not actor.leads(call.action_id, "programme"):
        return deny(N_("Only the programme staff of the lead can try a call out."))
    if is_unsealed(call) or call.state is CallState.CANCELLED:
        return deny(N_("The call has ended. There is nothing to try out any more."))
    return ALLOW


def can_delete_test(actor: Actor, application: Application) -> Verdict:
    """Whoever made a test deletes it; nothing else of an applicant can be deleted."""
    if application.is_test and acts_for(actor, application):
        return ALLOW
    return deny(N_("Only test applications can be deleted, by the person who made them."))


def can_write(actor: Actor, application: Application) -> Verdict:
    """Whether the person's role allows changes at all, whatever the moment."""
    if acts_for(actor, application, *WRITERS):
        return ALLOW
    return deny(N_("Only owners and editors of the organisation can change this application."))


def is_unlocked(application: Application, at: datetime) -> Verdict:
    """Whether the moment allows changes: a draft, before the deadline of its call."""
    if application.state is not S.DRAFT:
        return deny(N_("This application is no longer a draft. It can be read, not changed."))
    return is_taken(application, at)


def can_edit(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Owners and editors change a draft before the deadline."""
    return can_write(actor, application) and is_unlocked(application, at)


def can_sign(actor: Actor, application: Application) -> Verdict:
    """Only a signatory of the organisation commits it."""
    if acts_for(actor, application, "signatory"):
        return ALLOW
    return deny(N_("Only a signatory of your organisation can do this."))


def can_submit(actor: Actor, application: Application, at: datetime) -> Verdict:
    """A signatory submits a draft until the call closes."""
    return can_sign(actor, application) and is_unlocked(application, at)


def can_reopen(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Owners and editors take a submitted application back to change it, before the deadline."""
    if application.state is not S.SUBMITTED:
        return deny(N_("Only a submitted application can be changed and sent again."))
    return can_write(actor, application) and is_taken(application, at)


def can_withdraw(actor: Actor, application: Application) -> Verdict:
    """A signatory withdraws the application at any time before the award."""
    if not can_move(application.state, "withdraw", MOVES):
        return deny(N_("This application can no longer be withdrawn."))
    if application.is_test:
        return deny(N_("A test is deleted, not withdrawn."))
    return can_sign(actor, application)


def can_attach_eligibility(actor: Actor, application: Application) -> Verdict:
    """Owners and editors send the supporting documents that the committee asked for."""
    if application.state is not S.ELIGIBILITY_CHECK:
        return deny(N_("Supporting documents are sent when the committee asks for them."))
    return can_write(actor, application)


def can_be_present(actor: Actor, application: Application, at: datetime) -> Verdict:
    """Members of the applicant see each other at a page while it can be changed, nobody else."""
    if not acts_for(actor, application):
        return deny(N_("Only people of the organisation see who else is at a page."))
    return is_unlocked(application, at)


def can_answer_mandate(actor: Actor, application: Application) -> Verdict:
    """The partner's own person, with or without an account, never the lead applicant's people."""
    if actor.is_member(application.organisation_id):
        return deny(N_("You belong to the lead applicant. The partner’s own person signs."))
    return ALLOW


def can_list(actor: Actor) -> Verdict:
    """The staff and auditors of an Action look through applications."""
    if actor.scopes("action"):
        return ALLOW
    return deny(N_("Only the staff of the Action can look through applications."))
