"""Files leave the portal byte for byte, as attachments or into a frame; no cache keeps them."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING

from flask import Response, send_file

from portal.files import queries
from portal.files.models import StoredFile
from portal.web.headers import IN_FRAME

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


def send_stored(stored: StoredFile) -> Response:
    """The kept file under its own name. The caller has checked that it may be read."""
    return send_bytes(queries.read(stored), stored.name, stored.media_type)


SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})


def show_stored(stored: StoredFile) -> Response:
    """The kept file to be shown in a page of the portal; what no browser shows is sent."""
    return show_bytes(queries.read(stored), stored.name, stored.media_type)


def show_bytes(data: bytes, name: str, media_type: str) -> Response:
    """`data` for a frame of the portal's own pages, where its kind can be shown."""
    if media_type not in SHOWN:
        return send_bytes(data, name, media_type)
    response = _sent(data, name, media_type, as_attachment=False)
    response.headers["Content-Security-Policy"] = IN_FRAME
    return response


def send_bytes(data: bytes, name: str, media_type: str) -> Response:
    """`data` as an attachment; the name goes out as RFC 6266 says, in any alphabet."""
    return _sent(data, name, media_type, as_attachment=True)


def _sent(data: bytes, name: str, media_type: str, *, as_attachment: bool) -> Response:
    response = send_file(
        BytesIO(data),
        mimetype=media_type,
        as_attachment=as_attachment,
        download_name=name,
        max_age=0,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@dataclass(frozen=True)
class Entry:
    """One file of a ZIP: its path in it, and where its bytes come from when its turn is there."""

    path: str
    read: Callable[[], bytes]


def send_zip(name: str, entries: Iterable[Entry], *, at: datetime) -> Response:
    """A ZIP that is sent while it is made: one file of it is in memory at a time.

    Whoever reads needs neither the database nor the request any more.
    """
    response = Response(_zipped(entries, at), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class _Drain(RawIOBase):
    """What a ZIP is written into; what has come out is taken away again and again."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer", /) -> int:
        self.waiting += data
        return memoryview(data).nbytes

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def _zipped(entries: Iterable[Entry], at: datetime) -> Iterator[bytes]:
    drain = _Drain()
    with zipfile.ZipFile(drain, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.path, at.timetuple()[:6])
            info.external_attr = 0o600 << 16
            archive.writestr(info, entry.read())
            yield drain.take()
    yield drain.take()
