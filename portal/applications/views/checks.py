"""The checks panel beside the budget: what is in order and what is not, in a few words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _

from portal.applications import rules
from portal.core.findings import Finding
from portal.core.money import in_currency
from portal.web.filters import amount, percent, words


class Check(NamedTuple):
    """One row of the panel: what, the present value, what to do, and whether it is in order."""

    title: str
    value: str
    note: str
    passed: bool


def panel(
    budget: rules.Budget, sums: rules.Totals, limits: rules.Limits, found: Sequence[Finding]
) -> list[Check]:
    """The limits of the call with where the budget stands; then every other finding in words."""
    codes = {finding.code for finding in found}
    rows = [_indirect(sums, limits, codes), *_caps(sums, limits)]
    if limits.contingency_rate:
        most = rules.rate_limit(sums.direct, limits.contingency_rate)
        rows.append(
            Check(
                _("Contingency, %(rate)s at most", rate=percent(limits.contingency_rate)),
                amount(sums.contingency),
                _("At most %(most)s", most=amount(most)) if "BUD04" in codes else "",
                "BUD04" not in codes,
            )
        )
    rows += [*_share(sums, limits, codes), _grant(budget, limits, codes)]
    given = sum(bool(line.justification.strip()) for line in budget.lines)
    total = len(budget.lines)
    rows.append(
        Check(
            _("Reasons given"),
            _("%(given)s of %(total)s", given=given, total=total),
            "",
            given == total and "BUD13" not in codes,
        )
    )
    shown = {"BUD03", "BUD04", "BUD06", "BUD07", "BUD08", "BUD09", "BUD10"}
    others = [finding for finding in found if finding.code not in shown]
    return [*rows, *(_other(finding) for finding in others if finding.code != "BUD13")]


def _other(finding: Finding) -> Check:
    note = "" if finding.is_blocking else _("You can submit with this.")
    return Check(words(finding.message), "", note, False)


def _indirect(sums: rules.Totals, limits: rules.Limits, codes: set[str]) -> Check:
    most = rules.rate_limit(sums.direct, limits.indirect_rate)
    over = sums.indirect - most
    rate = sums.indirect * 100 / sums.direct if sums.direct else Decimal(0)
    note = _("Reduce by %(over)s", over=in_currency(over, limits.currency)) if over > 0 else ""
    title = _("Indirect, %(rate)s at most", rate=percent(limits.indirect_rate))
    return Check(title, percent(rate), note, "BUD03" not in codes)


def _caps(sums: rules.Totals, limits: rules.Limits) -> list[Check]:
    rows = []
    for heading, share in rules.heading_shares(sums).items():
        cap = limits.heading_caps.get(heading)
        if cap is None:
            continue
        title = _("%(name)s, %(cap)s at most", name=words(rules.HEADINGS[heading]),
                  cap=percent(cap))  # fmt: skip
        value = Decimal(share.numerator) / Decimal(share.denominator)
        is_kept = value <= cap
        note = "" if is_kept or limits.are_caps_blocking else _("You can submit with this.")
        rows.append(Check(title, percent(value), note, is_kept))
    return rows


def _share(sums: rules.Totals, limits: rules.Limits, codes: set[str]) -> list[Check]:
    if limits.max_share is None:
        return []
    own = _("Grant, %(share)s of the costs at most", share=percent(limits.max_share))
    note = ""
    if "BUD07" in codes:
        most = rules.largest_request(sums.eligible, limits.max_share)
        note = _("At most %(most)s", most=in_currency(most, limits.currency))
    is_kept = not codes & {"BUD07", "BUD08", "BUD09"}
    return [Check(own, percent(sums.share_shown, 2), note, is_kept)]


def _grant(budget: rules.Budget, limits: rules.Limits, codes: set[str]) -> Check:
    title = _(
        "Grant, %(low)s to %(high)s",
        low=amount(limits.min_grant, 0),
        high=amount(limits.max_grant, 0),
    )
    return Check(title, amount(budget.requested, 0), "", "BUD06" not in codes)


def shares(sums: rules.Totals) -> list[tuple[str, str, str]]:
    """Each heading as a share of the direct costs: name, percent in words, width of its bar."""
    found = []
    for heading, share in rules.heading_shares(sums).items():
        if share:
            value = Decimal(share.numerator) / Decimal(share.denominator)
            found.append((words(rules.HEADINGS[heading]), percent(value, 0), f"{value:.1f}"))
    return found
