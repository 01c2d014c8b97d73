"""Organisations, their people and their bank account."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import User
from portal.core.access import SYSTEM, Held
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.mail.models import MailMessage
from portal.organisations import queries, service
from portal.organisations.models import BankAccount, Invitation, Membership, Organisation
from portal.organisations.states import MemberRole
from portal.web.access import roles_of
from tests.factories.accounts import PASSWORD, actor_of, make_actor, make_user
from tests.factories.organisations import make_membership, make_organisation

IBAN = "RS35 2600 0560 1001 6113 79"
NEW = {
    "legal_name": "Zelena dolina",
    "country": "RS",
    "registration_number": "28 123 456",
    "representative_name": "Mila Jovanović",
}
COLLEAGUE = "new.colleague@example.org"


def mails(template):
    return db.session.scalars(select(MailMessage).where(MailMessage.template == template)).all()


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.body_text)[1]


def owner_of(organisation):
    user = make_user(password=PASSWORD)
    make_membership(user=user, organisation=organisation)
    return user


def test_creating_makes_the_person_owner_and_signatory(sign_in_as):
    user = make_user()
    client = sign_in_as(user)

    leads_to = client.send("/organisation/new", NEW)

    organisation = db.session.scalars(select(Organisation)).one()
    [membership] = queries.members(organisation.id)
    assert leads_to == "/organisation/edit"
    assert organisation.registration_number == "28123456"
    assert (membership.user_id, membership.role, membership.is_signatory) == (
        user.id,
        MemberRole.OWNER,
        True,
    )
    assert {held.function for held in roles_of(user.id)} == {"owner", "signatory"}


@pytest.mark.parametrize(
    ("existing", "field", "words"),
    [
        ({"registration_number": "28123456"}, "registration_number", "in the portal already"),
        (
            {"registration_number": "28123456", "is_action_party": True},
            "legal_name",
            "party of the Action",
        ),
        (
            {"legal_name": "Зелена Долина", "is_action_party": True},
            "legal_name",
            "party of the Action",
        ),
        ({"country": "AL", "registration_number": "28123456"}, None, None),
    ],
)
def test_an_organisation_stands_here_once(sign_in_as, existing, field, words):
    make_organisation(**existing)
    client = sign_in_as(make_user())

    if field is None:
        assert client.send("/organisation/new", NEW) == "/organisation/edit"
        return
    page = client.post_page("/organisation/new", NEW)

    assert words in page.select_one(f"#{field}-error").get_text()
    assert page.select_one("#representative_name")["value"] == NEW["representative_name"]


def test_add_party_twice_is_one_row_without_members(app):
    identity = service.Identity("Group 484", "RS", "G484", "")

    first = service.add_party(identity, actor=SYSTEM, at=now())
    second = service.add_party(identity, actor=SYSTEM, at=now())

    assert first is second
    assert first.is_action_party
    assert queries.members(first.id) == []


def filled(page):
    """What a browser would send back."""
    data = {field["name"]: field.get("value", "") for field in page.select("main input[name]")}
    data |= {field["name"]: field.get_text() for field in page.select("main textarea[name]")}
    data["country"] = page.select_one("#country option[selected]")["value"]
    data.pop("csrf_token", None)
    data.pop("fields_of_work", None)
    return data


def test_profile_is_edited_with_turnover(sign_in_as):
    organisation = make_organisation()
    client = sign_in_as(owner_of(organisation))
    form = filled(client.get_page("/organisation/edit"))

    form |= {"turnover_1": "12.345,60", "city": "Niš", "fields_of_work": ["media", "unknown"]}
    page = client.follow("/organisation/edit", {**form, "is_action_party": "y"})

    changed = queries.get_visible(SYSTEM_READER(organisation), organisation.id)
    assert changed.city == "Niš"
    assert changed.fields_of_work == ["media"]
    assert [entry.turnover for entry in changed.years] == [Decimal("12345.60")]
    assert not changed.is_action_party
    assert "EUR\u00a012,345.60" in page.main.get_text()


def SYSTEM_READER(organisation):
    user = make_user()
    make_membership(user=user, organisation=organisation, role=MemberRole.READER)
    return actor_of(user)


def test_second_saver_is_told_and_keeps_the_text(sign_in_as):
    organisation = make_organisation()
    client = sign_in_as(owner_of(organisation))
    form = filled(client.get_page("/organisation/edit"))
    client.send("/organisation/edit", {**form, "city": "Niš"})

    page = client.post_page("/organisation/edit", {**form, "mission": "Our text"}, status=409)

    assert "Somebody else saved this profile" in page.select_one(".gp-errors").get_text()
    assert page.select_one("#mission").get_text().strip() == "Our text"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"turnover_2": "1.234"}, "turnover_2", "Enter a number"),
        ({"staff_full_time": "-3"}, "staff_full_time", "whole number"),
        ({"staff_full_time": "1_000"}, "staff_full_time", "whole number"),
        ({"staff_full_time": "\u0663"}, "staff_full_time", "whole number"),
        ({"staff_full_time": "100001"}, "staff_full_time", "from 0 to 100000"),
        ({"email": "nobody"}, "email", "correct format"),
        ({"legal_name": " "}, "legal_name", "Enter the legal name"),
        ({"website": "javascript:alert(1)"}, "website", "web address"),
    ],
)
def test_profile_refuses_at_the_field(sign_in_as, change, field, words):
    client = sign_in_as(owner_of(make_organisation()))
    form = filled(client.get_page("/organisation/edit"))

    page = client.post_page("/organisation/edit", {**form, "street": "Nova 7", **change})

    assert words in page.select_one(f"#{field}-error").get_text()
    assert page.select_one("#street")["value"] == "Nova 7"


def test_invited_person_opens_an_account_and_belongs(client, sign_in_as):
    organisation = make_organisation()
    owner = sign_in_as(owner_of(organisation))
    owner.send(
        "/organisation/people/invite",
        {"email": COLLEAGUE.upper(), "role": "editor", "is_signatory": "y"},
    )
    link = link_in(mails("invitation")[0])

    page = client.get_page(link)
    leads_to = client.send(
        link, {"name": "Nova", "password": PASSWORD, "language": "en", "consent": "y"}
    )

    members = {member.user.email: member for member in queries.members(organisation.id)}
    assert COLLEAGUE in page.main.get_text()
    assert leads_to == "/home"
    assert client.get("/organisation").status_code == 200
    assert (members[COLLEAGUE].role, members[COLLEAGUE].is_signatory) == ("editor", True)
    assert client.get_page(link).h1.get_text() == "This invitation no longer works"


def test_invited_person_with_an_account_signs_in_to_accept(client, sign_in_as):
    organisation, colleague = make_organisation(), make_user(email=COLLEAGUE)
    owner = sign_in_as(owner_of(organisation))
    owner.send("/organisation/people/invite", {"email": COLLEAGUE, "role": "reader"})
    link = link_in(mails("invitation")[0])

    visitor = client.get_page(link)
    stranger = sign_in_as(make_user()).get_page(link)
    sign_in_as(colleague).send(link)

    assert "Sign in to accept" in visitor.main.get_text()
    assert COLLEAGUE not in stranger.main.get_text()
    assert queries.open_membership(organisation.id, colleague.id).role == "reader"


def test_invitation_cannot_be_used_with_another_address(sign_in_as):
    organisation = make_organisation()
    owner = sign_in_as(owner_of(organisation))
    owner.send("/organisation/people/invite", {"email": COLLEAGUE, "role": "owner"})
    stranger = make_user()

    sign_in_as(stranger).post(link_in(mails("invitation")[0]))
    invitation = db.session.scalars(select(Invitation)).one()

    assert queries.open_membership(organisation.id, stranger.id) is None
    with pytest.raises(NotAllowed, match="another address"):
        service.accept_invitation(invitation, user=stranger, actor=actor_of(stranger), at=now())


@pytest.mark.parametrize("days", [6, 8])
def test_invitation_works_for_7_days(client, sign_in_as, days):
    owner = sign_in_as(owner_of(make_organisation()))
    owner.send("/organisation/people/invite", {"email": COLLEAGUE, "role": "reader"})

    with time_machine.travel(now() + timedelta(days=days), tick=False):
        page = client.get_page(link_in(mails("invitation")[0]))

    assert (page.h1.get_text() == "This invitation no longer works") == (days == 8)


def test_newer_invitation_ends_the_older_and_withdrawing_ends_it_too(client, sign_in_as):
    owner = sign_in_as(owner_of(make_organisation()))
    for _ in range(2):
        owner.send("/organisation/people/invite", {"email": COLLEAGUE, "role": "reader"})
    first, second = (link_in(mail) for mail in mails("invitation"))

    page = owner.get_page("/organisation/people")
    [button] = page.select("form[action$='/withdraw']")
    titles = [client.get_page(link).h1.get_text() for link in (first, second)]
    owner.send(button["action"])
    after = client.get_page(second).h1.get_text()

    assert sorted(titles)[0] == "This invitation no longer works"
    assert sorted(titles)[1].startswith("Work for")
    assert after == "This invitation no longer works"


def test_members_are_not_invited_again(sign_in_as):
    organisation = make_organisation()
    colleague = make_membership(organisation=organisation, role=MemberRole.READER)
    owner = sign_in_as(owner_of(organisation))
    email = db.session.get_one(User, colleague.user_id).email

    page = owner.post_page("/organisation/people/invite", {"email": email, "role": "editor"})

    assert "belongs to the organisation already" in page.select_one("#email-error").get_text()
    assert mails("invitation") == []


def test_last_owner_can_neither_leave_nor_step_down(sign_in_as):
    organisation = make_organisation()
    user = owner_of(organisation)
    membership = queries.open_membership(organisation.id, user.id)
    client = sign_in_as(user)
    address = f"/organisation/people/{membership.id}"

    leave = client.post(f"{address}/remove")
    step_down = client.post(address, data={"role": "reader"})
    page = client.get_page(address)

    assert (leave.status_code, step_down.status_code) == (403, 403)
    assert "last owner" in page.main.get_text()
    assert db.session.get_one(Membership, membership.id).role == MemberRole.OWNER


def test_removed_member_is_out_at_once_and_may_come_back(sign_in_as):
    organisation = make_organisation()
    owner = owner_of(organisation)
    colleague = make_membership(organisation=organisation, role=MemberRole.EDITOR)
    theirs = sign_in_as(db.session.get_one(User, colleague.user_id))
    assert theirs.get("/organisation").status_code == 200

    sign_in_as(owner).send(f"/organisation/people/{colleague.id}/remove")

    assert theirs.get("/organisation").location == "/organisation/new"
    assert roles_of(colleague.user_id) == []
    make_membership(organisation=organisation, user=db.session.get_one(User, colleague.user_id))
    assert len(roles_of(colleague.user_id)) == 2


def test_members_of_other_organisations_are_not_there(sign_in_as):
    elsewhere = make_membership(role=MemberRole.READER)
    client = sign_in_as(owner_of(make_organisation()))

    assert client.get(f"/organisation/people/{elsewhere.id}").status_code == 404
    assert client.post(f"/organisation/people/{elsewhere.id}/remove").status_code == 404
    assert queries.open_membership(elsewhere.organisation_id, elsewhere.user_id) is not None


def test_a_person_switches_between_organisations(sign_in_as):
    first, second = make_organisation(legal_name="Alfa"), make_organisation(legal_name="Beta")
    user = owner_of(first)
    make_membership(user=user, organisation=second, role=MemberRole.READER)
    client = sign_in_as(user)

    before = client.get_page("/organisation").h1.get_text()
    client.send(f"/organisation/switch/{second.id}")
    after = client.get_page("/organisation").h1.get_text()

    assert (before, after) == ("Alfa", "Beta")
    assert client.get("/organisation/edit").status_code == 403


BANK = {"holder": "Zelena dolina", "iban": IBAN, "bank_name": "Banka", "password": PASSWORD}


def test_bank_account_is_asked_for_only_after_selection(sign_in_as):
    organisation = make_organisation()
    client = sign_in_as(owner_of(organisation))

    early = client.post("/organisation/bank", data=BANK)
    service.ask_bank(organisation, actor=SYSTEM, at=now())
    page = client.follow("/organisation/bank", BANK)

    assert early.status_code == 403
    assert IBAN in page.main.get_text()
    assert db.session.scalars(select(BankAccount.iban)).one() == IBAN.replace(" ", "")


def test_replacing_the_bank_account_keeps_the_old_and_tells_owners(sign_in_as):
    organisation = make_organisation(bank_asked_at=now())
    client, other = sign_in_as(owner_of(organisation)), owner_of(organisation)

    client.send("/organisation/bank", BANK)
    client.send("/organisation/bank", {**BANK, "iban": "RS35 1050 0812 3123 1231 73"})
    waits = queries.waiting_bank_change(organisation.id)
    assert queries.current_bank_account(organisation.id).iban == IBAN.replace(" ", "")
    service.approve_bank_change(
        queries.bank_change(waits.id),
        actor=make_actor(Held("action", uuid4(), "finance"), user_id=make_user().id),
        at=now(),
    )

    kept = db.session.scalars(select(BankAccount)).all()
    assert sorted(account.replaced_at is None for account in kept) == [False, True]
    assert len(mails("bank_account_changed")) == 4
    assert other.email in {mail.to_address for mail in mails("bank_account_changed")}
    assert "RS35260005601001611379" not in mails("bank_account_changed")[0].body_text


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"password": "wrong password!"}, "password", "not correct"),
        ({"iban": "RS35 2600"}, "iban", "has 22 characters"),
        ({"holder": ""}, "holder", "Enter the name of the account holder"),
    ],
)
def test_bank_account_refused_at_the_field(sign_in_as, change, field, words):
    client = sign_in_as(owner_of(make_organisation(bank_asked_at=now())))

    page = client.post_page("/organisation/bank", {**BANK, **change})

    assert words in page.select_one(f"#{field}-error").get_text()
    assert db.session.scalars(select(BankAccount)).all() == []


def test_home_shows_three_steps_to_somebody_new(sign_in_as):
    page = sign_in_as(make_user()).get_page("/home")

    assert [step.get_text() for step in page.select(".gp-steps h3")] == [
        "Enter your organisation",
        "Find a call",
        "Apply",
    ]


def test_home_lists_what_the_organisation_still_needs(sign_in_as):
    organisation = make_organisation(phone="", bank_asked_at=now())

    page = sign_in_as(owner_of(organisation)).get_page("/home")

    todo = [link.get_text() for link in page.select(".gp-todo a")]
    assert todo == ["Complete the profile", "Enter the bank account"]


def test_service_refuses_a_reader(app):
    membership = make_membership(role=MemberRole.READER, is_signatory=False)
    organisation = db.session.get_one(Organisation, membership.organisation_id)
    actor = actor_of(db.session.get_one(User, membership.user_id))

    with pytest.raises(NotAllowed):
        service.invite(
            organisation,
            email=COLLEAGUE,
            role=MemberRole.READER,
            is_signatory=False,
            actor=actor,
            at=now(),
        )
    with pytest.raises((NotAllowed, RuleBroken)):
        service.set_bank_account(
            organisation, service.Account("A", IBAN, "B"), actor=actor, at=now()
        )


def partner_of(country):
    user = make_user()
    return make_actor(Held("action", uuid4(), "programme", country), user_id=user.id)


@pytest.mark.parametrize(
    ("country", "search", "names"),
    [
        (None, "", ["Agimi", "Љубав"]),
        ("AL", "", ["Agimi"]),
        (None, "ljubav", ["Љубав"]),
        (None, "AGIMI", ["Agimi"]),
        (None, "%", []),
        ("ME", "", []),
    ],
)
def test_staff_find_organisations_of_their_countries(app, country, search, names):
    make_organisation(legal_name="Љубав")
    make_organisation(legal_name="Agimi", country="AL")

    found = queries.listing(partner_of(country), search=search)

    assert [organisation.legal_name for organisation in found.rows] == names
