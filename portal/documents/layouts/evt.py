"""EVT: event report with recommendations."""

from dataclasses import dataclass

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    bullets,
    facts,
    heading,
    paragraphs,
    render,
    subheading,
    table,
)
from portal.documents.layouts._parts import Signature, opening, signatures

TITLE = "Event report"


@dataclass(frozen=True)
class AgendaItem:
    """A point of the agenda."""

    time: str
    title: str
    speaker: str = ""


@dataclass(frozen=True)
class Recommendation:
    """What the event recommends. `area`: the theme; `addressee`: who is to act."""

    number: str
    area: str
    finding: str
    text: str
    addressee: str
    follow_up: str


@dataclass(frozen=True)
class Counts:
    """A number of participants by one trait. Shape: `rows` of words and number."""

    by: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class EventReport:
    """The report. Units: `participants` persons present."""

    head: Letterhead
    event: str
    kind: str
    days: str
    place: str
    country: str
    organiser: str
    co_organisers: tuple[str, ...]
    cluster: str
    purpose: str
    agenda: tuple[AgendaItem, ...]
    participants: int
    counts: tuple[Counts, ...]
    summary: str
    findings: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    media: tuple[str, ...]
    photos: tuple[str, ...]
    signature: Signature
    zone: str


def _participants(data: EventReport) -> Story:
    story: Story = [
        heading("Participants"),
        *paragraphs(f"{data.participants} persons took part."),
    ]
    for count in data.counts:
        if count.rows:
            story.append(
                table(
                    [Column(count.by, 0.8), Column("Persons", 0.2, "right")],
                    [[words, str(number)] for words, number in count.rows],
                )
            )
    return story


def _recommendations(data: EventReport) -> Story:
    if not data.recommendations:
        return []
    areas = list(dict.fromkeys(one.area for one in data.recommendations))
    return [
        heading("Recommendations"),
        *(
            block
            for area in areas
            for block in (
                *([subheading(area)] if area else []),
                table(
                    [
                        Column("No.", 0.07),
                        Column("Recommendation", 0.49),
                        Column("To whom", 0.24),
                        Column("Follow-up", 0.2),
                    ],
                    [
                        [
                            one.number,
                            f"{one.finding}\n{one.text}" if one.finding else one.text,
                            one.addressee,
                            one.follow_up,
                        ]
                        for one in data.recommendations
                        if one.area == area
                    ],
                ),
            )
        ),
    ]


def _agenda(data: EventReport) -> Story:
    if not data.agenda:
        return []
    return [
        heading("Agenda"),
        table(
            [Column("Time", 0.2), Column("Point", 0.5), Column("Speaker", 0.3)],
            [[one.time, one.title, one.speaker] for one in data.agenda],
        ),
    ]


def render_report(data: EventReport) -> bytes:
    """The report as PDF. Source: rules.md section 8, no. 29."""

    def story() -> Story:
        return [
            *opening(data.head),
            facts(
                [
                    ("Event", data.event),
                    ("Kind", data.kind),
                    ("Date", data.days),
                    ("Place", ", ".join(part for part in (data.place, data.country) if part)),
                    ("Organiser", data.organiser),
                    ("Together with", "\n".join(data.co_organisers)),
                    ("Cluster", data.cluster),
                ],
                label_share=0.22,
            ),
            *([heading("Purpose"), *paragraphs(data.purpose)] if data.purpose else []),
            *_agenda(data),
            *_participants(data),
            *([heading("Summary"), *paragraphs(data.summary)] if data.summary else []),
            *([heading("Findings"), *bullets(data.findings)] if data.findings else []),
            *_recommendations(data),
            *([heading("Media"), *bullets(data.media)] if data.media else []),
            *([heading("Photographs"), *bullets(data.photos)] if data.photos else []),
            *signatures([data.signature], zone=data.zone, head="For the organiser"),
        ]

    return render(data.head, story)
