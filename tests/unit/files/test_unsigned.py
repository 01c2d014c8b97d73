"""Files lose what they say of their authors, and stay readable."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from portal.files.rules import MEDIA_TYPES, check
from portal.files.unsigned import without_authors
from tests.factories.files import archive, docx

WHO = b"Ana Anic"


def signed_pdf():
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.Annots = pikepdf.Array([
            pikepdf.Dictionary(Subtype=pikepdf.Name.Text, T=WHO.decode(), Contents="See above",
                               Rect=[0, 0, 9, 9])
        ])  # fmt: skip
        made.docinfo["/Author"] = WHO.decode()
        with made.open_metadata() as meta:
            meta["dc:creator"] = [WHO.decode()]
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_comments_only():
    given = signed_pdf()
    assert given.count(WHO) == 3

    made = without_authors(given, MEDIA_TYPES["pdf"])

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/Metadata" not in pdf.Root
        assert list(pdf.docinfo) == []
        assert str(pdf.pages[0].Annots[0].Contents) == "See above"
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert WHO not in out.getvalue()


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_an_office_file_loses_properties_and_authors_of_changes(kind):
    creator = b"<dc:creator>" + WHO + b"</dc:creator>"
    parts = {
        "docProps/core.xml": creator,
        "word/comments.xml": b'<w:comment w:author="' + WHO + b'" w:initials="AA">Why?</w:comment>',
        "meta.xml": creator,
        "content.xml": b"<text:p>Hello</text:p>" + creator,
    }

    made = without_authors(archive(parts), MEDIA_TYPES[kind])

    with zipfile.ZipFile(io.BytesIO(made)) as read:
        kept = {name: read.read(name) for name in read.namelist()}
    assert kept.keys() == parts.keys()
    assert not any(WHO in part for part in kept.values())
    assert b"Why?" in kept["word/comments.xml"]
    assert b"Hello" in kept["content.xml"]


def test_a_document_without_properties_still_passes_the_upload_rules():
    made = without_authors(docx(), MEDIA_TYPES["docx"])

    assert check(made, name="a.docx", allowed=["docx"]) == MEDIA_TYPES["docx"]


def test_a_picture_loses_place_and_camera():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = WHO.decode()
    Image.new("RGB", (4, 3), "red").save(out, "JPEG", exif=exif, comment=WHO)

    made = without_authors(out.getvalue(), MEDIA_TYPES["jpg"])

    assert WHO not in made
    with Image.open(io.BytesIO(made)) as image:
        assert (image.size, dict(image.getexif())) == ((4, 3), {})
