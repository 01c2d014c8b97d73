"""The logframe: what the project changes, and how it is seen. Source: rules.md 3.3 (B1.6), ADM08.

Shape: an objective, then outcomes with the outputs below them, each with its indicators.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from portal.core.text import N_, Text, clean, clean_name, count_words

RESULT_WORDS = 60
CELL_WORDS = 40
MOST_RESULTS = 30
MOST_INDICATORS = 6
OBJECTIVE, OUTCOME, OUTPUT = "objective", "outcome", "output"
LEVELS: Mapping[str, Text] = MappingProxyType(
    {OBJECTIVE: N_("Objective"), OUTCOME: N_("Outcome"), OUTPUT: N_("Output")}
)
CELLS: Mapping[str, Text] = MappingProxyType(
    {
        "text": N_("Indicator"),
        "baseline": N_("Baseline"),
        "target": N_("Target"),
        "unit": N_("Unit"),
        "source": N_("Source of verification"),
        "link": N_("Indicator of the Action"),
    }
)
_NEEDED = ("baseline", "target", "source")
_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")


@dataclass(frozen=True)
class Indicator:
    """How a result is seen. `link` is the code of an indicator of the Action, T2, or empty."""

    text: str = ""
    baseline: str = ""
    target: str = ""
    unit: str = ""
    source: str = ""
    link: str = ""
    link_label: str = ""  # the words of the link when it was saved

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not any(asdict(self).values())


@dataclass(frozen=True)
class Result:
    """One level of the chain with its indicators and what must hold for it."""

    level: str
    text: str = ""
    assumption: str = ""
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is missing: the words and the field of the form, results-1-indicators-0-target."""

    message: str
    field: str


@dataclass(frozen=True)
class Logframe:
    """The results in the order of the page; the first is the objective."""

    results: tuple[Result, ...] = field(default=(Result(OBJECTIVE),))

    def names(self) -> list[str]:
        """What each result is called: Objective, Outcome 1, Output 1.1."""
        found, outcome, output = [], 0, 0
        for result in self.results:
            if result.level == OUTCOME:
                outcome, output = outcome + 1, 0
            elif result.level == OUTPUT:
                output += 1
            number = {OBJECTIVE: "", OUTCOME: f" {outcome}", OUTPUT: f" {outcome}.{output}"}
            found.append(f"{LEVELS[result.level]}{number[result.level]}")
        return found


def parse(answers: Mapping[str, Any]) -> Logframe:
    """A logframe from what was kept or sent; whatever does not fit is left out.

    The objective always stands first and once.
    """
    found = [_result(row) for row in _rows(answers.get("results"))]
    first = found[0] if found else Result(OBJECTIVE)
    others = (
        replace(row, level=OUTCOME) if row.level == OBJECTIVE else row
        for row in found[1:MOST_RESULTS]
    )
    return Logframe((replace(first, level=OBJECTIVE), *others))


def _rows(value: Any) -> list[Mapping[str, Any]]:
    listed = value if isinstance(value, (list, tuple)) else ()
    return [one for one in listed if isinstance(one, Mapping)]


def _result(row: Mapping[str, Any]) -> Result:
    level = str(row.get("level", OUTCOME))
    indicators = [_indicator(one) for one in _rows(row.get("indicators"))]
    return Result(
        level if level in LEVELS else OUTCOME,
        clean(str(row.get("text") or "")),
        clean(str(row.get("assumption") or "")),
        tuple(indicators[:MOST_INDICATORS]),
    )


def _indicator(row: Mapping[str, Any]) -> Indicator:
    names = [*CELLS, "link_label"]
    values = {name: str(row.get(name) or "") for name in names}
    long = {"text", "source"}
    return Indicator(
        **{name: clean(text) if name in long else clean_name(text) for name, text in values.items()}
    )


def plain(logframe: Logframe) -> dict[str, Any]:
    """The logframe as it is kept."""
    return {
        "results": [
            {**asdict(result), "indicators": [asdict(one) for one in result.indicators]}
            for result in logframe.results
        ]
    }


def linked(logframe: Logframe, offered: Mapping[str, tuple[str, str]]) -> Logframe:
    """The same with the links that the Action has; a link fills an empty unit.

    Shape: `offered` label and unit by code.
    """
    return Logframe(
        tuple(
            replace(result, indicators=tuple(_link(one, offered) for one in result.indicators))
            for result in logframe.results
        )
    )


def _link(one: Indicator, offered: Mapping[str, tuple[str, str]]) -> Indicator:
    if one.link not in offered:
        return replace(one, link="", link_label="")
    label, unit = offered[one.link]
    return replace(one, link_label=label, unit=one.unit or unit)


def act(logframe: Logframe, verb: str) -> tuple[Logframe, str]:
    """A row added, moved, indented or removed; answers also the field to go on with.

    Shape: `verb` add-outcome, add-output, add-indicator-2, up-2, down-2, level-2, remove-2 or
    remove-2-0 (an indicator). Anything else changes nothing.
    """
    rows = list(logframe.results)
    name, *numbers = verb.replace("add-", "add", 1).split("-")
    if name in {"addoutcome", "addoutput"} and len(rows) < MOST_RESULTS:
        level = name.removeprefix("add")
        rows.append(Result(level, indicators=(Indicator(),)))
        return Logframe(tuple(rows)), f"results-{len(rows) - 1}-text"
    if not numbers or not all(one.isdigit() and len(one) < 4 for one in numbers):
        return logframe, ""
    at = int(numbers[0])
    if at >= len(rows):
        return logframe, ""
    if name == "addindicator":
        return _with_indicator(rows, at)
    if name == "remove" and len(numbers) == 2:
        kept = [one for n, one in enumerate(rows[at].indicators) if n != int(numbers[1])]
        rows[at] = replace(rows[at], indicators=tuple(kept))
        return Logframe(tuple(rows)), f"results-{at}-text"
    return _moved(rows, name, at)


def _with_indicator(rows: list[Result], at: int) -> tuple[Logframe, str]:
    present = rows[at].indicators
    if len(present) < MOST_INDICATORS:
        rows[at] = replace(rows[at], indicators=(*present, Indicator()))
    return Logframe(tuple(rows)), f"results-{at}-indicators-{len(rows[at].indicators) - 1}-text"


def _moved(rows: list[Result], name: str, at: int) -> tuple[Logframe, str]:
    if at == 0:  # the objective stays where it is
        return Logframe(tuple(rows)), ""
    if name == "remove":
        del rows[at]
        return Logframe(tuple(rows)), f"results-{min(at, len(rows) - 1)}-text"
    if name == "level":
        other = OUTPUT if rows[at].level == OUTCOME else OUTCOME
        rows[at] = replace(rows[at], level=other)
    to = at + {"up": -1, "down": 1}.get(name, 0)
    if 0 < to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        at = to
    return Logframe(tuple(rows)), f"results-{at}-text"


def check(logframe: Logframe) -> Iterator[Problem]:
    """What keeps a logframe from being handed in.

    Source: rules.md 3.3 (B1.6), ADM08; B3.2 asks for credible baseline, targets and sources.
    """
    levels = [result.level for result in logframe.results]
    above = ""
    for at, (result, name) in enumerate(zip(logframe.results, logframe.names(), strict=True)):
        yield from _text(f"results-{at}-text", name, result.text, RESULT_WORDS, is_needed=True)
        yield from _text(
            f"results-{at}-assumption", N_("%(name)s, assumption", name=name), result.assumption,
            CELL_WORDS,
        )  # fmt: skip
        if result.level == OUTPUT and above not in {OUTCOME, OUTPUT}:
            message = N_("%(name)s must stand below an outcome", name=name)
            yield Problem(message, f"results-{at}-text")
        if result.level == OUTPUT and not any(not one.is_blank for one in result.indicators):
            message = N_("%(name)s needs at least one indicator", name=name)
            yield Problem(message, f"results-{at}-text")
        for number, one in enumerate(result.indicators):
            if not one.is_blank:
                yield from _cells(f"results-{at}-indicators-{number}", f"{name}.{number + 1}", one)
        above = result.level
    for level, message in (
        (OUTCOME, N_("Add at least one outcome")),
        (OUTPUT, N_("Add at least one output")),
    ):
        if level not in levels:
            yield Problem(message, "results-0-text")


def _cells(prefix: str, name: str, one: Indicator) -> Iterator[Problem]:
    for key in ("text", *_NEEDED):
        words = N_("Indicator %(name)s, %(cell)s", name=name, cell=CELLS[key].lower())
        said = N_("Indicator %(name)s", name=name) if key == "text" else words
        yield from _text(f"{prefix}-{key}", said, getattr(one, key), CELL_WORDS, is_needed=True)
    if not one.link:
        return
    for key in ("baseline", "target"):
        value = getattr(one, key)
        if value and not _NUMBER.fullmatch(value.replace(" ", "")):
            message = N_(
                "Indicator %(name)s counts towards the Action: %(cell)s must be a number, like 24",
                name=name,
                cell=CELLS[key].lower(),
            )
            yield Problem(message, f"{prefix}-{key}")


def _text(
    place: str, name: str, text: str, most: int, *, is_needed: bool = False
) -> Iterator[Problem]:
    words = count_words(text)
    if is_needed and not words:
        yield Problem(N_("%(name)s is empty", name=name), place)
    if words > most:
        message = N_("%(name)s must be %(most)s words or less. You have %(words)s",
                     name=name, most=most, words=words)  # fmt: skip
        yield Problem(message, place)


def as_text(logframe: Logframe) -> str:
    """The logframe in lines, to compare two of them."""
    lines = []
    for result, name in zip(logframe.results, logframe.names(), strict=True):
        lines.append(f"{name}: {result.text}")
        for one in result.indicators:
            cells = [one.text, one.baseline, one.target, one.unit, one.source, one.link]
            lines.append("   " + " | ".join(cell for cell in cells if cell))
        if result.assumption:
            lines.append(f"   {result.assumption}")
    return "\n".join(lines)
