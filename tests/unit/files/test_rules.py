"""Name, content and the allowed types agree, or the file is refused in words."""

import struct
import time
import zipfile

import pikepdf
import pytest

from portal.core.errors import RuleBroken
from portal.files import rules
from tests.factories import files

GOOD = {
    "pdf": files.pdf(),
    "docx": files.docx(),
    "xlsx": files.xlsx(),
    "odt": files.odf("text"),
    "ods": files.odf("spreadsheet"),
    "png": files.png(),
    "jpg": files.jpg(),
}
FIVE = ("pdf", "png", "jpg", "docx", "xlsx")


def refusal(data: bytes, name: str, **options) -> str:
    """The words with which the file is refused."""
    with pytest.raises(RuleBroken) as broken:
        rules.check(data, name=name, **({"allowed": rules.ALLOWED} | options))
    return str(broken.value)


@pytest.mark.parametrize("kind", rules.ALLOWED)
def test_check_takes_every_allowed_type(kind):
    media_type = rules.check(GOOD[kind], name=f"Буџет ћ.{kind.upper()}", allowed=rules.ALLOWED)

    assert media_type == rules.MEDIA_TYPES[kind]


def test_check_takes_jpeg_as_jpg():
    assert rules.check(files.jpg(), name="photo.jpeg", allowed=["jpg"]) == "image/jpeg"


@pytest.mark.parametrize("name", ["page.html", "icon.svg", "run.sh", "all.zip", "pdf", "a.pdf.exe"])
def test_check_refuses_types_that_are_not_allowed_and_says_which_are(name):
    words = refusal(b"anything", name, allowed=FIVE)

    assert words == "The file must be a PDF, PNG, JPG, DOCX or XLSX, 10 MB or smaller"


def test_check_refuses_a_type_that_this_field_does_not_take():
    assert refusal(files.docx(), "a.docx", allowed=["pdf"], largest=2 * rules.MEGABYTE) == (
        "The file must be a PDF, 2 MB or smaller"
    )


def test_check_refuses_a_file_one_byte_too_large():
    data = files.pdf()

    assert rules.check(data, name="a.pdf", allowed=["pdf"], largest=len(data))
    assert "or smaller" in refusal(data, "a.pdf", largest=len(data) - 1)


def test_check_refuses_an_empty_file():
    assert refusal(b"", "a.pdf") == "The file is empty. Choose another file"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><body>hello</body></html>", "a.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png"),
        (files.png(), "a.jpg"),
        (files.pdf(), "a.docx"),
        (b"MZ\x90\x00" + b"\0" * 100, "a.xlsx"),
    ],
)
def test_check_refuses_content_that_is_not_what_the_name_says(data, name):
    assert "but the content is something else" in refusal(data, name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (files.xlsx(), "a.docx"),
        (files.odf("text"), "a.ods"),
        (files.archive({"[Content_Types].xml": "<Types/>", "run.js": "alert(1)"}), "a.docx"),
    ],
)
def test_check_refuses_an_office_file_of_another_kind(data, name):
    assert refusal(data, name).startswith("This is not a")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (
            files.docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
            "a.docx",
        ),
        (files.docx(), "a.docm"),
        (
            files.archive(
                {
                    "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
                    "word/document.xml": "",
                }
            ),
            "a.docx",
        ),
        (
            files.archive(
                {
                    "mimetype": rules.MEDIA_TYPES["odt"],
                    "content.xml": "",
                    "Basic/Standard/Module1.xml": "",
                }
            ),
            "a.odt",
        ),
    ],
)
def test_check_refuses_macros(data, name):
    assert refusal(data, name).startswith("The file contains macros")


@pytest.mark.parametrize("kind", ["pdf", "png", "jpg", "docx"])
def test_check_refuses_a_cut_file(kind):
    cut = GOOD[kind][: len(GOOD[kind]) * 2 // 3]

    assert refusal(cut, f"a.{kind}").startswith("The file is damaged or not complete")


def test_check_refuses_a_changed_byte_inside_an_archive():
    data = bytearray(files.docx(word__media=b"A" * 2000))
    at = data.rindex(b"PK\x01\x02") - 5
    data[at] ^= 0xFF

    assert refusal(bytes(data), "a.docx").startswith("The file is damaged")


def test_check_refuses_a_pdf_with_a_password():
    closed = files.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))

    assert "protected by a password" in refusal(closed, "a.pdf")


@pytest.mark.parametrize(
    ("data", "name"), [(files.png(10_000, 4_001), "a.png"), (files.jpg(10_000, 4_001), "a.jpg")]
)
def test_check_refuses_too_many_pixels_by_the_header(data, name):
    assert "megapixels; at most 40" in refusal(data, name)


def test_check_takes_a_picture_at_the_limit():
    assert rules.check(files.png(10_000, 4_000), name="a.png", allowed=["png"]) == "image/png"


def test_check_refuses_a_bomb_at_once():
    bomb = files.docx(**{f"word__{n}.xml": b"\0" * rules.MEGABYTE for n in range(101)})
    began = time.monotonic()

    words = refusal(bomb, "a.docx")

    assert words.startswith("The file unpacks to more than 100 MB or 2000 parts")
    assert time.monotonic() - began < 1
    assert len(bomb) < rules.MEGABYTE


def test_check_refuses_a_bomb_that_lies_about_its_size():
    bomb = files.docx(**{"word__big.xml": b"\0" * 5 * rules.MEGABYTE})
    lying = bomb.replace(struct.pack("<I", 5 * rules.MEGABYTE), struct.pack("<I", 1000))

    assert refusal(lying, "a.docx").startswith("The file is damaged")


def test_check_refuses_too_many_parts():
    many = files.docx(**{f"word__{n}.xml": b"" for n in range(2000)})

    assert refusal(many, "a.docx").startswith("The file unpacks to more than")


def test_check_refuses_entities_even_across_pieces():
    text = b" " * (64 * 1024 - 4) + b"<!ENTITY lol 'lol'>"

    assert refusal(files.docx(word__a=text), "a.docx").startswith("The file is damaged")


def test_check_refuses_other_compression():
    parts = {"mimetype": rules.MEDIA_TYPES["odt"], "content.xml": "x" * 100}

    assert refusal(files.archive(parts, zipfile.ZIP_LZMA), "a.odt").startswith(
        "The file is damaged"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Documents\\Буџет.xlsx", "Буџет.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("invoice\u202excod.pdf", "invoicexcod.pdf"),
        ("two\r\nlines.pdf", "two lines.pdf"),
        ("a" * 300 + ".pdf", "a" * 251 + ".pdf"),
    ],
)
def test_tidy_name_keeps_one_plain_line(given, kept):
    assert rules.tidy_name(given) == kept
