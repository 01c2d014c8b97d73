"""Text of people made safe to set: it is text, whatever it looks like."""

import re
import unicodedata
from datetime import date
from xml.sax.saxutils import escape

from portal.documents.engine import fonts

UNKNOWN = "□"
_KOSOVO = re.compile(r"\b(Kosovo|KOSOVO)\b(?!\*)")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u00ad]")


def names_kosovo(text: str) -> bool:
    """Whether the text uses the name that carries the footnote."""
    return "Kosovo" in text or "KOSOVO" in text


def starred(text: str) -> str:
    """Each mention of Kosovo with its asterisk. Source: rules.md 9.4."""
    return _KOSOVO.sub(r"\1*", text)


def settable(text: str) -> str:
    """The text with only what the font can print: NFC, no direction marks, no control codes.

    A character that the font lacks (an emoji, for example) becomes a box, so nobody takes the
    text for complete.
    """
    known = fonts.register()
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text.replace("\t", " "))
    return "".join(
        c if c == "\n" or ord(c) in known else UNKNOWN
        for c in text
        if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"}
    )


def plain(text: str) -> str:
    """One line of text for a place that takes no mark-up (header, outline, metadata)."""
    return " ".join(starred(settable(text)).split())


def markup(text: str) -> str:
    """Text for a paragraph: escaped, line breaks kept."""
    return escape(starred(settable(text))).replace("\n", "<br/>")


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: date | None) -> str:
    """4 December 2026; nothing for no date."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else ""
