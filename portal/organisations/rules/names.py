"""Names across scripts and spellings: what makes two of them one, and what only looks alike.

Source: SECURITY.md 4 (look-alike names), PRODUCT.md 4 no. 19.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.core.text import N_, Text, fold

_PART = re.compile(r"[^\W_]+")
# Words that say what kind of body it is, folded: they tell two organisations apart from nothing.
_FORMS = (
    ("nevladina", "organizacija"),
    ("nevladino", "udruzenje"),
    ("nevladina", "fondacija"),
    ("udruzenje", "gradjana"),
    ("udruga", "gradjana"),
    ("zdruzenie", "na", "gragjani"),
    ("gragjansko", "zdruzenie"),
    ("organizata", "joqeveritare"),
    ("organizate", "joqeveritare"),
    ("non", "governmental", "organization"),
    ("non", "governmental", "organisation"),
    ("civil", "society", "organisation"),
    ("udruzenje",), ("udruga",), ("zdruzenie",), ("shoqata",), ("shoqate",), ("association",),
    ("fondacija",), ("fondacioni",), ("fondacion",), ("zaklada",), ("foundation",),
    ("nvo",), ("ngo",), ("ojq",), ("ojf",), ("oshc",), ("zg",), ("ug",), ("cso",),
)  # fmt: skip
# Cyrillic letters that look like a Latin one, by their look and not by their sound.
_LOOKS = str.maketrans("авекмнорстухіјѕ", "abekmhopctyxijs")


def name_key(text: str) -> str:
    """A name for comparing: one script, no case, no accents, no marks, no legal form.

    Udruženje „Љубав“ and NVO Ljubav give the same. A name of nothing but its legal form is kept.
    """
    return _without_form(_PART.findall(fold(text)))


def look_key(text: str) -> str:
    """A name as the eye reads it: Cyrillic letters that look Latin count as Latin."""
    shown = unicodedata.normalize("NFC", text).casefold().translate(_LOOKS)
    return _without_form(_PART.findall(fold(shown)))


def _without_form(words: list[str]) -> str:
    left: list[str] = []
    at = 0
    while at < len(words):
        form = next((one for one in _FORMS if tuple(words[at : at + len(one)]) == one), None)
        if form is None:
            left.append(words[at])
        at += len(form) if form else 1
    return " ".join(left or words)


def number_key(text: str) -> str:
    """A number for comparing: letters and digits only, capitals."""
    return "".join(_PART.findall(fold(text))).upper()


def mixed_words(text: str) -> list[str]:
    """The words that mix Latin and Cyrillic letters: one of them only looks right."""
    return [word for word in _PART.findall(text) if len(_scripts(word)) > 1]


def script_of(text: str) -> Text:
    """Latin, Cyrillic or both; empty for text without letters."""
    names = {"LATIN": N_("Latin"), "CYRILLIC": N_("Cyrillic")}
    found = sorted(_scripts(text))
    if len(found) > 1:
        return N_("Latin and Cyrillic")
    return names[found[0]] if found else Text("")


def _scripts(text: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    return {name for name in names if name in {"LATIN", "CYRILLIC"}}


@dataclass(frozen=True, order=True)
class Key:
    """One thing two records may have in common. Shape: kind name, look, number or tax."""

    kind: str
    text: str


def keys_of(
    names: Iterable[str], *, country: str, registration_number: str, tax_number: str
) -> frozenset[Key]:
    """Everything by which another record of the same organisation would be found."""
    given = [name for name in names if name]
    found = {Key("name", name_key(name)) for name in given}
    found |= {Key("look", look_key(name)) for name in given}
    found.add(Key("number", f"{country}:{number_key(registration_number)}"))
    if number_key(tax_number):
        found.add(Key("tax", f"{country}:{number_key(tax_number)}"))
    return frozenset(Key(key.kind, key.text[:300]) for key in found if key.text)
