"""The days of the evaluators: what their sheets show, what is approved, the list as a workbook."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import days_form
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.refusal import page, show
from portal.web.workbooks import Sheet, workbook_file


@bp.route("/manage/calls/<reference>/days", methods=["GET", "POST"])
def days(reference: str) -> ResponseReturnValue:
    """Who worked on which days, and how many are paid; approved person by person."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_see_days(actor, session, standing))
    rows = queries.worked(session)
    form = days_form(rows)
    verdict = policy.can_send_letters(actor, session)
    if form.validate_on_submit():
        try:
            with transaction():
                for user_id, number, note in form.given():
                    service.approve_days(
                        session, user_id=user_id, days=number, note=note, actor=actor, at=now()
                    )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The days are approved."))
            return redirect(url_for(".days", reference=reference))
    return page(
        "evaluation/days.html",
        session=session,
        side=steps(session, standing),
        rows=rows,
        form=form,
        verdict=verdict,
    )


@bp.get("/manage/calls/<reference>/days.xlsx")
def days_file(reference: str) -> ResponseReturnValue:
    """The list for the payment."""
    session, standing = load(reference)
    require(policy.can_see_days(current_actor(), session, standing))
    heads = [_("Name"), _("Email"), _("Dates"), _("Sheets"), _("Days on which sheets moved"),
             _("Days approved"), _("Note"), _("Approved by"), _("Approved on")]  # fmt: skip
    rows = [
        [
            one.user.name,
            one.user.email,
            ", ".join(day.isoformat() for day in one.days),
            one.sheets,
            len(one.days),
            one.approved.days if one.approved else None,
            one.approved.note if one.approved else "",
            one.approved.approved_by.name if one.approved else "",
            one.approved.approved_at.date().isoformat() if one.approved else "",
        ]
        for one in queries.worked(session)
    ]
    sheet = Sheet(_("Days"), heads, iter(rows))
    return workbook_file(f"{reference}-evaluators-days.xlsx", [sheet], at=now())
