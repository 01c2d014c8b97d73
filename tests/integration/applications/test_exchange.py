"""The budget out as a workbook and in again: equal to the cent, looked at before it is used."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from portal.applications import queries
from portal.applications.views.exchange import sheets_of
from portal.core.db import db
from portal.web.workbooks import workbook
from tests.factories.base import AT
from tests.integration.applications.test_pages import applicant, at

__all__ = ["applicant"]
HEADS = ["No.", "Cost", "Unit", "Units", "Rate", "Total"]


def book(*rows, sheet="Costs"):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet(sheet)
        for at_row, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at_row, column, cell)
    return out.getvalue()


def send_in(client, application, data, name="costs.xlsx", **more):
    sent = {"file": (io.BytesIO(data), name), "heading": "6", "mode": "replace"} | more
    return client.post(
        at(application, "budget/import"), data=sent, content_type="multipart/form-data"
    )


def lines(application):
    db.session.expire_all()
    return queries.budget_of(queries.whole(application.id))


def use(client, application, answer):

    page = BeautifulSoup(answer.text, "html5lib")
    form = page.select_one("form:has(button[value=use])")
    data = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    return client.send(at(application, "budget"), data | {"action": "use"})


def test_totals_are_equal_to_the_cent_on_page_and_workbook(applicant):
    client, application = applicant
    row = application.budget.lines[7]
    row.quantity, row.unit_value = Decimal("333.3333"), Decimal("0.0125")
    db.session.commit()

    page = client.get_page(at(application, "budget"))
    data = client.get(at(application, "budget.xlsx")).data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    kept = queries.present_content(queries.whole(application.id)).budget
    by_code = {row[0]: row[6] for row in rows}
    assert page.select_one("[data-direct]").get_text() == f"{by_code['7']:,.2f}"
    assert page.select_one("[data-total]").get_text() == f"EUR\xa0{by_code['13']:,.2f}"
    assert [f"{by_code[str(n)]:.2f}" for n in range(1, 7)] == [
        str(amount) for amount in kept.headings.values()
    ]
    assert {line.code: f"{by_code[line.code]:.2f}" for line in kept.lines} == {
        line.code: str(line.total) for line in kept.lines
    }
    assert by_code["5.1"] == 4.17


def test_our_own_workbook_comes_in_again_without_a_change(applicant):
    client, application = applicant
    before = lines(application)
    data = client.get(at(application, "budget.xlsx")).data

    answer = send_in(client, application, data)
    where = use(client, application, answer)

    assert answer.text.count("As now") == 12
    assert "not understood" not in answer.text
    assert where.endswith("/budget")
    assert lines(application) == before


def test_an_edited_workbook_shows_what_changes_and_keeps_nothing_before_it_is_used(applicant):
    client, application = applicant
    table = book(
        HEADS,
        ["1.1.1", "Project coordinator", "month", 12, 410.5, 4926],
        ["1.2", "Expert from abroad", "month", 2, 900, 1800],
        ["6.1", "Bus", "ride", "1.234", 5, None],
        ["6.1", "<b>Aid</b>", "ride", 3, "1.234,50", 3703.5],
    )

    answer = send_in(client, application, table)

    assert "Units 10, now 12. Rate 400, now 410.5" in answer.text
    assert "“1.2” is no kind of cost of this budget" in answer.text
    assert "“1.234” can be read as 1234 or as 1 and a bit" in answer.text
    assert "2.2 Local transport, EUR\xa0600.00" in answer.text
    assert "&lt;b&gt;Aid&lt;/b&gt;" in answer.text
    assert len(lines(application).lines) == 12
    use(client, application, answer)
    kept = lines(application)
    assert [(line.code, str(line.total)) for line in kept.lines] == [
        ("1.1.1", "4926.00"),
        ("6.1", "3703.50"),
    ]
    assert (kept.indirect, kept.sources[0].amount) == (Decimal("861.00"), Decimal("661.00"))
    shown = client.get_page(at(application, "budget"))
    chosen = shown.select_one("#lines-1-unit option[selected]")
    assert chosen["value"] == "ride"


def test_pasted_cells_are_added_below_what_is_there(applicant):
    client, application = applicant
    cells = 'Bus\ttrip\t4\t12,50\n"Two\nlines"\tday\t1\t5\nTaxi\ttrip\tmany\t3'
    sent = {"table": cells, "heading": "2", "mode": "add"}

    answer = client.post(at(application, "budget/import"), data=sent)
    use(client, application, answer)

    assert "Units “many”: Enter a number" in answer.text
    travel = [line for line in lines(application).lines if line.heading == 2]
    assert [line.description for line in travel] == ["Local transport", "Bus", "Two\nlines"]
    assert len(lines(application).lines) == 14


def test_a_table_prepared_before_somebody_else_saved_is_a_conflict(applicant):
    client, application = applicant
    answer = send_in(client, application, book(HEADS, ["6.1", "Aid", "day", 1, 5]))
    queries.whole(application.id).budget.revision += 1
    db.session.commit()

    form = BeautifulSoup(answer.text, "html5lib").select_one("form:has(button[value=use])")
    data = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    sent = client.post(at(application, "budget"), data=data | {"action": "use"})

    assert sent.status_code == 409
    assert len(lines(application).lines) == 12


def far_apart():
    """A small file whose one cell stands in the last corner of the sheet."""
    out, data = io.BytesIO(), book(["a"])
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                part = re.sub(rb'r="A1"', b'r="XFD1048576"', part)
                part = part.replace(b'<row r="1"', b'<row r="1048576"')
            new.writestr(entry.filename, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "costs.xlsx", "The file is empty"),
        (b"a;b;c", "costs.xlsx", "the content is something else"),
        (b"a;b;c", "costs.csv", "The file must be a XLSX"),
        (book(["a"])[:900], "costs.xlsx", "damaged or not complete"),
        (far_apart(), "costs.xlsx", "more than 10000 rows or 200 columns"),
        (book(*[["Aid", "day", 1, 1]] * 1001), "costs.xlsx", "more than 1000 rows"),
        (book(*[["Aid", "day", 1, 1]] * 101), "costs.xlsx", "at most 100 lines"),
        (book([]), "costs.xlsx", "No line of costs was found"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(applicant, data, name, words):
    client, application = applicant

    answer = send_in(client, application, data, name)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="file-error"' in answer.text
    assert len(lines(application).lines) == 12


def test_text_of_people_is_never_a_formula_in_the_workbook(applicant):
    _client, application = applicant
    application.budget.lines[0].description = '=HYPERLINK("http://evil.example","x")'
    application.budget.lines[1].justification = "@SUM(1+1)"
    db.session.commit()
    content = queries.present_content(queries.whole(application.id)).budget

    data = workbook(sheets_of(content), at=AT)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_after_the_deadline_a_table_is_not_taken(applicant):
    client, application = applicant
    application.call.closes_at = AT
    db.session.commit()

    answer = client.get(at(application, "budget/import"))

    assert answer.status_code == 423
