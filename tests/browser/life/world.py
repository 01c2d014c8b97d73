"""The people of the walk, their browsers, their post and the worker that runs between two steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from html import unescape
from io import BytesIO
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.actions import queries as actions
from portal.actions import service
from portal.actions.reading import SHIPPED
from portal.core.access import SYSTEM
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import PASSWORD, make_user
from tests.support.browser import LiveServer, Visits, check_page
from tests.support.mailbox import Mailbox, body

NAMES = {
    "programme": "Jelena Marić",
    "signatory": "Vesna Radić",
    "finance": "Marko Ilić",
    "cashier": "Teodora Savić",
    "chair": "Ana Krasniqi",
    "secretary": "Goran Petrov",
    "voter1": "Elira Hoxha",
    "voter2": "Damir Begić",
    "voter3": "Milena Vuković",
    "assessor1": "Stefan Nikolov",
    "assessor2": "Arta Gashi",
    "assessor3": "Ivana Perović",
}
FUNCTIONS = {
    "programme": "programme",
    "signatory": "signatory",
    "finance": "finance",
    "cashier": "finance",
}


@dataclass
class World:
    """Everything the steps share. `facts` keeps what a later step needs (numbers, addresses)."""

    live: LiveServer
    visits: Visits
    smtp: Mailbox
    run_jobs: Callable[..., int]
    has_axe: bool
    pages: dict[str, Page] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def settle(self) -> None:
        """The real Action, the staff of its lead and the confirmed evaluators."""
        with self.live.app.app_context():
            service.load_file(SHIPPED, actor=SYSTEM, at=now())
            action = actions.get_whole("SHBB")
            for key, name in NAMES.items():
                user = make_user(name=name, email=address(key), password=PASSWORD)
                if function := FUNCTIONS.get(key):
                    service.give_role(action, user, function=function, actor=SYSTEM, at=now())
            db.session.commit()

    def as_(self, key: str) -> Page:
        """The browser of this person, signed in by the page when they come for the first time."""
        if key not in self.pages:
            page = self.pages[key] = self.visits.visitor()
            page.goto("/sign-in")
            page.get_by_label("Email address").fill(address(key))
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_label("Password")).to_have_count(0)
        return self.pages[key]

    def work(self, minutes: int = 0) -> None:
        """The worker runs what is due so many minutes from now, its regular rounds too."""
        self.run_jobs(now() + timedelta(minutes=minutes), with_recurring=True)

    def look(self, page: Page) -> None:
        """Axe and the layout have nothing to say at 1280 and at 390 px, if pages are looked at."""
        if self.has_axe:
            check_page(page)
            page.set_viewport_size({"width": 390, "height": 844})
            check_page(page)
            page.set_viewport_size({"width": 1280, "height": 900})

    def mails(self, email: str, subject: str) -> list[EmailMessage]:
        """What arrived for this address with these words in its subject."""
        return [mail for mail in self.smtp.to(email) if subject in mail["subject"]]

    def mail(self, email: str, subject: str) -> str:
        """The plain text of the one mail with these words in its subject."""
        found = self.mails(email, subject)
        arrived = [mail["subject"] for mail in self.smtp.to(email)]
        assert len(found) == 1, f"{email}: one mail “{subject}” among {arrived}"
        return body(found[0])


def address(key: str) -> str:
    """The mail address of a person of the walk."""
    return f"{key}@example.org"


def link_in(text: str) -> str:
    """The path of the only kind of link that a mail carries."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, f"no link in: {text}"
    return unescape(found[1])


def heading(page: Page, text: str) -> None:
    """The page is the one with this main heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def press(page: Page, name: str) -> None:
    """Press the button, or the first of that name."""
    page.get_by_role("button", name=name).first.click()


def pdf_text(page: Page, kind: str) -> str:
    """The words of the newest document whose link has `kind` in its text, spaces made single."""
    link = page.get_by_role("link", name=kind).first
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.ok, f"{kind}: {answer.status} at {page.url}"
    return words_of(answer.body())


def words_of(content: bytes) -> str:
    """The text of a PDF, spaces made single."""
    reader = PdfReader(BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
