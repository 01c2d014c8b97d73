"""Ties found between a person and the parties of an application."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation import rules
from portal.evaluation.rules import ConflictRule as R

ANA, FILE = UUID(int=1), UUID(int=2)
SINCE = date(2023, 6, 1)
ORG = rules.keys_of("Žena za mir", country="RS", registration_number="28 000 001")
OTHER = rules.keys_of("Shoqata Ëndrra", country="AL", registration_number="L-77")


def tie(kind=R.MEMBER, keys=ORG, until=None):
    return rules.Connection(kind, "Žena za mir", keys, until)


def a_person(*ties, **facts):
    return rules.Person(ANA, "Ana Petrova", connections=ties, **facts)


def a_dossier(*sides, countries=("RS",), accounts=()):
    return rules.Dossier(FILE, frozenset(countries), sides, frozenset(accounts))


def a_side(relation="applicant", keys=ORG, **facts):
    return rules.Side(relation, "Žena za mir", keys, **facts)


def found(person, dossier, joints=(), *, scores=True):
    shared = rules.joint_with(person, joints, since=SINCE)
    return rules.find(person, dossier, shared, since=SINCE, scores=scores)


@pytest.mark.parametrize(
    "relation", ["applicant", "co_applicant", "affiliated_entity", "associate"]
)
def test_member_of_any_party_is_barred_with_the_reason(relation):
    (one,) = found(a_person(tie()), a_dossier(a_side(relation)))

    assert (one.rule, one.blocks) == (R.MEMBER, True)
    party = {"applicant": "the applicant", "affiliated_entity": "an affiliated entity"}
    words = party.get(relation, f"a{'n' if relation[0] == 'a' else ''} {relation}")
    assert one.words == f"Ana Petrova is a member of Žena za mir, {words.replace('_', '-')}."


def test_stranger_is_free():
    assert found(a_person(tie(keys=OTHER)), a_dossier(a_side())) == []


@pytest.mark.parametrize(
    ("until", "count"), [(None, 1), (date(2023, 6, 1), 1), (date(2023, 5, 31), 0)]
)
def test_tie_counts_only_within_the_span(until, count):
    assert len(found(a_person(tie(R.EMPLOYER, until=until)), a_dossier(a_side()))) == count


def test_employer_is_known_by_its_number_or_its_name_however_written():
    by_number = rules.keys_of("Something else", country="RS", registration_number="28000001")
    by_name = rules.keys_of("ЖЕНА ЗА МИР", country="RS")
    elsewhere = rules.keys_of("Žena za mir", country="BA")

    for keys in (by_number, by_name):
        (one,) = found(a_person(tie(R.EMPLOYER, keys)), a_dossier(a_side()))
        assert one.rule is R.EMPLOYER
    assert found(a_person(tie(R.EMPLOYER, elsewhere)), a_dossier(a_side())) == []


def test_earlier_partner_bars_also_when_it_is_now_only_an_associate():
    joint = rules.Joint("SHBB-2024-01-0003", True, (ORG, OTHER))
    dossier = a_dossier(a_side("associate", OTHER))

    (one,) = found(a_person(tie()), dossier, [joint])

    assert (one.rule, one.blocks) == (R.EARLIER, True)
    assert "shared the grant SHBB-2024-01-0003 with Žena za mir" in one.words


def test_earlier_application_without_the_persons_organisation_says_nothing():
    joint = rules.Joint("SHBB-2024-01-0003", True, (OTHER,))

    assert found(a_person(tie()), a_dossier(a_side(keys=OTHER)), [joint]) == []


def test_partner_of_the_action_does_not_score_its_own_country():
    person, dossier = a_person(countries=frozenset({"RS"})), a_dossier(a_side(keys=OTHER))

    (one,) = found(person, dossier)

    assert (one.rule, one.blocks) == (R.COUNTRY, True)
    assert found(person, dossier, scores=False) == []
    assert found(person, a_dossier(a_side(keys=OTHER), countries=("AL",))) == []


def test_shared_mail_domain_and_name_are_suspicions():
    side = a_side(domains=frozenset({"zena.rs"}), people=frozenset({"Ана Петрова"}))

    rows = found(a_person(mail="ana@zena.rs"), a_dossier(side))

    assert {(one.rule, one.blocks) for one in rows} == {(R.MAIL, False), (R.NAME, False)}


def test_who_worked_on_the_application_is_barred():
    (one,) = found(a_person(), a_dossier(a_side(), accounts=[ANA]))

    assert (one.rule, one.blocks) == (R.PERSON, True)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ana@zena.rs", "zena.rs"),
        ("Ana@ZENA.rs ", "zena.rs"),
        ("ana@gmail.com", ""),
        ("ana@mail.yahoo.com", ""),
        ("nothing", ""),
        ("ana@localhost", ""),
    ],
)
def test_mail_domain_says_where_somebody_works(address, domain):
    assert rules.mail_domain(address) == domain


def test_web_domain_is_without_www_and_path():
    assert rules.web_domain("https://www.zena.rs/o-nama") == "zena.rs"
    assert rules.web_domain("zena.rs") == "zena.rs"
    assert rules.web_domain("https://facebook.com/zena") == ""


names = st.text(st.sampled_from("abčžАбЖ -"), max_size=12)


@given(names, names)
def test_same_organisation_is_the_same_whoever_is_asked_first(one, other):
    first, second = (rules.keys_of(name, country="RS") for name in (one, other))
    here = found(a_person(tie(keys=first)), a_dossier(a_side(keys=second)))
    there = found(a_person(tie(keys=second)), a_dossier(a_side(keys=first)))

    assert bool(here) == bool(there) == bool(first & second)
