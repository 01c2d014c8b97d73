"""How an area declares who may open its endpoints, and which of its pages are lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.support.cast import Cast

INTEGRATION = Path(__file__).resolve().parent.parent / "integration"
Values = Mapping[str, Any]


def _nothing(_cast: Cast) -> Values:
    return {}


@dataclass(frozen=True)
class Access:
    """Who may open one endpoint with one method. See tests/integration/test_access.py."""

    allowed: frozenset[str] | set[str] = frozenset()
    public: bool = False
    method: str = "GET"
    params: Callable[[Cast], Values] = _nothing
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ListPage:
    """One page that lists rows. See tests/integration/test_list_cost.py."""

    role: str
    add: Callable[[Cast], Any]
    params: Callable[[Cast], Values] = _nothing
    rows: str = "tbody tr"


def tables(file: str, name: str) -> list[tuple[str, Any]]:
    """Every entry of `name` in tests/integration/<area>/<file>.py, in order of the areas."""
    found: list[tuple[str, Any]] = []
    for path in sorted(INTEGRATION.glob(f"*/{file}.py")):
        module = import_module(f"tests.integration.{path.parent.name}.{file}")
        found.extend(getattr(module, name).items())
    return found
