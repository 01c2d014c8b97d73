"""Small real files of every kind, good and bad."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/{part}" ContentType="{type}.main+xml"/></Types>'
)
OOXML = "application/vnd.openxmlformats-officedocument."


def pdf(pages: int = 1, **save: object) -> bytes:
    """A PDF of empty pages."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(out, **save)
    return out.getvalue()


def archive(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes | str) -> bytes:
    """A Word document; more parts as part__name="..."."""
    types = CONTENT_TYPES.format(part="word/document.xml", type=f"{OOXML}wordprocessingml.document")
    parts = {"[Content_Types].xml": types, "word/document.xml": "<w:document/>"}
    return archive(parts | {name.replace("__", "/"): data for name, data in more.items()})


def xlsx() -> bytes:
    """A workbook."""
    types = CONTENT_TYPES.format(part="xl/workbook.xml", type=f"{OOXML}spreadsheetml.sheet")
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>"})


def odf(kind: str) -> bytes:
    """An OpenDocument file: "text" or "spreadsheet"."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive({"mimetype": mimetype, "content.xml": "<office:document-content/>"})


def png(width: int = 2, height: int = 2) -> bytes:
    """A black picture; only the header is true to `width` and `height`."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\0\0" * 2)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpg(width: int = 2, height: int = 2) -> bytes:
    """The headers and the end of a photo."""
    jfif = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + jfif + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
