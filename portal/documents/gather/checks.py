"""ADM and ELI: the check sheets with their result."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.calls.queries import get_whole
from portal.core.clock import day_in
from portal.core.db import db
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, one
from portal.documents.gather.evaluation import confidential
from portal.documents.layouts import adm
from portal.documents.layouts._parts import Signature
from portal.evaluation import queries, rules
from portal.evaluation.models import CheckItem, CheckResult

ANSWERS = {"yes": "Yes", "no": "No", "na": "Not applicable", "ask": "Ask the applicant"}
CATALOGUES = {"ADM": rules.ADMINISTRATIVE, "ELI": rules.ELIGIBILITY}


def _sheet(kind: str, application_id: uuid.UUID) -> Gathered:
    application = one(
        select(Application)
        .where(Application.id == application_id)
        .options(joinedload(Application.lot), joinedload(Application.organisation))
    )
    call = get_whole(application.call_id)
    items = queries.check_items([application_id]).get(application_id, {})
    names = _names(item.checked_by_id for item in items.values())
    results = [row for row in queries.results_of(application_id, kind) if row.finished_at]
    result, seen = (results[0] if results else None), _seen(application_id)

    def build(head: Letterhead) -> adm.CheckSheet:
        return adm.CheckSheet(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            lot=application.lot.name,
            dossier_number=application.number or "",
            project_title=application.title,
            applicant=application.organisation.legal_name,
            items=tuple(
                _item(code, str(text), items.get(code), names, seen, call.time_zone)
                for code, text in CATALOGUES[kind].items()
            ),
            result="Passed" if result is None or result.is_passed else "Not passed",
            reason=result.reason if result else "",
            signatures=_signatures(result),
            zone=call.time_zone,
        )

    subject = ("applications", application_id)
    return Gathered(**confidential(call, kind, subject, application.number or ""), build=build)


def _names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    wanted = {key for key in ids if key}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {key: name for key, name in rows}


def _seen(application_id: uuid.UUID) -> dict[str, str]:
    """By item the names of the files that support it."""
    whole = applications.with_documents(application_id)
    found: dict[str, list[str]] = {}
    for stage in ("application", "eligibility"):
        for entry in applications.slots(whole, stage):
            for code in entry.slot.supports:
                found.setdefault(code, []).extend(file.name for file in entry.files)
    return {code: ", ".join(sorted(files)) for code, files in found.items()}


def _item(
    code: str,
    text: str,
    item: CheckItem | None,
    names: dict[uuid.UUID, str],
    seen: dict[str, str],
    zone: str,
) -> adm.CheckedItem:
    if item is None:
        return adm.CheckedItem(code, text, "Open", "", "", "")
    by = names.get(item.checked_by_id, "") if item.checked_by_id else "The portal's records"
    on = day(day_in(zone, item.checked_at))
    return adm.CheckedItem(code, text, ANSWERS[item.answer], item.note, by, on, seen.get(code, ""))


def _signatures(result: CheckResult | None) -> tuple[Signature, ...]:
    if result is None:
        return ()
    found = [Signature(result.made_by.name, "Checked by", "", result.made_at)]
    if result.confirmed_by is not None:
        found.append(Signature(result.confirmed_by.name, "Confirmed by", "", result.finished_at))
    return tuple(found)


def administrative(application_id: uuid.UUID) -> Gathered:
    """ADM: the administrative sheet of one application."""
    return _sheet("ADM", application_id)


def eligibility(application_id: uuid.UUID) -> Gathered:
    """ELI: the eligibility sheet of one application."""
    return _sheet("ELI", application_id)


SOURCES: dict[str, Source] = {"ADM": administrative, "ELI": eligibility}
