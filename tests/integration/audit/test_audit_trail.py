"""The trail is whole, and stays so whoever writes at the same time."""

import csv
import io
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, text, update

from portal.audit import queries, service
from portal.audit.models import AuditEntry
from portal.core.access import SYSTEM
from portal.core.db import db, transaction
from portal.core.errors import RuleBroken
from tests.factories.audit import AT, make_entry
from tests.factories.jobs import make_job
from tests.support.cast import Cast


def test_record_keeps_who_what_when_and_as_whom(app):
    job = make_job()

    make_entry("job.noted", subject=job, reason="Why\x00 not", details={"sum": Decimal("1.50")})

    (entry,) = queries.history("jobs", job.id)
    assert (entry.verb, entry.at, entry.actor_name) == ("job.noted", AT, "Ana Marković")
    assert (entry.actor_role, entry.address) == ("visitor", "192.0.2.7")
    assert (entry.reason, entry.details) == ("Why not", {"sum": "1.50"})


def test_entries_of_one_transaction_are_chained_in_order(app):
    with transaction():
        for number in range(3):
            service.record(SYSTEM, f"thing.changed_{number}", None, at=AT)
    make_entry("thing.deleted")

    entries, total = queries.listing(queries.Filters())

    assert total == 4
    assert [entry.sequence for entry in entries] == [4, 3, 2, 1]
    assert [entry.verb[-1] for entry in reversed(entries)] == ["0", "1", "2", "d"]
    assert [e.previous_hash for e in entries[:3]] == [e.hash for e in entries[1:]]
    assert queries.verify_chain().is_whole


def test_rolled_back_change_leaves_no_entry_and_no_gap(app):
    make_entry()
    with pytest.raises(RuleBroken), transaction():
        service.record(SYSTEM, "thing.changed", None, at=AT)
        raise RuleBroken("No.")
    with pytest.raises(ZeroDivisionError), transaction():
        service.record(SYSTEM, "thing.changed", None, at=AT)
        raise ZeroDivisionError
    make_entry()

    chain = queries.verify_chain()

    assert (chain.entries, chain.is_whole) == (2, True)


def test_rolled_back_savepoint_leaves_no_entry(app):
    with transaction():
        service.record(SYSTEM, "thing.kept", None, at=AT)
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            service.record(SYSTEM, "thing.lost", None, at=AT)
            raise ZeroDivisionError

    entries, _ = queries.listing(queries.Filters())

    assert [entry.verb for entry in entries] == ["thing.kept"]
    assert queries.verify_chain().entries == 1


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entries SET reason = 'other' WHERE sequence = 2",
        "UPDATE audit_entries SET actor_name = 'Nobody' WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 2",
        "UPDATE audit_entries SET hash = previous_hash WHERE sequence = 2",
    ],
)
def test_tampering_outside_the_portal_is_seen(app, tampering):
    for _ in range(3):
        make_entry()

    db.session.execute(text(tampering))
    chain = queries.verify_chain()

    assert (chain.entries, chain.broken_at) == (1, 2)


def test_portal_itself_cannot_change_or_delete_an_entry(app):
    entry = make_entry()

    with pytest.raises(service.AppendOnly), transaction():
        entry.reason = "other"
    with pytest.raises(service.AppendOnly), transaction():
        db.session.delete(db.session.get_one(AuditEntry, entry.id))
    with pytest.raises(service.AppendOnly), transaction():
        db.session.execute(update(AuditEntry).values(reason="other"))
    with pytest.raises(service.AppendOnly), transaction():
        db.session.execute(delete(AuditEntry))

    assert queries.verify_chain().entries == 1


def test_writers_at_the_same_time_make_one_chain(portal):
    errors = []

    def write(name: str) -> None:
        try:
            with portal.app_context():
                for number in range(5):
                    make_entry(f"{name}.changed_{number}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(f"writer{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with portal.app_context():
        chain = queries.verify_chain()
    assert errors == []
    assert (chain.entries, chain.is_whole) == (20, True)


def test_listing_filters_by_verb_person_thing_and_time(app):
    job = make_job()
    make_entry("call.published", at=AT - timedelta(days=2))
    make_entry("call.closed", actor=SYSTEM)
    make_entry("job.noted", subject=job)

    def verbs(**asked) -> list[str]:
        return [entry.verb for entry in queries.listing(queries.Filters(**asked))[0]]

    assert verbs(verb="call.") == ["call.closed", "call.published"]
    assert verbs(person="marković") == ["job.noted", "call.published"]
    assert verbs(subject_type="jobs", subject_id=job.id) == ["job.noted"]
    assert verbs(since=AT - timedelta(days=1)) == ["job.noted", "call.closed"]
    assert verbs(until=AT) == ["call.published"]
    assert verbs(verb="%") == []


def test_audit_page_shows_and_filters(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    make_entry("call.published", reason="Approved <b>today</b>", details={"before": "1"})
    make_entry("call.closed", actor=SYSTEM)

    page = client.get_page("audit.index", verb="call.p")

    (row,) = page.select("tbody tr")
    assert "call.published" in row.text
    assert "Approved <b>today</b>" in row.text
    assert "before: 1" in row.text
    assert "Ana Marković" in row.text


def test_audit_pages_are_of_fifty(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    with transaction():
        for number in range(51):
            service.record(SYSTEM, f"thing.changed_{number}", None, at=AT)

    first, second = client.get_page("audit.index"), client.get_page("audit.index", page=2)

    assert (len(first.select("tbody tr")), len(second.select("tbody tr"))) == (50, 1)


@pytest.mark.parametrize("asked", [{"thing": "x"}, {"since": "31.12."}, {"page": "-1"}])
def test_audit_page_takes_nonsense_calmly(app, sign_in_as, asked):
    client = sign_in_as(Cast().person("administrator"))
    make_entry()

    page = client.get_page("audit.index", **asked)

    assert len(page.select("tbody tr")) == 1


def test_export_holds_the_filtered_trail_and_is_noted(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    make_entry("call.published", reason="=1+1", details={"before": "ћ"})
    make_entry("grant.signed")

    response = client.post("/admin/audit/export", data={"verb": "call."})

    heads, row = csv.reader(io.StringIO(response.data.decode("utf-8-sig")))
    exported = dict(zip(heads, row, strict=True))
    assert (exported["What"], exported["Reason"]) == ("call.published", "'=1+1")
    assert exported["Details"] == '{"before": "ћ"}'
    latest = queries.listing(queries.Filters())[0][0]
    assert latest.verb == "audit.exported"
    assert latest.details == {"entries": 1, "filters": {"verb": "call."}}


def test_check_page_says_where_the_trail_breaks(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    for _ in range(2):
        make_entry()
    whole = client.get_page("audit.check")

    db.session.execute(text("UPDATE audit_entries SET reason = 'other' WHERE sequence = 2"))
    broken = client.get_page("audit.check")

    assert "The trail is whole." in whole.text
    assert "Entry number 2, or the one before it, was changed" in broken.text
