"""The evaluation grid of a draft: sections and criteria. Source: rules.md 4.1 to 4.4."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call, Criterion, GridSection
from portal.calls.rules import scale
from portal.calls.service import order
from portal.calls.template import GridTemplate
from portal.core.access import Actor, require
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, clean_name


@dataclass(frozen=True)
class SectionOfGrid:
    """A section as the manager describes it. Units: `threshold` in points of the section."""

    code: str
    title: str
    role: str
    threshold: Decimal | None


@dataclass(frozen=True)
class CriterionOfGrid:
    """A criterion as the manager describes it. Units: its mark counts `weight` times."""

    code: str
    text: str
    guidance: str
    weight: int
    form_keys: list[str]
    is_partnership: bool = False


def add_section(call: Call, wanted: SectionOfGrid, *, actor: Actor, at: datetime) -> GridSection:
    """One more section, behind the others. Raises: RuleBroken at `code`."""
    require(policy.can_edit(actor, call))
    _check_code(wanted.code, [section.code for section in call.grid])
    section = GridSection(position=len(call.grid) + 1, criteria=[], **_section(wanted))
    call.grid.append(section)
    db.session.flush()
    audit.record(actor, "call.grid_section_added", call, at=at, details=_plain(wanted))
    return section


def set_section(
    section: GridSection, wanted: SectionOfGrid, *, call: Call, actor: Actor, at: datetime
) -> None:
    """Change a section; questions of the form that feed it follow its code.

    Raises: RuleBroken at `code` when it is taken, at `threshold` above what can be reached.
    """
    require(policy.can_edit(actor, call))
    _check_code(wanted.code, [one.code for one in call.grid if one is not section])
    most = call.most_points(section)
    if section.criteria and wanted.threshold is not None and wanted.threshold > most:
        raise RuleBroken(N_("The section gives %(most)s points at most", most=most),
                         field="threshold")  # fmt: skip
    old = section.code
    for name, value in _section(wanted).items():
        setattr(section, name, value)
    for question in call.form_sections:
        if question.grid_section_code == old:
            question.grid_section_code = section.code
    audit.record(actor, "call.grid_section_changed", call, at=at, details=_plain(wanted))


def move_section(
    section: GridSection, step: int, *, call: Call, actor: Actor, at: datetime
) -> None:
    """One place up (-1) or down (+1)."""
    require(policy.can_edit(actor, call))
    order.shift(call.grid, section, step)
    details = {"code": section.code, "step": step}
    audit.record(actor, "call.grid_section_moved", call, at=at, details=details)


def remove_section(section: GridSection, *, call: Call, actor: Actor, at: datetime) -> None:
    """Take a section with its criteria out of the grid; questions feed it no longer."""
    require(policy.can_edit(actor, call))
    for question in call.form_sections:
        if question.grid_section_code == section.code:
            question.grid_section_code = None
    for criterion in list(section.criteria):
        section.criteria.remove(criterion)
        db.session.delete(criterion)
    db.session.flush()
    call.grid.remove(section)
    db.session.delete(section)
    order.number(call.grid)
    details = {"code": section.code}
    audit.record(actor, "call.grid_section_removed", call, at=at, details=details)


def set_scale(call: Call, lowest: int, highest: int, *, actor: Actor, at: datetime) -> None:
    """From which to which mark every criterion of a draft is scored.

    Raises: RuleBroken at `lowest_mark` or `highest_mark`, also when a minimum could not be
            reached any more.
    """
    require(policy.can_edit(actor, call))
    scale.check(lowest, highest)
    if (lowest, highest) == (call.lowest_mark, call.highest_mark):
        return
    details = {"lowest": [call.lowest_mark, lowest], "highest": [call.highest_mark, highest]}
    call.lowest_mark, call.highest_mark = lowest, highest
    for section in call.grid:
        most = call.most_points(section)
        if section.criteria and section.threshold is not None and section.threshold > most:
            raise RuleBroken(
                N_(
                    "%(section)s would give %(most)s points at most, less than its minimum",
                    section=section.code,
                    most=most,
                ),
                field="highest_mark",
            )
    most = call.most_points()
    if call.grid and call.total_threshold is not None and call.total_threshold > most:
        raise RuleBroken(
            N_("The grid would give %(most)s points at most, less than the minimum", most=most),
            field="highest_mark",
        )
    audit.record(actor, "call.scale_changed", call, at=at, details=details)


def use_grid(call: Call, ready: GridTemplate, *, actor: Actor, at: datetime) -> None:
    """Put a ready grid in the place of the draft's own, with the minimum that belongs to it.

    Criteria point to the questions that this form has; each question feeds the section that
    reads it.
    """
    require(policy.can_edit(actor, call))
    for section in list(call.grid):
        for criterion in list(section.criteria):
            section.criteria.remove(criterion)
            db.session.delete(criterion)
    db.session.flush()
    for section in list(call.grid):
        call.grid.remove(section)
        db.session.delete(section)
    db.session.flush()
    asked = {question.key for question in call.form_sections} | {"budget"}
    for section in ready.sections():
        for criterion in section.criteria:
            criterion.form_keys = [key for key in criterion.form_keys if key in asked]
        call.grid.append(section)
    for question in call.form_sections:
        question.grid_section_code = next(
            (one.code for one in call.grid for c in one.criteria if question.key in c.form_keys),
            None,
        )
    call.total_threshold = ready.total_threshold
    call.lowest_mark, call.highest_mark = ready.scale
    db.session.flush()
    audit.record(actor, "call.grid_replaced", call, at=at, details={"grid": ready.name})


def add_criterion(
    section: GridSection, wanted: CriterionOfGrid, *, call: Call, actor: Actor, at: datetime
) -> Criterion:
    """One more criterion of a section. Raises: RuleBroken at `code` when it is taken."""
    require(policy.can_edit(actor, call))
    _check_code(wanted.code, _codes(call, None))
    criterion = Criterion(position=len(section.criteria) + 1, **_criterion(wanted))
    section.criteria.append(criterion)
    db.session.flush()
    audit.record(actor, "call.criterion_added", call, at=at, details=_plain(wanted))
    return criterion


def set_criterion(
    criterion: Criterion, wanted: CriterionOfGrid, *, call: Call, actor: Actor, at: datetime
) -> None:
    """Change a criterion. Raises: RuleBroken at `code` when it is taken."""
    require(policy.can_edit(actor, call))
    _check_code(wanted.code, _codes(call, criterion))
    for name, value in _criterion(wanted).items():
        setattr(criterion, name, value)
    audit.record(actor, "call.criterion_changed", call, at=at, details=_plain(wanted))


def move_criterion(
    criterion: Criterion, step: int, *, call: Call, actor: Actor, at: datetime
) -> None:
    """One place up (-1) or down (+1) in its section."""
    require(policy.can_edit(actor, call))
    order.shift(_section_of(call, criterion).criteria, criterion, step)
    details = {"code": criterion.code, "step": step}
    audit.record(actor, "call.criterion_moved", call, at=at, details=details)


def remove_criterion(criterion: Criterion, *, call: Call, actor: Actor, at: datetime) -> None:
    """Take a criterion out of its section."""
    require(policy.can_edit(actor, call))
    section = _section_of(call, criterion)
    section.criteria.remove(criterion)
    db.session.delete(criterion)
    order.number(section.criteria)
    details = {"code": criterion.code}
    audit.record(actor, "call.criterion_removed", call, at=at, details=details)


def _section_of(call: Call, criterion: Criterion) -> GridSection:
    return next(section for section in call.grid if criterion in section.criteria)


def _codes(call: Call, but: Criterion | None) -> list[str]:
    every = [criterion for section in call.grid for criterion in section.criteria]
    return [criterion.code for criterion in every if criterion is not but]


def _check_code(code: str, taken: list[str]) -> None:
    wanted = clean_name(code)
    if wanted in taken:
        raise RuleBroken(N_("%(code)s is there already", code=wanted), field="code")


def _section(wanted: SectionOfGrid) -> dict[str, Any]:
    return vars(wanted) | {"code": clean_name(wanted.code), "title": clean_name(wanted.title)}


def _criterion(wanted: CriterionOfGrid) -> dict[str, Any]:
    return vars(wanted) | {
        "code": clean_name(wanted.code),
        "text": clean_name(wanted.text),
        "guidance": clean(wanted.guidance),
    }


def _plain(wanted: SectionOfGrid | CriterionOfGrid) -> dict[str, Any]:
    return {name: None if value is None else str(value) for name, value in vars(wanted).items()}
