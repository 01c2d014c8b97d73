"""Findings beside the line they speak of: on the page, and again after each autosave."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import get_template_attribute

from portal.applications import queries
from portal.applications.forms import BudgetForm
from portal.applications.models import Application
from portal.core.findings import Finding
from portal.web.filters import words
from portal.web.refusal import fields

AMOUNTS = ("indirect", "contingency", "own")
_FIELDS = {"sources": "own", "requested": "own"}


class Remark(NamedTuple):
    """One finding in words, and whether it blocks."""

    message: str
    is_blocking: bool


def place_of(field: str) -> str:
    """The place beside a field: lines-3-quantity stands at lines-3, an amount at itself."""
    parts = field.split("-")
    return "-".join(parts[:2]) if len(parts) > 1 else field


def beside(
    form: BudgetForm, found: Iterable[Finding], application: Application
) -> dict[str, list[Remark]]:
    """The findings by place: each filled line of the form in the order it was stored."""
    kept = sorted(
        (entry for entry in form.lines if not entry.form.is_blank),
        key=lambda entry: entry.form.heading,
    )
    codes = [line.code for line in queries.budget_of(application).lines]
    places = dict(zip(codes, (entry.id for entry in kept), strict=False))
    remarks: dict[str, list[Remark]] = {}
    for finding in found:
        place = places.get(finding.line or "") or _FIELDS.get(
            finding.field or "", finding.field or ""
        )
        remark = Remark(words(finding.message), finding.is_blocking)
        remarks.setdefault(place, []).append(remark)
    return remarks


def shown_beside(form: BudgetForm, application: Application) -> Mapping[str, list[Remark]]:
    """The same for a page that is opened: what already stands at a field is not said twice."""
    if any(field.errors for field in fields(form)) or not form.lines.entries:
        return {}
    return beside(form, queries.budget_findings(application), application)


def fragments(form: BudgetForm, remarks: Mapping[str, list[Remark]]) -> dict[str, str]:
    """The places of the page with what stands in them now, empty ones too."""
    render = get_template_attribute("macros/budget.html", "remarks_at")
    places = [entry.id for entry in form.lines] + list(AMOUNTS)
    return {f"#at-{place}": str(render(place, remarks.get(place, ()))) for place in places}
