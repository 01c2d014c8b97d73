"""Each layout, read back as a reader would: text, pages, fonts, outline, metadata."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portal.documents import layouts
from portal.documents.engine import text
from portal.documents.layouts import gco
from portal.documents.layouts._parts import MoneyRow
from tests.factories import documents as make

FOOTNOTE = "without prejudice to positions on status"
AROUND = re.compile(
    r"^FundedbytheEuropeanUnionGroup484SecurityforHuman\S+?WesternBalkans"
    r"|SHBB/N1/DOC/007/2027·version1·16March2027Page\d+of\d+\S+"
)
HOSTILE = (
    "<b>bold</b> & <para> &amp; </font> <img src='file:///etc/passwd'/> 😀\u202egnp.exe "
    "\x00\x07 Ђурђевак Љ Њ Џ Ћ Ѓ Ќ Ѕ Ë Ç № ✓ € Kosovo " + "W" * 400
)


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def words_of(content: bytes) -> str:
    """The text without white space and without what stands around each page."""
    pages = [flat(page.extract_text()) for page in read(content).pages]
    return "".join(AROUND.sub("", page) for page in pages)


def flat(value: str) -> str:
    return "".join(value.split())


def strings_in(value: Any) -> Iterator[str]:
    """Every text that the data of a document holds, its letterhead aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings_in(part)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in {"head", "zone", "exchange_method"}:
                yield from strings_in(getattr(value, one.name))


def hostile(value: Any) -> Any:
    """The same data with every text hostile."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(hostile(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"zone", "head"}
        return replace(
            value,
            **{
                one.name: hostile(getattr(value, one.name))
                for one in fields(value)
                if one.name not in kept
            },
        )
    return value


every = pytest.mark.parametrize("kind", layouts.TITLES)


def test_every_kind_of_the_field_has_a_layout():
    kinds = (
        "ACK ADM ASH ATT AWD CGS CLO CMP CON COR DIC DOS ELI EVR EVT GCO INF INV LTA LTJ LTR OPR "
        "PRQ REG RPA"
    )

    assert " ".join(sorted(layouts.TITLES)) == kinds
    assert " ".join(sorted(make.EVERY)) == kinds


@every
def test_layout_prints_every_fact_it_is_given(kind):
    data = make.EVERY[kind]()

    printed = words_of(layouts.render(data)).casefold()

    missing = [s for s in strings_in(data) if flat(text.starred(s)).casefold() not in printed]
    assert missing == []


@every
def test_layout_stands_on_the_letterhead(kind):
    data = make.EVERY[kind]()

    reader = read(layouts.render(data))

    for number, page in enumerate(reader.pages, 1):
        printed = flat(page.extract_text())
        count = (
            f"{number}/{len(reader.pages)}"
            if kind == "DOS"
            else (f"Page {number} of {len(reader.pages)}")
        )  # parts of a dossier count for themselves
        assert flat(count) in printed
        assert flat("SHBB/N1/DOC/007/2027 · version 1 · 16 March 2027") in printed
        assert flat("Funded by the European Union") in printed
        assert flat("Combating Smuggling of Migrants in the Western Balkans") in printed
        assert flat("may differ from the views of the European Union") in printed


@every
def test_layout_is_the_same_to_the_byte_for_the_same_data(kind):
    assert layouts.render(make.EVERY[kind]()) == layouts.render(make.EVERY[kind]())


@every
def test_layout_embeds_every_font_it_names(kind):
    reader = read(layouts.render(make.EVERY[kind]()))

    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            face = font.get_object()
            assert "SourceSans3" in face["/BaseFont"]
            assert "/FontFile2" in face["/FontDescriptor"]


@every
def test_layout_says_language_title_and_headings(kind):
    reader = read(layouts.render(make.EVERY[kind]()))

    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert layouts.TITLES[kind] in reader.metadata.title
    assert reader.xmp_metadata.dc_title["x-default"] == reader.metadata.title
    assert len(reader.outline) >= 1


@every
def test_layout_sets_hostile_text_as_text(kind):
    data = hostile(make.EVERY[kind]())

    printed = words_of(layouts.render(data))

    assert flat("<b>bold</b> & <para> &amp; </font> <img src='file:///etc/passwd'/>") in printed
    assert "ЂурђевакЉЊЏЋЃЌЅËÇ№✓€Kosovo*" in printed
    assert "\u202e" not in printed


@pytest.mark.parametrize("kind", ["ATT", "INF", "ACK", "GCO"])
def test_footnote_stands_on_exactly_the_pages_that_name_kosovo(kind):
    reader = read(layouts.render(make.EVERY[kind]()))

    for page in reader.pages:
        printed = page.extract_text()
        body = printed.replace("Kosovo* Declaration", "")
        assert (FOOTNOTE in printed) == ("Kosovo" in body)


def test_footnote_comes_with_an_unstarred_name_and_the_name_gets_its_star():
    data = make.make_award_letter(project_title="Early warning in Kosovo")

    printed = read(layouts.render(data)).pages[0].extract_text()

    assert "Early warning in Kosovo*" in printed
    assert FOOTNOTE in printed


def test_footnote_is_the_wording_of_the_action_word_for_word():
    standard = (
        "* This designation is without prejudice to positions on status, and is in line with "
        "UNSCR 1244/1999 and the ICJ Opinion on the Kosovo declaration of independence."
    )
    head = make.make_head(kosovo_footnote=standard)

    content = layouts.render(make.make_attendance_sheet(head=head))
    printed = flat(read(content).pages[0].extract_text())

    assert flat(standard) in printed


@pytest.mark.parametrize("kind", ["ASH", "EVR", "EVT", "RPA", "CLO"])
def test_text_longer_than_a_page_runs_on(kind):
    long = "Long words of an applicant. " * 600
    data = make.EVERY[kind]()
    grown = {
        "ASH": {"strengths": long},
        "EVR": {"dissent": (long,)},
        "EVT": {
            "recommendations": (replace(make.make_event_report().recommendations[0], text=long),)
        },
        "RPA": {"remarks": long},
        "CLO": {"results": long},
    }[kind]

    printed = words_of(layouts.render(replace(data, **grown)))

    assert printed.count("applicant.") == 600


def test_table_repeats_its_head_on_each_page():
    people = make.make_attendance_sheet().attendees * 40
    day = date(2027, 6, 10)
    data = make.make_attendance_sheet(attendees=people, days=(day,))

    pages = read(layouts.render(data)).pages

    assert len(pages) > 3
    assert all("Organisation and" in page.extract_text() for page in pages)


@pytest.mark.parametrize("kind", ["INV", "LTA", "LTR", "LTJ"])
def test_letters_hold_no_field_for_an_evaluator(kind):
    names = {one.name for one in fields(make.EVERY[kind]())}

    assert names & {"assessor", "assessors", "evaluators", "committee", "members"} == set()


def test_payment_request_says_the_amount_in_figures_and_words():
    printed = words_of(layouts.render(make.make_payment_request()))

    assert flat("EUR 2,138.17") in printed
    assert flat("two thousand one hundred and thirty-eight euro and seventeen cents") in printed
    assert flat("Left after this payment 361.83") in printed


def test_report_approval_asks_back_what_was_paid_too_much():
    account = replace(make.make_report_approval().account, balance_eur=Decimal("-750.00"))

    printed = words_of(layouts.render(make.make_report_approval(account=account)))

    assert flat("To be paid back by you: EUR 750.00.") in printed


def test_report_approval_adds_up_what_is_disallowed():
    printed = words_of(layouts.render(make.make_report_approval()))

    assert flat("Total 249.90") in printed
    assert flat("approved with deductions") in printed


def test_assessment_sheet_counts_the_weights():
    printed = words_of(layouts.render(make.make_assessment()))

    assert flat("A1.1 Fits objectives 5 × 2 10 10") in printed
    assert flat("Total 25.00 30") in printed


def test_contract_passes_on_every_duty_of_the_main_grant():
    printed = words_of(layouts.render(make.make_contract()))

    assert all(f"(FS{number:02d})" in printed for number in range(1, 12))
    assert flat("EUR 60,000.00") in printed
    assert flat("at most 94.98 % of the eligible costs") in printed
    assert flat("Indirect costs are paid at 7 % of the direct costs") in printed
    assert flat("mean of the monthly InforEuro rates") in printed


def test_contract_numbers_its_articles_without_a_gap():
    outline = read(layouts.render(make.make_contract())).outline
    titles = [entry.title for part in outline for entry in (part if isinstance(part, list) else [])]
    articles = [title for title in titles if title.startswith("Article")]

    assert [title.split(":")[0] for title in articles] == [
        f"Article {number}" for number in range(1, len(articles) + 1)
    ]
    assert len(articles) == 16


def test_contract_without_bank_account_says_how_it_is_named():
    printed = words_of(layouts.render(make.make_contract(bank=None)))

    assert flat("The grantee names its account with the first payment request") in printed


@pytest.mark.parametrize(("method", "words"), sorted(gco.EXCHANGE.items()))
def test_contract_says_how_costs_are_turned_into_euro(method, words):
    printed = words_of(layouts.render(make.make_contract(exchange_method=method)))

    assert flat(words) in printed


def test_unsigned_block_leaves_a_line_and_a_signed_one_names_time_and_hash():
    printed = words_of(layouts.render(make.make_contract()))

    assert flat("✓ Signed 15 March 2027, 23:58:41 (Europe/Belgrade, UTC+01:00)") in printed
    assert make.HASH in printed
    assert flat("Signature: ____") in printed


def test_money_rows_with_no_amount_stay_blank():
    request = make.make_payment_request(earlier=(MoneyRow("No. 1, not paid", (None,)),))

    printed = words_of(layouts.render(request))

    assert flat("Left after this payment 10,361.83") in printed
