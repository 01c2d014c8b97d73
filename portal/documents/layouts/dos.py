"""DOS: evaluation dossier, one PDF with numbered annexes; signed documents stand as issued."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    facts,
    heading,
    lead,
    paragraphs,
    render,
    small,
    table,
    title,
)
from portal.documents.engine.binding import Bound, Told, bind
from portal.documents.engine.finish import page_count
from portal.documents.engine.text import plain
from portal.documents.layouts._parts import opening

TITLE = "Evaluation dossier"
Read = Callable[[str], bytes]


@dataclass(frozen=True)
class Attached:
    """A document as it was issued, found by its hash."""

    title: str
    reference: str
    version: int
    sha256: str
    pages: int


@dataclass(frozen=True)
class Part:
    """A piece of an annex that the dossier itself prints: words and a table.

    Shape: a head and a share of the width for each column; `figures` are columns set to the right.
    """

    heading: str
    heads: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    text: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()


@dataclass(frozen=True)
class Annex:
    """One numbered annex."""

    number: int
    title: str
    note: str
    parts: tuple[Part, ...] = ()
    attached: tuple[Attached, ...] = ()

    @property
    def name(self) -> str:
        return f"Annex {self.number}"


@dataclass(frozen=True)
class EvaluationDossier:
    """Everything that happened to the applications of one call, frozen."""

    head: Letterhead
    call_reference: str
    call_title: str
    facts: tuple[tuple[str, str], ...]
    annexes: tuple[Annex, ...]

    @property
    def steps(self) -> int:
        """How many pieces are bound: cover, annexes, attached documents."""
        return 1 + sum(1 + len(annex.attached) for annex in self.annexes)


def _part(part: Part) -> Story:
    story = [heading(part.heading), *(block for text in part.text for block in paragraphs(text))]
    if part.rows:
        if not part.text:  # a heading keeps what follows on its page: never a whole table
            story.append(small(f"Lines: {len(part.rows)}"))
        columns = [
            Column(head, share, "right" if place in part.figures else "left")
            for place, (head, share) in enumerate(zip(part.heads, part.shares, strict=True))
        ]
        story.append(table(columns, part.rows))
    elif not part.text:
        story += paragraphs("None.")
    return story


def _attached(annex: Annex) -> Story:
    if not annex.attached:
        return []
    rows = [
        (f"{annex.number}.{place}", one.title, f"{one.reference} v{one.version}", str(one.pages),
         one.sha256)
        for place, one in enumerate(annex.attached, start=1)
    ]  # fmt: skip
    return [
        heading("Documents of this annex"),
        table(
            [
                Column("No.", 0.08),
                Column("Document", 0.3),
                Column("Reference", 0.23),
                Column("Pages", 0.08, "right"),
                Column("SHA-256 of the file as issued", 0.31),
            ],
            rows,
        ),
    ]


def _annex(data: EvaluationDossier, annex: Annex) -> bytes:
    def story() -> Story:
        return [
            title(f"{annex.name}: {annex.title}"),
            lead(annex.note),
            *(block for part in annex.parts for block in _part(part)),
            *_attached(annex),
        ]

    return render(data.head, story)


def _cover(data: EvaluationDossier, lengths: list[int], first: int) -> bytes:
    rows, page = [], first
    for annex, length in zip(data.annexes, lengths, strict=True):
        pages = length + sum(one.pages for one in annex.attached)
        rows.append((str(annex.number), annex.title, str(len(annex.attached) or "–"), str(pages),
                     str(page)))  # fmt: skip
        page += pages

    def story() -> Story:
        return [
            *opening(data.head, "Confidential. For the committee, the lead applicant, auditors."),
            facts([("Call", f"{data.call_reference} {data.call_title}"), *data.facts]),
            heading("Contents"),
            table(
                [
                    Column("Annex", 0.1),
                    Column("Title", 0.5),
                    Column("Documents", 0.14, "right"),
                    Column("Pages", 0.12, "right"),
                    Column("From page", 0.14, "right"),
                ],
                rows,
            ),
            small(
                "Documents that people signed or received stand here as they were issued, page by "
                "page; their SHA-256 is listed in the annex. The mark at the upper edge of each "
                "page names the annex and counts all pages of the dossier."
            ),
        ]

    return render(data.head, story)


def render_dossier(
    data: EvaluationDossier, read: Read | None = None, told: Told = lambda _done: None
) -> bytes:
    """The dossier as PDF. Source: rules.md section 8, PRODUCT.md section 4, no. 5.

    `read` gives the bytes of an attached document by its hash.
    """
    fronts = [_annex(data, annex) for annex in data.annexes]
    lengths = [page_count(front) for front in fronts]
    pages = page_count(_cover(data, lengths, 1))
    cover = _cover(data, lengths, pages + 1)

    def parts() -> Iterator[Bound]:
        yield Bound("", "Contents", 0, lambda: cover)
        for annex, front in zip(data.annexes, fronts, strict=True):
            yield Bound(annex.name, f"{annex.name}: {plain(annex.title)}", 0, partial(bytes, front))
            for place, one in enumerate(annex.attached, start=1):
                if read is None:
                    raise AssertionError("Attached documents need somebody who reads them.")
                label = f"{annex.name}.{place}"
                name = f"{annex.number}.{place} {plain(one.title)}"
                yield Bound(label, name, 1, partial(read, one.sha256))

    head = data.head
    return bind(
        list(parts()),
        title=plain(f"{head.document} {head.reference}"),
        author=plain(head.issuer),
        subject=plain(head.action_title),
        language=head.language,
        issued_on=head.issued_on,
        told=told,
    )


def without_head(data: EvaluationDossier) -> EvaluationDossier:
    """What the dossier says, whatever its version and day: equal ones need no further version."""
    return replace(
        data, head=replace(data.head, reference="", version=0, issued_on=data.head.issued_on.min)
    )
