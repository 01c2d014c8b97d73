"""Grids A, B and C as plain data, and sheets with the section sums asked for."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

from portal.evaluation.rules import (
    Criterion,
    Entry,
    Grid,
    Role,
    ScoredStage,
    ScoringRules,
    Section,
    Sheet,
)

OPENED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_section(code, role, weights, **k):
    criteria = tuple(
        Criterion(f"{code}.{n}", weight=weight, is_partnership=f"{code}.{n}" == "B4.3")
        for n, weight in enumerate(weights, start=1)
    )
    return Section(code, role.value.capitalize(), role, criteria, **k)


GRID_A = Grid(
    "A",
    (
        make_section("A1", Role.RELEVANCE, (1, 1, 1, 1)),
        make_section("A2", Role.DESIGN, (2, 1, 1, 1, 1)),
    ),
)
_B_REST = (
    make_section("B3", Role.DESIGN, (1, 1, 1)),
    make_section("B4", Role.IMPLEMENTATION, (1, 1, 1)),
    make_section("B5", Role.SUSTAINABILITY, (1, 1, 1)),
    make_section("B6", Role.BUDGET, (1, 2)),
)
_CAPACITY = make_section("B1", Role.CAPACITY, (1, 1, 1, 1), minimum=Decimal(12))
GRID_B = Grid("B", (_CAPACITY, make_section("B2", Role.RELEVANCE, (1, 1, 1, 1)), *_B_REST))
GRID_B_TWO_STEP = Grid(
    "B", (_CAPACITY, make_section("B2", Role.RELEVANCE, (), carried_max=20), *_B_REST)
)
GRID_C = Grid(
    "C",
    (
        make_section("C1", Role.CAPACITY, (1, 1, 1, 1)),
        make_section("C2", Role.RELEVANCE, (2, 2, 1, 1)),
        make_section("C3", Role.DESIGN, (1, 1, 1, 1, 1)),
        make_section("C4", Role.SUSTAINABILITY, (1, 1)),
        make_section("C5", Role.BUDGET, (1, 2)),
    ),
)


def make_rules(**overrides):
    values = {
        "stage": ScoredStage.FULL_APPLICATION,
        "minimum_total": Decimal(60),
        "weak_capacity_item": Decimal(1),
        "third_gap": Decimal(20),
        "straddle_gap": Decimal(10),
    }
    return ScoringRules(**(values | overrides))


CONCEPT_RULES = make_rules(stage=ScoredStage.CONCEPT_NOTE, minimum_total=Decimal(30))


def spread(total, weights):
    """Marks 1-5 whose weighted sum is the total."""
    return next(
        marks
        for marks in product(range(5, 0, -1), repeat=len(weights))
        if sum(m * w for m, w in zip(marks, weights, strict=True)) == total
        and max(marks) - min(marks) <= 1 + (max(weights) > 1) * 3
    )


def make_sheet(assessor, sums, grid=GRID_B, **k):
    """A complete sheet with the section sums asked for, every comment written."""
    scores = {}
    for section, total in zip(grid.sections, sums, strict=True):
        marks = spread(total, [criterion.weight for criterion in section.criteria])
        scores |= {c.code: mark for c, mark in zip(section.criteria, marks, strict=True)}
    values = {
        "scores": scores,
        "section_comments": {section.code: "Sound." for section in grid.sections},
        "comments": {criterion.code: "Because." for criterion in grid.criteria()},
    }
    return Sheet(assessor, **(values | k))


def make_entry_of(number, total, requested, **overrides):
    values = {
        "organisation": f"org {number}",
        "submitted_at": OPENED + timedelta(minutes=int(number[-2:])),
        "relevance": Fraction(10),
        "design": Fraction(10),
    }
    return Entry(
        number=number,
        total=Fraction(total),
        requested=Decimal(requested),
        **(values | overrides),
    )
