"""The standard lines of a budget: what may be chosen, with its usual unit, and how lines are coded.

Source: rules.md 6.1; lines 1.2, 3.1 and 5.3 are off in sub-grants.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.core.text import N_, Text

FREE = "6"
REGRANTING = "6g"  # a grant to somebody else: BUD11 says whether the call allows it


@dataclass(frozen=True)
class StandardLine:
    """One kind of cost of the budget form."""

    code: str
    label: Text
    unit: str

    @property
    def heading(self) -> int:
        """The heading it stands under."""
        return int(self.code[0])


STANDARD_LINES: Mapping[str, StandardLine] = MappingProxyType(
    {
        line.code: line
        for line in (
            StandardLine("1.1.1", N_("Salary, technical staff"), "month"),
            StandardLine("1.1.2", N_("Salary, administrative and support staff"), "month"),
            StandardLine("1.3.1", N_("Per diem abroad, staff"), "day"),
            StandardLine("1.3.2", N_("Per diem local, staff"), "day"),
            StandardLine("1.3.3", N_("Per diem, participants"), "day"),
            StandardLine("2.1", N_("International travel"), "trip"),
            StandardLine("2.2", N_("Local transport"), "month"),
            StandardLine("3.2", N_("Furniture, computer equipment"), "piece"),
            StandardLine("3.3", N_("Machines, tools"), "piece"),
            StandardLine("3.4", N_("Spare parts"), "piece"),
            StandardLine("3.5", N_("Other equipment and supplies"), "piece"),
            StandardLine("4.1", N_("Vehicle costs"), "month"),
            StandardLine("4.2", N_("Office rent"), "month"),
            StandardLine("4.3", N_("Consumables, office supplies"), "month"),
            StandardLine("4.4", N_("Telephone, power, heating"), "month"),
            StandardLine("5.1", N_("Publications"), "copy"),
            StandardLine("5.2", N_("Studies, research"), "study"),
            StandardLine("5.4", N_("Evaluation"), "report"),
            StandardLine("5.5", N_("Translation, interpreters"), "page"),
            StandardLine("5.6", N_("Financial services"), "month"),
            StandardLine("5.7", N_("Conferences, seminars"), "event"),
            StandardLine("5.8", N_("Visibility"), "set"),
            StandardLine(FREE, N_("Other cost of the project"), "unit"),
            StandardLine(REGRANTING, N_("Grants to other organisations or groups"), "grant"),
        )
    }
)
UNITS = (
    "month", "day", "hour", "person", "trip", "km", "piece", "set", "copy", "page", "event",
    "study", "report", "grant", "unit",
)  # fmt: skip


def lines_of(heading: int) -> list[StandardLine]:
    """The standard lines of a heading, in the order of the form."""
    return [line for line in STANDARD_LINES.values() if line.heading == heading]


def kind_of(code: str) -> str:
    """The standard line that a code belongs to: 5.7.2 is a 5.7; the longest match counts."""
    matches = [kind for kind in STANDARD_LINES if code == kind or code.startswith(kind + ".")]
    return max(matches, key=len, default=code)


def codes_for(kinds: Iterable[str]) -> list[str]:
    """A code for each line: the standard one where it stands alone, else numbered below it.

    Shape: one kind a line, in the order of the form; lines of heading 6 are always numbered.
    """
    wanted = [FREE if kind == REGRANTING else kind for kind in kinds]
    counts, seen = Counter(wanted), Counter[str]()
    codes = []
    for kind in wanted:
        seen[kind] += 1
        is_numbered = counts[kind] > 1 or kind == FREE
        codes.append(f"{kind}.{seen[kind]}" if is_numbered else kind)
    return codes
