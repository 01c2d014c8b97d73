"""What every document of the tests stands on: a row, a letterhead, people, a budget."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from portal.documents.engine import Letterhead
from portal.documents.layouts._parts import Address, Bank, MoneyRow, SectionScore, Signature
from portal.documents.models import Document
from portal.documents.rules import Place, series
from portal.files import service as files
from tests.factories.base import next_number, save

D = Decimal
ZONE = "Europe/Belgrade"
AT = datetime(2027, 3, 15, 22, 58, 41, tzinfo=UTC)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FOOTNOTE = (
    "* This designation is without prejudice to positions on status, and is in line with UNSCR "
    "1244 and the ICJ Opinion on the Kosovo* Declaration of Independence."
)
CALL = ("SHBB-N1", "National projects against smuggling of migrants")
PROJECT = "Safer paths: legal aid and early warning along the route"
GRANTEE = "Udruženje Čuvari puta"
SIGNATORY = Signature("Ljubica Đorđević", "Director", "Group 484", AT, HASH)
TO = Address(GRANTEE, "Željko Ćirić", ("Ulica Šumadijska 7", "11000 Beograd", "Serbia"))
BANK = Bank(GRANTEE, "RS35 2600 0560 1001 6113 79", "Banka Primer", "BPRMRS22")
SECTIONS = (
    SectionScore("B1", "Financial and operational capacity", D("11.50"), D(20), D(12)),
    SectionScore("B2", "Relevance", D("16.50"), D(20)),
    SectionScore("B3", "Design of the action", D("12.50"), D(15)),
)
BUDGET = (
    MoneyRow("1 Human resources", (D("6500.00"),)),
    MoneyRow("2 Travel", (D("600.00"),)),
    MoneyRow("7 Subtotal direct eligible costs", (D("12300.00"),), is_sum=True),
    MoneyRow("8 Indirect costs", (D("861.00"),)),
    MoneyRow("11 Total eligible costs", (D("13161.00"),), is_sum=True),
)


def make_document(*, content: bytes = b"", **overrides: Any) -> Document:
    """An issued document about nothing in particular, in a series of its own year."""
    number = next_number()
    place = Place(series("TEST", "", overrides.get("kind", "ACK"), 2027), number, 1)
    stored = files.keep(
        content or f"%PDF-1.4 {number}".encode(),
        name=f"document-{number}.pdf",
        media_type="application/pdf",
        at=AT,
    )
    values: dict[str, Any] = {
        "kind": "ACK",
        "series": place.series,
        "number": number,
        "reference": place.reference,
        "title": f"Document {number}",
        "subject_type": "applications",
        "subject_id": uuid4(),
        "file_id": stored.id,
        "sha256": stored.sha256,
        "pages": 1,
        "issued_at": AT,
    }
    return save(Document(**(values | overrides)))


def make_head(kind: str = "Document", **overrides: Any) -> Letterhead:
    """A letterhead of the real Action."""
    values: dict[str, Any] = {
        "document": kind,
        "reference": "SHBB/N1/DOC/007/2027",
        "version": 1,
        "issued_on": date(2027, 3, 16),
        "issuer": "Group 484",
        "action_title": "Security for Human Beings and Borders – Combating Smuggling of Migrants "
        "in the Western Balkans",
        "kosovo_footnote": FOOTNOTE,
        "disclaimer": "Produced with financial support of the European Union. Group 484 alone is "
        "responsible for the contents, which may differ from the views of the European Union.",
    }
    return Letterhead(**(values | overrides))
