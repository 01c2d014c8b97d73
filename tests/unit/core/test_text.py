"""Folding: one form for all spellings of a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import fold

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
