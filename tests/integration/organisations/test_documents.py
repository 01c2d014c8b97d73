"""Documents of the profile: versions, days, who sees them, reminders, use in applications."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications import service as applying
from portal.applications.states import ApplicationState
from portal.core.clock import day_in, now
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.mail.models import MailMessage
from portal.organisations import queries, service
from portal.organisations.models import OrganisationDocument
from portal.organisations.states import DocumentState, MemberRole
from portal.organisations.tasks import remind_expiry
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.files import pdf
from tests.factories.organisations import make_document, make_membership, make_organisation

S = ApplicationState
TODAY = day_in("Europe/Belgrade", now())


def owner_of(organisation, **membership):
    user = make_user()
    make_membership(user=user, organisation=organisation, **membership)
    return user


def upload(name="statute.pdf", pages=1, **fields):
    return {"file": (io.BytesIO(pdf(pages)), name), **fields}


def badges(page):
    return [cell.get_text(strip=True) for cell in page.select("tbody tr .gp-badge")]


def test_a_document_is_uploaded_and_its_versions_are_kept(sign_in_as):
    organisation = make_organisation()
    client = sign_in_as(owner_of(organisation))
    until = TODAY + timedelta(days=400)

    client.send("/organisation/documents/statute", upload(expires_on=until.isoformat()))
    client.send("/organisation/documents/statute", upload("new.pdf", pages=2))

    page = client.get_page("/organisation/documents/statute")
    assert [link.get_text() for link in page.select(".gp-doc a")] == ["new.pdf", "statute.pdf"]
    assert queries.documents(organisation.id)["statute"].file.name == "new.pdf"
    overview = client.get_page("/organisation/documents")
    assert badges(overview) == ["Valid", "Missing", "Missing", "Missing", "Missing"]
    assert len(overview.select("tbody tr")) == 5  # the bank form is asked only after selection


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"file": (b"", "")}, "file", "Choose a file"),
        ({"issued_on": "2099-01-01"}, "issued_on", "future"),
        ({"issued_on": "2020-02-01", "expires_on": "2020-01-01"}, "expires_on", "before it was"),
        ({"expires_on": "2020-01-01"}, "expires_on", "expired already"),
        ({"file": (b"MZ", "statute.exe")}, "file", ""),
    ],
)
def test_a_document_is_refused_at_its_field(sign_in_as, fields, field, words):
    organisation = make_organisation()
    client = sign_in_as(owner_of(organisation))

    sent = upload() | fields
    if "file" in fields:
        content, name = fields["file"]
        sent["file"] = (io.BytesIO(content), name)

    page = client.post_page("/organisation/documents/statute", sent)

    assert words in page.select_one(f"#{field}-error").get_text()
    assert queries.documents(organisation.id) == {}


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (None, DocumentState.VALID),
        (61, DocumentState.VALID),
        (60, DocumentState.EXPIRES_SOON),
        (0, DocumentState.EXPIRES_SOON),
        (-1, DocumentState.EXPIRED),
    ],
)
def test_state_follows_the_last_day(sign_in_as, days, state):
    organisation = make_organisation()
    expires_on = None if days is None else TODAY + timedelta(days=days)
    make_document(organisation, expires_on=expires_on)

    page = sign_in_as(owner_of(organisation)).get_page("/organisation/documents")

    words = {"valid": "Valid", "expires_soon": "Expires soon", "expired": "Expired"}
    assert badges(page)[0] == words[state]


def test_readers_and_others_change_nothing(app, sign_in_as):
    organisation = make_organisation()
    reader = owner_of(organisation, role=MemberRole.READER, is_signatory=False)
    document = make_document(organisation)
    stranger = sign_in_as(owner_of(make_organisation()))

    assert stranger.get(f"/organisations/documents/{document.id}").status_code == 404
    assert stranger.post(f"/organisation/documents/{document.id}/end").status_code == 404
    with pytest.raises(NotAllowed):
        service.end_document(document, actor=actor_of(reader), at=now())
    served = sign_in_as(reader).get(f"/organisations/documents/{document.id}")
    assert served.data.startswith(b"%PDF-1.4")


def test_the_bank_form_is_seen_by_those_who_see_the_account(sign_in_as):
    organisation = make_organisation(bank_asked_at=now())
    reader = owner_of(organisation, role=MemberRole.READER, is_signatory=False)
    document = make_document(organisation, "bank_form")

    theirs = sign_in_as(owner_of(organisation)).get(f"/organisations/documents/{document.id}")
    not_theirs = sign_in_as(reader).get(f"/organisations/documents/{document.id}")

    assert (theirs.status_code, not_theirs.status_code) == (200, 403)


def test_owners_are_reminded_once_30_days_before(app):
    organisation = make_organisation()
    owner = owner_of(organisation)
    owner_of(organisation, role=MemberRole.READER)
    soon = make_document(organisation, "statute", expires_on=TODAY + timedelta(days=30))
    make_document(organisation, "accounts", expires_on=TODAY + timedelta(days=31))
    make_document(organisation, "registration", expires_on=TODAY - timedelta(days=1))
    db.session.commit()

    for _ in range(2):
        remind_expiry({}, now())

    sent = db.session.scalars(
        select(MailMessage).where(MailMessage.template == "document_expires")
    ).all()
    assert [mail.to_address for mail in sent] == [owner.email]
    assert "Statute" in sent[0].subject
    assert db.session.get_one(OrganisationDocument, soon.id).reminded_at is not None


def a_draft():
    owner = make_user()
    application = make_application(state=S.DRAFT, owner=owner)
    return application, owner


def shown(application, key):
    found = applications.slots(applications.whole(application.id), "application")
    return next([file.name for file in entry.files] for entry in found if entry.slot.key == key)


def test_a_document_of_the_profile_is_used_with_one_press(sign_in_as):
    application, owner = a_draft()
    organisation = application.organisation
    document = make_document(organisation, "accounts", name="closed_year.pdf")
    client = sign_in_as(owner)
    address = f"/applications/{application.id}/documents"

    before = client.get_page(address)
    client.send(f"{address}/accounts/use")
    make_document(organisation, "tax_certificate")
    service.end_document(queries.document(document.id), actor=actor_of(owner), at=now())
    after = client.get_page(address)

    assert "closed_year.pdf" in before.main.get_text()
    assert [form["action"] for form in before.select("form[action$='/use']")] == [
        f"{address}/accounts/use"
    ]
    assert after.select("form[action$='/use']") == []
    assert shown(application, "accounts")[-1] == "closed_year.pdf"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"expires_on": date(2020, 1, 1)}, "accounts"),
        ({"name": "accounts.docx"}, "accounts"),
        ({"replaced_at": now()}, "accounts"),
        ({}, "statute"),
    ],
)
def test_what_does_not_fit_is_not_taken(app, facts, kind):
    application, owner = a_draft()
    document = make_document(application.organisation, kind, **facts)
    slot = next(one for one in application.call.document_slots if one.key == "accounts")

    assert applications.offers(applications.whole(application.id), "application", now()) == {}
    with pytest.raises(RuleBroken, match="does not fit"):
        applying.attach_from_profile(
            application, slot, queries.document(document.id), actor=actor_of(owner), at=now()
        )


def test_the_eligibility_check_offers_the_statute(sign_in_as):
    owner = make_user()
    application = make_application(state=S.ELIGIBILITY_CHECK, owner=owner)
    make_document(application.organisation, "statute")
    client = sign_in_as(owner)

    client.send(f"/applications/{application.id}/documents/statute/use")

    found = applications.slots(applications.whole(application.id), "eligibility")
    assert [entry.slot.key for entry in found if entry.files] == ["statute"]
