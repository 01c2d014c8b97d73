"""Handing one mail to the mail server, or to a folder where none is set; the worker's part."""

import smtplib
import ssl
from email.charset import QP, Charset
from email.mime.text import MIMEText
from email.utils import parseaddr
from pathlib import Path
from types import TracebackType

import flask_mail
from flask import current_app

from portal import config
from portal.config import Settings
from portal.mail.models import MailMessage

TIMEOUT = 30
IMPLICIT_TLS = 465


class SendingFailed(Exception):
    """The mail did not go out; `permanent` when the server will never take it."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


def send(message: MailMessage) -> None:
    """Give the mail to the server; returns once the server has taken it.

    Raises: SendingFailed.
    """
    settings = config.current()
    _attach(settings)
    made = _compose(message, settings)
    if settings.mail_server:
        _hand_over(made)
    elif settings.is_production:
        raise SendingFailed("No mail server is set (PORTAL_MAIL_SERVER)", permanent=False)
    else:
        _write_down(made, message, settings.instance / "mail")


def _attach(settings: Settings) -> None:
    current_app.extensions["mail"] = flask_mail.Mail().init_mail(
        {
            "MAIL_SERVER": settings.mail_server,
            "MAIL_PORT": settings.mail_port,
            "MAIL_USERNAME": settings.mail_username,
            "MAIL_PASSWORD": settings.mail_password,
            "MAIL_USE_TLS": settings.mail_use_tls and settings.mail_port != IMPLICIT_TLS,
            "MAIL_USE_SSL": settings.mail_port == IMPLICIT_TLS,
            "MAIL_DEFAULT_SENDER": settings.mail_from,
            "MAIL_SUPPRESS_SEND": False,
        }
    )


class _Message(flask_mail.Message):
    """Quoted-printable, so that no server and no long line can spoil a letter of the region."""

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        charset = Charset("utf-8")
        charset.body_encoding = QP
        return MIMEText(text or "", subtype, charset)  # type: ignore[arg-type]


class _Connection(flask_mail.Connection):
    """Proves the server's certificate, never waits for ever, and counts a lost goodbye as sent."""

    def configure_host(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        where = (self.mail.server, self.mail.port)
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=context)
        else:
            host = smtplib.SMTP(*where, timeout=TIMEOUT)
        try:
            if self.mail.use_tls:
                host.starttls(context=context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType
    ) -> None:
        if self.host is None:
            return
        try:
            self.host.quit()
        except (smtplib.SMTPException, OSError):
            self.host.close()


def _compose(message: MailMessage, settings: Settings) -> _Message:
    made = _Message(
        subject=message.subject,
        recipients=[(message.to_name, message.to_address)],
        body=message.body_text,
        html=message.body_html,
        sender=parseaddr(settings.mail_from),
        reply_to=settings.mail_reply_to or settings.mail_from,
        date=message.queued_at.timestamp(),
        extra_headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    made.msgId = message.message_id
    return made


def _hand_over(made: _Message) -> None:
    try:
        with _Connection(current_app.extensions["mail"]) as connection:
            connection.send(made)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise SendingFailed(_words(code, words), permanent=code >= 500) from refused
    except smtplib.SMTPDataError as refused:
        reason = _words(refused.smtp_code, refused.smtp_error)
        raise SendingFailed(reason, permanent=refused.smtp_code >= 500) from refused
    except flask_mail.BadHeaderError as bad:
        raise SendingFailed("A header holds a line break", permanent=True) from bad
    except (smtplib.SMTPException, OSError) as away:
        reason = f"{type(away).__name__}: {away}"
        raise SendingFailed(reason, permanent=False) from away


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"


def _write_down(made: _Message, message: MailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{message.queued_at:%Y%m%d-%H%M%S}"
    kind = message.template.replace("/", "-")
    (folder / f"{stamp}-{kind}-{message.id}.eml").write_bytes(made.as_bytes())
