"""What an uploaded file may be: name, content and the list of allowed types must agree.

Pure functions over the bytes. Nothing is unpacked before its declared size is known, and nothing
more than that is unpacked even when the archive lies. Source: SECURITY.md 5.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

import pikepdf
import puremagic

from portal.core.errors import RuleBroken
from portal.core.text import N_, clean_name

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LARGEST_UNPACKED = 100 * MEGABYTE
MOST_ENTRIES = 2000
LARGEST_DIRECTORY = 2 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_NAME = 255

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "odt": _ODF + "text",
    "ods": _ODF + "spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
ALLOWED = tuple(MEDIA_TYPES)
_ALIASES = {"jpeg": "jpg", "jpe": "jpg"}
_MACRO_ENDINGS = {"docm", "xlsm", "dotm", "xltm", "xlsb", "xlam", "pptm"}
_MACRO_PARTS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/|macrosheets/|basic/|scripts/|dialogs/)"
)
_ENTITIES = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"))  # the second is in UTF-16 of any kind
_REMOTE_TEMPLATE = re.compile(rb"attachedTemplate[^>]*TargetMode\s*=\s*.External", re.IGNORECASE)
_ACTIVE = re.compile(rb"/S\s*/(JavaScript|Launch|ImportData|SubmitForm)\b|/XFA\s")
_PLAIN_PARTS = ("xml", "txt", "csv", "json")
_OVERLAP = 400
_CHUNK = 64 * 1024
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}


def ending(name: str) -> str:
    """The type a name claims: "Budget.XLSX" -> "xlsx"; "jpeg" counts as "jpg"."""
    _, dot, last = name.rpartition(".")
    last = last.lower() if dot else ""
    return _ALIASES.get(last, last)


def tidy_name(name: str) -> str:
    """The name as kept: no folders, no direction marks, at most 255 characters with its ending."""
    name = clean_name(re.split(r"[\\/]", name)[-1])
    name = "".join(letter for letter in name if letter.isprintable())
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, last = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(last) - 1]}{dot}{last}"


def rule_in_words(allowed: Iterable[str], largest: int) -> str:
    """The sentence shown beside the field: which types, how large."""
    names = [kind.upper() for kind in allowed]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    megabytes = f"{largest / MEGABYTE:g}"
    return N_("The file must be a %(types)s, %(size)s MB or smaller", types=listed, size=megabytes)


def check(data: bytes, *, name: str, allowed: Iterable[str], largest: int = LARGEST) -> str:
    """The media type of an acceptable file.

    Raises: RuleBroken in words for the person, saying which rule the file breaks.
    """
    allowed = tuple(allowed)
    kind = ending(name)
    if kind in _MACRO_ENDINGS:
        raise _macros()
    if kind not in allowed or kind not in MEDIA_TYPES or len(data) > largest:
        raise RuleBroken(rule_in_words(allowed, largest))
    if not data:
        raise RuleBroken(N_("The file is empty. Choose another file"))
    if not _looks_like(kind, data):
        raise RuleBroken(
            N_(
                "The name ends in .%(kind)s but the content is something else. "
                "Open the file and save it again as %(upper)s",
                kind=kind,
                upper=kind.upper(),
            )
        )
    _CHECKS[kind](data, kind)
    return MEDIA_TYPES[kind]


_STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_GUESSES = {"pdf": {".pdf"}, "png": {".png"}, "jpg": {".jpg", ".jpeg", ".jfif", ".jpe"}}


def _looks_like(kind: str, data: bytes) -> bool:
    """First bytes, a second opinion from the table of known formats, and no second file in it."""
    if not data.startswith(_STARTS.get(kind, b"PK\x03\x04")):
        return False
    if kind not in _GUESSES:
        return True
    if zipfile.is_zipfile(io.BytesIO(data)):
        return False
    return bool(_GUESSES[kind] & {guess.extension for guess in puremagic.magic_string(data)})


def _damaged() -> RuleBroken:
    return RuleBroken(N_("The file is damaged or not complete. Save or scan it again"))


def _macros() -> RuleBroken:
    return RuleBroken(N_("The file contains macros. Save it without macros and choose it again"))


def _check_pdf(data: bytes, _kind: str) -> None:
    if b"%%EOF" not in data[-4096:]:
        raise _damaged()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            is_active = _is_active(pdf)
            attached = [ending(name) for name in pdf.attachments]
    except pikepdf.PasswordError as closed:
        raise RuleBroken(
            N_("The file is protected by a password. Save it without a password")
        ) from closed
    except (pikepdf.PdfError, ValueError, RuntimeError) as broken:
        raise _damaged() from broken
    if not pages:
        raise _damaged()
    if is_active or not set(attached) <= {*MEDIA_TYPES, *_PLAIN_PARTS}:
        raise RuleBroken(
            N_("The file contains scripts or other programs. Print it to a new PDF and choose that")
        )


def _is_active(pdf: pikepdf.Pdf) -> bool:
    """Whether it does something when it is opened or clicked, beyond following a link.

    Written out once without packed parts, so that every action stands there by its plain name.
    """
    out = io.BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
    )
    return bool(_ACTIVE.search(out.getbuffer()))


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise _damaged()
    if width * height > MOST_PIXELS:
        raise RuleBroken(
            N_(
                "The picture has %(has)s megapixels; at most %(most)s are possible. "
                "Save it in a smaller size",
                has=width * height // 1_000_000,
                most=MOST_PIXELS // 1_000_000,
            )
        )


def _check_png(data: bytes, _kind: str) -> None:
    if data[12:16] != b"IHDR" or len(data) < 33 or b"IEND\xaeB`\x82" not in data[-1024:]:
        raise _damaged()
    _check_pixels(*struct.unpack(">II", data[16:24]))


def _check_jpg(data: bytes, _kind: str) -> None:
    if b"\xff\xd9" not in data[-64 * 1024 :]:
        raise _damaged()
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            _check_pixels(width, height)
            return
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    raise _damaged()


def _check_zip(data: bytes, kind: str) -> None:
    try:
        _check_directory(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist())
            _check_office(archive, kind)
            _read_through(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as broken:
        raise _damaged() from broken


def _too_large() -> RuleBroken:
    return RuleBroken(
        N_(
            "The file unpacks to more than %(size)s MB or %(entries)s parts. Save a smaller one",
            size=LARGEST_UNPACKED // MEGABYTE,
            entries=MOST_ENTRIES,
        )
    )


def _check_directory(data: bytes) -> None:
    """Look at the end record before the whole list of entries is read into memory."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) < at + 22:
        raise _damaged()
    entries, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if entries > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise _too_large()


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
        raise _too_large()
    for entry in entries:
        if _MACRO_PARTS.search(entry.filename.lower()):
            raise _macros()
        unsafe = entry.filename.startswith("/") or ".." in entry.filename.split("/")
        if unsafe or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _damaged()
        if entry.flag_bits & 0x1:
            raise RuleBroken(N_("The file is protected by a password. Save it without a password"))


def _check_office(archive: zipfile.ZipFile, kind: str) -> None:
    """An archive is a document only if it says so itself, and of which kind."""
    if kind in {"odt", "ods"}:
        says = archive.read("mimetype").strip().decode("ascii", "replace")
        fits = says == MEDIA_TYPES[kind] and "content.xml" in archive.namelist()
    else:
        parts = archive.read("[Content_Types].xml").decode("utf-8", "replace").lower()
        if "macroenabled" in parts or "vbaproject" in parts:
            raise _macros()
        fits = f"{MEDIA_TYPES[kind]}.main+xml" in parts
    if not fits:
        raise RuleBroken(
            N_("This is not a %(upper)s file. Open it and save it as one", upper=kind.upper())
        )


def _read_through(archive: zipfile.ZipFile) -> None:
    """Unpack every part in small pieces: its length and checksum must be as declared."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            tail = b""
            while piece := part.read(_CHUNK):
                total += len(piece)
                if total > LARGEST_UNPACKED:
                    raise _too_large()
                seen = tail + piece
                if any(entity in seen for entity in _ENTITIES):
                    raise _damaged()
                if _REMOTE_TEMPLATE.search(seen):
                    raise _macros()
                tail = seen[-_OVERLAP:]


_CHECKS: dict[str, Callable[[bytes, str], None]] = {
    "pdf": _check_pdf,
    "png": _check_png,
    "jpg": _check_jpg,
    "docx": _check_zip,
    "xlsx": _check_zip,
    "odt": _check_zip,
    "ods": _check_zip,
}
