"""Checks of a budget that need more than the budget: what the call says, what is held already."""

from decimal import Decimal

import pytest

from portal.applications import queries, service
from portal.applications.rules.standard import REGRANTING
from portal.applications.service import PlannedLine
from portal.applications.states import ApplicationState
from portal.core.errors import RuleBroken
from portal.grants.states import GrantState
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import example_1, make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.integration.applications.test_pages import applicant, at, budget_data

__all__ = ["applicant"]
S = ApplicationState


def findings(application):
    return {
        finding.code: (finding.level.value, str(finding.message))
        for finding in queries.budget_findings(queries.whole(application.id))
    }


def test_example_1_of_the_factory_has_no_finding(app):
    assert findings(make_application(state=S.DRAFT)) == {}


@pytest.mark.parametrize(("is_blocking", "level"), [(False, "W"), (True, "E")])
def test_a_heading_above_its_limit_blocks_where_the_call_says_so(app, is_blocking, level):
    call = make_call(heading_caps={"1": "50"}, are_caps_blocking=is_blocking)

    found = findings(make_application(state=S.DRAFT, call=call))

    assert found == {
        "BUD10": (level, "Human resources takes 52.85 % of direct costs; the call allows 50 %.")
    }


def test_daily_rates_are_those_of_the_country_and_on_journeys_the_highest(app):
    call = make_call(per_diem_rates={"RS": "24", "BA": "30"})
    application = make_application(state=S.DRAFT, call=call)

    limits = queries.limits_of(queries.whole(application.id))

    assert findings(application) == {"BUD15": ("W", "Daily rate 25.00 exceeds 24.00.")}
    assert (limits.per_diem_rate, limits.per_diem_abroad) == (Decimal(24), Decimal(30))


def test_no_stored_rate_is_no_check(app):
    call = make_call(per_diem_rates={"BA": "1"})

    assert findings(make_application(state=S.DRAFT, call=call)) == {}


@pytest.mark.parametrize(
    ("state", "final", "blocks"),
    [
        (GrantState.ACTIVE, None, True),
        (GrantState.CLOSED, Decimal("47500.00"), False),
        (GrantState.CLOSED, Decimal("47500.01"), True),
    ],
)
def test_the_ceiling_counts_what_the_organisation_holds_under_the_action(app, state, final, blocks):
    owner = make_user()
    first = make_application(state=S.CONTRACTED, owner=owner)
    make_grant(application=first, state=state, max_amount=Decimal("50000.00"), final_amount=final)
    call = make_call(action=first.call.action)

    draft = make_application(state=S.DRAFT, call=call, organisation=first.organisation, owner=owner)

    held = final or Decimal("50000.00")
    assert queries.whole(draft.id).held == held
    assert ("BUD16" in findings(draft)) == blocks
    if blocks:
        assert findings(draft)["BUD16"][1].endswith(
            f"would reach {held + 12500:,.2f}; the ceiling per third party is 60,000.00."
        )


def test_a_grant_passed_on_is_refused_at_its_line_unless_the_call_allows_it(applicant):
    client, application = applicant
    line = {"lines-11-kind": REGRANTING}

    page = client.post_page(at(application, "budget"), budget_data(application, **line))

    assert "Grantees may not pass on grants." in (
        page.select_one("#lines-11-description-error").get_text()
    )
    assert page.select_one(".gp-errors a[href='#lines-11-description']") is not None
    kept = queries.budget_of(queries.whole(application.id)).lines[11]
    assert (kept.code, kept.is_regranting) == ("6.1", True)
    chosen = page.select_one("#lines-11-kind option[selected]")
    assert chosen["value"] == REGRANTING


def test_a_call_may_allow_grants_passed_on(app):
    call = make_call(allows_regranting=True)
    owner = make_user()
    application = make_application(state=S.DRAFT, call=call, owner=owner)
    line = PlannedLine(REGRANTING, "Small grants", "grant", Decimal(2), Decimal(500), "Why.", "EA1")

    service.save_budget(
        application, example_1(lines=(line,)), revision=1, actor=actor_of(owner), at=AT
    )

    assert "BUD11" not in findings(application)


def test_findings_stand_beside_their_line_after_an_autosave(applicant):
    client, application = applicant
    data = budget_data(application, **{"lines-8-justification": "", "indirect": "861.01"})

    answer = client.post(f"/applications/{application.id}/budget/autosave", data=data)

    beside = answer.json["fragments"]
    assert "Line 5.5 needs a justification." in beside["#at-lines-8"]
    assert "at most 861.00, entered 861.01" in beside["#at-indirect"]
    assert "<p" not in beside["#at-lines-7"]


def test_an_autosave_with_a_doubtful_number_says_so_at_its_line_and_keeps_nothing(applicant):
    client, application = applicant
    data = budget_data(application, **{"lines-3-unit_value": "1.234"})

    answer = client.post(f"/applications/{application.id}/budget/autosave", data=data)

    assert answer.status_code == 422
    assert "can be read as 1234 or as 1 and a bit" in answer.json["fragments"]["#at-lines-3"]
    assert queries.whole(application.id).budget.revision == 1


def test_a_line_too_large_for_money_is_refused_in_words_and_kept_on_the_page(applicant):
    client, application = applicant
    huge = {"lines-0-quantity": "9999999999", "lines-0-unit_value": "9999999999"}

    page = client.post_page(at(application, "budget"), budget_data(application, **huge))

    assert "Line 1.1.1: the total is too large" in page.select_one(".gp-errors").get_text()
    assert page.select_one("#lines-0-quantity")["value"] == "9999999999"


def test_a_budget_of_more_than_100_lines_is_refused(app):
    owner = make_user()
    application = make_application(state=S.DRAFT, owner=owner)
    lines = example_1().lines * 9

    with pytest.raises(RuleBroken, match="at most"):
        service.save_budget(
            application, example_1(lines=lines), revision=1, actor=actor_of(owner), at=AT
        )
