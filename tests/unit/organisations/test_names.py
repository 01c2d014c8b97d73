"""Names across scripts, look-alikes, and what two records have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisations import rules
from portal.organisations.rules import Key

NAMES = st.text(alphabet="abcčđžšëљавнп„“-. ", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Udruženje „Љубав“", "NVO Ljubav"),
        ("Удружење грађана Љубав", "ljubav"),
        ("Shoqata “Shqipëria”", "OJQ Shqiperia"),
        ("Здружение на граѓани Компас", "Kompas"),
        ("Organizata joqeveritare Ura", "URA"),
        ("Fondacija Đorđe", "Djordje"),
    ],
)
def test_name_key_is_one_for_one_organisation(first, second):
    assert rules.name_key(first) == rules.name_key(second)


@pytest.mark.parametrize(
    ("first", "second"), [("Centar Kompas", "Kompas"), ("Ura", "Uraz"), ("Udruženje", "NVO")]
)
def test_name_key_tells_two_organisations_apart(first, second):
    assert rules.name_key(first) != rules.name_key(second)


@given(NAMES)
def test_a_legal_form_before_or_after_changes_no_key(name):
    key = rules.name_key(name)
    if not key or rules.name_key(f"Kompas {name}") == "kompas":
        return

    assert rules.name_key(f"NVO „{name}“") == key
    assert rules.name_key(f"{name.upper()} (Udruženje građana)") == key


@given(NAMES)
def test_a_key_is_its_own_key(name):
    key = rules.name_key(name)

    assert rules.name_key(key) == key


def test_look_key_reads_with_the_eye():
    real, disguised = "Centar Sava", "Сentаr Ѕаvа"  # the second with Cyrillic letters

    assert real != disguised
    assert rules.look_key(real) == rules.look_key(disguised)
    assert rules.mixed_words(disguised) == ["Сentаr", "Ѕаvа"]
    assert rules.mixed_words("Ура Ura 2026") == []


@pytest.mark.parametrize(
    ("text", "script"),
    [("Љубав", "Cyrillic"), ("Shqipëria", "Latin"), ("Ура Ura", "Latin and Cyrillic"), ("12", "")],
)
def test_script_of_names_the_script(text, script):
    assert rules.script_of(text) == script


def test_keys_hold_names_and_numbers_by_country():
    found = rules.keys_of(
        ["Ljubav", ""], country="RS", registration_number="28 100-001", tax_number=""
    )

    assert found == {
        Key("name", "ljubav"), Key("look", "ljubav"), Key("number", "RS:28100001")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("RS", "101134702"),
        ("RS", "101 134 702"),
        ("AL", "J91402501L"),
        ("MK", "4030000375897"),
        ("ME", "02655284"),
        ("BA", "4200099011000"),
        ("XK", "600000001"),
        ("AT", "whatever"),
        ("RS", ""),
    ],
)
def test_tax_number_that_fits_its_country(country, number):
    assert rules.tax_doubt(country, number) is None


@pytest.mark.parametrize(
    ("country", "number", "words"),
    [
        ("RS", "101134703", "tax number of Serbia (PIB: 9 digits"),
        ("AL", "Z91402501L", "NIPT"),
        ("MK", "4030000375890", "EDB"),
        ("ME", "02655283", "8 digits"),
        ("BA", "42000990", "13 digits"),
        ("XK", "6000", "Kosovo* (fiscal number"),
    ],
)
def test_tax_number_that_does_not_fit_is_told_in_words(country, number, words):
    assert words in rules.tax_doubt(country, number)


def test_registration_number_is_checked_by_shape():
    assert rules.registration_doubt("RS", "28 100 001") is None
    assert "8 digits" in rules.registration_doubt("RS", "2810")
    assert rules.registration_doubt("AL", "L99900011A") is None
    assert "no digit" in rules.registration_doubt("AL", "unknown")
