"""Two records of one organisation: found, compared, merged with everything, or told apart."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.applications import service as applications
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.calls.states import CallState
from portal.core.access import Held
from portal.core.clock import now
from portal.core.db import Base, db
from portal.core.errors import NotAllowed, RuleBroken
from portal.mail.models import MailMessage
from portal.organisations import queries, service
from portal.organisations.models import BankAccount, Membership, Organisation, OrganisationYear
from portal.organisations.service.doubts import keys
from portal.organisations.states import MemberRole
from tests.factories.accounts import actor_of, make_actor, make_user
from tests.factories.applications import make_application
from tests.factories.base import save
from tests.factories.calls import make_call
from tests.factories.organisations import make_document, make_membership, make_organisation
from tests.support.cast import Cast

S = ApplicationState
LEAD = Held("action", uuid4(), "programme")
WHY = "One register number, asked by phone."


def lead(*more):
    return make_actor(LEAD, *more, user_id=make_user().id)


def known(**facts):
    made = make_organisation(**facts)
    service.set_keys(made)
    return made


def names(page):
    return [(pair.first.legal_name, pair.second.legal_name, pair.kinds) for pair in page.rows]


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ({"legal_name": "Udruženje Љубав"}, {"legal_name": "NVO Ljubav"}, ("name",)),
        (
            {"legal_name": "Shoqata Shqipëria", "country": "AL"},
            {"legal_name": "SHQIPERIA", "country": "XK"},
            ("name",),
        ),
        ({"legal_name": "Ura", "local_name": "Most"}, {"legal_name": "Мост"}, ("name",)),
        ({"legal_name": "Centar Sava"}, {"legal_name": "Сеntar Sаvа"}, ("look",)),
        (
            {"legal_name": "A", "tax_number": "101134702"},
            {"legal_name": "B", "tax_number": "101-134-702"},
            ("tax",),
        ),
        (
            {"legal_name": "A", "registration_number": "2810-0001"},
            {"legal_name": "B", "registration_number": "28100001"},
            ("number",),
        ),
    ],
)
def test_doubles_are_found_in_any_script(app, first, second, kinds):
    known(**first)
    known(**second)
    known(legal_name="Something else")

    found = queries.duplicates(lead())

    assert [pair.kinds for pair in found.rows] == [kinds]
    assert queries.duplicate_count(lead()) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"registration_number": "1", "country": "AL"}, {"registration_number": "1"}),
        ({"legal_name": "Udruženje Ura"}, {"legal_name": "Udruženje Most"}),
    ],
)
def test_others_are_no_doubles(app, first, second):
    known(**first)
    known(**second)

    assert names(queries.duplicates(lead())) == []


def test_a_partner_sees_the_pairs_of_its_country_only(app):
    known(legal_name="Ljubav")
    known(legal_name="Љубав", country="AL")

    partner = make_actor(Held("action", uuid4(), "programme", "RS"), user_id=make_user().id)

    assert queries.duplicate_count(partner) == 0


def full_record(**facts):
    """An organisation with something in every table that a CSO fills."""
    made = known(**facts)
    owner = make_user()
    make_membership(user=owner, organisation=made)
    application = make_application(state=S.AWARDED, organisation=made, owner=owner)
    make_document(made, "statute")
    save(OrganisationYear(organisation_id=made.id, year=2024, turnover=Decimal("10.00")))
    save(
        BankAccount(
            organisation_id=made.id,
            holder=made.legal_name,
            iban="RS35260005601001611379",
            bank_name="Bank",
            created_by=owner.id,
            created_at=now(),
        )
    )
    return made, owner, application


def test_merging_moves_everything_and_leaves_a_pointer(app):
    kept, owner, _first = full_record(legal_name="Ljubav")
    other, other_owner, moved = full_record(legal_name="Љубав", bank_asked_at=now())
    make_membership(user=owner, organisation=other, role=MemberRole.EDITOR, is_signatory=False)
    save(OrganisationYear(organisation_id=other.id, year=2023, turnover=Decimal("7.00")))
    kept_id, other_id, application_id = kept.id, other.id, moved.id

    applications.merge_organisations(kept, other, reason=WHY, actor=lead(), at=now())

    left = {
        table.name: db.session.scalar(
            select(func.count()).select_from(table).where(column == other_id)
        )
        for table, column in service.referring()
    }
    assert set(left.values()) == {0}
    for search in ("Ljubav", "Љубав"):
        assert [one.id for one in queries.listing(lead(), search=search).rows] == [kept_id]
    assert len(left) >= 11
    pointer = db.session.get_one(Organisation, other_id)
    assert (pointer.merged_into_id, queries.with_keys(list(keys(pointer)))) == (
        kept_id,
        [db.session.get_one(Organisation, kept_id)],
    )
    assert db.session.get_one(type(moved), application_id).organisation_id == kept_id
    members = {row.user_id: row.role for row in queries.members(kept_id)}
    assert members == {owner.id: MemberRole.OWNER, other_owner.id: MemberRole.OWNER}
    accounts = db.session.scalars(
        select(BankAccount).where(BankAccount.organisation_id == kept_id)
    ).all()
    assert sorted(one.replaced_at is None for one in accounts) == [False, True]
    assert sorted(db.session.scalars(select(OrganisationYear.year))) == [2023, 2024]
    assert db.session.get_one(Organisation, kept_id).bank_asked_at is not None
    assert len(queries.document_versions(kept_id, "statute")) == 2
    audited = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "organisation.merged")
    ).all()
    assert {entry.subject_id for entry in audited} == {kept_id, other_id}
    assert {entry.reason for entry in audited} == {WHY}
    sent = db.session.scalars(
        select(MailMessage.to_address).where(MailMessage.template == "organisation_merged")
    )
    assert sorted(sent) == sorted([owner.email, other_owner.email])


def test_every_table_that_names_an_organisation_is_known(app):
    tables = {table.name for table, _ in service.referring()}

    assert tables >= {
        "memberships", "invitations", "bank_accounts", "organisation_documents", "applications",
        "grants", "registrations", "documents",
    }  # fmt: skip
    assert all(name in Base.metadata.tables for name in tables)


@pytest.mark.parametrize(
    ("state", "call_state", "is_refused"),
    [
        (S.DRAFT, CallState.PUBLISHED, True),
        (S.SUBMITTED, CallState.CLOSED, True),
        (S.WITHDRAWN, CallState.PUBLISHED, False),
        (S.REJECTED_QUALITY, CallState.DECIDED, False),
    ],
)
def test_two_applicants_of_one_open_call_are_not_merged(app, state, call_state, is_refused):
    call = make_call(state=call_state)
    first, second = (make_application(state=state, call=call).organisation for _ in range(2))

    if is_refused:
        with pytest.raises(RuleBroken, match=call.reference):
            applications.merge_organisations(first, second, reason=WHY, actor=lead(), at=now())
        assert second.merged_into_id is None
    else:
        applications.merge_organisations(first, second, reason=WHY, actor=lead(), at=now())
        assert db.session.get_one(Organisation, second.id).merged_into_id == first.id


def test_only_the_leads_programme_staff_merge_and_never_their_own(app):
    first, second = known(legal_name="Ljubav"), known(legal_name="Љубав")
    refused = (
        make_actor(Held("action", uuid4(), "programme", "RS"), user_id=make_user().id),
        make_actor(Held("action", uuid4(), "finance"), user_id=make_user().id),
        lead(Held("organisation", second.id, "reader")),
        make_actor(is_administrator=True),
    )

    for actor in refused:
        with pytest.raises(NotAllowed):
            service.merge(first, second, reason=WHY, actor=actor, at=now())
        with pytest.raises(NotAllowed):
            service.keep_apart(first, second, reason=WHY, actor=actor, at=now())
    with pytest.raises(RuleBroken, match="Say why"):
        service.merge(first, second, reason=" ", actor=lead(), at=now())


def programme(sign_in_as):
    return sign_in_as(Cast().person("programme"))


def test_the_lead_compares_and_merges_in_the_browser(sign_in_as):
    first, second = known(legal_name="Ljubav", city="Niš"), known(legal_name="Љубав", city="Bor")
    client = programme(sign_in_as)

    listed = client.get_page("/manage/organisations/duplicates")
    address = listed.select_one("tbody th a")["href"]
    page = client.get_page(address)
    refused = client.post_page(address, {"keep": "first", "reason": ""})
    leads_to = client.send(address, {"keep": "second", "reason": WHY})

    assert "Same name" in listed.main.get_text()
    addresses = [cell.get_text() for cell in page.select("td") if "Ulica lipa" in cell.get_text()]
    assert sorted(addresses) == ["Ulica lipa 1, Bor", "Ulica lipa 1, Niš"]
    assert "Say why" in refused.select_one("#reason-error").get_text()
    kept, gone = sorted((first.id, second.id))[1], sorted((first.id, second.id))[0]
    assert leads_to == f"/manage/organisations/{kept}"
    assert client.get(f"/manage/organisations/{gone}").location == leads_to
    assert "was merged into this record" in client.get_page(leads_to).main.get_text()
    assert client.get_page("/manage/organisations/duplicates").select("tbody tr") == []


def test_two_that_were_told_apart_are_not_shown_again(sign_in_as):
    known(legal_name="Ljubav")
    known(legal_name="Љубав")
    client = programme(sign_in_as)
    address = client.get_page("/manage/organisations/duplicates").select_one("tbody th a")["href"]

    client.send(f"{address}/apart", {"apart_reason": "One is in Niš, the other in Bor."})

    assert client.get_page("/manage/organisations/duplicates").select("tbody tr") == []


def test_mixed_scripts_are_shown_to_the_lead(sign_in_as):
    mixed = known(legal_name="Сеntar Sava", has_mixed_script=True)
    client = programme(sign_in_as)

    listed = client.get_page("/manage/organisations?q=sava")
    page = client.get_page(f"/manage/organisations/{mixed.id}")

    assert "Letters of two scripts" in listed.main.get_text()
    assert "mixes Latin and Cyrillic" in page.main.get_text()


def test_ended_memberships_stay_as_history(app):
    first, second = known(legal_name="Ljubav"), known(legal_name="Љубав")
    left = make_membership(organisation=second, role=MemberRole.READER)
    left.ended_at = now() - timedelta(days=3)
    db.session.flush()

    service.merge(first, second, reason=WHY, actor=lead(), at=now())

    row = db.session.get_one(Membership, left.id)
    assert (row.organisation_id, row.ended_at is None) == (first.id, False)
    assert queries.members(first.id) == []


def test_a_member_of_the_other_record_works_for_the_kept_one(sign_in_as):
    first, second = known(legal_name="Ljubav"), known(legal_name="Љубав")
    user = make_user()
    make_membership(user=user, organisation=second)
    client = sign_in_as(user)

    service.merge(first, second, reason=WHY, actor=lead(), at=now())

    assert client.get_page("/organisation").h1.get_text() == "Ljubav"
    assert actor_of(user).is_member(first.id, "owner")
