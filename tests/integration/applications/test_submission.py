"""Submitting through the service: example 1 of the rules, its broken twin, the deadline, twice."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications import queries, service
from portal.applications.models import SubmissionAttempt
from portal.applications.rules.frozen import fingerprint
from portal.applications.states import ApplicationState, AttemptKind
from portal.audit.models import AuditEntry
from portal.core.db import db, transaction
from portal.core.errors import Conflict, Locked, NotAllowed, RuleBroken, WrongState
from portal.core.findings import errors, warnings
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import example_1, make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership

S = ApplicationState


def draft(**overrides):
    owner = make_user()
    application = make_application(state=S.DRAFT, owner=owner, **overrides)
    return application, actor_of(owner)


def test_example_1_passes_to_the_cent(app):
    application, actor = draft()

    with transaction():
        found = service.save_budget(application, example_1(), revision=1, actor=actor, at=AT)
        version = service.submit(application, actor=actor, at=AT)

    content = queries.content_of(application, version).budget
    assert found == []
    assert content.headings == {
        1: Decimal("6500.00"),
        2: Decimal("600.00"),
        3: Decimal("700.00"),
        4: Decimal("1100.00"),
        5: Decimal("2300.00"),
        6: Decimal("1100.00"),
    }
    assert (content.direct, content.indirect) == (Decimal("12300.00"), Decimal("861.00"))
    assert (content.eligible, content.accepted) == (Decimal("13161.00"), Decimal("13161.00"))
    assert content.share == Decimal("94.98")
    assert (application.requested, application.total_eligible) == (
        Decimal("12500.00"),
        Decimal("13161.00"),
    )


@pytest.mark.parametrize(("requested", "codes"), [("12502.95", []), ("12502.96", ["BUD07"])])
def test_example_1_largest_request(app, requested, codes):
    application, actor = draft()
    asked = Decimal(requested)
    plan = example_1(
        requested=asked,
        sources=(service.PlannedSource("own", Decimal("13161.00") - asked),),
    )

    with transaction():
        found = service.save_budget(application, plan, revision=1, actor=actor, at=AT)

    assert [finding.code for finding in errors(found)] == codes


def test_broken_twin_of_example_1_is_refused_with_the_four_errors(app):
    application, actor = draft()
    plan = example_1(indirect=Decimal("900.00"), contingency=Decimal("100.00"))
    lines = tuple(
        replace(line, total=Decimal("550.00")) if line.kind == "5.5" else line
        for line in plan.lines
    )

    with transaction():
        found = service.save_budget(
            application, replace(plan, lines=lines), revision=1, actor=actor, at=AT
        )

    assert [(finding.code, str(finding.message)) for finding in errors(found)] == [
        ("BUD01", "Line 5.5: 40 × 12.50 makes 500.00, not 550.00."),
        (
            "BUD03",
            "Indirect costs may not exceed 7 % of direct costs: at most 861.00, entered 900.00.",
        ),
        ("BUD04", "This call allows no contingency reserve."),
        ("BUD05", "Funding (13,161.00) and costs (13,300.00) differ by 139.00."),
    ]
    assert warnings(found) == []
    with pytest.raises(RuleBroken, match="4 things must be fixed"), transaction():
        service.submit(application, actor=actor, at=AT)


def test_submission_gives_number_version_hash_job_mail_and_audit(app):
    application, actor = draft()
    reader = make_user()
    make_membership(
        organisation=application.organisation, user=reader, role="reader", is_signatory=False
    )
    call = application.call

    with transaction():
        version = service.submit(application, actor=actor, at=AT)

    assert application.state is S.SUBMITTED
    assert application.number == f"{call.reference}-0001"
    assert version.number == 1
    assert version.sha256 == fingerprint(version.content)
    jobs = db.session.scalars(select(Job).where(Job.kind == "documents.issue")).all()
    assert [job.payload for job in jobs] == [{"kind": "ACK", "subject": str(application.id)}]
    mails = db.session.scalars(select(MailMessage)).all()
    assert [mail.to_address for mail in mails] == [actor.email]
    assert version.sha256 in mails[0].body_text
    verbs = db.session.scalars(
        select(AuditEntry.verb).where(AuditEntry.subject_id == application.id)
    ).all()
    assert "application.submitted" in verbs


def test_numbers_follow_each_other_in_a_call(app):
    call = make_call()
    numbers = []

    for _ in range(3):
        application, actor = draft(call=call)
        with transaction():
            service.submit(application, actor=actor, at=AT)
        numbers.append(application.number)

    assert numbers == [f"{call.reference}-{serial:04d}" for serial in (1, 2, 3)]


@pytest.mark.parametrize(
    ("seconds", "grace", "is_taken"),
    [(-1, 0, True), (0, 0, False), (0, 60, True), (59, 60, True), (60, 60, False)],
)
def test_the_second_of_the_deadline(app, seconds, grace, is_taken):
    call = make_call(closes_at=AT, grace_seconds=grace)
    application, actor = draft(call=call)
    at = AT + timedelta(seconds=seconds)

    if is_taken:
        with transaction():
            service.submit(application, actor=actor, at=at)
    else:
        words = "The call closed on 22 November 2026 at 10:00"
        with pytest.raises(Locked, match=words), transaction():
            service.submit(application, actor=actor, at=at)

    assert (application.state is S.SUBMITTED) == is_taken


def test_a_second_click_makes_no_second_version(app):
    application, actor = draft()
    with transaction():
        service.submit(application, actor=actor, at=AT)

    with pytest.raises(WrongState), transaction():
        service.submit(application, actor=actor, at=AT)

    assert len(queries.versions(application.id)) == 1


def test_changed_and_submitted_again_keeps_number_and_old_version(app):
    application, actor = draft()
    with transaction():
        first = service.submit(application, actor=actor, at=AT)
    number = application.number

    with transaction():
        service.reopen(application, actor=actor, at=AT)
    with transaction():
        service.save_page(
            application,
            "summary",
            {"A1": "A new summary."},
            revision=1,
            actor=actor,
            at=AT,
            is_complete=True,
        )
    with transaction():
        second = service.submit(application, actor=actor, at=AT)

    assert application.number == number
    assert [version.number for version in queries.versions(application.id)] == [2, 1]
    assert first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("role", "is_signatory"), [("owner", False), ("editor", False), ("reader", False)]
)
def test_only_a_signatory_submits(app, role, is_signatory):
    application, _ = draft()
    other = make_user()
    make_membership(
        organisation=application.organisation, user=other, role=role, is_signatory=is_signatory
    )

    with pytest.raises(NotAllowed, match="Only a signatory"), transaction():
        service.submit(application, actor=actor_of(other), at=AT)

    assert application.state is S.DRAFT


def test_a_refused_try_is_logged_in_its_own_transaction(app):
    application, actor = draft()

    with transaction():
        service.note_refusal(application.id, Locked("Suspended."), actor=actor, at=AT)

    attempts = db.session.scalars(select(SubmissionAttempt)).all()
    assert [(row.succeeded, row.kind, row.reason) for row in attempts] == [
        (False, AttemptKind.NOT_OPEN, "Suspended.")
    ]


def test_autosave_refuses_an_older_revision_and_shows_the_other_text(app):
    application, actor = draft()
    with transaction():
        service.save_page(application, "summary", {"A1": "Theirs."}, revision=1, actor=actor, at=AT)

    with pytest.raises(Conflict) as refused, transaction():
        service.save_page(application, "summary", {"A1": "Mine."}, revision=1, actor=actor, at=AT)

    assert refused.value.theirs.answers == {"A1": "Theirs."}
    assert refused.value.theirs.revision == 2


def test_text_over_the_limit_is_kept_and_blocks_submission(app):
    application, actor = draft()
    text = "word " * 301

    with transaction():
        found = service.save_page(
            application, "summary", {"A1": text}, revision=1, actor=actor, at=AT, is_complete=True
        )

    assert [str(problem.message) for problem in found] == [
        "Summary must be 300 words or less. You have 301"
    ]
    assert queries.answers(application, "summary")["A1"] == text.strip()
    assert not queries.section(application, "summary").is_complete


def test_withdrawn_is_final(app):
    application, actor = draft()
    with transaction():
        service.withdraw(application, actor=actor, at=AT)

    with pytest.raises(Locked), transaction():
        service.save_page(application, "summary", {"A1": "More."}, revision=1, actor=actor, at=AT)

    assert application.state is S.WITHDRAWN
