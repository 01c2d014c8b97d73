"""INF: information note, which presents an Action with every fact of its public record."""

from dataclasses import dataclass
from decimal import Decimal

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    bullets,
    callout,
    facts,
    heading,
    paragraphs,
    render,
    small,
    subheading,
    table,
    title,
)
from portal.documents.layouts._parts import eur

TITLE = "Information note"


@dataclass(frozen=True)
class PartyLine:
    """An organisation of the Action: its name, abbreviation, role and country in words."""

    name: str
    role: str
    abbreviation: str = ""
    country: str = ""


@dataclass(frozen=True)
class Group:
    """A cluster or output. `label`: "Cluster 3"; `points`: logic, indicator and so on, in words."""

    label: str
    title: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A target of the Action."""

    code: str
    label: str
    value: int
    unit: str


@dataclass(frozen=True)
class Passage:
    """A part of the note: a heading with sentences."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class InformationNote:
    """The Action as the public sees it. `groups_title`: "Clusters" or "Outputs".

    `lines`: funding lines printed under the title; `more`: further facts, each with its label.
    """

    head: Letterhead
    action_title: str
    lines: tuple[str, ...]
    nature: str
    donor: str
    programme: str
    contract_number: str
    period: str
    budget_eur: Decimal | None
    countries: tuple[str, ...]
    lead: PartyLine
    partners: tuple[PartyLine, ...]
    associates: tuple[PartyLine, ...]
    donors: tuple[PartyLine, ...]
    passages_before: tuple[Passage, ...]
    groups_title: str
    groups: tuple[Group, ...]
    targets: tuple[Target, ...]
    impact_statements: tuple[str, ...]
    target_group: str
    target_fields: tuple[str, ...]
    final_beneficiaries: tuple[str, ...]
    passages_after: tuple[Passage, ...]
    footnotes: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()


def _parties(heading_text: str, lines: tuple[PartyLine, ...]) -> Story:
    if not lines:
        return []
    has_role = any(line.role for line in lines)
    columns = (
        [Column("Name", 0.48), Column("Role", 0.28), Column("Country", 0.24)]
        if has_role
        else [Column("Name", 0.7), Column("Country", 0.3)]
    )
    rows = []
    for line in lines:
        name = f"{line.name} ({line.abbreviation})" if line.abbreviation else line.name
        rows.append([name, *([line.role] if has_role else []), line.country])
    return [heading(heading_text), table(columns, rows)]


def _passages(passages: tuple[Passage, ...]) -> Story:
    story: Story = []
    for passage in passages:
        if not passage.items:
            continue
        story.append(heading(passage.title))
        story += paragraphs(passage.items[0]) if len(passage.items) == 1 else bullets(passage.items)
    return story


def _groups(data: InformationNote) -> Story:
    if not data.groups:
        return []
    story: Story = [heading(data.groups_title)]
    for group in data.groups:
        story += [subheading(group.label), *paragraphs(group.title), *bullets(group.points)]
    return story


def _targets(data: InformationNote) -> Story:
    if not data.targets:
        return []
    return [
        heading("Targets"),
        table(
            [
                Column("Code", 0.1),
                Column("Target", 0.56),
                Column("Unit", 0.16),
                Column("Number", 0.18, "right"),
            ],
            [[one.code, one.label, one.unit, str(one.value)] for one in data.targets],
        ),
    ]


def _people(data: InformationNote) -> Story:
    return [
        *([heading("Impact"), *bullets(data.impact_statements)] if data.impact_statements else []),
        *([heading("Target group"), *paragraphs(data.target_group)] if data.target_group else []),
        *bullets(data.target_fields),
        *(
            [heading("Final beneficiaries"), *bullets(data.final_beneficiaries)]
            if data.final_beneficiaries
            else []
        ),
    ]


def render_note(data: InformationNote) -> bytes:
    """The note as PDF. Source: rules.md section 8, no. 31."""

    def story() -> Story:
        return [
            title(data.action_title.upper()),
            *([callout("\n".join(data.lines))] if data.lines else []),
            facts(
                [
                    ("Document", f"{data.head.document} {data.head.reference}"),
                    ("Version and date", f"Version {data.head.version}, {data.head.issued}"),
                    ("Donor", data.donor),
                    ("Programme", data.programme),
                    ("Contract number", data.contract_number),
                    ("Period", data.period),
                    ("Budget", eur(data.budget_eur)),
                    ("Lead applicant", f"{data.lead.name}" + _country(data.lead)),
                    ("Countries and territories", ", ".join(data.countries)),
                    *data.more,
                ]
            ),
            *paragraphs(data.nature),
            *_parties("Implementing partners", data.partners),
            *_parties("Associates", data.associates),
            *_parties("Donors and co-financiers", data.donors),
            *_passages(data.passages_before),
            *_groups(data),
            *_targets(data),
            *_people(data),
            *_passages(data.passages_after),
            *([heading("Notes")] if data.footnotes else []),
            *(small(note) for note in data.footnotes),
        ]

    return render(data.head, story)


def _country(line: PartyLine) -> str:
    return f", {line.country}" if line.country else ""
