"""Error pages in a browser."""

import pytest

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("width", [1280, 390])
def test_page_not_found_is_a_page_like_any_other(visits, check_page, width):
    page = visits.visitor(width)

    response = page.goto("/no/such/page")

    assert response is not None
    assert response.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "Page not found"
    check_page(page)
