"""Files that are more than they say: programs in a PDF, two files in one, tricks in the name."""

import io
import time

import pikepdf
import pytest

from portal.core.errors import RuleBroken
from portal.files import rules
from tests.factories import files

PROGRAM = "The file contains scripts or other programs"
OTHER = "but the content is something else"


def pdf_with(change) -> bytes:
    """A PDF of one page, changed."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(out)
    return out.getvalue()


def opening(**action) -> bytes:
    """A PDF that does this when it is opened."""
    return pdf_with(lambda made: made.Root.__setitem__("/OpenAction", pikepdf.Dictionary(**action)))


def clicking(**action) -> bytes:
    """A PDF with a place to click that does this."""

    def change(made):
        link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(**action))
        made.pages[0].obj.Annots = pikepdf.Array([link])

    return pdf_with(change)


def carrying(name: str) -> bytes:
    """A PDF with a file inside."""
    return pdf_with(lambda made: made.attachments.__setitem__(name, b"MZ"))


def many_parts() -> bytes:
    def change(made):
        parts = [made.make_indirect(pikepdf.Dictionary(A=at)) for at in range(20_000)]
        made.Root.Parts = pikepdf.Array(parts)

    return pdf_with(change)


def told(data: bytes, name: str) -> str:
    """The media type, or the words of the refusal."""
    try:
        return rules.check(data, name=name, allowed=rules.ALLOWED)
    except RuleBroken as refused:
        return str(refused.message)


NAME = pikepdf.Name
TEMPLATE = (
    '<Relationship Type="http://schemas/attachedTemplate" Target="http://e.example/x.dotm" '
    'TargetMode="External"/>'
)
REFUSED = {
    "script when opened": (opening(S=NAME.JavaScript, JS="app.alert(1)"), "a.pdf", PROGRAM),
    "program at a click": (clicking(S=NAME.Launch, F="cmd.exe"), "a.pdf", PROGRAM),
    "form that sends itself": (clicking(S=NAME.SubmitForm, F="http://e.example"), "a.pdf", PROGRAM),
    "program inside": (carrying("setup.exe"), "a.pdf", PROGRAM),
    "page inside": (carrying("page.html"), "a.pdf", PROGRAM),
    "PDF and archive": (files.pdf() + files.docx(), "a.pdf", OTHER),
    "picture and archive": (files.png() + files.docx(), "a.png", OTHER),
    "photo and archive": (files.jpg() + files.docx(), "a.jpg", OTHER),
    "page before a PDF": (b"<html></html>" + files.pdf(), "a.pdf", OTHER),
    "archive as document": (files.archive({"a.txt": "a"}), "a.docx", "The file is damaged"),
    "entity in UTF-16": (
        files.docx(word__a="<?xml?><!ENTITY a 'b'>".encode("utf-16")), "a.docx", "The file is dam"
    ),
    "macros from elsewhere": (
        files.docx(word___rels__settings=TEMPLATE), "a.docx", "The file contains macros"
    ),
    "macro sheet": (
        files.archive({"[Content_Types].xml": "", "xl/macrosheets/sheet1.xml": ""}), "a.xlsx",
        "The file contains macros",
    ),
    "way out of the folder": (files.docx(**{"..__..__a": "a"}), "a.docx", "The file is damaged"),
    "nothing": (b"", "a.pdf", "The file is empty"),
    "program by its name": (files.pdf(), "a.pdf.exe", "The file must be a"),
    "no ending": (files.pdf(), "pdf", "The file must be a"),
    "only an ending": (files.pdf(), "", "The file must be a"),
}  # fmt: skip
TAKEN = {
    "opens at a page": (opening(S=NAME.GoTo, D=pikepdf.Array([0, NAME.Fit])), "a.pdf"),
    "link to the web": (clicking(S=NAME.URI, URI="https://example.org"), "a.pdf"),
    "invoice inside": (carrying("invoice.xml"), "a.pdf"),
    "capitals": (files.jpg(), "ŽIRO RAČUN.JPEG"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_more_than_it_says_is_refused(what):
    data, name, words = REFUSED[what]

    assert words in told(data, name)


@pytest.mark.parametrize("what", TAKEN)
def test_an_ordinary_file_is_taken(what):
    data, name = TAKEN[what]

    assert told(data, name) == rules.MEDIA_TYPES[rules.ending(name)]


def test_a_pdf_of_many_parts_is_looked_through_quickly():
    began = time.process_time()

    answer = told(many_parts(), "a.pdf")

    assert answer == "application/pdf"
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("folder/", ""),
        ("..", ".."),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\x07\x1b[31m.pdf", "a[31m.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("cv.pdf\u200b", "cv.pdf"),
        ("cv\u2028.pdf", "cv .pdf"),
        ("Izvjes\u030ctaj.pdf", "Izvještaj.pdf"),
        ("буџет 😀.xlsx", "буџет 😀.xlsx"),
        ("  a   b.pdf ", "a b.pdf"),
    ],
)
def test_a_name_is_kept_as_one_plain_line(given, kept):
    assert rules.tidy_name(given) == kept
