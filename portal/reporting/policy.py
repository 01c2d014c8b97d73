"""Who may do what with the costs and reports of a grant. Source: rules.md 2.7."""

from datetime import date

from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.lifecycle import can_move, label
from portal.core.text import N_
from portal.grants.models import Grant
from portal.grants.policy import is_staff
from portal.grants.states import GrantState
from portal.reporting.models import Expenditure, Report
from portal.reporting.states import EDITABLE, MOVES, ReportState

S = ReportState
WRITERS = ("owner", "editor")
RUNNING = frozenset(
    {
        GrantState.SIGNED,
        GrantState.ACTIVE,
        GrantState.SUSPENDED,
        GrantState.ENDED,
        GrantState.CLOSING,
        GrantState.TERMINATED,
    }
)
WRITTEN = frozenset(S) - {S.NOT_DUE, S.DUE, S.DRAFT}  # the lead may read what is in it
OPEN = EDITABLE - {S.NOT_DUE, S.DUE}


def can_enter(actor: Actor, grant: Grant, final: Report | None) -> Verdict:
    """Owners and editors of the grantee enter costs until the final report is submitted."""
    if not actor.is_member(grant.organisation_id, *WRITERS):
        return deny(N_("Only owners and editors of the grantee enter costs."))
    if grant.state not in RUNNING:
        return deny(N_("Costs are entered from the signed contract on, until the grant is closed."))
    if final is not None and final.state not in EDITABLE:
        return deny(N_("The final report was submitted. The list of costs is locked."))
    return ALLOW


def can_change(actor: Actor, item: Expenditure, final: Report | None) -> Verdict:
    """The same people change a cost until the report it stands in is submitted."""
    if item.report is not None and item.report.state not in EDITABLE:
        return deny(N_("This cost is in a report that was submitted. It is locked."))
    return can_enter(actor, item.grant, final)


def can_start(actor: Actor, report: Report) -> Verdict:
    """Owners and editors begin to write; it may be before the report is due."""
    if not actor.is_member(report.grant.organisation_id, *WRITERS):
        return deny(N_("Only owners and editors of the grantee write reports."))
    if report.grant.state not in RUNNING:
        return deny(N_("The grant is %(state)s.", state=label(report.grant.state)))
    return _movable(report, "start")


def can_write(actor: Actor, report: Report) -> Verdict:
    """Owners and editors write a draft, or answer questions in a report that was returned."""
    if not actor.is_member(report.grant.organisation_id, *WRITERS):
        return deny(N_("Only owners and editors of the grantee write reports."))
    if report.state not in OPEN:
        return deny(N_("The report is %(state)s. It cannot be changed.", state=label(report.state)))
    return ALLOW


def can_submit(actor: Actor, report: Report, today: date) -> Verdict:
    """A signatory submits when the period is over."""
    if not actor.is_member(report.grant.organisation_id, "signatory"):
        return deny(N_("Only a signatory of your organisation can submit the report."))
    if report.state not in OPEN:
        return deny(N_("The report is %(state)s.", state=label(report.state)))
    if today <= report.period_to:
        return deny(
            N_(
                "The period ends on %(day)s. Submit the report after that day.",
                day=report.period_to.strftime("%d/%m/%Y"),
            )
        )
    return ALLOW


def can_reopen(actor: Actor, report: Report) -> Verdict:
    """Owners and editors prepare a rejected report again."""
    if not actor.is_member(report.grant.organisation_id, *WRITERS):
        return deny(N_("Only owners and editors of the grantee write reports."))
    return _movable(report, "reopen")


def can_read_review(actor: Actor, grant: Grant) -> Verdict:
    """The lead's staff and auditors, each in their country."""
    if is_staff(actor, grant, *LEAD, "auditor"):
        return ALLOW
    return deny(N_("Only the staff of the Action can open this page."))


def can_take_up(actor: Actor, report: Report) -> Verdict:
    """Programme or finance staff begin the review."""
    if not is_staff(actor, report.grant, "programme", "finance"):
        return deny(N_("Only programme and finance staff of the lead review reports."))
    return _all(_by_another(actor, report), _movable(report, "review"))


def can_check_costs(actor: Actor, report: Report) -> Verdict:
    """Finance staff accept or disallow cost by cost until they confirm the money."""
    if not is_staff(actor, report.grant, "finance"):
        return deny(N_("Only finance staff of the lead check costs."))
    if report.finance_checked_by_id is not None:
        return deny(N_("The money is confirmed. Ask a question to open the check again."))
    return _all(_by_another(actor, report), _under_review(report))


def can_confirm_narrative(actor: Actor, report: Report) -> Verdict:
    """Programme staff confirm the narrative; not the one who confirms the money."""
    if not is_staff(actor, report.grant, "programme"):
        return deny(N_("Only programme staff of the lead confirm the narrative."))
    if report.programme_checked_by_id is not None:
        return deny(N_("The narrative is confirmed."))
    if actor.user_id == report.finance_checked_by_id:
        return deny(N_("You confirmed the money. Another person must confirm the narrative."))
    return _all(_by_another(actor, report), _under_review(report))


def can_confirm_money(actor: Actor, report: Report) -> Verdict:
    """Finance staff confirm the money; not the one who confirmed the narrative."""
    if actor.user_id == report.programme_checked_by_id:
        return deny(N_("You confirmed the narrative. Another person must confirm the money."))
    return can_check_costs(actor, report)


def can_ask(actor: Actor, report: Report) -> Verdict:
    """Programme or finance staff return the report with questions."""
    if not is_staff(actor, report.grant, "programme", "finance"):
        return deny(N_("Only programme and finance staff of the lead ask questions."))
    return _all(_by_another(actor, report), _movable(report, "ask"))


def can_approve(actor: Actor, report: Report) -> Verdict:
    """The lead's signatory approves what two other people confirmed."""
    return _all(can_reject(actor, report), _confirmed(report))


def can_reject(actor: Actor, report: Report) -> Verdict:
    """The lead's signatory rejects an incomplete report with the reason."""
    if not is_staff(actor, report.grant, "signatory"):
        return deny(N_("Only the signatory of the lead decides on reports."))
    if actor.user_id in {report.programme_checked_by_id, report.finance_checked_by_id}:
        return deny(N_("You confirmed a part of this report. Another person must decide."))
    return _all(_by_another(actor, report), _under_review(report))


def _all(*verdicts: Verdict) -> Verdict:
    """The first that denies, else yes."""
    return next((verdict for verdict in verdicts if not verdict), ALLOW)


def _by_another(actor: Actor, report: Report) -> Verdict:
    if actor.user_id is not None and actor.user_id == report.submitted_by_id:
        return deny(N_("You submitted this report. Another person must review it."))
    return ALLOW


def _confirmed(report: Report) -> Verdict:
    if report.programme_checked_by_id is None:
        return deny(N_("The narrative is not confirmed yet."))
    if report.finance_checked_by_id is None:
        return deny(N_("The money is not confirmed yet."))
    return ALLOW


def _under_review(report: Report) -> Verdict:
    if report.state is S.UNDER_REVIEW:
        return ALLOW
    return deny(N_("The report is %(state)s.", state=label(report.state)))


def _movable(report: Report, verb: str) -> Verdict:
    if can_move(report.state, verb, MOVES):
        return ALLOW
    return deny(N_("The report is %(state)s.", state=label(report.state)))
