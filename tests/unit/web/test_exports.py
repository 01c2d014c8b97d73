"""No cell of an export is a formula."""

import pytest

from portal.web.exports import cell


@pytest.mark.parametrize("text", ["=1+1", "+381 11", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_makes_text_of_what_would_run(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "kept"), [("Ћ = 1", "Ћ = 1"), (-5, -5), (None, ""), ("", "")])
def test_cell_leaves_the_rest(value, kept):
    assert cell(value) == kept
