"""Pre-check, codes of budget lines, fingerprint, declaration, profile."""

from datetime import date

import pytest

from portal.applications.rules.declaration import STATEMENTS, is_signed
from portal.applications.rules.frozen import canonical, fingerprint
from portal.applications.rules.precheck import (
    ApplicantFacts,
    CallFacts,
    check_applicant,
    questions,
    refused_answers,
)
from portal.applications.rules.profile import NEEDED, missing_of
from portal.applications.rules.standard import codes_for, kind_of

CALL = CallFacts(12, 1, ("AL", "RS"), ("Legal aid",))
PUBLISHED = date(2026, 11, 12)


def applicant(**overrides):
    values = {"country": "RS", "registered_on": date(2015, 1, 1), "is_action_party": False,
              "applications_as_lead": 0}  # fmt: skip
    return ApplicantFacts(**(values | overrides))


def codes(facts, lot_country="RS"):
    found = check_applicant(CALL, facts, lot_country=lot_country, published_on=PUBLISHED)
    return [finding.code for finding in found]


def test_questions_come_from_the_numbers_of_the_call():
    asked = questions(CallFacts(18, 2, ("AL",), (), requires_partners=True))

    assert 6 <= len(asked) <= 10
    texts = {question.code: str(question.text) for question in asked}
    assert "18 months" in texts["ELI05"]
    assert "Albania" in texts["ELI04"]
    assert "at most 2" in texts["ADM15"]
    assert "co-applicant" in texts["ADM13"]


def test_a_no_names_its_rule():
    refused = refused_answers(questions(CALL), {"ELI02": "no", "ELI01": "yes"})

    assert [question.code for question in refused] == ["ELI02"]


@pytest.mark.parametrize(
    ("facts", "lot_country", "expected"),
    [
        (applicant(), "RS", []),
        (applicant(), None, []),
        (applicant(), "AL", ["ADM12"]),
        (applicant(country="DE"), None, ["ADM12"]),
        (applicant(is_action_party=True), "RS", ["ELI10"]),
        (applicant(applications_as_lead=1), "RS", ["ADM15"]),
        (applicant(has_unpaid_recovery=True), "RS", ["ELI16"]),
        (applicant(registered_on=date(2025, 11, 12)), "RS", []),
        (applicant(registered_on=date(2025, 11, 13)), "RS", ["ELI05"]),
        (applicant(registered_on=None), "RS", []),
    ],
)
def test_what_is_known_of_the_applicant_is_checked(facts, lot_country, expected):
    assert codes(facts, lot_country) == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["1.1.1", "2.2"], ["1.1.1", "2.2"]),
        (["5.7", "5.7", "5.8"], ["5.7.1", "5.7.2", "5.8"]),
        (["6"], ["6.1"]),
        (["6", "6"], ["6.1", "6.2"]),
        ([], []),
    ],
)
def test_lines_get_codes(kinds, expected):
    assert codes_for(kinds) == expected


@pytest.mark.parametrize(
    ("code", "kind"), [("5.7.2", "5.7"), ("1.1.1", "1.1.1"), ("6.3", "6"), ("9.9", "9.9")]
)
def test_a_code_belongs_to_its_kind(code, kind):
    assert kind_of(code) == kind


def test_the_same_content_has_the_same_fingerprint_in_any_order():
    one = {"title": "Čuvari", "lines": [1, 2], "a": None}
    other = {"a": None, "lines": [1, 2], "title": "Čuvari"}

    assert canonical(one) == canonical(other)
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(one | {"lines": [2, 1]})


@pytest.mark.parametrize("missing", [*STATEMENTS, "place", "signed_on", "name", "function"])
def test_a_declaration_is_signed_only_when_whole(missing):
    whole = dict.fromkeys(STATEMENTS, "yes") | {
        "place": "Niš", "signed_on": "2026-11-22", "name": "Jovana", "function": "Director",
    }  # fmt: skip

    assert is_signed(whole)
    assert not is_signed({key: value for key, value in whole.items() if key != missing})


@pytest.mark.parametrize("key", [key for key, _label in NEEDED])
def test_each_needed_item_of_the_profile_is_named(key):
    profile = {name: "x" for name, _label in NEEDED} | {key: ""}

    assert len(missing_of(profile)) == 1
