"""Sections, word limits and what may change between concept note and full application."""

from decimal import Decimal

import pytest

from portal.applications.rules import (
    SectionLimit,
    Stage,
    check_duration,
    check_sections,
    check_stage_amount,
    sections_of,
    words_over,
)
from portal.core.findings import Level

D = Decimal
SECTIONS = (
    SectionLimit("A1", "Summary", 5),
    SectionLimit("A4", "Experience", None, is_required=False),
    SectionLimit("B1.1", "Description", 8),
)


@pytest.mark.parametrize(
    ("stage", "keys"),
    [
        (Stage.CONCEPT_NOTE, ["A1", "A4"]),
        (Stage.FULL_APPLICATION, ["B1.1"]),
        (Stage.ONE_STEP, ["A1", "A4", "B1.1"]),
    ],
)
def test_sections_of_a_stage(stage, keys):
    assert [section.key for section in sections_of(stage, SECTIONS)] == keys


@pytest.mark.parametrize(
    ("text", "limit", "over"),
    [("", 3, 0), ("one two three", 3, 0), ("one  two\nthree four", 3, 1), ("a b", None, 0)],
)
def test_words_over(text, limit, over):
    assert words_over(text, limit) == over


@pytest.mark.parametrize(("is_final", "level"), [(False, Level.WARNING), (True, Level.ERROR)])
def test_long_text_blocks_submission_and_not_saving(is_final, level):
    texts = {"A1": "one two three four five six", "B1.1": "enough"}

    (finding,) = check_sections(texts, SECTIONS, is_final=is_final)

    assert (finding.code, finding.level, finding.line) == ("WORDS", level, "A1")
    assert str(finding.message) == "A1 Summary has 6 words; the limit is 5."


def test_empty_required_sections_block_submission_only():
    assert check_sections({}, SECTIONS, is_final=False) == []
    assert [(f.code, f.line) for f in check_sections({"A1": " "}, SECTIONS, is_final=True)] == [
        ("EMPTY", "A1"),
        ("EMPTY", "B1.1"),
    ]


@pytest.mark.parametrize("now", ["8000.00", "10000.00", "12000.00"])
def test_full_application_within_a_fifth_passes(now):
    assert check_stage_amount(D("10000.00"), D(now), percent=D("20")) is None


def test_full_application_further_away_fails():
    finding = check_stage_amount(D("10000.00"), D("12000.01"), percent=D("20"))

    assert finding is not None
    assert str(finding.message) == (
        "You asked 10,000.00 in the concept note and now 12,000.01: "
        "a difference of 20.0001 %, limit 20 %."
    )


@pytest.mark.parametrize(("months", "passes"), [(5, False), (6, True), (12, True), (13, False)])
def test_duration(months, passes):
    assert (check_duration(months, low=6, high=12) is None) == passes
