"""The files of the design: scripts, styles, pictures."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request

TEXTS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


def version_of(folder: Path) -> str:
    """A name for what the files of this folder contain, part of their address.

    A browser may keep them for good: what changes gets a new address.
    """
    content = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            content.update(sha256(file.read_bytes()).digest())
    return content.hexdigest()[:12]


def attach(app: Flask) -> None:
    """Send scripts, styles and drawings compressed to browsers that take it.

    Only files of the design, which hold no secrets: a page that mixes a secret with what others may
    put into it must not be compressed.
    """
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if request.endpoint != "static" or response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 200 and request.accept_encodings.quality("gzip") > 0:
        response.direct_passthrough = False
        small = _compressed(request.path, response.get_data())
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("ETag", None)  # it named the other bytes
    return response


@lru_cache(maxsize=64)
def _compressed(_address: str, content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
