"""Files leave the portal as attachments, byte for byte, and are kept by no cache."""

from io import BytesIO

from flask import Response, send_file

from portal.files import queries
from portal.files.models import StoredFile


def send_stored(stored: StoredFile) -> Response:
    """The kept file under its own name. The caller has checked that it may be read."""
    return send_bytes(queries.read(stored), stored.name, stored.media_type)


def send_bytes(data: bytes, name: str, media_type: str) -> Response:
    """`data` as an attachment; the name goes out as RFC 6266 says, in any alphabet."""
    response = send_file(
        BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name, max_age=0
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
