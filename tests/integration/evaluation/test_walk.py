"""Everybody of an evaluation opens every page of it, in every phase: one table says what answers.

A letter in the table is a phase in which the page opens (200); in every other phase it must not.
c committee appointed, a administrative check, s scoring, k consolidation, r ranking, d decided.
Whatever the table says, some words must never be read by the wrong person: the title of an
application that a conflict closes, any title before signing, a comment of another's sheet before
one's own is in and the sheets are compared, and an assessor's own notes.
"""

from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import update

from portal.actions.models import ActionRole
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.db import db
from portal.evaluation import queries
from portal.evaluation.models import (
    Assessment,
    CommitteeMember,
    ConflictOfInterest,
    EvaluationSession,
    SectionComment,
)
from portal.evaluation.states import AssessmentState, SessionState
from tests.factories.accounts import make_user
from tests.factories.base import AT, save
from tests.factories.documents import make_document
from tests.factories.evaluation import (
    make_assessment,
    make_candidate,
    make_declaration,
    make_finding,
    make_ranking,
    make_session,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation

pytestmark = pytest.mark.one_database

S, A = SessionState, AssessmentState
PHASES = {
    "c": S.CONSTITUTED,
    "a": S.ADMIN_CHECK,
    "s": S.SCORING,
    "k": S.CONSOLIDATION,
    "r": S.RANKING,
    "d": S.DECIDED,
}
FREE, CLOSED, OTHERS = "Lamplight on the road", "Shuttered window", "Unsaid by the other"
PRIVATE = "Privately noted"
ROLES = (
    "chair", "secretary", "voter", "assessor", "observer", "unsigned", "waiting", "left",
    "manager", "applicant",
)  # fmt: skip

# Where the answer cannot differ from phase to phase, fewer are walked.
ONLY_IN = {"unsigned": "cs", "waiting": "s", "left": "s", "applicant": "csd", "observer": "asd"}
ONLY_IN["evaluate"] = "asd"
ONLY_IN |= dict.fromkeys(
    ("evaluate/declarations", "evaluate/guidance", "evaluate/profile", "declaration"), "s"
)
ONLY_IN |= dict.fromkeys(
    ("closed check", "closed check file", "closed consensus", "closed read", "closed file",
     "closed dossier", "closed eligibility sheet"), "ad"
)  # fmt: skip
ONLY_IN |= dict.fromkeys(
    ("committee", "complaints", "applications", "all applications", "all documents", "dossier",
     "check file", "eligibility", "report as paper", "assignments", "read", "file", "ranking",
     "decision", "documents", "reserve", "letters", "eligibility sheet"), "casrd"
)  # fmt: skip

TABLE = {
    "evaluation": "chair secretary voter manager: caskrd; observer: asd; unsigned: cs",
    "committee": "chair secretary voter manager: casrd; observer: asd; unsigned: cs",
    "eligibility": "chair secretary voter manager: casrd; observer: asd",
    "assignments": "chair secretary: casrd",
    "conflicts": "chair secretary manager: caskrd",
    "scores": "chair secretary: caskrd",
    "ranking": "chair secretary voter manager: rd; observer: d",
    "decision": "chair secretary voter manager: rd; observer: d",
    "letters": "chair secretary voter manager: asrd; observer: asd",
    "documents": "chair secretary voter manager: rd; observer: d",
    "reserve": "chair secretary voter manager: rd; observer: d",
    "complaints": "manager: casrd",
    "scores/matrix": "chair secretary: caskrd; voter manager: rd; observer: d",
    "scores/matrix.xlsx": "chair secretary: caskrd; voter manager: rd; observer: d",
    "conflicts/record": "secretary: caskr",
    "applications": "manager: casrd",
    "evaluate": "chair secretary voter assessor observer: asd; unsigned: s",
    "evaluate/declarations": "chair secretary voter assessor observer unsigned: s",
    "evaluate/guidance": "chair secretary voter assessor observer unsigned: s",
    "evaluate/profile": "chair secretary voter assessor observer unsigned: s",
    "replace": "",
    "ruling": "secretary: caskr",
    "reassign": "secretary: ask",
    "return": "secretary: sk",
    "declaration": "unsigned: s",
    "own sheet": "assessor: skrd",
    "own consensus": "",
    "own conflict": "assessor: skrd",
    "decline": "assessor: sk",
    "offline": "assessor: sk",
    "workbook": "assessor: skrd",
    "other's workbook": "",
    "check file": "chair secretary voter manager: asrd; observer: asd",
    "closed check file": "manager: ad",
    "other's sheet": "",
    "all applications": "manager: casrd",
    "all documents": "manager: casrd",
    "sheet as paper": "chair secretary: caskrd; manager: rd",
    "report as paper": "chair secretary voter manager: casrd; observer: asd",
    "check": "secretary: as",
    "consensus": "chair secretary: caskrd; voter manager: rd; observer: d",
    "read": "chair secretary voter manager: asrd; observer: asd",
    "file": "chair secretary voter manager: asrd; observer: asd",
    "eligibility sheet": "chair secretary voter observer manager: d",
    "dossier": "manager: casrd",
    "closed check": "",
    "closed consensus": "manager: d",
    "closed read": "manager: ad",
    "closed file": "manager: ad",
    "closed eligibility sheet": "manager: d",
    "closed dossier": "manager: ad",
    "own sheet's file": "assessor: skrd",
}  # fmt: skip


class World:
    """One evaluation with two applications: one open to all, one closed to everybody by a tie."""

    def __init__(self):
        self.session = make_session(state=S.CONSTITUTED)
        owner, organisation = make_user(), make_organisation()
        make_membership(organisation=organisation, user=owner)
        self.open = self.application(FREE, organisation=organisation, owner=owner)
        self.closed = self.application(CLOSED)
        self.people = {"applicant": owner, "manager": make_user(name="Manager Person")}
        save(
            ActionRole(
                action_id=self.session.call.action_id,
                user_id=self.people["manager"].id,
                function="programme",
                created_at=AT,
            )
        )
        for function in ("chair", "secretary", "voter", "assessor"):
            self.people[function] = seat(self.session, function)
        self.other = seat(self.session, "assessor", 1)
        self.people["observer"] = self.sits("observer")
        self.people["unsigned"] = self.sits("voter", signs=False)
        self.people["waiting"] = self.sits("voter", signs=False, is_substitute=True)
        self.people["left"] = self.sits("voter", left_at=AT, left_reason="Moved.")
        for role in ("chair", "secretary", "voter", "assessor", "observer"):
            person = self.people[role]
            save(
                ConflictOfInterest(
                    application_id=self.closed.id,
                    user_id=person.id,
                    kind="work",
                    declared_at=AT,
                    declared_by_id=person.id,
                )
            )
        self.own = make_assessment(self.open, self.people["assessor"])
        self.theirs = make_assessment(self.open, self.other, scores=4, position=2)
        self.lost = make_assessment(self.closed, self.other, scores=4, position=2)
        for comment in (*self.theirs.comments, *self.lost.comments):
            comment.text = OTHERS
        self.own.own_notes = self.theirs.own_notes = PRIVATE
        self.finding = make_finding(self.open, self.other)
        self.addresses = self.every_address()

    def application(self, title, **values):
        return make_candidate(self.session, title=title, requested=Decimal(12500), **values)

    def sits(self, function, *, signs=True, **values):
        user = make_user(name=f"{function.capitalize()} More")
        save(
            CommitteeMember(
                session_id=self.session.id,
                user_id=user.id,
                position=30,
                function=function,
                appointed_by_id=user.id,
                appointed_at=AT,
                **values,
            )
        )
        if signs:
            make_declaration(self.session, user)
        return user

    def paper(self, kind, subject):
        call = self.session.call
        return make_document(
            kind=kind, subject_id=subject, is_confidential=True, call_id=call.id,
            action_id=call.action_id,
        )  # fmt: skip

    def every_address(self):
        reference, found = self.session.call.reference, {}
        manage = f"/manage/calls/{reference}"
        for name in ("evaluation", "committee", "eligibility", "assignments", "conflicts", "scores",
                     "ranking", "decision", "letters", "documents", "reserve", "complaints",
                     "scores/matrix", "scores/matrix.xlsx", "conflicts/record",
                     "applications"):  # fmt: skip
            found[name] = f"{manage}/{name}"
        for name in ("", "/declarations", "/guidance", "/profile"):
            found[f"evaluate{name}"] = f"/evaluate{name}"
        member = queries.members(self.session.id)[2]
        found |= {
            "replace": f"{manage}/committee/{member.id}/replace",
            "ruling": f"{manage}/conflicts/{self.finding.id}",
            "reassign": f"{manage}/assignments/{self.own.id}/reassign",
            "return": f"{manage}/scores/{self.theirs.id}/return",
            "declaration": f"/evaluate/declaration?call={reference}",
            "own sheet": f"/evaluate/{self.own.id}",
            "own consensus": f"/evaluate/{self.own.id}/consensus",
            "own conflict": f"/evaluate/{self.own.id}/conflict",
            "decline": f"/evaluate/{self.own.id}/decline",
            "offline": f"/evaluate/{self.own.id}/offline",
            "workbook": f"/evaluate/{self.own.id}/sheet.xlsx",
            "other's workbook": f"/evaluate/{self.theirs.id}/sheet.xlsx",
            "other's sheet": f"/evaluate/{self.theirs.id}",
            "all applications": "/manage/applications",
            "all documents": "/manage/documents",
            "sheet as paper": f"/documents/{self.paper('ASH', self.theirs.id).id}",
            "report as paper": f"/documents/{self.paper('EVR', self.session.id).id}",
        }
        for words, one in (("", self.open), ("closed ", self.closed)):
            file = applications.whole(one.id).attachments[0].id
            found |= {
                f"{words}check": f"{manage}/eligibility/{one.id}",
                f"{words}check file": f"{manage}/eligibility/{one.id}/files/{file}",
                f"{words}consensus": f"{manage}/consensus/{one.id}",
                f"{words}read": f"/evaluate/applications/{one.id}",
                f"{words}file": f"/evaluate/applications/{one.id}/files/{file}",
                f"{words}eligibility sheet": f"/manage/applications/{one.id}/eligibility",
                f"{words}dossier": f"/manage/applications/{one.id}",
            }
        found["own sheet's file"] = (
            f"/evaluate/{self.own.id}/files/{applications.whole(self.open.id).attachments[0].id}"
        )
        return found

    def go_to(self, phase):
        """Everything as it is in this phase, written straight to the tables."""
        state = PHASES[phase]
        states = {"c": ApplicationState.SUBMITTED, "a": ApplicationState.OPENED}
        checked = states.get(phase, ApplicationState.UNDER_FULL_EVALUATION)
        locked = phase in "rd"
        if phase == "r":
            self.fill_own()
        self.set(EvaluationSession, self.session.id, state=state,
                 opened_at=None if phase == "c" else AT,
                 decided_at=AT if phase == "d" else None)  # fmt: skip
        calls = {"c": CallState.CLOSED, "d": CallState.DECIDED}
        self.set(Call, self.session.call_id, state=calls.get(phase, CallState.IN_EVALUATION))
        for one in (self.open, self.closed):
            self.set(Application, one.id, state=checked)
        for sheet in (self.theirs, self.lost, *([self.own] if locked else [])):
            self.set(Assessment, sheet.id, state=A.LOCKED if locked else A.SUBMITTED,
                     submitted_at=AT)  # fmt: skip
        db.session.expire_all()
        if phase == "r":
            make_ranking(queries.session_by_id(self.session.id))

    def fill_own(self):
        twin = queries.sheets_by_pair(self.session.call_id)
        source = queries.sheet_in(self.session.call_id, self.theirs.id)
        own = queries.sheet_in(
            self.session.call_id, twin[self.open.id, self.people["assessor"].id].id
        )
        own.recommendation = "fund"
        for score in source.scores:
            own.scores.append(type(score)(criterion_id=score.criterion_id, value=4, comment="Why."))
        for comment in source.comments:
            own.comments.append(SectionComment(section_id=comment.section_id, text="Mine."))
        db.session.flush()

    @staticmethod
    def set(model, key, **values):
        db.session.execute(update(model).where(model.id == key).values(**values))


def test_everybody_opens_every_page_in_every_phase(app, sign_in_as):
    world = World()
    clients = {role: sign_in_as(world.people[role]) for role in ROLES}
    found = {name: dict.fromkeys(ROLES, "") for name in world.addresses}
    leaks = []
    for phase in PHASES:
        world.go_to(phase)
        for (name, address), role in product(world.addresses.items(), ROLES):
            if phase not in ONLY_IN.get(role, phase) or phase not in ONLY_IN.get(name, phase):
                continue
            client = clients[role]
            client.checks_html = False
            answer = client.get(address)
            assert answer.status_code in {200, 302, 403, 404}, (name, role, phase)
            if answer.status_code == 200:
                found[name][role] += phase
            leaks += [(name, role, phase, word) for word in read_wrongly(role, phase, answer)]
    assert leaks == []
    assert {name: row for name, row in found.items() if row != expected(name)} == {}


def expected(name):
    """The row of the table: the phases in which the page opens, by role."""
    row = dict.fromkeys(ROLES, "")
    for part in filter(None, TABLE[name].split("; ")):
        roles, phases = part.split(": ")
        row |= dict.fromkeys(roles.split(), phases)
    return row


def read_wrongly(role, phase, answer):
    """Words on the page that this person must not read in this phase."""
    text = answer.text if answer.mimetype == "text/html" else ""
    if role in {"unsigned", "waiting", "left"}:
        return [word for word in (FREE, CLOSED, OTHERS) if word in text]
    wrong = [] if role == "manager" else [CLOSED]
    if role != "assessor":
        wrong.append(PRIVATE)
    if role == "assessor" and phase in "cask":
        wrong.append(OTHERS)  # the own sheet is not in before the ranking
    if role in {"voter", "observer", "manager"} and phase in "cask":
        wrong.append(OTHERS)
    if role == "applicant":
        wrong.append(OTHERS)
    return [word for word in wrong if word in text]
