"""A person takes along everything kept of them, and nothing of anybody else."""

import io
import json
import zipfile

from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.applications import queries, service
from portal.audit.models import AuditEntry
from portal.core.db import db, transaction
from tests.factories.accounts import PASSWORD, actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.mail import make_mail
from tests.integration.applications.test_mandates import ask, last_token, with_partner
from tests.support.client import check_html


def sign_mandate_of(other, me):
    application, row, actor = with_partner(owner=other)
    ask(application, row, actor)
    found = queries.mandate_by_token(last_token())
    with transaction():
        service.sign_mandate(found, name=me.name, function="Head", actor=actor_of(me), at=AT)


def test_own_data_is_all_of_the_person_and_nothing_of_another(app, client, sign_in_as):
    me = make_user(name="Љиљана Đorđević", email="ana@partner.example.org", password=PASSWORD)
    other = make_user(name="Bardh Krasniqi", email="bardh@example.org", password=PASSWORD)
    for person in (me, other):
        make_application(owner=person, title=f"Project of {person.name}")
        make_mail(name=person.name, email=person.email.title())
        client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
        client.post("/sign-out")
    sign_mandate_of(other, me)

    answer = sign_in_as(me).post("/account/data")

    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    files = {name: archive.read(name).decode() for name in archive.namelist()}
    kept = json.loads(files["my data.json"])
    assert kept["account"][0]["email"] == me.email
    assert len(kept["organisations"]) == 1
    assert [row["title"] for row in kept["applications_begun"]] == [f"Project of {me.name}"]
    assert kept["versions_submitted"][0]["submitted_as"] == me.name
    assert [row["signed_as"] for row in kept["mandates"]] == [me.name]
    assert len(kept["mails"]) == 3
    done = {row["what"] for row in kept["audit"]}
    assert {"account.signed_in", "application.mandate_signed", "account.data_taken"} <= done
    assert kept["sign_ins"][0]["signed_in_at"].endswith("+00:00")
    check_html(files["my data.html"])
    page = BeautifulSoup(files["my data.html"], "html.parser")
    assert len(page.select("h2")) == len(kept) - 3
    for text in files.values():
        for strange in ("Bardh", "bardh", str(other.id), "$argon2"):
            assert strange not in text
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "account.data_taken"))
    assert [(entry.actor_id, entry.subject_id) for entry in noted] == [(me.id, me.id)]
    assert answer.headers["Cache-Control"] == "no-store"
