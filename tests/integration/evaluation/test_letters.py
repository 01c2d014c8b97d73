"""What goes out to whom is read before it is sent, as the applicant will read it."""

from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.evaluation.queries.feedback import feedback_of
from portal.mail.models import MailMessage
from tests.factories.evaluation import make_candidate, make_signatory
from tests.integration.evaluation.reserves import decided, files_of, ranked


def letters():
    kinds = [f"evaluation/{outcome}_letter" for outcome in ("award", "reserve", "rejection")]
    rows = db.session.scalars(select(MailMessage).where(MailMessage.template.in_(kinds)))
    return {row.about_id: row for row in rows}


def said(text):
    """The words of a letter but for whom it greets: the mail names each person."""
    return [line for line in text.split("\n") if line.strip() and not line.startswith("Hello ")]


def test_each_letter_is_read_before_it_is_sent(app, sign_in_as):
    session = ranked((5, "9000.00"), (4, "8000.00"), (2, "7000.00"), envelope="10000.00")
    decided(session, letters=False)
    files = award, reserve, rejection = files_of(session)
    open_one = make_candidate(session, state=ApplicationState.UNDER_FULL_EVALUATION)
    client = sign_in_as(make_signatory(session, "programme"))
    at = {"reference": session.call.reference}

    listed = client.get_page("evaluation.letters", **at)
    read = {
        one.id: client.get_page("evaluation.letter", application_id=one.id, **at) for one in files
    }
    client.get_page("evaluation.letter", application_id=open_one.id, status=404, **at)

    links = {link["href"] for link in listed.select("#main a[href]")}
    assert {f"/manage/calls/{at['reference']}/letters/{one.id}" for one in files} <= links
    assert {key: page.select_one("h1").get_text(strip=True) for key, page in read.items()} == {
        award.id: f"Your application {award.number} is selected",
        reserve.id: f"Your application {reserve.number} is on the reserve list",
        rejection.id: f"The decision on your application {rejection.number}",
    }
    shown = {key: page.select_one("#main").get_text() for key, page in read.items()}
    assert "9,000.00" in shown[award.id]
    assert "9,000.00" not in shown[reserve.id] + shown[rejection.id]
    points = [
        page.select("table")[-1].select("tr")[-1].get_text(" ", strip=True)
        for page in read.values()
    ]
    assert points == ["Total 100.00 100", "Total 80.00 100", "Total 40.00 100"]
    assert letters() == {}
    assert feedback_of(award) is None  # the applicant reads nothing before the letter is out

    client.send("evaluation.letters", {"count": "3"}, **at)

    sent = letters()
    assert sent.keys() == read.keys()
    for key, mail in sent.items():
        assert said(read[key].select_one(".gp-letter").get_text()) == said(mail.body_text)
        assert mail.subject == read[key].select_one("h1").get_text(strip=True)
    assert feedback_of(award).total == 100
