"""Two versions of an application beside each other, as pages show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.queries.content import BudgetContent, Content
from portal.applications.rules.compare import (
    SAME,
    Line,
    LinePair,
    Piece,
    lines_changed,
    words_changed,
)
from portal.applications.rules.logframe import as_text
from portal.core.countries import country_name
from portal.core.money import format_amount
from portal.core.ratio import plain
from portal.core.text import N_, Text


@dataclass(frozen=True)
class ComparedAnswer:
    """One question with its answer before and after, marked word by word."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changed."""
        return all(piece.kind == SAME for piece in self.pieces)


@dataclass(frozen=True)
class Compared:
    """Everything that can differ: answers, the budget's lines and its sums."""

    answers: tuple[ComparedAnswer, ...]
    lines: tuple[LinePair, ...]

    @property
    def changed(self) -> list[ComparedAnswer]:
        """The answers that differ."""
        return [one for one in self.answers if not one.is_same]

    @property
    def changed_lines(self) -> list[LinePair]:
        """The lines that differ."""
        return [one for one in self.lines if one.kind != SAME]


def compare(before: Content, after: Content) -> Compared:
    """What was added, removed and changed from one version to the other. Queries: none."""
    old, new = dict(_facts(before)), dict(_facts(after))
    keys = [*new, *(key for key in old if key not in new)]
    return Compared(
        tuple(
            ComparedAnswer(key[1], tuple(words_changed(old.get(key, ""), new.get(key, ""))))
            for key in keys
        ),
        tuple(lines_changed(_lines(before.budget), _lines(after.budget))),
    )


def _facts(content: Content) -> Iterator[tuple[tuple[str, str], str]]:
    """Each question by key and title, with its answer as text."""
    months = content.duration_months
    yield ("title", N_("Title")), content.title
    places = ", ".join(map(country_name, content.countries))
    yield ("countries", N_("Countries and territories")), places
    yield ("location", N_("Towns or areas")), content.location
    yield ("duration", N_("Duration in months")), str(months or "")
    yield from _organisation(content.organisation)
    yield ("partners", N_("Partners")), "\n".join(_partner(row) for row in content.partners)
    for answer in content.texts:
        yield (f"text {answer.key}", f"{answer.key} {answer.title}"), answer.text
    for entry in content.activities:
        yield (f"activity {entry.code}", f"{entry.code} {entry.text}"), entry.description or "–"
    if content.plan is not None:
        rows = (f"{row.code}: {row.who}, {row.spans}" for row in content.plan.rows)
        yield ("plan", N_("Action plan")), "\n".join(rows)
    if content.logframe is not None:
        yield ("logframe", N_("Logframe")), as_text(content.logframe)
    yield from _sums(content)
    files = sorted(f"{one.label}: {one.name} (SHA-256 {one.sha256[:12]}…)"
                   for one in content.documents)  # fmt: skip
    yield ("files", N_("Files")), "\n".join(files)


_PROFILE: tuple[tuple[str, Text], ...] = (
    ("legal_name", N_("Legal name")),
    ("registration_number", N_("Registration number")),
    ("email", N_("Email address")),
    ("phone", N_("Telephone")),
    ("representative_name", N_("Legal representative")),
    ("mission", N_("Mission")),
)


def _organisation(kept: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for key, label in _PROFILE:
        yield (f"organisation {key}", label), str(kept.get(key) or "")


def _partner(row: Mapping[str, Any]) -> str:
    parts = (row["name"], country_name(row["country"]), row["registration_number"], row["role"])
    return ", ".join(filter(None, parts))


def _sums(content: Content) -> Iterator[tuple[tuple[str, str], str]]:
    budget, currency = content.budget, content.currency
    for key, label, amount in (
        ("direct", N_("Direct costs"), budget.direct),
        ("indirect", N_("Indirect costs"), budget.indirect),
        ("eligible", N_("Total eligible costs"), budget.eligible),
        ("accepted", N_("Total accepted costs"), budget.accepted),
        ("requested", N_("Requested grant"), budget.requested),
    ):
        yield (f"sum {key}", label), f"{currency} {format_amount(amount)}"


def _lines(budget: BudgetContent) -> list[Line]:
    return [
        Line(
            line.code,
            line.heading,
            line.description,
            f"{plain(line.quantity)} {line.unit}".strip(),
            plain(line.unit_value),
            line.total,
            line.justification,
        )
        for line in budget.lines
    ]
