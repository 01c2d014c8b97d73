"""The agenda as it is typed: one line each, time first, speaker after a bar."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:\s*[-–]\s*(\d{1,2})[:.](\d{2}))?\s+(.+)")


def agenda_lines(text: str) -> list[dict[str, str]]:
    """The points of an agenda typed as "09:30-10:15 Opening | Name of the speaker".

    Shape: {"time", "item", "speaker"}; a line without a time is a point without one.
    """
    return [_line(line.strip()) for line in text.splitlines() if line.strip()]


def _line(line: str) -> dict[str, str]:
    match = _TIME.fullmatch(line)
    time, rest = (_span(match), match[5]) if match else ("", line)
    item, _, speaker = rest.partition("|")
    return {"time": time, "item": item.strip(), "speaker": speaker.strip()}


def _span(match: re.Match[str]) -> str:
    start = f"{int(match[1]):02d}:{match[2]}"
    return f"{start}–{int(match[3]):02d}:{match[4]}" if match[3] else start


def agenda_text(points: Iterable[Mapping[str, Any]]) -> str:
    """The same points as text for changing them."""
    return "\n".join(
        " ".join(part for part in (point.get("time"), point.get("item")) if part)
        + (f" | {point['speaker']}" if point.get("speaker") else "")
        for point in points
    )
