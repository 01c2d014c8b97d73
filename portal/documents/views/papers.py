"""Documents over HTTP: one document, the list of all, and the check of a hash."""

import re
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import WRITE, db, transaction
from portal.documents import policy, queries, service
from portal.documents.layouts import TITLES
from portal.documents.views import bp
from portal.web.access import current_actor, public
from portal.web.downloads import send_stored
from portal.web.paging import page_number

_SHA256 = re.compile(r"[0-9a-f]{64}")


@bp.route("/documents/<uuid:document_id>")
@public
def download(document_id: UUID) -> ResponseReturnValue:
    """The file as it was issued; each copy of one that is not public is noted."""
    document = queries.get_visible(current_actor(), document_id)
    if document is None:
        return _not_theirs()
    answer = send_stored(document.file)
    if not document.is_public and request.method == "GET":
        db.session.rollback()
        writing = WRITE.set(True)
        try:
            with transaction():
                service.note_download(document, actor=current_actor(), at=now())
        finally:
            WRITE.reset(writing)
    return answer


def _not_theirs() -> ResponseReturnValue:
    """Unknown or not theirs: a visitor may sign in and see, anybody else gets 404."""
    if current_actor().is_visitor:
        return redirect(url_for("accounts.sign_in", next=request.path))
    return abort(404)


@bp.route("/documents/ready/<kind>/<uuid:subject_id>")
def ready(kind: str, subject_id: UUID) -> ResponseReturnValue:
    """Asked by pages that wait for a document: 200 when it is there, 404 until then."""
    if not queries.is_ready(current_actor(), kind, subject_id):
        abort(404)
    return jsonify(ready=True)


@bp.route("/manage/documents")
def index() -> ResponseReturnValue:
    """All documents of the reader's Actions, newest first, by kind, call and words."""
    actor = current_actor()
    require(policy.can_list(actor))
    asked = queries.Filters(
        kind=request.args.get("kind", ""),
        call=request.args.get("call", ""),
        text=request.args.get("text", "").strip(),
    )
    return render_template(
        "documents/index.html",
        found=queries.listing(actor, asked, page=page_number()),
        asked=asked,
        kinds=[("", _("All")), *TITLES.items()],
        calls=[("", _("All")), *((call, call) for call in queries.calls_of(actor))],
    )


@bp.route("/documents/check")
@public
def check() -> ResponseReturnValue:
    """Which document a SHA-256 belongs to: reference, version and day, nothing of its content."""
    asked = "".join(request.args.get("sha256", "").split()).lower()
    is_hash = _SHA256.fullmatch(asked) is not None
    found = queries.with_hash(asked) if is_hash else []
    latest = {one.reference: queries.latest_version(one.reference) for one in found[:1]}
    return render_template(
        "documents/check.html", asked=asked, is_hash=is_hash, found=found[:1], latest=latest
    )
