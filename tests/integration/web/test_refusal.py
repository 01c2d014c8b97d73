"""A refused form keeps what was typed, says why at the field, and has the right status."""

import pytest


@pytest.mark.parametrize(
    ("kind", "status", "place", "words"),
    [
        ("field", 422, "title", "Too long"),
        ("line", 422, "line", "Too long"),
        ("whole", 422, "form", "Too long"),
        ("locked", 423, "form", "The call closed."),
        ("conflict", 409, "form", "Somebody else changed this."),
        ("state", 409, "form", "It is closed."),
        ("tries", 429, "form", "Wait a minute."),
    ],
)
def test_refusal_of_the_domain(probe, kind, status, place, words):
    page = probe.post_page(f"/probe/form/{kind}", {"title": "Kept"}, status=status)

    assert [(li["class"], li.get_text()) for li in page.select("li")] == [([place], words)]
    assert page.p.get_text() == "Kept"


def test_refusal_of_the_form(probe):
    page = probe.post_page("/probe/form/none", {"title": ""}, status=422)

    assert [li.get_text() for li in page.select("li.title")] == ["Enter a title"]
