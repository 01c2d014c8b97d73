"""Opening accounts: by the person, by an invitation, by the operator."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts import queries
from portal.accounts.models import User
from portal.accounts.service import limits, links
from portal.accounts.service.passwords import PasswordHash
from portal.accounts.service.sign_in import actor_for
from portal.accounts.states import TokenKind
from portal.audit import service as audit
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean_name
from portal.mail import service as mail
from portal.mail.service import Recipient


@dataclass(frozen=True)
class NewPerson:
    """What a person says when they open an account; the password is hashed already."""

    email: str
    name: str
    password_hash: PasswordHash
    language: str = "en"


def recipient(user: User) -> Recipient:
    """The person as somebody who gets mail."""
    return Recipient(user_id=user.id, name=user.name, email=user.email, language=user.language)


def register(person: NewPerson, *, address: str, at: datetime) -> None:
    """Open an account and mail the link that confirms it; tells nobody whether it existed.

    An address with a confirmed account gets a mail that says so. One never confirmed takes the
    newest name and password, and its older links end.
    Raises: TooManyTries after 10 within 15 minutes from one client address.
    """
    limits.count_from("register", address, at=at)
    user = queries.by_email(person.email)
    if user is None:
        user = _add(person, at=at)
        audit.record(actor_for(user, address), "account.registered", user, at=at)
    elif user.confirmed_at is None and user.disabled_at is None:
        user.name, user.password_hash = clean_name(person.name), person.password_hash
        user.language = person.language
        audit.record(actor_for(user, address), "account.registered_again", user, at=at)
    _send_answer(user, address, at)


def _send_answer(user: User, address: str, at: datetime) -> None:
    """Mail what this address may know, at most 3 mails an hour."""
    if not limits.may_mail_link(user.email, at=at):
        return
    actor = actor_for(user, address)
    if user.confirmed_at is not None or user.disabled_at is not None:
        mail.queue(
            "account_exists", to=recipient(user), about=user, actor=actor, at=at, link="/sign-in"
        )
        return
    link = f"/verify/{links.make(user, TokenKind.CONFIRM, at=at)}"
    mail.queue(
        "confirm",
        to=recipient(user),
        about=user,
        actor=actor,
        at=at,
        link=link,
        sensitive=True,
    )


def _add(person: NewPerson, *, at: datetime, confirmed_at: datetime | None = None) -> User:
    user = User(
        email=person.email.strip().lower(),
        name=clean_name(person.name),
        password_hash=person.password_hash,
        language=person.language,
        confirmed_at=confirmed_at,
        created_at=at,
    )
    db.session.add(user)
    db.session.flush()
    return user


def confirm(token: str, *, address: str, at: datetime) -> User:
    """Confirm the address of an account by its link.

    Raises: RuleBroken when the link was used or is too old.
    """
    user = links.use(TokenKind.CONFIRM, token, at=at)
    user.confirmed_at = user.confirmed_at or at
    audit.record(actor_for(user, address), "account.confirmed", user, at=at)
    return user


def open_confirmed(person: NewPerson, *, address: str, at: datetime) -> User:
    """Open an account whose address is proven, because its owner followed a link sent to it.

    Raises: RuleBroken when the address has a confirmed account already.
    """
    user = queries.by_email(person.email)
    if user is None:
        user = _add(person, at=at, confirmed_at=at)
    elif user.confirmed_at is not None or user.disabled_at is not None:
        raise RuleBroken(N_("There is an account for this address already. Sign in to accept"))
    else:
        user.name, user.password_hash = clean_name(person.name), person.password_hash
        user.language, user.confirmed_at = person.language, at
        links.end(user.id, TokenKind.CONFIRM, TokenKind.RESET, at=at)
    audit.record(actor_for(user, address), "account.registered", user, at=at)
    return user


def create_administrator(person: NewPerson, *, actor: Actor, at: datetime) -> User:
    """Open a confirmed account with the rights of an administrator (`portal create-admin`).

    Raises: RuleBroken when the address is taken.
    """
    if queries.by_email(person.email) is not None:
        raise RuleBroken(N_("There is an account for this address already"), field="email")
    user = _add(person, at=at, confirmed_at=at)
    user.is_administrator = True
    audit.record(actor, "account.administrator_created", user, at=at)
    return user
