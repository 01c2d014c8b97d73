"""The page: header with emblem and statement, footer with reference and number, the footnote."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from portal.documents.engine import blocks, emblem, fonts
from portal.documents.engine.finish import finish
from portal.documents.engine.text import day, markup, names_kosovo, plain, settable

Story = list[Flowable]
LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 22 * mm, 37 * mm, 27 * mm
FOOTNOTE_ROOM = 12 * mm
WIDTH = A4[0] - LEFT - RIGHT
INK, MUTED, LINE = HexColor("#16213a"), HexColor("#56627a"), HexColor("#d7dde8")
_MOST_PASSES = 5
ONE_AT_A_TIME = Lock()  # ReportLab keeps the letters used so far in its fonts, for all threads


@dataclass(frozen=True)
class Letterhead:
    """What stands around every document.

    `kosovo_footnote` and `disclaimer` are the wordings that the Action has chosen, printed word for
    word. `document` is the name of the kind ("Letter of award"); `funding_line` stands before
    the disclaimer at the foot of each page, for an Action whose information note has one.
    `currency` is that of the call or grant it is about. Version 0 is a paper that has none: a blank
    form, a draft.
    """

    document: str
    reference: str
    version: int
    issued_on: date
    issuer: str
    action_title: str
    kosovo_footnote: str
    disclaimer: str
    funding_statement: str = "Funded by the European Union"
    language: str = "en"
    funding_line: str = ""
    currency: str = "EUR"

    @property
    def issued(self) -> str:
        """The day of issue in words: 4 December 2026."""
        return day(self.issued_on)


@dataclass
class _Pass:
    """What one setting of the document knew before and saw: pages, and where Kosovo is named."""

    pages: int = 0
    has_footnote: bool = False
    seen_pages: int = 0
    seen_on: set[int] = field(default_factory=set)

    def settled(self) -> bool:
        """Whether what was assumed is what was seen."""
        return self.pages == self.seen_pages and self.has_footnote == bool(self.seen_on)


class _WatchingText(PDFTextObject):
    """A text object that tells its canvas what it sets."""

    _canvas: "_Canvas"

    def _textOut(self, text: str | bytes, TStar: int = 0) -> None:
        self._canvas.saw(text)
        super()._textOut(text, TStar)  # type: ignore[misc]  # the stubs leave it out


class _Canvas(Canvas):
    """A canvas that starts in our font and remembers on which pages Kosovo is named."""

    watch: _Pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initialFontName": fonts.REGULAR})

    def beginText(self, *args: Any, **kwargs: Any) -> PDFTextObject:
        return _WatchingText(self, *args, **kwargs)

    def saw(self, text: str | bytes) -> None:
        """Note the page when the text names Kosovo."""
        words = text.decode() if isinstance(text, bytes) else text
        if names_kosovo(words):
            self.watch.seen_on.add(self.getPageNumber())


class _Template(BaseDocTemplate):
    """Puts every heading into the outline that readers show beside the pages."""

    parts = 0

    def afterFlowable(self, flowable: Flowable) -> None:
        if not isinstance(flowable, blocks.Headline):
            return
        self.parts += 1
        key = f"part-{self.parts}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.name, key, flowable.outline_level, closed=False)


def _header(canvas: Canvas, head: Letterhead) -> None:
    top = A4[1] - 12 * mm
    height = 13 * mm
    canvas.saveState()
    width = emblem.draw(canvas, LEFT, top - height, height)
    statement = Paragraph(f"<b>{markup(head.funding_statement)}</b>", blocks.STATEMENT)
    _, used = statement.wrap(38 * mm, height)
    statement.drawOn(canvas, LEFT + width + 3 * mm, top - height + (height - used) / 2)
    room = WIDTH - width - 47 * mm
    name = Paragraph(
        f"<b>{markup(head.issuer)}</b><br/>{markup(head.action_title)}", blocks.MASTHEAD
    )
    _, used = name.wrap(room, height)
    name.drawOn(canvas, A4[0] - RIGHT - room, top - height + max(0, (height - used) / 2))
    canvas.setStrokeColor(emblem.BLUE)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, top - height - 4 * mm, A4[0] - RIGHT, top - height - 4 * mm)
    canvas.restoreState()


def _footer(canvas: Canvas, head: Letterhead, pages: int) -> None:
    base, version = 18 * mm, [f"version {head.version}"] if head.version else []
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, base + 4 * mm, A4[0] - RIGHT, base + 4 * mm)
    canvas.setFillColor(INK)
    canvas.setFont(fonts.REGULAR, 8)
    canvas.drawString(LEFT, base, " · ".join([plain(head.reference), *version, head.issued]))
    canvas.drawRightString(
        A4[0] - RIGHT, base, f"Page {canvas.getPageNumber()} of {pages or canvas.getPageNumber()}"
    )
    canvas.restoreState()
    note = Paragraph(
        markup(f"{head.funding_line}. {head.disclaimer}" if head.funding_line else head.disclaimer),
        blocks.DISCLAIMER,
    )
    _, used = note.wrap(WIDTH, base)
    note.drawOn(canvas, LEFT, base - 1.5 * mm - used)


def _footnote(canvas: _Canvas, head: Letterhead) -> None:
    seen = set(canvas.watch.seen_on)
    note = Paragraph(
        settable(head.kosovo_footnote).replace("&", "&amp;").replace("<", "&lt;"), blocks.FOOTNOTE
    )
    _, used = note.wrap(WIDTH, FOOTNOTE_ROOM)
    note.drawOn(canvas, LEFT, BOTTOM + FOOTNOTE_ROOM - used - 1.5 * mm)
    canvas.saveState()
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, BOTTOM + FOOTNOTE_ROOM, LEFT + 45 * mm, BOTTOM + FOOTNOTE_ROOM)
    canvas.restoreState()
    canvas.watch.seen_on = seen


def _template(out: BytesIO, head: Letterhead, watch: _Pass) -> BaseDocTemplate:
    room = FOOTNOTE_ROOM if watch.has_footnote else 0
    frame = Frame(
        LEFT,
        BOTTOM + room,
        WIDTH,
        A4[1] - TOP - BOTTOM - room,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=2 * mm,
    )

    def begin(canvas: Canvas, _doc: BaseDocTemplate) -> None:
        _header(canvas, head)

    def end(canvas: Any, _doc: BaseDocTemplate) -> None:
        watch.seen_pages = canvas.getPageNumber()
        _footer(canvas, head, watch.pages)
        if watch.has_footnote and canvas.getPageNumber() in watch.seen_on:
            _footnote(canvas, head)

    doc = _Template(out, pagesize=A4, lang=head.language, title=plain(head.document), invariant=1)
    doc.addPageTemplates([PageTemplate("page", [frame], onPage=begin, onPageEnd=end)])
    return doc


def _set(head: Letterhead, story: Story, watch: _Pass) -> bytes:
    out = BytesIO()

    def make(*args: Any, **kwargs: Any) -> _Canvas:
        canvas = _Canvas(*args, **kwargs)
        canvas.watch = watch
        return canvas

    _template(out, head, watch).build(story, canvasmaker=make)
    return out.getvalue()


def render(head: Letterhead, story: Callable[[], Story]) -> bytes:
    """The PDF of a story on this letterhead; same head and story, same bytes.

    The document is set again until the number of pages in its footers is the one it has and the
    room for the footnote is there exactly when Kosovo* is named: two or three times as a rule.
    """
    fonts.register()
    rl_config.invariant = 1
    rl_config.useA85 = 0  # streams as bytes, not as text: a fifth smaller and quicker to write
    watch = _Pass()
    content = b""
    for _ in range(_MOST_PASSES):
        with ONE_AT_A_TIME:
            content = _set(head, story(), watch)
        if watch.settled():
            break
        watch = _Pass(watch.seen_pages, watch.has_footnote or bool(watch.seen_on))
    return finish(
        content,
        title=plain(f"{head.document} {head.reference}"),
        author=plain(head.issuer),
        subject=plain(head.action_title),
        language=head.language,
        issued_on=head.issued_on,
    )
