"""The award decision and the letters that follow it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from portal.documents.layouts import awd, inv, lta, ltj, ltr
from tests.factories.documents.base import (
    CALL,
    GRANTEE,
    PROJECT,
    SECTIONS,
    SIGNATORY,
    TO,
    ZONE,
    D,
    make_head,
)


def make_award_decision(**overrides: Any) -> awd.AwardDecision:
    return replace(
        awd.AwardDecision(
            head=make_head(awd.TITLE),
            call_reference=CALL[0],
            call_title=CALL[1],
            report_reference="SHBB/N1/EVR/001/2027",
            report_signed_on=date(2027, 3, 10),
            proposed_by="Evaluation committee",
            lots=(
                awd.LotAwards(
                    "Serbia",
                    D("45000.00"),
                    (
                        awd.Award("1", "A-02", GRANTEE, PROJECT, D("83.00"), D("12000.00")),
                        awd.Award("2", "A-05", "Primer", "Bridges", D("81.00"), D("11500.00")),
                    ),
                    (("A-01", "Udruga", D("77.50")),),
                ),
                awd.LotAwards("Montenegro", D("30000.00"), (), ()),
            ),
            reserve_until=date(2027, 9, 16),
            deviations=(),
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_award_letter(**overrides: Any) -> lta.AwardLetter:
    return replace(
        lta.AwardLetter(
            head=make_head(lta.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            amount_eur=D("12500.00"),
            share=D("94.98"),
            conditions=("The documents below are in order.",),
            corrections=("Line 5.5: 40 × 12.50 is 500.00.",),
            documents=("Registration certificate", "Statute"),
            documents_due=date(2027, 4, 6),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_invitation(**overrides: Any) -> inv.Invitation:
    return replace(
        inv.Invitation(
            head=make_head(inv.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            requested_eur=D("12500.00"),
            change_percent=D(20),
            second_reference="SHBB-2027-02 Full applications",
            closes_at=datetime(2027, 4, 30, 10, 0, tzinfo=UTC),
            sections=SECTIONS,
            total=D("41.50"),
            maximum=D(50),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_reserve_letter(**overrides: Any) -> ltr.ReserveLetter:
    return replace(
        ltr.ReserveLetter(
            head=make_head(ltr.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            requested_eur=D("12500.00"),
            place=1,
            valid_until=date(2027, 9, 16),
            sections=SECTIONS,
            total=D("77.50"),
            maximum=D(100),
            complaint="Write to the complaints body named in the guidelines.",
            complaint_until=date(2027, 3, 31),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )


def make_rejection_letter(**overrides: Any) -> ltj.RejectionLetter:
    return replace(
        ltj.RejectionLetter(
            head=make_head(ltj.TITLE),
            to=TO,
            call_reference=CALL[0],
            call_title=CALL[1],
            lot="Serbia",
            dossier_number="SHBB-N1-RS-0012",
            project_title=PROJECT,
            stage="Evaluation of quality",
            main_reason="Capacity 11.50 of 20, at least 12 needed",
            sections=SECTIONS,
            total=D("76.50"),
            maximum=D(100),
            reasons=(ltj.Reason("Capacity", "The accounts show no stable source of money."),),
            complaint="Complain in the portal to a body other than the committee.",
            complaint_until=date(2027, 3, 31),
            contact="grants@example.org",
            signature=SIGNATORY,
            zone=ZONE,
        ),
        **overrides,
    )
