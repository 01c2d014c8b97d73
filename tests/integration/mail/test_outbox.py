"""A mail leaves when its change is kept, once, whole, and is tried for a day when it cannot."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.core.access import SYSTEM, Actor
from portal.core.db import db, transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.mail import queries, sender, service
from portal.mail.models import MailMessage
from portal.mail.rules import GAPS
from portal.mail.states import MailState
from tests.factories.jobs import make_job
from tests.factories.mail import AT, make_failed_mail, make_mail
from tests.support.cast import Cast
from tests.support.mailbox import body, free_port

ADMINISTRATOR = Actor(None, "Admin", is_administrator=True)


def only_mail() -> MailMessage:
    return db.session.scalars(select(MailMessage)).one()


def test_rolled_back_change_is_never_announced(app, run_jobs):
    with pytest.raises(RuleBroken), transaction():
        service.queue(
            "test_message",
            to=service.Recipient(None, "Ana", "ana@example.org"),
            about=None,
            actor=SYSTEM,
            at=AT,
            sent_at=AT,
        )
        raise RuleBroken("No.")

    assert db.session.scalars(select(MailMessage)).all() == []
    assert run_jobs(AT) == 0


def test_mail_arrives_whole_with_every_letter(app, smtp, run_jobs):
    message = make_mail("Đorđe Ћирић ë č", "djordje@example.org")
    with transaction():
        message.subject = "Ћуприја, Shqipëri, Čačak " + "ш" * 120

    run_jobs(AT)

    (arrived,) = smtp.to("djordje@example.org")
    assert arrived["Subject"] == message.subject
    assert arrived["To"].addresses[0].display_name == "Đorđe Ћирић ë č"
    assert "Dear Đorđe Ћирић ë č," in body(arrived)
    assert "Љ Њ Џ Ђ Ћ Ѓ Ќ Ѕ" in body(arrived)
    assert "Dear Đorđe Ћирић ë č," in body(arrived, "html")
    assert arrived["Message-ID"] == message.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["X-Auto-Response-Suppress"] == "All"
    assert arrived["Reply-To"] == "Grants portal <portal@example.org>"
    assert (only_mail().state, only_mail().sent_at) == (MailState.SENT, AT)


def test_mail_is_sent_once_however_often_the_job_runs(app, smtp, run_jobs):
    message = make_mail()
    make_job("mail.send", payload={"message": str(message.id)})

    run_jobs(AT)
    run_jobs(AT + timedelta(days=1))

    assert len(smtp.messages) == 1


def test_header_cannot_be_injected(app, smtp, run_jobs):
    make_mail("Ana\r\nBcc: victim@example.org", "ana@example.org\r\nRCPT TO:<victim@example.org>")
    make_mail("Ana\r\nBcc: victim@example.org", "ana@example.org")

    run_jobs(AT)

    assert smtp.to("victim@example.org") == []
    (arrived,) = smtp.to("ana@example.org")
    assert arrived["Bcc"] is None
    assert arrived["To"].addresses[0].display_name == "Ana Bcc: victim@example.org"


def test_dedupe_key_makes_one_mail(app):
    first = make_mail(dedupe_key="reminder:42:2026-12-04")
    second = make_mail(dedupe_key="reminder:42:2026-12-04")

    assert first.id == second.id


def test_mail_waits_while_the_server_is_away_and_keeps_its_message_id(
    app, smtp, settings, run_jobs
):
    before = make_mail().message_id
    settings(mail_port=free_port())  # nobody listens there

    run_jobs(AT)

    assert (only_mail().state, only_mail().next_try_at) == (MailState.DEFERRED, AT + GAPS[0])
    assert "Connection refused" in only_mail().last_error
    assert run_jobs(AT + GAPS[0] - timedelta(seconds=1)) == 0
    assert run_jobs(AT + GAPS[0]) == 1

    settings(mail_port=smtp.port)
    assert run_jobs(AT + GAPS[0] + GAPS[1]) == 1
    assert [m["Message-ID"] for m in smtp.messages] == [before]
    assert (only_mail().state, only_mail().attempts) == (MailState.SENT, 3)
    assert only_mail().next_try_at is None


def test_mail_fails_only_after_a_day_of_tries(app, smtp, run_jobs):
    smtp.refuse = "451 Try again later"
    make_mail()
    at = AT

    for gap in (timedelta(0), *GAPS):
        assert only_mail().state in {MailState.QUEUED, MailState.DEFERRED}
        at += gap
        assert run_jobs(at) == 1

    assert at - AT > timedelta(hours=24)
    assert only_mail().state == MailState.FAILED
    assert only_mail().last_error == "451 Try again later"
    assert run_jobs(at + timedelta(days=9)) == 0


def test_mail_refused_for_good_fails_at_once(app, smtp, run_jobs):
    smtp.refuse = "550 No such user"
    make_mail()

    run_jobs(AT)

    assert (only_mail().state, only_mail().last_error) == (MailState.FAILED, "550 No such user")


def test_one_bad_mail_does_not_hold_up_the_others(app, smtp, run_jobs):
    make_mail("Ana", "not an address")
    make_mail("Bojan", "bojan@example.org")

    run_jobs(AT)

    assert len(smtp.to("bojan@example.org")) == 1


def test_without_a_server_mail_is_written_into_a_folder(app, settings, run_jobs):
    folder = settings(mail_server="").instance / "mail"
    make_mail()

    run_jobs(AT)

    (file,) = folder.glob("*.eml")
    assert b"Subject: Test mail from the grants portal" in file.read_bytes()
    assert only_mail().state == MailState.SENT


def test_in_production_a_missing_server_is_said(app, settings, run_jobs):
    settings(mail_server="", env="production")
    make_mail()

    run_jobs(AT)

    assert only_mail().state == MailState.DEFERRED
    assert "PORTAL_MAIL_SERVER" in queries.health().trouble


def test_text_of_a_sensitive_mail_is_gone_once_it_is_sent(app, smtp, run_jobs):
    message = make_mail(sensitive=True)
    assert not service.can_send_again(ADMINISTRATOR, message)

    run_jobs(AT)

    assert "Dear Đorđe" in body(smtp.messages[0])
    assert "Dear" not in only_mail().body_text + only_mail().body_html
    with pytest.raises(NotAllowed, match="personal link"), transaction():
        service.send_again(only_mail(), actor=ADMINISTRATOR, at=AT)


def test_failed_mail_is_sent_again_as_itself(app, smtp, run_jobs):
    message = make_failed_mail()
    with transaction():
        service.send_again(message, actor=ADMINISTRATOR, at=AT)

    run_jobs(AT)

    assert [m["Message-ID"] for m in smtp.messages] == [message.message_id]
    assert only_mail().state == MailState.SENT


def test_sent_mail_is_sent_again_as_a_copy(app, smtp, run_jobs):
    message = make_mail()
    run_jobs(AT)
    with transaction():
        again = service.send_again(only_mail(), actor=ADMINISTRATOR, at=AT)

    run_jobs(AT)

    assert len(smtp.messages) == 2
    assert again.message_id != message.message_id
    assert body(smtp.messages[0]) == body(smtp.messages[1])


def test_about_finds_the_mails_of_a_thing(app):
    job = make_job()
    message = make_mail(about=job)
    make_mail()

    assert [found.id for found in queries.about("jobs", job.id)] == [message.id]


def test_sending_holds_no_transaction(app, run_jobs, monkeypatch):
    """While the server is slow, others must be able to write."""
    make_mail()

    def slow(_message):
        assert not db.session().in_transaction()

    monkeypatch.setattr(sender, "send", slow)
    run_jobs(AT)

    assert only_mail().state == MailState.SENT


def test_delivery_log_shows_and_filters(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    make_mail("Ana", "ana@example.org")
    make_failed_mail(name="Bojan", email="bojan@example.org")

    everything = client.get_page("mail.deliveries")
    failed = client.get_page("mail.deliveries", state="failed", template="test_message")
    of_ana = client.get_page("mail.deliveries", person="ANA@")

    assert len(everything.select("tbody tr")) == 2
    assert ["bojan@example.org" in row.text for row in failed.select("tbody tr")] == [True]
    assert ["ana@example.org" in row.text for row in of_ana.select("tbody tr")] == [True]


def test_delivery_log_says_that_the_server_is_away(app, sign_in_as, run_jobs, settings):
    client = sign_in_as(Cast().person("administrator"))
    assert "does not take mail" not in client.get_page("mail.deliveries").text
    settings(mail_server="", env="production")
    make_mail()
    run_jobs(AT)
    settings(env="test")

    assert "The mail server does not take mail." in client.get_page("mail.deliveries").text


def test_detail_shows_the_exact_text(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    message = make_mail("<b>Ana</b>")

    page = client.get_page("mail.detail", message_id=message.id)

    assert "Dear <b>Ana</b>," in page.text


def test_detail_hides_the_text_of_a_sensitive_mail(app, sign_in_as):
    client = sign_in_as(Cast().person("administrator"))
    message = make_mail("Ana", sensitive=True)

    page = client.get_page("mail.detail", message_id=message.id)

    assert "Dear Ana" not in page.text
    assert "Its text is for the recipient only." in page.text


def test_administrator_sends_again_and_tests(app, sign_in_as, smtp, run_jobs):
    client = sign_in_as(Cast().person("administrator"))
    message = make_failed_mail()

    page = client.follow("mail.send_again", message_id=message.id)
    client.send("mail.send_test")
    run_jobs(AT + timedelta(days=3650))

    assert "Queued" in page.select_one(".gp-badge").text
    assert len(smtp.to("djordje@example.org")) == 1
    assert len(smtp.to("administrator@example.org")) == 1


def test_mail_row_holds_its_own_facts_in_the_database(app):
    make_mail()

    with pytest.raises(Exception, match=r"(?i)check"):
        db.session.execute(text("UPDATE mail_messages SET state = 'sent'"))
