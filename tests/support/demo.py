"""The demo programme, made once for a whole run of the tests, and walked as its people."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal import create_app
from portal.accounts.models import User
from portal.config import Settings
from portal.core.db import db
from tests.support import people
from tests.support.client import Client
from tests.support.queries import count_queries

MOST_QUERIES = 15
FOOTNOTE = "* This designation is without prejudice to positions on status"
_KOSOVO = re.compile(r"\bKosovo\b")
# The EU's own formula, the name of its office, and the spelling of a source stand as written.
_BARE = re.compile(
    r"(?<!EU Office in )(?<!Seed variants )\bKosovo\b(?!\*| declaration of independence)"
)
_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
FEW, MANY = 3, 6  # pages of one kind that a person looks at; MANY: who walks further than others


@dataclass(frozen=True)
class Demo:
    """What `portal demo --no-serve --json` has made and told."""

    folder: Path
    sign_ins: list[dict[str, str]]

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    def copy(self, target: Path) -> Path:
        """An instance folder of one's own with the same content."""
        shutil.copytree(self.instance, target)
        return target


@dataclass
class Walk:
    """The pages that one person can reach, and what was wrong.

    reached: the endpoints that answered. first: the first page of each endpoint. parts: what that
    page is built of (elements with their classes and the names of their attributes).
    """

    first: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    reached: list[str] = field(default_factory=list)
    pages: int = 0
    problems: list[str] = field(default_factory=list)


def command(instance: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run `portal ...` in a process of its own on that instance folder."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "portal.cli", *arguments],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=800,
        env={**kept, "PORTAL_INSTANCE": str(instance)},
    )


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One test process at a time."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def made(folder: Path) -> Demo:
    """The demo in this folder; made by the first test process that asks."""
    folder.mkdir(exist_ok=True)
    told = folder / "told.json"
    with alone(folder / "lock"):
        if not told.exists():
            done = command(folder / "instance", "demo", "--no-serve", "--json")
            assert done.returncode == 0, done.stderr[-3000:]
            told.write_text(done.stdout)
    return Demo(folder, json.loads(told.read_text())["sign_ins"])


def portal_of(instance: Path) -> Flask:
    """The portal on a copy of the demo."""
    app = create_app(
        Settings(
            env="test",
            instance=instance,
            database_url=f"sqlite:///{instance / 'portal.sqlite3'}",
            base_url="http://localhost",
            secret_key="a secret for tests only, long enough",
            log_level="ERROR",
        )
    )
    app.test_client_class = Client
    return app


def person(email: str) -> User:
    """The account with this address."""
    return db.session.scalars(select(User).where(User.email == email)).one()


def client_of(app: Flask, email: str) -> Client:
    """The client of a person of the demo; without an address a visitor."""
    client: Client = app.test_client()
    if email:
        with client.session_transaction() as cookie:
            cookie.update(people.cookie_of(people.begin_session(person(email))))
    return client


def walked(demo: Demo, app: Flask, kind: str, email: str, *, most: int) -> Walk:
    """The walk of this kind of person; kept, so that it is done once in a run."""
    kept = demo.folder / f"walk-{kind.replace(' ', '-')}.json"
    with alone(kept.with_suffix(".lock")):
        if not kept.exists():
            with app.app_context():
                walk = _walk(app, client_of(app, email), most=most)
            kept.write_text(json.dumps(asdict(walk)))
    return Walk(**json.loads(kept.read_text()))


def _walk(app: Flask, client: Client, *, most: int) -> Walk:
    walk, visits = Walk(), Counter[str]()
    queue, seen = deque([("/", "the start")]), {_key("/")}
    while queue:
        path, origin = queue.popleft()
        visits[endpoint := _endpoint(app, path)] += 1
        if visits[endpoint] > most:
            continue
        for link in _visit(app, client, path, origin, walk):
            key = _key(link)
            if key not in seen:
                seen.add(key)
                queue.append((link, path))
    return walk


def _endpoint(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path)[0])
    except HTTPException:  # the visit will say so
        return path


def _key(address: str) -> Any:
    """Two addresses that differ only in the values of a filter are one page."""
    parts = urlsplit(address)
    return parts.path, frozenset(name for name, _ in parse_qsl(parts.query))


def _visit(app: Flask, client: Client, path: str, origin: str, walk: Walk) -> list[str]:
    walk.pages += 1
    where = f"{path} (from {origin})"
    try:
        with count_queries() as seen:
            response = client.get(path)
    except Exception as error:  # whatever a page raises is what we look for
        walk.problems.append(f"{where}: {type(error).__name__}: {str(error)[:600]}")
        return []
    endpoint = _endpoint(app, path)
    if response.status_code in {302, 303, 308}:
        return _inside(path, [response.location])
    if response.status_code != 200:
        walk.problems.append(f"{where}: {response.status}")
        return []
    if endpoint not in walk.reached:
        walk.reached.append(endpoint)
    if response.mimetype != "text/html" or "Content-Disposition" in response.headers:
        return []
    walk.problems += [f"{where}: {problem}" for problem in _problems(response.text, seen)]
    if walk.first.setdefault(endpoint, path) == path:
        walk.parts[endpoint] = _parts(response.text)
    return _inside(path, re.findall(r'<a\s[^>]*?href="([^"]+)"', response.text))


def _parts(text: str) -> list[str]:
    """Each different element of a page: its name, classes and the names of its attributes."""
    found = set()
    for name, rest in _TAG.findall(text):
        attributes = dict(_ATTRIBUTE.findall(rest))
        found.add(f"{name} {attributes.get('class', '')} {sorted(attributes)}")
    return sorted(found)


def _inside(path: str, links: list[str]) -> list[str]:
    found = []
    for link in links:
        parts = urlsplit(urljoin(f"http://localhost{path}", link.replace("&amp;", "&")))
        if parts.scheme == "http" and parts.netloc == "localhost":
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return [link for link in found if not link.startswith("/static/")]


def _problems(text: str, statements: list[str]) -> list[str]:
    problems = []
    if len(statements) > MOST_QUERIES:
        problems.append(f"{len(statements)} queries")
    if "Undefined" in text:
        problems.append("prints an undefined name")
    if "Kosovo" in text:
        words = " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())
        if _KOSOVO.search(words) and FOOTNOTE not in words:
            problems.append("names Kosovo* without the footnote")
        problems += [
            f"Kosovo without its asterisk: {words[max(0, hit.start() - 40) : hit.end() + 10]!r}"
            for hit in _BARE.finditer(words)
        ][:1]
    return problems
