"""Signing takes the password again; a drafted report goes back with reasons and is signed anew."""

import pytest
from sqlalchemy import select

from portal.accounts.service import hash_password
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, service
from portal.evaluation.models import AwardDecision, ReportSignature
from portal.evaluation.states import SessionState
from portal.mail.models import MailMessage
from tests.factories.accounts import PASSWORD, actor_of
from tests.factories.base import AT
from tests.factories.evaluation import make_ranking, seat
from tests.integration.evaluation.reserves import ranked


@pytest.fixture
def drafted(app):
    """A report that waits for its signatures; the chair has a password."""
    session = ranked((5, "10000"), envelope="20000")
    make_ranking(session)
    secretary = actor_of(seat(session, "secretary"))
    service.draft_report(session, minutes="We met.", actor=secretary, at=AT)
    seat(session, "chair").password_hash = hash_password(PASSWORD)
    db.session.flush()
    return session


@pytest.mark.one_database
def test_a_wrong_password_signs_nothing_and_is_counted_like_a_sign_in(drafted, sign_in_as):
    reference, chair = drafted.call.reference, seat(drafted, "chair")
    client, typed = sign_in_as(chair), {"signed_name": chair.name, "dissent": "Too few sheets."}

    empty = client.post_page("evaluation.sign_report", typed, reference=reference)
    assert "Enter your password to sign" in empty.get_text()
    for _ in range(10):
        wrong = client.post_page(
            "evaluation.sign_report", typed | {"password": "wrong"}, reference=reference
        )
    assert "The password is not correct" in wrong.get_text()
    assert db.session.scalars(select(ReportSignature)).all() == []
    slowed = client.post_page(
        "evaluation.sign_report", typed | {"password": PASSWORD}, status=429, reference=reference
    )
    assert "tries" in slowed.get_text()
    assert db.session.scalars(select(ReportSignature)).all() == []


@pytest.mark.one_database
def test_the_right_password_signs_with_dissent(drafted, sign_in_as):
    reference, chair = drafted.call.reference, seat(drafted, "chair")
    client = sign_in_as(chair)

    client.send(
        "evaluation.sign_report",
        {"signed_name": chair.name, "dissent": "Too few sheets.", "password": PASSWORD},
        reference=reference,
    )

    assert (
        "Too few sheets." in client.get_page("evaluation.decision", reference=reference).get_text()
    )
    assert db.session.scalars(select(AwardDecision)).all() == []


def test_a_report_given_back_is_signed_anew_by_all(drafted):
    chair = actor_of(seat(drafted, "chair"))
    secretary = actor_of(seat(drafted, "secretary"))
    service.sign_report(drafted, signed_name=chair.name, dissent="", actor=chair, at=AT)

    with pytest.raises(NotAllowed, match="chair and the voters"):
        service.send_report_back(drafted, reason="No.", actor=secretary, at=AT)
    voter = actor_of(seat(drafted, "voter"))
    with pytest.raises(RuleBroken, match="Write why"):
        service.send_report_back(drafted, reason=" ", actor=voter, at=AT)
    service.send_report_back(drafted, reason="Lot two is missing.", actor=voter, at=AT)

    assert drafted.state is SessionState.RANKING
    assert queries.report_round(drafted.id) == 2
    mails = db.session.scalars(
        select(MailMessage.to_address).where(MailMessage.template == "evaluation/report_back")
    ).all()
    assert mails == [seat(drafted, "secretary").email]
    service.draft_report(drafted, minutes="We met again.", actor=secretary, at=AT)
    assert queries.signatures(drafted.id, 2) == []
    assert (
        service.sign_report(drafted, signed_name=chair.name, dissent="", actor=chair, at=AT)
        is not None
    )
