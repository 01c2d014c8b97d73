"""Folding: one form for all spellings of a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import clean, clean_name, count_words, fold
from tests.support.numbers import TEXTS

LETTERS = "abcčćdđefghijklmnoprsštuvzžëçABCČĆDĐŠŽËÇабвгдђѓежзѕијклљмнњопрстћќуфхцчџшАЂЉЊЏ "
SERBIAN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
SERBIAN |= {"љ": "lj", "њ": "nj", "џ": "dž"}


@pytest.mark.parametrize(
    "forms",
    [
        ("Љубав", "Ljubav", "LJUBAV", "ljubav", "ǈubav"),
        ("Shqipëria", "Shqiperia", "SHQIPËRIA"),
        ("Đorđe", "Djordje", "Ђорђе"),
        ("Ќерка", "Kjerka"),
        ("Straße", "STRASSE"),
    ],
)
def test_fold_is_one_for_all_spellings(forms):
    assert len({fold(form) for form in forms}) == 1


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=LETTERS, max_size=40))
def test_fold_knows_no_case_no_composition_and_no_width_of_space(text):
    wanted = fold(text)

    assert fold(text.upper()) == wanted
    assert fold(unicodedata.normalize("NFD", text)) == wanted
    assert fold(f"  {text.replace(' ', chr(160))}\n") == wanted
    assert wanted.isascii()


@given(st.text(alphabet="".join(SERBIAN), max_size=30))
def test_serbian_in_cyrillic_folds_as_in_latin(text):
    latin = "".join(SERBIAN[letter] for letter in text)

    assert fold(text) == fold(latin)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Izves\u030ctaj", "Izveštaj"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b\x07c\x1b[31m\x85", "abc[31m"),
        ("tab\there", "tab\there"),
        (" \u200b\u200f\ufeff\u2060\n", ""),
        ("\x00", ""),
        ("😀 Здраво", "😀 Здраво"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_text_is_kept_without_what_nobody_can_see(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dino\u202ečavoK", "DinočavoK"),
        ("Di\u200bno", "Dino"),
        ("Dino\nKovač", "Dino Kovač"),
        ("  Dino\u00a0\u00a0Kovač ", "Dino Kovač"),
        ("\u2067\u2069", ""),
    ],
)
def test_a_name_has_no_marks_that_disguise_it(typed, kept):
    assert clean_name(typed) == kept


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert clean_name(clean_name(text)) == clean_name(text)


def test_the_table_of_words():
    assert {text: count_words(text) for text, _ in TEXTS} == dict(TEXTS)


@given(st.lists(st.text(alphabet=LETTERS.replace(" ", "") + "😀’-", min_size=1), max_size=20))
def test_words_are_counted_whatever_stands_between_them(words):
    for between in (" ", "\n\n", "\r\n", "\u00a0", " \t\u2003"):
        assert count_words(between.join(words)) == len(words)
    assert count_words(clean(" ".join(words))) == len(words)
