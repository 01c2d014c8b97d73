"""A file without what it says of its authors: for readers who must not know who wrote it.

Pure functions over the bytes. What is written inside the pages stays as it is.
"""

import io
import re
import zipfile

import pikepdf
from PIL import Image

from portal.files.rules import MEDIA_TYPES

IMAGES = {MEDIA_TYPES["png"]: "PNG", MEDIA_TYPES["jpg"]: "JPEG"}
OFFICE = frozenset(MEDIA_TYPES[kind] for kind in ("docx", "xlsx", "odt", "ods"))
# by part of an archive, what stands there instead
_BLANK = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>',
}
_AUTHORS = re.compile(
    rb'((?:w:author|w:initials|displayName|userId|providerId|lastModifiedBy|userName)=")[^"]*"'
)
_CREATORS = re.compile(
    rb"(<(dc:creator|meta:initial-creator|author|text:initials)\b[^>]*>)[^<]*(</\2>)"
)


def without_authors(data: bytes, media_type: str) -> bytes:
    """The file with its properties, its authors and the place of its pictures taken out."""
    if media_type == MEDIA_TYPES["pdf"]:
        return _pdf(data)
    if media_type in IMAGES:
        return _image(data, IMAGES[media_type])
    return _office(data) if media_type in OFFICE else data


def _pdf(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.docinfo
        for thing in pdf.objects:
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                for key in ("/Metadata", "/PieceInfo"):
                    if key in thing:
                        del thing[key]
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                if "/T" in note and note.get("/Subtype") != pikepdf.Name.Widget:
                    del note["/T"]  # who wrote a comment; of a form it is the field
        pdf.save(out, static_id=True)
    return out.getvalue()


def _image(data: bytes, kind: str) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        image.info.clear()
        image.getexif().clear()
        image.save(out, format=kind, **({"quality": 95} if kind == "JPEG" else {}))
    return out.getvalue()


def _office(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for entry in given.infolist():
            part = _BLANK.get(entry.filename) or given.read(entry)
            if entry.filename.endswith(".xml"):
                part = _CREATORS.sub(rb"\1\3", _AUTHORS.sub(rb'\1"', part))
            info = zipfile.ZipInfo(entry.filename)  # the date of a part says when it was written
            info.compress_type = entry.compress_type
            made.writestr(info, part)
    return out.getvalue()
