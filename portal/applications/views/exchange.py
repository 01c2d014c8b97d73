"""The budget as a workbook: taken away, and brought in again after a look at what it says."""

from collections import Counter
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, rules
from portal.applications.forms import BudgetForm, ImportForm, budget_form
from portal.applications.models import Application
from portal.applications.queries import BudgetContent, LineContent
from portal.applications.rules.sheet import Reading, ReadLine, read_table
from portal.applications.rules.standard import FREE, REGRANTING, STANDARD_LINES, kind_of
from portal.applications.service.budget import MOST_LINES
from portal.applications.views import bp
from portal.applications.views.budget import activities_of, stored_data
from portal.applications.views.common import editing, load
from portal.core.clock import now
from portal.core.errors import Locked, RuleBroken
from portal.core.money import in_currency
from portal.core.ratio import plain
from portal.web.filters import words
from portal.web.refusal import page, show
from portal.web.workbooks import Sheet, read_rows, workbook_file

HEADS = ("No.", "Kind of cost", "Cost", "Unit", "Units", "Rate", "Total", "Activity", "Reason",
         "Persons")  # fmt: skip


class Row(NamedTuple):
    """One understood line for the preview: what it is and what it changes."""

    line: ReadLine
    kind: str
    change: str
    notes: list[str]


@bp.get("/applications/<uuid:application_id>/budget.xlsx")
def budget_workbook(application_id: UUID) -> ResponseReturnValue:
    """The lines by heading with their totals, and the sources of funding."""
    application = load(application_id)
    content = queries.present_content(application).budget
    name = f"budget-{application.number or application.call.reference}.xlsx"
    return workbook_file(name, sheets_of(content), at=now())


def sheets_of(budget: BudgetContent) -> list[Sheet]:
    """The budget as two sheets. Shape: numbers are numbers; no cell is a formula."""
    rows: list[tuple[object, ...]] = []
    for number, name in rules.HEADINGS.items():
        rows.append((str(number), "", words(name), "", None, None, budget.headings[number]))
        rows += [_cells(line) for line in budget.lines if line.heading == number]
    sums = (
        ("7", _("Direct costs"), budget.direct),
        ("8", _("Indirect costs"), budget.indirect),
        ("9", _("Total eligible costs without reserve"), budget.without_reserve),
        ("10", _("Contingency reserve"), budget.contingency),
        ("11", _("Total eligible costs"), budget.eligible),
        ("12", _("Taxes and contributions in kind"), budget.taxes),
        ("13", _("Total accepted costs"), budget.accepted),
    )
    rows += [(code, "", label, "", None, None, total) for code, label, total in sums]
    sources: list[tuple[object, ...]] = [(_("Requested grant"), "", budget.requested)]
    kinds = {"own": _("Own contribution"), "other": _("Other donor"), "income": _("Income")}
    sources += [(kinds[row.kind], row.name, row.amount) for row in budget.sources]
    return [
        Sheet(_("Budget"), HEADS, rows),
        Sheet(_("Sources of funding"), (_("Source"), _("Name"), _("Amount")), sources),
    ]


def _cells(line: LineContent) -> tuple[object, ...]:
    kind = REGRANTING if line.is_regranting else kind_of(line.code)
    return (
        line.code,
        words(STANDARD_LINES.get(kind, STANDARD_LINES[FREE]).label),
        line.description,
        line.unit,
        _shortest(line.quantity),
        _rate(line.unit_value),
        line.total,
        line.activity,
        line.justification,
        line.persons,
    )


def _rate(value: Decimal) -> Decimal:
    short = value.quantize(Decimal("0.01"))
    return short if short == value else _shortest(value)


def _shortest(value: Decimal) -> Decimal:
    return Decimal(plain(value))


@bp.route("/applications/<uuid:application_id>/budget/import", methods=["GET", "POST"])
def budget_import(application_id: UUID) -> ResponseReturnValue:
    """A workbook or a pasted table: what is understood, what is not, what would change."""
    application = load(application_id)
    if not (verdict := editing(application)):
        raise Locked(verdict.reason)
    form = ImportForm()
    if not form.validate_on_submit():
        return page("applications/budget_import.html", application=application, form=form)
    try:
        reading = read_table(
            form.rows(read_rows),
            heading=int(form.heading.data),
            activities=frozenset(queries.chosen_activities(application)),
        )
        if not reading.lines and not reading.refused:
            raise RuleBroken(_("No line of costs was found"), field=form.source)
        if len(reading.lines) > MOST_LINES:
            raise RuleBroken(
                _("A budget has at most %(most)s lines", most=MOST_LINES), field=form.source
            )
    except RuleBroken as broken:
        show(form, broken)
        return page("applications/budget_import.html", application=application, form=form)
    return _preview(application, reading, replaces=form.mode.data == "replace")


def _preview(application: Application, reading: Reading, *, replaces: bool) -> ResponseReturnValue:
    kept = queries.budget_of(application)
    fresh = [_data(line) for line in reading.lines]
    data = stored_data(application)
    data["lines"] = fresh if replaces else [*data["lines"], *fresh]
    ready = budget_form(activities_of(application), data, formdata=None)
    return page(
        "applications/budget_preview.html",
        application=application,
        rows=_rows(reading, kept),
        reading=reading,
        replaces=replaces,
        gone=_gone(reading, kept) if replaces else [],
        hidden=_hidden(ready),
        revision=application.budget.revision if application.budget else 0,
        before=rules.totals(kept).direct,
        after=sum((line.total for line in reading.lines), Decimal(0))
        + (Decimal(0) if replaces else rules.totals(kept).direct),
    )


def _data(line: ReadLine) -> dict[str, Any]:
    names = ("kind", "description", "unit", "quantity", "unit_value", "persons", "activity",
             "justification")  # fmt: skip
    return {name: getattr(line, name) for name in names}


def _rows(reading: Reading, kept: rules.Budget) -> list[Row]:
    known = {_key(line.description, line.heading): line for line in kept.lines}
    return [
        Row(
            line,
            words(STANDARD_LINES[line.kind].label),
            _change(line, known.get(_key(line.description, int(line.kind[0])))),
            [words(note) for note in line.notes],
        )
        for line in reading.lines
    ]


def _key(description: str, heading: int) -> tuple[str, int]:
    return " ".join(description.casefold().split()), heading


def _change(line: ReadLine, old: rules.BudgetLine | None) -> str:
    if old is None:
        return str(_("New"))
    parts = []
    if old.quantity != line.quantity:
        parts.append(
            _("Units %(old)s, now %(new)s", old=plain(old.quantity), new=plain(line.quantity))
        )
    if old.unit_value != line.unit_value:
        parts.append(
            _("Rate %(old)s, now %(new)s", old=plain(old.unit_value), new=plain(line.unit_value))
        )
    if old.justification.split() != line.justification.split():
        parts.append(_("Reason changed"))
    return ". ".join(parts) or str(_("As now"))


def _gone(reading: Reading, kept: rules.Budget) -> list[str]:
    """The lines of now that the table does not have."""
    named = Counter(_key(line.description, int(line.kind[0])) for line in reading.lines)
    gone = []
    for line, total in zip(kept.lines, rules.totals(kept).lines, strict=True):
        key = _key(line.description, line.heading)
        if named[key]:
            named[key] -= 1
        else:
            gone.append(f"{line.code} {line.description}, {in_currency(total, line.currency)}")
    return gone


def _hidden(form: BudgetForm) -> list[tuple[str, str]]:
    """Every field of the whole budget, to be sent to the editor as it would send them itself."""
    found = []
    for entry in form.lines:
        found += [(field.name, _value(field)) for field in entry.form]
    for entry in form.others:
        found += [(field.name, _value(field)) for field in entry.form if field.name]
    found += [(form[name].name, _value(form[name]))
              for name in ("indirect", "contingency", "own", "income")]  # fmt: skip
    return [(name, value) for name, value in found if value]


def _value(field: Any) -> str:
    if isinstance(field.data, bool):
        return "y" if field.data else ""
    shown: str = field._value() if hasattr(field, "_value") else field.data or ""
    return shown
