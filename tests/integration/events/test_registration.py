"""Registration: capacity under parallel requests, the same answer twice, links, reminders."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.access import SYSTEM
from portal.core.clock import now
from portal.core.db import db
from portal.events import queries, service
from portal.events.models import Registration
from portal.events.states import EventState
from portal.mail.models import MailMessage
from tests.factories.base import AT
from tests.factories.events import make_event, make_registration

ANA = {"name": "Ana Primer", "email": "ana@example.org", "category": "media", "sex": ""}


def soon(**overrides):
    start = now() + timedelta(days=20)
    return make_event(starts_at=start, ends_at=start + timedelta(hours=4), **overrides)


def mails(template):
    found = select(MailMessage).where(MailMessage.template == template)
    return list(db.session.scalars(found.order_by(MailMessage.queued_at)))


def cancel_path(message):
    return re.search(r"http://localhost(/events/\S+/cancel/\S+?)[\s.]*$", message.body_text, re.M)[
        1
    ]


def test_registering_twice_gives_the_same_answer_and_one_row(client, app):
    event = soon()

    first = client.send("events.register", ANA, slug=event.slug)
    again = client.send("events.register", ANA | {"email": "ANA@example.org"}, slug=event.slug)

    assert first == again == f"/events/{event.slug}/registered"
    assert len(queries.people(event.id)) == 1
    assert len(mails("events/registered")) == 1


def test_the_link_of_the_mail_gives_the_place_to_the_first_who_waits(client, app):
    event = soon(capacity=1)
    client.send("events.register", ANA, slug=event.slug)
    client.send("events.register", ANA | {"email": "bojan@example.org"}, slug=event.slug)
    confirmed, waiting = mails("events/registered")
    assert waiting.subject.startswith("Waiting list")

    page = client.follow(cancel_path(confirmed))

    assert "Your registration is cancelled" in page.select_one("main").get_text()
    states = {one.email: bool(one.cancelled_at) for one in queries.people(event.id)}
    assert states == {"ana@example.org": True, "bojan@example.org": False}
    assert queries.places(event.id) == queries.Places(registered=1)
    assert [m.to_address for m in mails("events/registered")].count("bojan@example.org") == 2


def test_an_unknown_cancel_link_is_not_found(client, app):
    client.get_page("events.give_back", slug=soon().slug, token="guessed", status=404)


def test_who_cancelled_may_register_again(client, app):
    event = soon()
    client.send("events.register", ANA, slug=event.slug)
    client.send(cancel_path(mails("events/registered")[0]))

    client.send("events.register", ANA, slug=event.slug)

    assert queries.places(event.id).registered == 1


def test_a_closed_registration_is_refused_in_words(client, app):
    event = soon(state=EventState.REGISTRATION_CLOSED)

    page = client.post_page("events.register", ANA, slug=event.slug)

    assert "Registration for this event is not open." in page.get_text()
    assert queries.people(event.id) == []


@pytest.mark.parametrize(("wrong", "field"), [({"email": "ana"}, "email"), ({"name": ""}, "name")])
def test_a_wrong_field_is_named_and_the_rest_stays(client, app, wrong, field):
    page = client.post_page(
        "events.register", ANA | {"function": "Editor"} | wrong, slug=soon().slug
    )

    assert page.select_one(f"#{field}-error") is not None
    assert page.select_one("#function")["value"] == "Editor"


def test_places_hold_under_parallel_registrations(app, portal):
    event = soon(capacity=3)
    slug = event.slug
    db.session.commit()
    gate = threading.Barrier(6)

    def register(number):
        client = portal.test_client()
        gate.wait()
        client.post(f"/events/{slug}/register", data=ANA | {"email": f"p{number}@example.org"})

    threads = [threading.Thread(target=register, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    assert queries.places(event.id) == queries.Places(registered=3, waiting=3)


def test_reminders_go_once_to_those_with_a_place(app, run_jobs):
    event = make_event(starts_at=AT + timedelta(days=1, hours=20))
    expected = make_registration(event=event)
    make_registration(event=event, is_waiting=True)
    make_registration(event=event, cancelled_at=AT)
    make_registration(event=event, registered_at=AT)
    cancelled = make_event(starts_at=AT + timedelta(days=1), state=EventState.CANCELLED)
    make_registration(event=cancelled)

    for hours in (0, 1):
        for one in queries.to_remind(AT + timedelta(hours=hours), timedelta(days=2)):
            service.remind(one, actor=SYSTEM, at=AT + timedelta(hours=hours))

    assert [message.to_address for message in mails("events/reminder")] == [expected.email]


def test_the_cancel_token_is_kept_as_a_hash_only(client, app):
    event = soon()
    client.send("events.register", ANA, slug=event.slug)
    token = cancel_path(mails("events/registered")[0]).rsplit("/", 1)[1]

    (kept,) = db.session.scalars(select(Registration))

    assert kept.token_hash == queries.hashed(token)
    assert token not in str(vars(kept))
