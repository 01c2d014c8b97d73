"""Papers of what came in: acknowledgement, opening record, check sheets."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from portal.documents.layouts import ack, adm, opr
from portal.documents.layouts._parts import Signature
from tests.factories.documents.base import AT, CALL, GRANTEE, HASH, PROJECT, ZONE, D, make_head


def make_acknowledgement(**overrides: Any) -> ack.Acknowledgement:
    return replace(
        ack.Acknowledgement(
            head=make_head(ack.TITLE),
            dossier_number="SHBB-N1-RS-0012",
            version=2,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            applicant=GRANTEE,
            registration_number="28012345",
            project_title=PROJECT,
            requested_eur=D("12500.00"),
            total_eur=D("13161.00"),
            submitted_by="Željko Ćirić",
            submitted_at=AT,
            closes_at=datetime(2027, 3, 15, 22, 59, tzinfo=UTC),
            zone=ZONE,
            content_sha256=HASH,
            files=(ack.SubmittedFile("Statute", "Статут Љубав.pdf", 1_412_000, HASH),),
            next_steps=("Applications are opened after the deadline.",),
        ),
        **overrides,
    )


def make_opening(**overrides: Any) -> opr.OpeningRecord:
    return replace(
        opr.OpeningRecord(
            head=make_head(opr.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            closes_at=datetime(2026, 6, 1, 10, tzinfo=UTC),
            grace_seconds=60,
            opened_at=datetime(2026, 6, 4, 7, 30, tzinfo=UTC),
            zone=ZONE,
            received=2,
            drafts=3,
            lots=(
                opr.LotReceived(
                    "Serbia",
                    (
                        opr.ReceivedLine(
                            "SHBB-N1-RS-0001", "Udruženje Ђак", "1 June 2026, 11:59:59.998", True
                        ),
                        opr.ReceivedLine(
                            "SHBB-N1-RS-0002",
                            "Ženska linija",
                            "1 June 2026, 13:20:11.004",
                            True,
                            "More time until 1 June 2026, 16:00:00.000",
                        ),
                    ),
                ),
            ),
            late=(
                opr.LateLine(
                    "Shoqata Ëndrra",
                    "Albania",
                    "1 June 2026, 12:00:00.001",
                    "The call closed on 1 June 2026 at 12:00. Nothing was submitted.",
                ),
            ),
            extensions=(
                opr.ExtensionLine(
                    "Ženska linija",
                    "Serbia",
                    "1 June 2026, 16:00:00.000",
                    "No electricity in Subotica, confirmed by the supplier.",
                    "Vesna Potpisnić, 1 June 2026, 10:40:00.000",
                ),
            ),
            people=(Signature("Goran Sekretar", "Secretary"),),
        ),
        **overrides,
    )


def make_check_sheet(kind: str = adm.TITLE, **overrides: Any) -> adm.CheckSheet:
    return replace(
        adm.CheckSheet(
            head=make_head(kind),
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            applicant=GRANTEE,
            items=(
                adm.CheckedItem(
                    "ADM01", "Received before the deadline", "Yes", "", "The portal's records",
                    "16 March 2027",
                ),
                adm.CheckedItem(
                    "ADM03", "Language as asked", "No", "Written in Italian.", "Goran Ilić",
                    "17 March 2027", "Statut Ljubavi.pdf",
                ),
            ),
            result="Not passed",
            reason="The application is not in English.",
            signatures=(
                Signature("Goran Ilić", "Checked by", "", AT),
                Signature("Ljiljana Ђурић", "Confirmed by", "", AT),
            ),
            zone=ZONE,
        ),
        **overrides,
    )  # fmt: skip
