"""The published grid as plain data, and the settings of the scoring that a call keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.calls.rules import scale


class Role(StrEnum):
    """What a section of the grid measures; thresholds and ties ask for it by role."""

    CAPACITY = "capacity"
    RELEVANCE = "relevance"
    DESIGN = "design"
    IMPLEMENTATION = "implementation"
    SUSTAINABILITY = "sustainability"
    BUDGET = "budget"
    OTHER = "other"


@dataclass(frozen=True)
class Criterion:
    """One sub-criterion; weight 2 counts its score double.

    Shape: `is_partnership` marks the one that is scored for co-applicants (B4.3).
    """

    code: str
    title: str = ""
    weight: int = 1
    is_partnership: bool = False


@dataclass(frozen=True)
class Section:
    """One section of the grid.

    Shape: `carried_max` is set where the section is not scored here but carried over from the
    concept note (two-step grid B, relevance); it then has no criteria.
    Units: `minimum` in points of the section (12 of 20), tested on the exact mean; None is off.
    """

    code: str
    title: str
    role: Role
    criteria: tuple[Criterion, ...] = ()
    carried_max: int | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Scale:
    """The marks of the call: whole numbers, and those that need a comment of their own."""

    lowest: int = 1
    highest: int = 5

    @property
    def explained(self) -> frozenset[int]:
        """The two lowest and the highest. Source: rules.md 4.1 (1, 2 and 5)."""
        return scale.explained(self.lowest, self.highest)

    def __contains__(self, mark: int) -> bool:
        return self.lowest <= mark <= self.highest


@dataclass(frozen=True)
class Grid:
    """A grid: its sections in print order and its scale."""

    code: str
    sections: tuple[Section, ...]
    scale: Scale = Scale()

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion in print order."""
        for section in self.sections:
            yield from section.criteria

    def section_max(self, section: Section) -> int:
        """The most points of a section."""
        if section.carried_max is not None:
            return section.carried_max
        return sum(criterion.weight for criterion in section.criteria) * self.scale.highest

    @property
    def maximum(self) -> int:
        """The most points of the whole grid."""
        return sum(self.section_max(section) for section in self.sections)


class ScoredStage(StrEnum):
    """Which document the grid scores; the threshold on the total is T1 or T4."""

    CONCEPT_NOTE = "concept_note"
    FULL_APPLICATION = "full_application"


@dataclass(frozen=True)
class ScoringRules:
    """The settings of the scoring that a call keeps; None is "off".

    Units: the minimum in points; `weak_capacity_item` is the average score of a capacity item at or
    below which T3 strikes (1); gaps in per cent of the grid's maximum (20 and 10).
    Source: rules.md 4.4, 4.5.
    """

    stage: ScoredStage
    minimum_total: Decimal | None
    weak_capacity_item: Decimal | None
    third_gap: Decimal
    straddle_gap: Decimal | None
