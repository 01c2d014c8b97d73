"""The consensus text: merged from the sheets, and what one version changes against another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


@dataclass(frozen=True)
class Voice:
    """What one assessor wrote. Shape: `comments` by section code; `number` is 1, 2 or 3."""

    number: int
    comments: Mapping[str, str]
    strengths: str = ""
    weaknesses: str = ""


class Change(StrEnum):
    """What happened to a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


def merge(sections: Sequence[tuple[str, str]], voices: Sequence[Voice]) -> str:
    """One text from all sheets: by section, then strengths and weaknesses; assessors as numbers.

    Shape: `sections` are code and title in print order. The order of `voices` does not matter.
    """
    ordered = sorted(voices, key=lambda voice: voice.number)
    parts = [
        _part(f"{code} {title}", [(v.number, v.comments.get(code, "")) for v in ordered])
        for code, title in sections
    ]
    parts.append(_part("Strengths", [(voice.number, voice.strengths) for voice in ordered]))
    parts.append(_part("Weaknesses", [(voice.number, voice.weaknesses) for voice in ordered]))
    return "\n\n".join(part for part in parts if part)


def _part(title: str, texts: Sequence[tuple[int, str]]) -> str:
    lines = [f"Assessor {number}: {text.strip()}" for number, text in texts if text.strip()]
    return "\n".join([title, *lines]) if lines else ""


def differences(before: str, after: str) -> list[tuple[Change, str]]:
    """Line by line, what `after` keeps, adds and takes out; empty lines are left out."""
    return [(change, line) for change, line in _walk(before, after) if line.strip()]


def _walk(before: str, after: str) -> Iterator[tuple[Change, str]]:
    old, new = before.splitlines(), after.splitlines()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((Change.SAME, line) for line in old[a:b])
            continue
        yield from ((Change.REMOVED, line) for line in old[a:b])
        yield from ((Change.ADDED, line) for line in new[c:d])
