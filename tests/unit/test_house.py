"""The house rules that a machine can check."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PORTAL = ROOT / "portal"
TEMPLATES = ROOT / "templates"
SOURCES = sorted(PORTAL.rglob("*.py"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
AREAS = sorted(
    path.name
    for path in PORTAL.iterdir()
    if path.is_dir() and path.name not in {"core", "web", "cli", "demo", "data", "__pycache__"}
)
_IMPORT = re.compile(
    r"{%-?\s*from\s+\"([^\"]+)\"\s+import\s+([^%]+?)(?:with(?:out)? context)?\s*-?%}"
)


def _occurrences(pattern: str) -> set[str]:
    found = re.compile(pattern)
    return {
        str(path.relative_to(ROOT)) for path in SOURCES if found.search(path.read_text("utf-8"))
    }


def test_only_the_transaction_commits():
    assert _occurrences(r"\.commit\(") == {"portal/core/db.py"}


def test_only_the_mover_sets_a_state():
    assert _occurrences(r"\.state = ") == {"portal/core/lifecycle.py"}


def test_only_the_clock_reads_the_clock():
    allowed = {"portal/core/clock.py", "portal/web/logs.py"}

    assert _occurrences(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(") <= allowed


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_imports_only_what_it_calls(template):
    text = template.read_text("utf-8")
    rest = _IMPORT.sub("", text)

    unused = [
        name
        for match in _IMPORT.finditer(text)
        for name in (part.split(" as ")[-1].strip() for part in match[2].split(","))
        if name and not re.search(rf"\b{re.escape(name)}\b", rest)
    ]

    assert unused == []


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_no_inline_script_or_style(template):
    text = template.read_text("utf-8")
    if template.relative_to(TEMPLATES).parts[0] == "mail":
        pytest.skip("A mail carries its style inside; no policy of ours applies there.")

    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", text) == []


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_is_at_most_150_lines(template):
    assert len(template.read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_source_is_at_most_400_lines(source):
    assert len(source.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("area", AREAS)
def test_area_says_what_it_is_and_nothing_else(area):
    lines = (PORTAL / area / "__init__.py").read_text("utf-8").strip()

    assert lines.startswith('"""')
    assert lines.endswith('"""')
    assert lines.count('"""') == 2
    assert len(lines.splitlines()) <= 17
