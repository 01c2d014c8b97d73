"""Binding finished PDFs into one: outline, page labels, and a mark on every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from portal.documents.engine import fonts
from portal.documents.engine.finish import finish
from portal.documents.engine.page import MUTED, ONE_AT_A_TIME, RIGHT

MARK_SIZE = 7.5
MARK_TOP = 7 * mm
Told = Callable[[int], None]


@dataclass(frozen=True)
class Bound:
    """One PDF of the binding. `label` stands on its pages; `level` 0 opens an outline part."""

    label: str
    title: str
    level: int
    content: Callable[[], bytes]


def bind(
    parts: Sequence[Bound],
    *,
    title: str,
    author: str,
    subject: str,
    language: str,
    issued_on: date,
    told: Told = lambda _done: None,
) -> bytes:
    """All parts one after the other; same parts and day, same bytes.

    Each page is marked at its upper edge: label of its part, and its number of all pages.
    `told` hears after each part how many are in.
    """
    fonts.register()
    with Pdf.new() as pdf:
        sources, starts = [], []
        for done, part in enumerate(parts, start=1):
            source = pikepdf.open(BytesIO(part.content()))
            sources.append(source)  # qpdf reads from it until the whole is saved
            starts.append(len(pdf.pages))
            pdf.pages.extend(source.pages)
            told(done)
        total = len(pdf.pages)
        ends = [*starts[1:], total]
        labels = [
            part.label
            for part, start, end in zip(parts, starts, ends, strict=True)
            for _ in range(start, end)
        ]
        marks = pikepdf.open(BytesIO(_marks(labels)))
        for page, mark in zip(pdf.pages, marks.pages, strict=True):
            _put(pdf, page, mark)
        _outline(pdf, parts, starts)
        _page_labels(pdf, parts, starts)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        for source in (*sources, marks):
            source.close()
    return finish(
        out.getvalue(), title=title, author=author, subject=subject, language=language,
        issued_on=issued_on,
    )  # fmt: skip


class _Canvas(Canvas):
    """A canvas that starts in our font: ReportLab's own would be listed and is not embedded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initialFontName": fonts.REGULAR})


def _marks(labels: Sequence[str]) -> bytes:
    """A PDF of as many pages, with nothing but the mark of each."""
    out = BytesIO()
    with ONE_AT_A_TIME:
        canvas = _Canvas(out, pagesize=A4, invariant=1)
        for number, label in enumerate(labels, start=1):
            canvas.setFont(fonts.REGULAR, MARK_SIZE)
            canvas.setFillColor(MUTED)
            words = f"{label} · {number}/{len(labels)}" if label else f"{number}/{len(labels)}"
            canvas.drawRightString(A4[0] - RIGHT, A4[1] - MARK_TOP, words)
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def _put(pdf: Pdf, page: pikepdf.Page, mark: pikepdf.Page) -> None:
    """Draw the mark on the page. pikepdf's own overlay names it by chance: bytes would differ."""
    form = pdf.copy_foreign(mark.as_form_xobject())
    resources = Dictionary()
    for key, value in dict(page.obj.Resources).items() if Name.Resources in page.obj else ():
        resources[key] = value
    drawn = Dictionary()
    for key, value in dict(resources.XObject).items() if Name.XObject in resources else ():
        drawn[key] = value
    drawn[Name.DossierMark] = form
    resources[Name.XObject] = drawn
    page.obj[Name.Resources] = resources
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ q /DossierMark Do Q")


def _outline(pdf: Pdf, parts: Sequence[Bound], starts: Sequence[int]) -> None:
    with pdf.open_outline() as outline:
        for part, start in zip(parts, starts, strict=True):
            item = OutlineItem(part.title, start)
            if part.level == 0 or not outline.root:
                outline.root.append(item)
            else:
                outline.root[-1].children.append(item)


def _page_labels(pdf: Pdf, parts: Sequence[Bound], starts: Sequence[int]) -> None:
    """What a reader shows as the number of a page: 6.12-3."""
    numbers = Array()
    for part, start in zip(parts, starts, strict=True):
        prefix = f"{part.label.removeprefix('Annex ')}-" if part.label else ""
        numbers.append(start)
        numbers.append(Dictionary(S=Name.D, P=String(prefix), St=1))
    pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=numbers))
