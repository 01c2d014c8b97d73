"""Unusual numbers, look-alike names, and the copy of the profile in an application."""

import pytest

from portal.applications import queries as applications
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import db
from portal.organisations import queries, rules, service
from portal.organisations.models import Organisation
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.organisations import make_membership, make_organisation

NEW = {
    "legal_name": "Zelena dolina",
    "country": "RS",
    "registration_number": "28123456",
    "representative_name": "Mila Jovanović",
}


def owner_of(organisation):
    user = make_user()
    make_membership(user=user, organisation=organisation)
    return user


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"registration_number": "2812"}, "registration_number", "8 digits"),
        ({"legal_name": "Зеленa dolina"}, "legal_name", "mixes Latin and Cyrillic"),
        ({"legal_name": "NVO Светионик"}, "legal_name", "is in the portal already"),
        ({"legal_name": "Ѕvеtiоnik"}, "legal_name", "is in the portal already"),
    ],
)
def test_what_looks_unusual_is_asked_again_and_can_be_confirmed(sign_in_as, change, field, words):
    known = make_organisation(legal_name="Udruženje Svetionik", registration_number="28000001")
    service.set_keys(known)
    client = sign_in_as(make_user())

    page = client.post_page("/organisation/new", {**NEW, **change})
    leads_to = client.send("/organisation/new", {**NEW, **change, "is_confirmed": "y"})

    assert words in page.select_one(f"#{field}-error").get_text()
    assert page.select_one("#is_confirmed")
    assert leads_to == "/organisation/edit"


def test_an_ordinary_organisation_is_not_asked_again(sign_in_as):
    client = sign_in_as(make_user())

    page = client.get_page("/organisation/new")

    assert page.select_one("#is_confirmed") is None
    assert client.send("/organisation/new", NEW) == "/organisation/edit"


def test_only_what_changed_in_the_profile_is_asked_again(sign_in_as):
    organisation = make_organisation(tax_number="1")
    client = sign_in_as(owner_of(organisation))
    form = client.get_page("/organisation/edit")
    data = {field["name"]: field.get("value", "") for field in form.select("main input[name]")}
    data = {name: value for name, value in data.items() if name != "fields_of_work"}
    data |= {"country": "RS", "networks": "BCSDN", "other_representatives": "Iva Ilić, treasurer"}

    refused = client.post_page("/organisation/edit", {**data, "tax_number": "101134703"})
    client.send("/organisation/edit", data)

    kept = db.session.get_one(Organisation, organisation.id)
    assert "PIB" in refused.select_one("#tax_number-error").get_text()
    assert (kept.tax_number, kept.networks) == ("1", "BCSDN")
    assert kept.other_representatives == [{"name": "Iva Ilić", "function": "treasurer"}]
    shown = client.get_page("/organisation").main.get_text()
    assert "Iva Ilić, treasurer" in shown
    assert "% complete" in shown


def test_later_edits_do_not_alter_the_copy_in_a_submission(app):
    application = make_application(state=ApplicationState.SUBMITTED)
    organisation = queries.get_visible(
        actor_of(owner_of(application.organisation)), application.organisation_id
    )
    organisation.legal_name, organisation.networks = "Another name", "Another network"
    organisation.other_representatives = [{"name": "Somebody", "function": ""}]
    db.session.flush()

    content = applications.for_evaluation(applications.whole(application.id))

    assert content.organisation["legal_name"].startswith("Udruženje Svetionik")
    assert content.organisation["networks"] == ""
    assert content.organisation["other_representatives"] == []


def test_keys_are_kept_with_every_save(app):
    user = make_user()
    made = service.create(
        service.Identity("Udruženje Љубав", "RS", "28 123 456", "Mila"),
        actor=actor_of(user),
        at=now(),
    )

    wanted = rules.keys_of(["ljubav"], country="RS", registration_number="", tax_number="")

    assert queries.with_keys([key for key in wanted if key.kind == "name"]) == [made]
