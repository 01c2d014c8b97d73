"""A sheet as a Word document: real headings and tables, a language, text of people as text."""

import unicodedata
from datetime import UTC, datetime, time
from functools import singledispatch
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.documents.engine import emblem
from portal.documents.engine.finish import PRODUCER
from portal.documents.engine.text import names_kosovo, starred
from portal.documents.sheet.parts import (
    Choices,
    Facts,
    Heading,
    Items,
    Notice,
    Part,
    Room,
    Rows,
    Sheet,
    Words,
)

FONT = "Calibri"
_BRAND, _MUTED = RGBColor(0x12, 0x36, 0x8C), RGBColor(0x56, 0x62, 0x7A)
_WIDTH = 166  # mm between the margins
_TINT = "EEF3FD"


def render(sheet: Sheet) -> bytes:
    """The bytes of the document."""
    book = Document()
    _page(book, sheet)
    book.add_heading(clean(sheet.title), 0)
    _quiet(book.add_paragraph(clean(sheet.lead)))
    for part in sheet.parts:
        _set(part, book)
    _around(book, sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def clean(text: str) -> str:
    """Text that XML can hold, Kosovo with its asterisk."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c
        for c in text
        if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in "\ufffe\uffff")
    )
    return starred("".join(kept))


def _page(book: Any, sheet: Sheet) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(36), Mm(28)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11.5)):
        style = book.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        if name != "Normal":
            style.font.color.rgb = _BRAND
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB" if sheet.head.language == "en" else sheet.head.language)
    book.styles["Normal"].element.get_or_add_rPr().append(language)
    facts = book.core_properties
    facts.title, facts.author = clean(sheet.title), clean(sheet.head.issuer)
    facts.subject, facts.comments = clean(sheet.head.action_title), PRODUCER
    facts.language = sheet.head.language
    made = datetime.combine(sheet.head.issued_on, time(), UTC).replace(tzinfo=None)
    facts.created = facts.modified = made


def _around(book: Any, sheet: Sheet) -> None:
    """Emblem and statement above, reference, page number, footnote and disclaimer below."""
    head, section = sheet.head, book.sections[0]
    top = section.header.paragraphs[0]
    run = top.add_run()
    run.add_picture(BytesIO(emblem.png(240)), height=Mm(11))
    run._r.xpath(".//wp:docPr")[0].set("descr", "The European emblem: twelve gold stars on blue")
    statement = top.add_run("  " + clean(head.funding_statement))
    statement.bold = True
    name = section.header.add_paragraph(clean(f"{head.issuer} · {head.action_title}"))
    _quiet(name)
    foot = section.footer.paragraphs[0]
    foot.add_run(clean(f"{head.reference} · {head.issued} · page "))
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    _quiet(foot)
    if names_kosovo(_all_text(book)):
        _quiet(section.footer.add_paragraph(clean_note(head.kosovo_footnote)))
    line = f"{head.funding_line}. {head.disclaimer}" if head.funding_line else head.disclaimer
    _quiet(section.footer.add_paragraph(clean(line)))


def clean_note(text: str) -> str:
    """The footnote word for word: its own asterisk is the only one."""
    return "".join(c for c in text if unicodedata.category(c) != "Cc")


def _all_text(book: Any) -> str:
    return "".join(node.text or "" for node in book.element.body.iter(qn("w:t")))


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _quiet(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(4)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), _MUTED


@singledispatch
def _set(part: Part, _book: Any) -> None:
    raise TypeError(type(part))


@_set.register
def _heading(part: Heading, book: Any) -> None:
    book.add_heading(clean(part.text), part.level)


@_set.register
def _words(part: Words, book: Any) -> None:
    for text in clean(part.text).split("\n\n"):
        if text.strip():
            paragraph = book.add_paragraph(text.strip())
            if part.is_quiet:
                _quiet(paragraph)


@_set.register
def _items(part: Items, book: Any) -> None:
    for text in part.texts:
        book.add_paragraph(clean(text), style="List Bullet")


@_set.register
def _choices(part: Choices, book: Any) -> None:
    for text in part.lines:
        book.add_paragraph(clean(text)).paragraph_format.space_after = Pt(2)


@_set.register
def _notice(part: Notice, book: Any) -> None:
    cell = _table(book, [(1.0, False)], 1).cell(0, 0)
    _shade(cell)
    cell.paragraphs[0].add_run(clean(part.text)).bold = True
    book.add_paragraph()


@_set.register
def _room(part: Room, book: Any) -> None:
    cell = _table(book, [(1.0, False)], 1).cell(0, 0)
    for _ in range(part.lines - 1):
        cell.add_paragraph()
    book.add_paragraph()


@_set.register
def _facts(part: Facts, book: Any) -> None:
    pairs = [(label, value) for label, value in part.pairs if value]
    if not pairs:
        return
    table = _table(book, [(0.32, False), (0.68, False)], len(pairs))
    for row, pair in zip(table.rows, pairs, strict=True):
        _fill(row, pair, [(0.32, False), (0.68, False)])
    book.add_paragraph()


@_set.register
def _rows(part: Rows, book: Any) -> None:
    shape = [(column.share, column.is_number) for column in part.columns]
    table = _table(book, shape, len(part.rows) + 1)
    rows = list(table.rows)
    _fill(rows[0], [column.head for column in part.columns], shape, is_bold=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    rows[0]._tr.get_or_add_trPr().append(repeat)
    for at, (row, cells) in enumerate(zip(rows[1:], part.rows, strict=True)):
        _fill(row, cells, shape, is_bold=at in part.strong)
    book.add_paragraph()


def _table(book: Any, shape: list[tuple[float, bool]], count: int) -> Any:
    table = book.add_table(rows=count, cols=len(shape), style="Table Grid")
    table.autofit = False
    for column, (share, _) in zip(table.columns, shape, strict=True):
        column.width = Mm(_WIDTH * share)
    return table


def _fill(row: Any, texts: Any, shape: list[tuple[float, bool]], *, is_bold: bool = False) -> None:
    for cell, text, (share, is_number) in zip(row.cells, texts, shape, strict=True):
        cell.width = Mm(_WIDTH * share)
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size, run.bold = Pt(9), is_bold
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_bold:
            _shade(cell)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _TINT)
    cell._tc.get_or_add_tcPr().append(shade)
