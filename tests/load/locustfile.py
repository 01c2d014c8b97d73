"""What one applicant does in the last hour: sign in, write with autosave, check, submit.

Started by `python -m tests.load`, which says in LOAD_PLAN who the people are, when each submits and
when the call closes; what they saw is written to LOAD_SEEN. Everybody goes when they are done.
"""

import json
import os
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, constant, events, task
from locust.exception import StopUser

PLAN = json.loads(Path(os.environ["LOAD_PLAN"]).read_text())
PAGES = ("summary", "relevance", "budget", "design", "implementation", "sustainability")
AUTOSAVE = 5.0  # seconds
READING = 4.0  # seconds on the check page
STAY = 60.0  # seconds on one page of the form
TEXT = "Evening counselling and legal aid for people on the move and for their hosts. " * 4
waiting = list(enumerate(PLAN["people"]))
seen: list[dict[str, Any]] = []
statuses: dict[str, int] = {}


class Form(HTMLParser):
    """The fields of the first form whose attribute holds the words wanted, and that attribute."""

    def __init__(self, attribute: str, words: str) -> None:
        super().__init__()
        self.attribute, self.words = attribute, words
        self.is_open, self.address = False, ""
        self.fields: list[list[str]] = []
        self.areas: list[int] = []
        self.select: str | None = None
        self.is_area = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.address and self.words in has.get(self.attribute, ""):
            self.is_open, self.address = True, has.get(self.attribute, "")
        if not self.is_open:
            return
        name = has.get("name", "")
        if tag == "textarea" and name:
            self.areas.append(len(self.fields))
            self.fields.append([name, ""])
            self.is_area = True
        elif tag == "select" and name:
            self.select = name
            self.fields.append([name, ""])
        elif tag == "option" and self.select and "selected" in has:
            self.fields[-1][1] = has.get("value", "")
        elif tag == "input" and name and self._is_sent(has):
            self.fields.append([name, has.get("value", "")])

    @staticmethod
    def _is_sent(has: dict[str, str]) -> bool:
        kind = has.get("type", "text")
        return kind not in {"submit", "file"} and (
            kind not in {"radio", "checkbox"} or "checked" in has
        )

    def handle_data(self, data: str) -> None:
        if self.is_area:
            self.fields[-1][1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_open = False
        elif tag == "textarea":
            self.is_area = False
        elif tag == "select":
            self.select = None


class Applicant(FastHttpUser):
    """One signatory with one application."""

    host = PLAN["url"]
    wait_time = constant(0)
    connection_timeout = network_timeout = 30.0

    def on_start(self) -> None:
        self.client.client.redirect_response_codes = frozenset()
        self.number, person = waiting.pop(0)
        self.person = person
        self.base = f"/applications/{person['application']}"
        self.kept: dict[str, str] = {}
        self.told: dict[str, Any] = {
            "application": person["application"], "answers": [], "receipt": "", "kept": self.kept
        }  # fmt: skip
        seen.append(self.told)

    @task
    def live(self) -> None:
        """The whole evening of this person, once."""
        self._sign_in()
        self._open(self.base, "task list")
        turn, until = self.number, self.person["writes_until"]
        while time.time() < until:
            self._write(PAGES[turn % len(PAGES)], until)
            turn += 1
        self._submit()
        raise StopUser

    def on_stop(self) -> None:
        if not waiting and all("done" in told for told in seen):
            gevent.spawn_later(1, self.environment.runner.quit)

    def _sign_in(self) -> None:
        form = self._form("/sign-in", "sign-in page", "action", "/sign-in")
        fields = dict(form.fields) | {"email": self.person["email"], "password": PLAN["password"]}
        self._send("/sign-in", fields, "sign in", wanted={302})

    def _write(self, page: str, until: float) -> None:
        form = self._form(f"{self.base}/{page}", "page of the form", "data-autosave", "/autosave")
        until = min(time.time() + STAY, until)
        if not form.address or not form.areas:
            self._rest_until(until)
            return
        fields, area = dict(form.fields), form.fields[form.areas[0]][0]
        count = 0
        while time.time() < until:
            count += 1
            began = time.time()
            text = f"{TEXT}{page} {count}."
            answer = self._send(form.address, fields | {area: text}, "autosave", wanted={200})
            if answer.status_code != 200:
                return
            fields["revision"] = str(answer.json()["revision"])
            self.kept[page] = text
            self._rest_until(began + AUTOSAVE)
        self.last = form.address, fields

    def _submit(self) -> None:
        form = self._form(f"{self.base}/check", "check page", "action", "/submit")
        token = dict(form.fields).get("csrf_token", "")
        self._rest_until(self.person["submits_at"])
        if self.person["is_late"]:
            self._send(*self.last, "autosave late", wanted={423})
        clicks = 2 if self.number % 10 == 0 else 1  # some click twice
        gevent.joinall([gevent.spawn(self._click, token) for _ in range(clicks)])
        if any(status == 302 for what, status, _at in self.told["answers"] if what == "submit"):
            page = self._open(f"{self.base}/submitted", "receipt")
            self.told["receipt"] = page.text if page.status_code == 200 else ""
        self.told["done"] = True

    def _click(self, token: str) -> None:
        late = self.person["is_late"]
        answer = self._send(
            f"{self.base}/submit", {"csrf_token": token}, "submit late" if late else "submit",
            wanted={423} if late else {302},
        )  # fmt: skip
        self.told["answers"].append(["submit", answer.status_code, time.time()])

    def _form(self, path: str, name: str, attribute: str, words: str) -> Form:
        form = Form(attribute, words)
        form.feed(self._open(path, name).text or "")
        return form

    def _open(self, path: str, name: str) -> Any:
        with self.client.get(path, name=name, catch_response=True) as answer:
            _count(answer)
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
            return answer

    def _send(self, path: str, fields: dict[str, str], name: str, *, wanted: set[int]) -> Any:
        with self.client.post(
            path, data=fields, name=name, catch_response=True,
            headers={"Origin": PLAN["url"], "Referer": PLAN["url"] + path},
        ) as answer:  # fmt: skip
            _count(answer)
            if answer.status_code in wanted:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}")
            return answer

    @staticmethod
    def _rest_until(moment: float) -> None:
        gevent.sleep(max(0.0, moment - time.time()))


def _count(answer: Any) -> None:
    code = str(answer.status_code)
    statuses[code] = statuses.get(code, 0) + 1


@events.quitting.add_listener
def _tell(environment: Any, **_kwargs: Any) -> None:
    figures = [
        {
            "name": entry.name,
            "count": entry.num_requests,
            "failures": entry.num_failures,
            "p50": entry.get_response_time_percentile(0.5),
            "p95": entry.get_response_time_percentile(0.95),
            "p99": entry.get_response_time_percentile(0.99),
            "most": entry.max_response_time,
        }
        for entry in environment.stats.entries.values()
    ]
    told = {"figures": figures, "statuses": statuses, "seen": seen}
    Path(os.environ["LOAD_SEEN"]).write_text(json.dumps(told))
