"""The contract: completed, made, sent, accepted by both sides; then the project runs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from portal.applications import service as applications
from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor, require
from portal.core.clock import day_in
from portal.core.days import add_days, add_months
from portal.core.db import db
from portal.core.errors import Conflict, RuleBroken, WrongState
from portal.core.lifecycle import move
from portal.core.text import N_, clean_name
from portal.files.models import StoredFile
from portal.grants import policy, queries
from portal.grants.models import Acceptance, ContractVersion, Grant, Instalment
from portal.grants.rules import PlannedInstalment, plan_instalments
from portal.grants.service.guard import held
from portal.grants.service.notices import tell_grantee, tell_lead
from portal.grants.states import GRANT_MOVES, INSTALMENT_MOVES, GrantState
from portal.jobs import service as jobs
from portal.jobs.states import JobState
from portal.organisations import queries as organisations

METHODS = ("AVG", "MONTH", "BANK")
Side = Literal["grantee", "lead"]


@dataclass(frozen=True)
class Terms:
    """What the programme staff complete before the contract is made.

    Shape: `starts_on` None is the day after the last signature; `plan` in per cent, (80, 20).
    """

    starts_on: date | None
    exchange_method: str
    report_days_final: int
    plan: tuple[Decimal, ...]


@dataclass(frozen=True)
class Signing:
    """An acceptance as given: who, as what, and the fingerprint of the file they were shown."""

    name: str
    function: str
    sha256: str


def set_terms(grant: Grant, terms: Terms, *, actor: Actor, at: datetime) -> None:
    """Complete the contract; when it was made already it is made again.

    The bank account is the organisation's present one.
    Raises: NotAllowed; RuleBroken at `exchange_method`, `report_days_final` or `plan`.
    """
    grant = held(grant.id)
    require(policy.can_set_terms(actor, grant))
    _check_terms(grant, terms)
    before = _terms(grant)
    grant.starts_on, grant.ends_on = terms.starts_on, _end(grant, terms.starts_on)
    grant.exchange_method = terms.exchange_method
    grant.report_days_final = terms.report_days_final
    grant.plan = [str(part) for part in terms.plan]
    grant.prepared_by_id = actor.user_id
    _copy_account(grant)
    after = _terms(grant)
    db.session.flush()
    audit.record(actor, "grant.terms_set", grant, at=at, details={"before": before, "after": after})
    if grant.state is GrantState.CONTRACT_DRAFT and before != after:
        move(grant, "redraft_contract", GRANT_MOVES)
        _order_contract(grant, at=at)


def _check_terms(grant: Grant, terms: Terms) -> None:
    if terms.exchange_method not in METHODS:
        raise RuleBroken(N_("Select how other currencies are converted"), field="exchange_method")
    if terms.report_days_final < 1:
        raise RuleBroken(
            N_("Give the grantee at least one day for the final report"),
            field="report_days_final",
        )
    _planned(grant, terms.plan)


def _planned(grant: Grant, plan: tuple[Decimal, ...]) -> tuple[PlannedInstalment, ...]:
    return plan_instalments(grant.max_amount, plan, prefinancing_limit=grant.prefinancing_limit)


def _end(grant: Grant, starts_on: date | None) -> date | None:
    """The last day of the project; months clamp to the last day."""
    if starts_on is None:
        return None
    return add_months(starts_on, grant.duration_months) - timedelta(days=1)


def _copy_account(grant: Grant) -> None:
    account = organisations.current_bank_account(grant.organisation_id)
    if account is not None:
        grant.bank_holder, grant.bank_iban = account.holder, account.iban
        grant.bank_name = account.bank_name


def _terms(grant: Grant) -> dict[str, str]:
    names = (
        "starts_on", "ends_on", "exchange_method", "report_days_final", "plan", "bank_holder",
        "bank_iban", "bank_name",
    )  # fmt: skip
    return {name: str(getattr(grant, name)) for name in names}


def draft_contract(grant: Grant, *, actor: Actor, at: datetime) -> None:
    """Have the contract made from what is set; the document is stored by `contract_issued`.

    Raises: NotAllowed; RuleBroken while the grantee has not entered a bank account.
    """
    grant = held(grant.id)
    require(policy.can_draft_contract(actor, grant))
    _copy_account(grant)
    if not grant.bank_iban:
        raise RuleBroken(
            N_("The grantee has not entered its bank account yet. The contract must name it.")
        )
    move(grant, "draft_contract", GRANT_MOVES)
    audit.record(actor, "grant.contract_drafted", grant, at=at)
    _order_contract(grant, at=at)


def _order_contract(grant: Grant, *, at: datetime) -> None:
    grant.contract_round += 1
    db.session.flush()
    jobs.enqueue(
        "documents.issue",
        {"kind": "GCO", "subject": str(grant.id)},
        at=at,
        dedupe_key=queries.contract_key(grant),
    )


def contract_issued(
    grant: Grant, *, reference: str, file: StoredFile, sha256: str, at: datetime
) -> ContractVersion:
    """The contract document is there: what both sides accept is exactly this file.

    Raises: Conflict when the fingerprint is not that of the file; WrongState once it was sent.
    """
    grant = held(grant.id)
    if sha256 != file.sha256:
        raise Conflict(N_("The fingerprint of the contract is not that of its file."))
    if grant.state is not GrantState.CONTRACT_DRAFT:
        raise WrongState(N_("The contract was sent. It can no longer be changed."))
    version = ContractVersion(
        grant_id=grant.id,
        number=len(grant.contracts) + 1,
        reference=reference,
        file_id=file.id,
        sha256=sha256,
        issued_at=at,
    )
    db.session.add(version)
    db.session.flush()
    audit.record(
        SYSTEM,
        "grant.contract_issued",
        grant,
        at=at,
        details={"reference": reference, "sha256": sha256},
    )
    return version


def is_being_prepared(grant: Grant) -> bool:
    """Whether the present contract is ordered and not there yet."""
    job = queries.contract_job(grant)
    waiting = job is not None and job.state in {JobState.READY, JobState.RUNNING}
    return grant.state is GrantState.CONTRACT_DRAFT and (waiting or not grant.contracts)


def send_contract(grant: Grant, *, actor: Actor, at: datetime) -> None:
    """Send the contract to the grantee's signatories; from now on it cannot be changed.

    Raises: NotAllowed; RuleBroken while the document is being prepared.
    """
    grant = held(grant.id)
    require(policy.can_send_contract(actor, grant))
    if is_being_prepared(grant):
        raise RuleBroken(N_("The contract is being prepared. Wait until it is here, and read it."))
    move(grant, "send_contract", GRANT_MOVES)
    grant.sent_at = at
    today = day_in(grant.action.time_zone, at)
    grant.signature_due_on = add_days(today, grant.call.signature_days)
    audit.record(actor, "grant.contract_sent", grant, at=at, details=_file(grant))
    link = f"/grants/{grant.id}/agreement"
    tell_grantee(grant, "contract_sent", about=grant, link=link, actor=actor, at=at)


def _file(grant: Grant) -> dict[str, str]:
    version = grant.contracts[-1]
    return {"reference": version.reference, "sha256": version.sha256}


def sign(grant: Grant, signing: Signing, *, side: Side, actor: Actor, at: datetime) -> bool:
    """One side accepts the contract; answers whether both have now.

    With the second acceptance the grant is signed, its application contracted and the instalment
    plan made; the first instalment can be asked for.
    Raises: NotAllowed, also for a second acceptance by the same side or person; Conflict when the
            file they were shown is not the contract; RuleBroken at `name` or `function`.
    """
    grant = held(grant.id)
    version = queries.contract(grant)
    acceptances = list(version.acceptances) if version else []
    can_sign = policy.can_sign_as_lead if side == "lead" else policy.can_sign_as_grantee
    require(can_sign(actor, grant, acceptances))
    if version is None or signing.sha256 != version.sha256 or version.sha256 != version.file.sha256:
        raise Conflict(N_("This is not the contract you were shown. Load the page and read it."))
    _accept(version, signing, side=side, actor=actor, at=at)
    audit.record(
        actor,
        "grant.contract_accepted",
        grant,
        at=at,
        details={"side": side, "sha256": version.sha256, "name": clean_name(signing.name)},
    )
    if not acceptances:
        return False
    _enter_into_force(grant, actor=actor, at=at)
    return True


def _accept(
    version: ContractVersion, signing: Signing, *, side: Side, actor: Actor, at: datetime
) -> None:
    name, function = clean_name(signing.name), clean_name(signing.function)
    if not name:
        raise RuleBroken(N_("Enter your name"), field="name")
    if not function:
        raise RuleBroken(N_("Enter your function"), field="function")
    db.session.add(
        Acceptance(
            contract_id=version.id,
            side=side,
            user_id=actor.user_id,
            signed_name=name,
            signed_function=function,
            sha256=version.sha256,
            accepted_at=at,
        )
    )
    db.session.flush()


def _enter_into_force(grant: Grant, *, actor: Actor, at: datetime) -> None:
    move(grant, "sign", GRANT_MOVES)
    grant.signed_at = at
    if grant.starts_on is None:
        grant.starts_on = day_in(grant.action.time_zone, at) + timedelta(days=1)
    grant.ends_on = _end(grant, grant.starts_on)
    applications.contract(grant.application, actor=actor, at=at)
    _make_plan(grant)
    db.session.flush()
    audit.record(actor, "grant.signed", grant, at=at, details={"starts_on": grant.starts_on})
    link = f"/grants/{grant.id}"
    tell_grantee(grant, "contract_signed", about=grant, link=link, actor=actor, at=at)
    tell_lead(
        grant, "contract_signed", "programme", about=grant, link=f"/manage{link}", actor=actor,
        at=at,
    )  # fmt: skip


def _make_plan(grant: Grant) -> None:
    for row in plan_of(grant):
        grant.instalments.append(row)
        db.session.flush()
        if row.number == 1:
            move(row, "fall_due", INSTALMENT_MOVES)


def plan_of(grant: Grant) -> tuple[Instalment, ...]:
    """The instalments as the contract plans them: rows that stand nowhere yet."""
    parts = _planned(grant, tuple(Decimal(part) for part in grant.plan))
    return tuple(
        Instalment(
            number=part.number,
            kind=part.kind.value,
            percent=part.percent,
            planned_amount=part.amount,
            condition=_condition(part, last=len(parts)),
        )
        for part in parts
    )


def _condition(part: PlannedInstalment, *, last: int) -> str:
    if part.number == 1:
        return "signature"
    return "final_report" if part.number == last else "interim_report"


def start(grant: Grant, *, at: datetime) -> None:
    """The portal starts a signed project on its first day; earlier calls change nothing."""
    grant = held(grant.id)
    if grant.starts_on is None or grant.starts_on > day_in(grant.action.time_zone, at):
        return
    move(grant, "start", GRANT_MOVES)
    audit.record(SYSTEM, "grant.started", grant, at=at, details={"starts_on": grant.starts_on})


def end(grant: Grant, *, at: datetime) -> None:
    """The portal ends a project when its last day is over; earlier calls change nothing."""
    grant = held(grant.id)
    if grant.ends_on is None or grant.ends_on >= day_in(grant.action.time_zone, at):
        return
    move(grant, "end", GRANT_MOVES)
    audit.record(SYSTEM, "grant.ended", grant, at=at, details={"ends_on": grant.ends_on})
