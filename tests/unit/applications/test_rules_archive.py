"""Names inside a ZIP."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.rules.archive import safe_part, unique_paths


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Статут удружења.pdf", "Статут удружења.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("a:b*c?.docx", "a-b-c-.docx"),
        ("CON.pdf", "_CON.pdf"),
        ("  . ", "file"),
        ("x\u202egpj.exe", "x gpj.exe"),
        ("ë" * 200 + ".pdf", "ë" * 76 + ".pdf"),
    ],
)
def test_a_part_is_safe_on_every_computer(name, expected):
    assert safe_part(name) == expected


def test_two_files_of_one_name_are_both_kept():
    wanted = [("Statute", "a.pdf"), ("Statute", "A.pdf"), ("Accounts", "a.pdf"), ("Statute", "b")]
    assert unique_paths([*wanted, ("Statute", "b")]) == [
        "Statute/a.pdf",
        "Statute/A (2).pdf",
        "Accounts/a.pdf",
        "Statute/b",
        "Statute/b (2)",
    ]


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=120)), max_size=12))
@settings(max_examples=50)
def test_every_file_has_a_path_of_its_own_inside_the_archive(wanted):
    paths = unique_paths(wanted)

    assert len(paths) == len(wanted)
    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        parts = path.split("/")
        assert 1 <= len(parts) <= 2
        assert all(part and part not in {".", ".."} for part in parts)
        assert "\\" not in path
