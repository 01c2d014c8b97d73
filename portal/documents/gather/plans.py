"""The logframe and the action plan of an application as parts of a paper."""

from collections.abc import Iterator

from portal.applications.queries import Content
from portal.applications.rules.logframe import Indicator
from portal.documents.sheet import Column, Heading, Part, Rows, Words

_INDICATORS = (
    Column("Indicator", 0.34),
    Column("Baseline", 0.12),
    Column("Target", 0.18),
    Column("Source of verification", 0.36),
)
_PLAN = (Column("Activity", 0.46), Column("Responsible", 0.32), Column("Months", 0.22))


def plans(content: Content) -> Iterator[Part]:
    """Both, where the call asks for them."""
    if content.plan is not None:
        yield Heading("Action plan")
        rows = tuple((f"{row.code} {row.text}", row.who, row.spans) for row in content.plan.rows)
        yield Rows(_PLAN, rows) if rows else Words("Nothing planned.")
    if content.logframe is not None:
        yield Heading("Logframe")
        frame = content.logframe
        for result, name in zip(frame.results, frame.names(), strict=True):
            yield Heading(str(name), 2)
            yield Words(result.text or "Not answered")
            if result.assumption:
                yield Words(f"Assumption: {result.assumption}", is_quiet=True)
            if result.indicators:
                yield Rows(_INDICATORS, tuple(map(_indicator, result.indicators)))


def _indicator(one: Indicator) -> tuple[str, ...]:
    text = "\n".join(filter(None, (one.text, one.link_label or one.link)))
    return text, one.baseline, f"{one.target} {one.unit}".strip(), one.source
