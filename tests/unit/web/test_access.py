"""Where a sign-in may lead to."""

import pytest

from portal.web.access import own_address


@pytest.mark.parametrize("target", ["/", "/applications", "/calls/SHBB-2026-01?lot=2#dates"])
def test_own_address_stays(target):
    assert own_address(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "applications",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\n/evil.example",
        "/\t/evil.example",
    ],
)
def test_foreign_address_is_dropped(target):
    assert own_address(target) is None
