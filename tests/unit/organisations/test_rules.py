"""Account numbers, closed years and complete profiles."""

from datetime import date

import pytest

from portal.core.errors import RuleBroken
from portal.organisations import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("RS35 2600 0560 1001 6113 79", "RS35260005601001611379"),
        ("al47212110090000000235698741", "AL47212110090000000235698741"),
        ("BA39 1290 0794 0102 8494", "BA391290079401028494"),
        ("XK05 1212 0123 4567 8906", "XK051212012345678906"),
        ("ME25 5050 0001 2345 6789 51", "ME25505000012345678951"),
        ("MK07 2501 2000 0058 984", "MK07250120000058984"),
    ],
)
def test_check_iban_knows_the_six(typed, kept):
    assert rules.check_iban(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("RS35 2600 0560 1001 6113 7", "has 22 characters. This one has 21"),
        ("XK05 1212 0123 4567 8906 1", "has 20 characters. This one has 21"),
        ("RS35 2600 0560 1001 6113 97", "without mistakes"),
        ("hello", "without mistakes"),
        ("ＲＳ35260005601001611379", "without mistakes"),
    ],
)
def test_check_iban_says_what_is_wrong(typed, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        rules.check_iban(typed)

    assert refused.value.field == "iban"


def test_account_numbers_are_shown_in_fours_and_masked():
    assert rules.in_fours("RS35260005601001611379") == "RS35 2600 0560 1001 6113 79"
    assert rules.masked("RS35260005601001611379") == "RS…1379"


def test_closed_years_are_the_last_three():
    assert rules.closed_years(date(2026, 1, 1)) == [2025, 2024, 2023]


def test_completeness_names_what_an_application_needs_and_what_is_looked_for():
    facts = {
        "legal_name": "Zelena dolina",
        "registration_number": "28100001",
        "legal_form": "Association",
        "street": "Ulica lipa 1",
        "email": "a@example.org",
        "representative_name": "Mila",
        "staff_full_time": 0,
        "fields_of_work": ["media"],
    }

    found = rules.completeness(facts, [2025, 2024])

    assert found.missing == [
        "date of registration", "city", "telephone", "function of the legal representative"
    ]  # fmt: skip
    assert found.asked == ["tax number", "mission", "turnover of the last three years"]
    assert found.percent == 8 * 100 // 15


def test_masked_email_tells_little():
    assert rules.masked_email("dino.kovac@example.org") == "d…@example.org"
