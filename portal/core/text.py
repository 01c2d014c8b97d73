"""Text of people and text of ours: translatable sentences, word counts, folding for search."""

import re
import unicodedata
from typing import Any, Self


class Text(str):
    """A sentence of ours that can be translated when it is shown.

    It is a plain English `str` everywhere; `msgid` and `params` let the web layer look up the
    reader's language.
    """

    msgid: str
    params: dict[str, Any]

    def __new__(cls, msgid: str, **params: Any) -> Self:
        self = super().__new__(cls, msgid % params if params else msgid)
        self.msgid, self.params = msgid, params
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.msgid,), self.params


N_ = Text

# What JavaScript calls white space, so that page and server count the same words.
_SPACE = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORD = re.compile(f"[^{_SPACE}]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\u00ad]+")
_DISGUISE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "dj", "ѓ": "gj", "е": "e", "ж": "z",
    "з": "z", "ѕ": "dz", "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n",
    "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "ќ": "kj", "у": "u",
    "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s", "đ": "dj",
    "й": "j", "щ": "st", "ъ": "", "ь": "", "ы": "i", "э": "e", "ю": "ju", "я": "ja", "і": "i",
    "ł": "l", "ø": "o", "ı": "i",
}  # fmt: skip


def clean(text: str) -> str:
    """Text as stored: NFC, line ends as one LF, no control characters; blank-looking is empty."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    return "" if not _BLANK.sub("", text) else text.strip()


def clean_name(text: str) -> str:
    """A name as stored: one line, single spaces, no direction or zero-width marks."""
    return " ".join(_DISGUISE.sub("", clean(text)).split())


def count_words(text: str) -> int:
    """Number of words: runs of characters that are not white space, as the browser counts."""
    return len(_WORD.findall(text))


def fold(text: str) -> str:
    """Text for comparing and searching: one script, no case, no diacritics.

    Љубав, Ljubav and ljubav are equal; so are Shqipëria and Shqiperia, Đorđe and Djordje.
    """
    folded = _once(text)
    while (again := _once(folded)) != folded:  # some letters fold into others that fold again
        folded = again
    return folded


def _once(text: str) -> str:
    whole = unicodedata.normalize("NFC", text).casefold()
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in whole)
    plain = unicodedata.normalize("NFKD", latin)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(_CYRILLIC.get(letter, letter) for letter in bare).split())
