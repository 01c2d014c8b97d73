"""Reading a file of Actions: every problem is named with the file, the key and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from portal.core.countries import COUNTRIES
from portal.core.errors import RuleBroken
from portal.core.text import N_

SHIPPED = Path(__file__).parent / "data" / "actions.yaml"


class FileProblem(RuleBroken):
    """The file cannot be loaded; `field` is the key."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(
            N_("%(file)s: %(key)s: %(problem)s", file=file, key=key or "file", problem=problem),
            field=key,
        )


@dataclass(frozen=True)
class Node:
    """One mapping of the file and the way to it, for messages."""

    file: str
    path: str
    content: dict[str, Any]

    def wrong(self, key: str, problem: str) -> FileProblem:
        """The problem at one key of this mapping."""
        return FileProblem(self.file, f"{self.path}.{key}".strip("."), problem)

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self.content.get(key) not in (None, [], {})

    def text(self, key: str, default: str | None = None) -> str:
        """A text that must be there unless a default is given."""
        value = self.content.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "must be a text")
        return value

    def optional(self, key: str) -> str | None:
        """A text or nothing."""
        return self.text(key) if self.content.get(key) is not None else None

    def number(self, key: str) -> int:
        """A whole number that must be there."""
        value = self.content.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, "must be a whole number")
        return value

    def money(self, key: str) -> Decimal | None:
        """An amount in whole euro or with cents, or nothing."""
        value = self.content.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.wrong(key, "must be an amount")
        return Decimal(value)

    def day(self, key: str) -> date | None:
        """A day as 2023-06-01, or nothing."""
        value = self.content.get(key)
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.wrong(key, "must be a day like 2023-06-01") from None

    def country(self, key: str) -> str | None:
        """The code of a known country or territory, or nothing."""
        code = self.optional(key)
        if code is not None and code not in COUNTRIES:
            raise self.wrong(key, f"{code} is not a known country code")
        return code

    def countries(self, key: str) -> list[str]:
        """Codes of known countries and territories."""
        codes = self.content.get(key) or []
        for code in codes:
            if code not in COUNTRIES:
                raise self.wrong(key, f"{code} is not a known country code")
        return list(codes)

    def part(self, key: str) -> "Node":
        """A mapping that must be there."""
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "must be a mapping")
        return Node(self.file, f"{self.path}.{key}".strip("."), value)

    def parts(self, key: str) -> Iterator["Node"]:
        """The mappings of a list; none when the key is missing."""
        value = self.content.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, "must be a list")
        for place, entry in enumerate(value):
            if not isinstance(entry, dict):
                raise self.wrong(f"{key}[{place}]", "must be a mapping")
            yield Node(self.file, f"{self.path}.{key}[{place}]".strip("."), entry)

    def texts(self, key: str) -> list[str]:
        """The texts of a list, or the one text; none when the key is missing."""
        value = self.content.get(key)
        if value is None:
            return []
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
            raise self.wrong(key, "must be a text or a list of texts")
        return found


def read(file: Path) -> Node:
    """The whole file. Raises: FileProblem when it is not a file of Actions."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as broken:
        raise FileProblem(file.name, "", f"cannot be read: {broken}") from broken
    if not isinstance(content, dict):
        raise FileProblem(file.name, "", "must be a mapping with the key actions")
    whole = Node(file.name, "", content)
    if content.get("schema_version") != 1:
        raise whole.wrong("schema_version", "must be 1")
    if not whole.has("actions"):
        raise whole.wrong("actions", "must hold at least one Action")
    return whole
