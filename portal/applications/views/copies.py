"""An application taken away: as PDF, as Word, and all of it with its files as a ZIP."""

import json
from datetime import datetime
from functools import partial
from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.queries import Content
from portal.applications.rules.archive import safe_part, unique_paths
from portal.applications.states import ApplicationState
from portal.applications.views import bp
from portal.applications.views.common import load, load_light
from portal.applications.views.exchange import sheets_of
from portal.core.clock import now
from portal.documents.gather.copies import copy_of
from portal.documents.sheet import MEDIA_TYPES, RENDERERS, Sheet
from portal.files.store import FileStore, store
from portal.web.downloads import Entry, send_bytes, send_zip
from portal.web.workbooks import workbook


@bp.get("/applications/<uuid:application_id>/copy.<any(pdf,docx,zip):kind>")
def copy(application_id: UUID, kind: str) -> ResponseReturnValue:
    """The draft as it is now; of what was submitted, the version that counts."""
    application = load(application_id)
    content = None
    if application.state is not ApplicationState.DRAFT:
        content = queries.for_evaluation(application)
    return _sent(application, content or queries.present_content(application), kind)


@bp.get("/applications/<uuid:application_id>/versions/<int:number>/copy.<any(pdf,docx,zip):kind>")
def version_copy(application_id: UUID, number: int, kind: str) -> ResponseReturnValue:
    """One submitted version, as it was."""
    application = load_light(application_id)
    version = queries.version(application.id, number) or abort(404)
    return _sent(application, queries.content_of(application, version), kind)


def _sent(application: Application, content: Content, kind: str) -> Response:
    at = now()
    sheet = copy_of(application, content, at=at)
    name = f"{file_stem(content)}.{kind}"
    if kind == "zip":
        return send_zip(name, _entries(content, sheet, at), at=at)
    return send_bytes(RENDERERS[kind](sheet), name, MEDIA_TYPES[kind])


def file_stem(content: Content) -> str:
    """SHBB-2026-01-0007-v2, or SHBB-2026-01-draft-Safe evenings."""
    if content.version:
        return safe_part(f"{content.number}-v{content.version}")
    return safe_part(f"{content.number or content.call_reference} DRAFT {content.title}"[:70])


def _entries(content: Content, sheet: Sheet, at: datetime) -> list[Entry]:
    """The papers, the budget, every file under its document, and a list of it all."""
    stem, files, book = file_stem(content), content.documents, sheets_of(content.budget)
    papers = [(f"{stem}.{kind}", partial(RENDERERS[kind], sheet)) for kind in RENDERERS]
    if content.asks_budget:
        papers.append(("budget.xlsx", partial(workbook, book, at=at)))
    paths = unique_paths([("", name) for name, _ in papers] + [(f.label, f.name) for f in files])
    kept: FileStore = store()  # asked for here: the request is over when the files are read
    reads = [read for _, read in papers] + [partial(kept.get, one.sha256) for one in files]
    listed = {
        "application": content.number,
        "version": content.version or "draft",
        "sha256": content.sha256,
        "files": [
            {"path": path, "name": one.name, "size": one.size, "sha256": one.sha256}
            for path, one in zip(paths[len(papers) :], files, strict=True)
        ],
    }
    text = json.dumps(listed, ensure_ascii=False, indent=2).encode()
    found = [Entry(path, read) for path, read in zip(paths, reads, strict=True)]
    return [*found, Entry("list of files.json", lambda: text)]
