"""Names inside a ZIP: readable, safe on every computer, and no two alike."""

import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 80  # characters of one part of a path; some systems stop at 255 bytes
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def safe_part(name: str) -> str:
    """One folder or file name without what Windows, macOS or Linux would stumble over."""
    name = unicodedata.normalize("NFC", name)
    kept = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in name)
    kept = " ".join(_FORBIDDEN.sub("-", kept).split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 10:
        kept = f"{stem[: _LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"
    else:
        kept = kept[:_LONGEST].rstrip(". ")
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    return kept or "file"


def unique_paths(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """A path for each (folder, name), in order; a second "statute.pdf" is "statute (2).pdf".

    Two names that differ only in case are alike too: on most computers one would replace the other.
    """
    taken: set[str] = set()
    found = []
    for folder, name in wanted:
        front = f"{safe_part(folder)}/" if folder else ""
        kept, count = safe_part(name), 1
        stem, dot, ending = kept.rpartition(".")
        path = front + kept
        while path.casefold() in taken:
            count += 1
            again = f"{stem} ({count}).{ending}" if dot else f"{ending} ({count})"
            path = front + again
        taken.add(path.casefold())
        found.append(path)
    return found
