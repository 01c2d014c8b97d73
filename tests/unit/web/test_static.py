"""What the browser loads: vendored as listed, small enough, every icon there."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
LISTED = [
    line.split("  ")
    for line in (VENDOR / "VERSIONS.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
OURS = {"source-sans-3/source-sans-3.css", "VERSIONS.txt"}
KILOBYTE = 1024


def _sent(*paths: Path) -> int:
    """Bytes over the wire; fonts are compressed already."""
    return sum(
        path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))
        for path in paths
    )


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry[0])
def test_vendored_file_is_the_listed_one(entry):
    name, _package, version, licence, sha256 = entry

    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == sha256
    assert version
    assert licence in {"MIT", "OFL-1.1"}


def test_every_vendored_file_is_listed():
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert files - OURS == {entry[0] for entry in LISTED}


def test_first_view_is_at_most_150_kilobytes():
    styles = [*(STATIC / "css").glob("*.css"), *VENDOR.rglob("*.css")]
    scripts = list((STATIC / "js").glob("*.js"))
    fonts = [path for path in VENDOR.rglob("*.woff2") if "cyrillic" not in path.name]

    assert _sent(*styles, *scripts, *fonts) <= 150 * KILOBYTE


def test_own_scripts_of_every_page_are_at_most_15_kilobytes():
    """What a few pages load beside them, as the uploads do, lies in js/pages."""
    assert _sent(*(STATIC / "js").glob("*.js")) <= 15 * KILOBYTE
    assert _sent(*(STATIC / "js" / "pages").glob("*.js")) <= 2 * KILOBYTE


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = (STATIC / "img" / "icons.svg").read_text("utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', sprite))
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    menus = (ROOT / "portal" / "web" / "menus.py").read_text("utf-8")

    named = set(re.findall(r'\bicon\("([a-z]+)"', pages))
    named |= set(re.findall(r'icon_name="([a-z]+)"', pages))
    named |= set(re.findall(r'^\s+\("[^"]+", "([a-z]+)", "/', menus, re.MULTILINE))

    assert named - drawn == set()


def test_styles_name_nothing_from_elsewhere():
    styles = "".join(path.read_text("utf-8") for path in (STATIC / "css").glob("*.css"))

    assert re.findall(r"@import|url\(['\"]?(?:https?:)?//", styles) == []
