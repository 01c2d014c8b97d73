"""The reports of the demo: costs with proofs, narrative, review, approval."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from portal.core.clock import day_in
from portal.core.countries import country_name
from portal.core.db import transaction
from portal.core.money import cents
from portal.demo.applications import paper
from portal.demo.people import Company, read
from portal.grants import queries as grants
from portal.grants.models import Grant, GrantLine
from portal.reporting import queries, service, template
from portal.reporting.models import Report
from portal.reporting.rules import Disallowance

RATES = {"ALL": Decimal("98.20"), "MKD": Decimal("61.50"), "RSD": Decimal("117.10")}
SUBMITTED, REVIEWED, ASKED, APPROVED = range(4)
OUTPUT = "Held as planned, with attendance sheets."


@dataclass(frozen=True)
class Story:
    """One report: how much was spent of each line, what is refused, how far it has come.

    Units: `spent` in per cent of the budget; `refused` (line code, amount in EUR, reason, words).
    """

    key: str
    stage: int
    spent: int = 98
    refused: tuple[tuple[str, str, str, str], ...] = ()
    late: tuple[str, ...] = ()  # lines whose invoice is dated after the end


def spend(company: Company, grant: Grant, story: Story) -> None:
    """Enter one cost with its proof for every line of the budget."""
    owner = company.owner(story.key)
    grant = grants.whole(grant.id)
    with transaction():
        for place, line in enumerate(grant.lines):
            service.add_cost(
                grant,
                _cost(grant, line, place, story),
                actor=owner,
                at=_last_moment(grant),
                proof=service.Proof(f"invoice_{line.code}.pdf", paper("Invoice", line.description)),
            )


def spend_some(company: Company, grant: Grant, key: str, *, lines: int, at: datetime) -> None:
    """The first costs of a project that is still running."""
    grant = grants.whole(grant.id)
    with transaction():
        for place, line in enumerate(grant.lines[:lines]):
            cost = _cost(grant, line, place, Story(key, SUBMITTED, spent=35))
            service.add_cost(
                grant,
                cost,
                actor=company.owner(key),
                at=at,
                proof=service.Proof(f"receipt_{line.code}.pdf", paper("Receipt", line.description)),
            )


def _last_moment(grant: Grant) -> datetime:
    if grant.ends_on is None or grant.signed_at is None:
        raise LookupError(grant.number)
    days = (grant.ends_on - day_in(grant.action.time_zone, grant.signed_at)).days
    return grant.signed_at + timedelta(days=days + 3)


def _cost(grant: Grant, line: GrantLine, place: int, story: Story) -> service.Cost:
    if grant.starts_on is None or grant.ends_on is None:
        raise LookupError(grant.number)
    currency = template.currencies()[template.currency_of(grant.country)]
    rate = currency.rate or RATES[currency.code]
    document_on = grant.starts_on + timedelta(days=12 + place * 9)
    if line.code in story.late:
        document_on = grant.ends_on + timedelta(days=1)
    return service.Cost(
        line=line.code,
        description=line.description,
        supplier=f"Supplier {place + 1} in {country_name(grant.country)}",
        document_type="invoice",
        document_number=f"{line.code}/{document_on.year}",
        document_on=document_on,
        paid_on=document_on + timedelta(days=1),
        payment_proof=f"Bank statement {place + 1}",
        amount_local=cents(line.total * story.spent / 100 * rate),
        currency=currency.code,
        rate=None if currency.rate else rate,
        rate_source="InforEuro" if currency.rate is None else "",
        activity=line.activity,
    )


def report(company: Company, grant: Grant, story: Story, *, at: datetime) -> None:
    """The final report from its first word to where its story stands."""
    owner = company.owner(story.key)
    final = queries.final_of(grant.id)
    if final is None:
        raise LookupError(grant.number)
    with transaction():
        service.start(queries.whole(final.id), actor=owner, at=at)
    with transaction():
        _write(queries.whole(final.id), company, story, at=at)
    with transaction():
        _results_and_costs(queries.whole(final.id), company, story, at=at)
    with transaction():
        service.submit(queries.whole(final.id), actor=owner, at=at + timedelta(days=2))
    if story.stage > SUBMITTED:
        _review(company, final, story, at=at + timedelta(days=6))


def begin(company: Company, grant: Grant, key: str, *, at: datetime) -> None:
    """A final report that is under way and late: its first texts are written."""
    final = queries.final_of(grant.id)
    if final is None:
        raise LookupError(grant.number)
    with transaction():
        service.start(queries.whole(final.id), actor=company.owner(key), at=at)
    with transaction():
        _write(queries.whole(final.id), company, Story(key, SUBMITTED), at=at, parts=2)


def _write(
    report: Report, company: Company, story: Story, *, at: datetime, parts: int | None = None
) -> None:
    texts, entry = read("reports.yaml"), company.entries[story.key]
    words = {"city": entry["city"], "group": entry["group"]}
    for part in queries.terms(report).parts[:parts]:
        row = queries.section(report, part.key)
        service.save_part(
            report,
            part.key,
            str(texts.get(part.key, texts["summary"])).format(**words),
            revision=row.revision if row else 0,
            actor=company.owner(story.key),
            at=at,
            is_complete=True,
        )
        report = queries.whole(report.id)


def _results_and_costs(report: Report, company: Company, story: Story, *, at: datetime) -> None:
    owner = company.owner(story.key)
    results = [
        service.Result(
            activity=row.activity,
            output=OUTPUT,
            planned=60,
            women=28 + place * 3,
            men=31 - place,
            minors=11 + place,
        )
        for place, row in enumerate(report.results)
    ]
    service.save_results(report, results, actor=owner, at=at)
    ids = [row.id for row in queries.ledger(report.grant_id)]
    explanations: dict[str, str] = {}
    for _round in range(2):  # which lines need words is known once the costs are in
        service.save_costs(
            queries.whole(report.id),
            items=ids,
            claimed_indirect=None,
            explanations=explanations,
            actor=owner,
            at=at,
        )
        explanations = {
            row.key: "Prices were lower than planned; the volume is the same."
            for row in queries.sheet(queries.whole(report.id)).missing
        }


def _review(company: Company, final: Report, story: Story, *, at: datetime) -> None:
    programme, finance = company.actor("jelena"), company.actor("marko")
    with transaction():
        service.take_up(queries.whole(final.id), actor=programme, at=at)
    if story.stage == ASKED:
        with transaction():
            service.ask(
                queries.whole(final.id),
                "Send the attendance sheets of the trainings in month six, and say why fewer men "
                "came than planned.",
                actor=programme,
                at=at + timedelta(days=3),
            )
        return
    for code, amount, reason, words in story.refused:
        with transaction():
            item = next(row for row in queries.whole(final.id).expenditure if row.line.code == code)
            refusal = Disallowance(amount=Decimal(amount), code=reason, comment=words)
            service.disallow_cost(item, refusal, actor=finance, at=at + timedelta(days=1))
    with transaction():
        service.accept_rest(queries.whole(final.id), actor=finance, at=at + timedelta(days=1))
    with transaction():
        service.confirm_narrative(
            queries.whole(final.id), actor=programme, at=at + timedelta(days=2)
        )
    with transaction():
        service.confirm_money(queries.whole(final.id), actor=finance, at=at + timedelta(days=2))
    if story.stage == APPROVED:
        with transaction():
            service.approve(
                queries.whole(final.id), actor=company.actor("vesna"), at=at + timedelta(days=4)
            )
