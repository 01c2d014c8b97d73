"""How the pages show an application as submitted: jump list, files, where a criterion points."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, abort, request
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import Content
from portal.calls.models import Call
from portal.core.ratio import plain, rounded
from portal.evaluation.forms import tag
from portal.evaluation.views import bp
from portal.files import queries as files_kept
from portal.files.unsigned import without_authors
from portal.web.downloads import send_bytes, show_bytes

MEGABYTE = 1024 * 1024

bp.add_app_template_filter(tag, "tag")
bp.add_app_template_filter(plain, "plain")
bp.add_app_template_filter(lambda points: plain(rounded(points)), "points")


def titles(content: Content) -> dict[str, str]:
    """What the parts of the proposal are called for readers."""
    short = {
        "summary": _("Summary"),
        "relevance": _("Relevance"),
        "design": _("Design"),
        "implementation": _("Implementation"),
        "sustainability": _("Sustainability"),
        "capacity": _("Capacity"),
        "regional": _("Regional dimension"),
    }
    return {one.page: str(short.get(one.page, one.page_title)) for one in content.texts}


def toc(content: Content) -> list[tuple[str, str, bool]]:
    """The jump list above the proposal."""
    entries = [(title, f"#s-{page}") for page, title in titles(content).items()]
    entries += [
        *([(_("Activities"), "#s-activities")] if content.asks_activities else []),
        *([(_("Action plan"), "#s-plan")] if content.plan else []),
        *([(_("Logframe"), "#s-logframe")] if content.logframe else []),
        *([(_("Budget"), "#s-budget")] if content.asks_budget else []),
        (_("Applicant"), "#s-applicant"),
        (_("Documents"), "#s-documents"),
    ]
    return [(label, url, place == 0) for place, (label, url) in enumerate(entries)]


def files(content: Content, url: Callable[[UUID], str]) -> list[tuple[str, str, str, str]]:
    """Label, name, address and size of each document."""
    return [
        (one.label, one.name, url(one.attachment), _size(one.size)) for one in content.documents
    ]


def send_masked(application: Application, attachment_id: UUID) -> Response:
    """A document under a number, without what it says of its authors."""
    content = applications.for_evaluation(application, is_masked=True) or abort(404)
    shown = next((o for o in content.documents if o.attachment == attachment_id), None)
    kept = applications.attachment(application.id, attachment_id)
    if shown is None or kept is None:
        abort(404)
    media_type = kept.file.media_type
    data = without_authors(files_kept.read(kept.file), media_type)
    label, _space, ending = shown.name.partition(" (")
    send = show_bytes if request.args.get("show") else send_bytes
    return send(data, f"{label}.{ending.rstrip(')').lower()}", media_type)


def _size(size: int) -> str:
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB"
    return f"{max(1, size // 1024)} KB"


def anchors(call: Call, content: Content) -> dict[str, tuple[str, str]]:
    """By criterion, the part of the proposal to read: address and words of the link."""
    names = titles(content)
    pages = {answer.key: (answer.page, names[answer.page]) for answer in content.texts}
    found: dict[str, tuple[str, str]] = {}
    for section in call.grid:
        for criterion in section.criteria:
            found[criterion.code] = _anchor(criterion.form_keys, pages)
    return found


def _anchor(keys: list[str], pages: dict[str, tuple[str, str]]) -> tuple[str, str]:
    for key in keys:
        if key == "budget":
            return "#s-budget", str(_("Read the budget"))
        if key in pages:
            page, title = pages[key]
            return f"#s-{page}", str(_("Read %(title)s", title=title.lower()))
    return "", ""
