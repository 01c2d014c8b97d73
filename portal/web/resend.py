"""What somebody wrote is not lost when their sign-in, or the form's token, ends in between.

The fields of a refused POST are carried through the sign-in page and shown again, to be sent with
one button. Only a POST that came from a page of the portal is kept, so that no other site can put
words into somebody's mouth. Passwords are never kept; files cannot be.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

from portal.web.access import own_address

NEVER_KEPT = ("csrf_token", "password", "current")


@dataclass(frozen=True)
class Kept:
    """A POST to be sent again: where to, its fields in order, names of the files it had."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """What was written, for the eye: longer than a word or a number."""
        return tuple(value for _name, value in self.fields if len(value.split()) > 1)


def came_from_here() -> bool:
    """Whether the POST was sent by a page of this portal, as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def pack() -> str:
    """The POST at hand as text for a hidden field."""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in NEVER_KEPT
        for value in values
    ]
    files = [file.filename for file in request.files.values() if file.filename]
    packed = {"address": request.full_path.rstrip("?"), "fields": fields, "files": files}
    return json.dumps(packed, ensure_ascii=False)


def unpack(text: str | None) -> Kept | None:
    """What `pack` wrote; None when it is not that, or leads out of the portal."""
    try:
        packed: Any = json.loads(text or "")
        kept = Kept(
            address=str(packed["address"]),
            fields=tuple((str(name), str(value)) for name, value in packed["fields"]),
            files=tuple(str(name) for name in packed["files"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
    return kept if own_address(kept.address) else None


def send_again(kept: Kept, status: int = 200) -> Response:
    """The page with the button that sends it once more."""
    return make_response(render_template("accounts/send_again.html", kept=kept), status)
