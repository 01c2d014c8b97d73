"""Forms of the evaluation: the sheet, the declaration, checks, committee, decision."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from portal.applications.models import Application
from portal.calls.models import Call
from portal.core.findings import Finding
from portal.core.text import clean
from portal.evaluation import queries
from portal.evaluation.models import Assessment, CheckItem
from portal.evaluation.service import Marks, Tie
from portal.web.fields import CountField, LocalTimeField, Required
from portal.web.filters import words

FUNCTIONS = (
    SelectChoice("chair", _l("Chair (no vote)")),
    SelectChoice("secretary", _l("Secretary (no vote)")),
    SelectChoice("voter", _l("Voter")),
    SelectChoice("assessor", _l("Assessor")),
    SelectChoice("observer", _l("Observer")),
)
TIES = {
    "family": _l("Family"),
    "work": _l("Work or membership"),
    "economic": _l("Money or property"),
    "political": _l("Politics"),
    "other": _l("Another shared interest"),
}
RECOMMENDATIONS = (
    SelectChoice("fund", _l("Fund")),
    SelectChoice("fund_with_changes", _l("Fund with changes")),
    SelectChoice("do_not_fund", _l("Do not fund")),
)
ANSWERS = (
    SelectChoice("", _l("Choose")),
    SelectChoice("yes", _l("Yes")),
    SelectChoice("no", _l("No")),
    SelectChoice("na", _l("Not applicable")),
    SelectChoice("ask", _l("Ask the applicant")),
)
KINDS_OF_TIE = tuple(SelectChoice(key, label) for key, label in TIES.items())
LONG = Length(max=10_000, message=_l("This text must be 10,000 characters or less"))


def tag(code: str) -> str:
    """A code as part of a field's name: C1.1 becomes C1_1."""
    return re.sub(r"\W", "_", code)


def marks_of(call: Call) -> range:
    """The marks that a criterion may be given."""
    return range(call.lowest_mark, call.highest_mark + 1)


class SheetForm(FlaskForm):
    """One assessor's sheet; its fields come from the grid of the call."""

    strengths = TextAreaField(_l("Strengths"), [LONG])
    weaknesses = TextAreaField(_l("Weaknesses"), [LONG])
    recommendation = RadioField(
        _l("Your recommendation"), choices=list(RECOMMENDATIONS), validate_choice=False
    )
    own_notes = TextAreaField(
        _l("Your own notes"),
        [LONG],
        description=_l("Only you read them. They are on no document and in no report."),
    )
    call: Call

    def marks(self) -> Marks:
        """What the assessor has entered, finished or not."""
        criteria = [c for section in self.call.grid for c in section.criteria]
        return Marks(
            scores={c.id: self._score(c.code) for c in criteria},
            comments={c.id: self[f"reason_{tag(c.code)}"].data or "" for c in criteria},
            section_comments={
                section.id: self[f"comment_{tag(section.code)}"].data or ""
                for section in self.call.grid
            },
            strengths=self.strengths.data or "",
            weaknesses=self.weaknesses.data or "",
            recommendation=self.recommendation.data or "",
            own_notes=self.own_notes.data or "",
        )

    def bad_sections(self) -> set[str]:
        """Sections with something missing, so that they are shown open."""
        return {
            section.code
            for section in self.call.grid
            if any(self[name].errors for name in _names(section))
        }

    def _score(self, code: str) -> int | None:
        value = self[f"score_{tag(code)}"].data
        return int(value) if value in {str(mark) for mark in marks_of(self.call)} else None

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Put what is missing beside its field."""
        sections = {section.code for section in self.call.grid}
        for finding in findings:
            name = self._field_of(finding, sections)
            self[name].errors = [*self[name].errors, words(finding.message)]

    def _field_of(self, finding: Finding, sections: set[str]) -> str:
        line = finding.line or ""
        if line == "recommendation":
            return line
        if line in sections:
            return f"comment_{tag(line)}"
        return f"reason_{tag(line)}" if finding.field == "comment" else f"score_{tag(line)}"


def _names(section: Any) -> list[str]:
    names = [f"comment_{tag(section.code)}"]
    for criterion in section.criteria:
        names += [f"score_{tag(criterion.code)}", f"reason_{tag(criterion.code)}"]
    return names


def sheet_form(call: Call, assessment: Assessment) -> SheetForm:
    """The form of a sheet with what is on it."""
    fields: dict[str, Any] = {}
    for section in call.grid:
        for criterion in section.criteria:
            name = tag(criterion.code)
            fields[f"score_{name}"] = RadioField(
                f"{criterion.code} {criterion.text}",
                choices=[SelectChoice(str(mark), str(mark)) for mark in marks_of(call)],
                validate_choice=False,
            )
            fields[f"reason_{name}"] = TextAreaField(
                _l("Reason for the score of %(code)s", code=criterion.code), [LONG]
            )
        fields[f"comment_{tag(section.code)}"] = TextAreaField(
            _l("Comment on %(section)s", section=section.title.lower()), [LONG]
        )
    form: SheetForm = type("CallSheetForm", (SheetForm,), fields)(data=_values(call, assessment))
    form.call = call
    return form


def _values(call: Call, assessment: Assessment) -> dict[str, Any]:
    codes = {c.id: tag(c.code) for section in call.grid for c in section.criteria}
    sections = {section.id: tag(section.code) for section in call.grid}
    values: dict[str, Any] = {
        "strengths": assessment.strengths,
        "weaknesses": assessment.weaknesses,
        "recommendation": assessment.recommendation or None,
        "own_notes": assessment.own_notes,
    }
    for score in assessment.scores:
        code = codes[score.criterion_id]
        values[f"score_{code}"] = None if score.value is None else str(score.value)
        values[f"reason_{code}"] = score.comment
    for comment in assessment.comments:
        values[f"comment_{sections[comment.section_id]}"] = comment.text
    return values


class ConflictForm(FlaskForm):
    """Step down from one application."""

    kind = RadioField(_l("What kind of tie is it?"), choices=list(KINDS_OF_TIE),
                      validate_choice=False)  # fmt: skip
    note = TextAreaField(
        _l("What is the tie?"),
        [LONG],
        description=_l("One or two sentences. The secretary reads them."),
    )


class DeclarationForm(FlaskForm):
    """Impartiality and confidentiality; one yes or no for each applicant."""

    accepts = BooleanField(_l("I have read and confirm each of these statements"))
    signed_name = StringField(
        _l("Your name"), [Length(max=200)], description=_l("Type your full name to sign.")
    )
    applications: list[Application]
    is_anonymous: bool

    def key_of(self, application: Application) -> UUID:
        """What names the fields of an applicant; nothing that leads to its application where the
        call is anonymous."""
        return application.organisation_id if self.is_anonymous else application.id

    def listed(self) -> list[Application]:
        """What stands on the list: each application, or each applicant once, by name."""
        if not self.is_anonymous:
            return self.applications
        found = {one.organisation_id: one for one in self.applications}
        return sorted(found.values(), key=lambda one: one.organisation.legal_name)

    def ties(self) -> dict[UUID, Tie]:
        """The answers given, by application."""
        found = {}
        for application in self.applications:
            key = self.key_of(application)
            answer = self[f"tie-{key}"].data
            if answer in {"yes", "no"}:
                kind = self[f"kind-{key}"].data or ""
                found[application.id] = Tie(answer == "yes", kind if answer == "yes" else "")
        return found


def declaration_form(
    applications: list[Application], *, is_anonymous: bool = False
) -> DeclarationForm:
    """The form with a yes or no for each applicant on the list."""
    fields: dict[str, Any] = {}
    for application in applications:
        name = application.organisation.legal_name
        key = application.organisation_id if is_anonymous else application.id
        fields[f"tie-{key}"] = RadioField(
            _l("A tie with %(name)s?", name=name),
            choices=[SelectChoice("no", _l("No")), SelectChoice("yes", _l("Yes"))],
            validate_choice=False,
        )
        fields[f"kind-{key}"] = SelectField(
            _l("Kind of tie with %(name)s", name=name),
            choices=[SelectChoice("", _l("Choose if yes")), *KINDS_OF_TIE],
            validate_choice=False,
        )
    form: DeclarationForm = type("CallDeclarationForm", (DeclarationForm,), fields)()
    form.applications, form.is_anonymous = applications, is_anonymous
    return form


class MemberForm(FlaskForm):
    """One more person for the committee."""

    user = SelectField(_l("Person"), [Required(_l("Choose a person"))], coerce=str)
    function = SelectField(_l("Function"), choices=list(FUNCTIONS))
    is_substitute = BooleanField(_l("Substitute"))


class ConstituteForm(FlaskForm):
    """Appoint everybody on the list."""

    scores_due_at = LocalTimeField(
        _l("Scores are due"),
        [Required(_l("Enter when the scores are due"))],
        description=_l("Belgrade time."),
    )


class CheckForm(FlaskForm):
    """A check sheet: an answer and a note for each item that a person answers."""

    reason = TextAreaField(_l("Reason for the applicant"), [LONG])
    seen = HiddenField()  # the answers that the page was filled with
    codes: list[str]

    def given(self) -> list[tuple[str, str, str]]:
        """Code, answer and note of the items that have an answer."""
        return [
            (code, self[code].data, self[f"note_{code}"].data or "")
            for code in self.codes
            if self[code].data
        ]


def check_form(catalogue: Iterable[str], items: dict[str, CheckItem]) -> CheckForm:
    """The form of the items that the portal did not answer itself."""
    codes = [c for c in catalogue if c not in items or not items[c].is_automatic]
    fields: dict[str, Any] = {}
    for code in codes:
        fields[code] = SelectField(code, choices=list(ANSWERS), validate_choice=False)
        fields[f"note_{code}"] = StringField(_l("Note on %(code)s", code=code), [LONG])
    values: dict[str, Any] = {code: items[code].answer for code in codes if code in items}
    values |= {f"note_{code}": items[code].note for code in codes if code in items}
    values["seen"] = queries.stamp_of(items)
    form: CheckForm = type("SheetCheckForm", (CheckForm,), fields)(data=values)
    form.codes = codes
    return form


class ReturnForm(FlaskForm):
    """Give a sheet back."""

    reason = TextAreaField(_l("What must be completed?"), [LONG])


class RankingForm(FlaskForm):
    """Set an application back from award to reserve, each with a reason."""

    lot = HiddenField()


def ranking_form(application_ids: Iterable[UUID]) -> RankingForm:
    """The form with a choice and a reason for each proposed award."""
    fields: dict[str, Any] = {}
    for key in application_ids:
        fields[f"proposal-{key}"] = SelectField(
            _l("Proposal"),
            choices=[SelectChoice("award", _l("Award")), SelectChoice("reserve", _l("Reserve"))],
        )
        fields[f"reason-{key}"] = StringField(_l("Reason"), [Optional(), LONG])
    form: RankingForm = type("LotRankingForm", (RankingForm,), fields)()
    return form


def set_back(form: RankingForm, application_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Which awards are set back, with the reason written."""
    return {
        key: clean(form[f"reason-{key}"].data or "")
        for key in application_ids
        if form[f"proposal-{key}"].data == "reserve"
    }


class ReportForm(FlaskForm):
    """The minutes of the committee's meeting."""

    minutes = TextAreaField(
        _l("Minutes"),
        [Length(max=50_000)],
        description=_l("When the committee met, who took part, what was discussed, any dissent."),
    )


class LettersForm(FlaskForm):
    """Confirm the sending of letters by typing how many."""

    count = CountField(
        _l("Number of letters"), [Required(_l("Type the number of letters to send them"))]
    )


class IneligibleForm(FlaskForm):
    """The documents show that the application cannot be funded."""

    reason = TextAreaField(_l("Reason for the applicant"), [LONG])
