"""Forms of the form builder: a page, a question, the portal's own pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, Length, NumberRange, Optional

from portal.calls.forms.setup import CheckboxesField
from portal.calls.models import Call, FormSection
from portal.calls.rules import form as rules
from portal.calls.rules.form import ANSWERS, CELLS, KINDS, MOST_COLUMNS
from portal.calls.service import AskedQuestion
from portal.calls.states import QuestionKind
from portal.web.fields import CountField, Required
from portal.web.filters import words

DEMANDS: Mapping[str, Any] = {
    "save": _("To complete the page"),
    "submit": _("Only to submit the application"),
    "never": _("No, it may stay empty"),
}
NEVER = ("", _("Always"))
NO_SECTION = ("", _("No section"))
NEW_SLOT = ("", _("A new document: PDF, DOCX, XLSX, JPG or PNG"))
CELL_NAMES = {
    QuestionKind.SHORT_TEXT: _("Text"),
    QuestionKind.NUMBER: _("Number"),
    QuestionKind.MONEY: _("Amount of money"),
    QuestionKind.DATE: _("Date"),
    QuestionKind.YES_NO: _("Yes or no"),
}
WORDS = [Optional(), NumberRange(max=20000, message=_("Enter 20,000 words or less"))]


class FormPageForm(FlaskForm):
    """Name and introduction of a page."""

    title = StringField(
        _("Name of the page"), [Required(_("Enter the name of the page")), Length(max=120)]
    )
    help = TextAreaField(_("Introduction"), [Length(max=2000)])


class PageOrderForm(FlaskForm):
    """A place for each page; `reason` only where it changes a published form."""

    pages: Sequence[rules.FormPage]

    def places(self) -> list[Any]:
        """The fields of the pages, in their present order."""
        return [self[f"place-{one.key}"] for one in self.pages]

    def keys(self) -> list[str]:
        """The pages in the order chosen; of two at one place only one."""
        chosen = {int(self[f"place-{one.key}"].data or 0): one.key for one in self.pages}
        return [chosen[place] for place in sorted(chosen)]


def page_order_form(call: Call, *, is_published: bool) -> PageOrderForm:
    """The order of the pages as it is."""
    pages = rules.form_pages(call)
    places = [SelectChoice(str(place), str(place)) for place in range(1, len(pages) + 1)]
    fields: dict[str, Any] = {
        f"place-{one.key}": SelectField(words(one.title), choices=places) for one in pages
    }
    if is_published:
        fields["reason"] = TextAreaField(
            _("Why it changes"), [Required(_("Enter the reason")), Length(max=2000)]
        )
    now = {f"place-{one.key}": str(place) for place, one in enumerate(pages, start=1)}
    form: PageOrderForm = type("CallPageOrderForm", (PageOrderForm,), fields)(data=now)
    form.pages = pages
    return form


class BlocksForm(FlaskForm):
    """Which of the portal's own pages applicants see."""

    asks_partners = BooleanField(_("Partners: co-applicants, affiliated entities, associates"))
    asks_activities = BooleanField(_("Activities: chosen from the closed list of the call"))


class FormQuestionForm(FlaskForm):
    """One question; `reason` only where it changes a published form."""

    kind = SelectField(
        _("Kind of answer"),
        choices=[SelectChoice(kind.value, words(name)) for kind, name in KINDS.items()],
    )
    title = StringField(_("Question"), [Required(_("Enter the question")), Length(max=300)])
    help = TextAreaField(_("Help for applicants"), [Length(max=3000)])
    example = TextAreaField(_("Example of a good answer"), [Length(max=3000)])
    page = SelectField(_("Page"))
    key = StringField(_("Code"), [Required(_("Enter a code, like A2.1")), Length(max=20)])
    lots = CheckboxesField(
        _("Asked in"),
        choices=[
            SelectChoice("national", _("National lots")),
            SelectChoice("regional", _("Regional lots")),
        ],
    )
    words_national = CountField(_("Words in national lots, at most"), WORDS)
    words_regional = CountField(_("Words in regional lots, at most"), WORDS)
    options = TextAreaField(_("Choices"), [Length(max=10000)])
    max_rows = CountField(_("Rows, at most"), [Optional()])
    slot = SelectField(_("Document"))
    demand = RadioField(
        _("Must it be answered?"),
        choices=[SelectChoice(key, name) for key, name in DEMANDS.items()],
        validators=[AnyOf(list(DEMANDS), _("Choose whether it must be answered"))],
        validate_choice=False,
    )
    shown_if = SelectField(_("Asked"))
    grid_section = SelectField(_("Section of the grid it feeds"))
    criteria = CheckboxesField(_("Read for these criteria"))
    is_fixed = BooleanField(
        _("Assessed in the concept note: the full application cannot change the answer")
    )

    def columns(self) -> tuple[tuple[str, str], ...]:
        """The columns of a table that have a name."""
        typed = ((self[f"column_{n}"].data, self[f"cell_{n}"].data) for n in COLUMNS)
        return tuple(
            (label, kind if kind in set(CELLS) else QuestionKind.SHORT_TEXT.value)
            for label, kind in typed
            if label and label.strip()
        )

    def column_fields(self) -> list[tuple[Any, Any]]:
        """Name and kind of each column, for the page."""
        return [(self[f"column_{n}"], self[f"cell_{n}"]) for n in COLUMNS]

    def asked(self) -> AskedQuestion:
        """What was typed."""
        key, _sign, value = (self.shown_if.data or "").partition("=")
        lots = self.lots.data or ()
        limits = {
            f"max_words_{lot}": int(self[f"words_{lot}"].data or 0) if lot in lots else None
            for lot in ("national", "regional")
        }
        return AskedQuestion(
            page=self.page.data,
            key=self.key.data.strip(),
            title=self.title.data,
            kind=QuestionKind(self.kind.data),
            help=self.help.data or "",
            example=self.example.data or "",
            is_required=self.demand.data != "never",
            required_at="submit" if self.demand.data == "submit" else "save",
            options=tuple(filter(None, map(str.strip, (self.options.data or "").splitlines()))),
            columns=self.columns(),
            max_rows=int(self.max_rows.data or 10),
            condition=(key, value) if key else None,
            slot_key=self.slot.data or "",
            grid_section_code=self.grid_section.data or None,
            criteria=tuple(self.criteria.data or ()),
            is_fixed=bool(self.is_fixed.data),
            **limits,
        )


COLUMNS = range(1, MOST_COLUMNS + 1)
CELL_CHOICES = [SelectChoice(kind.value, CELL_NAMES[kind]) for kind in CELLS]
for _n in COLUMNS:
    setattr(FormQuestionForm, f"column_{_n}", StringField(_("Column"), [Length(max=80)]))
    setattr(
        FormQuestionForm,
        f"cell_{_n}",
        SelectField(_("Kind"), choices=CELL_CHOICES, validate_choice=False),
    )


class CorrectedQuestionForm(FormQuestionForm):
    """The same on a published form: the change needs a reason."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=2000)])


class RemovalForm(FlaskForm):
    """Taking a question out of a published form."""

    reason = TextAreaField(_("Reason"), [Required(_("Enter the reason")), Length(max=2000)])


def question_form(
    call: Call, question: FormSection | None, *, page: str, is_published: bool
) -> FormQuestionForm:
    """The form of one question with what the call offers to choose from."""
    data = _kept(question) if question else _suggested(call, page)
    data["criteria"] = [one.code for one in _criteria(call) if data["key"] in one.form_keys]
    form = (CorrectedQuestionForm if is_published else FormQuestionForm)(data=data)
    form.page.choices = [SelectChoice(one.key, one.title) for one in rules.form_pages(call)]
    if call.asks_activities:
        form.page.choices.append(SelectChoice("activities", _("Choose and plan activities")))
    form.slot.choices = [SelectChoice(*NEW_SLOT)] + [
        SelectChoice(one.key, one.label)
        for one in call.document_slots
        if one.stage == "application"
    ]
    form.shown_if.choices = _conditions(call, question)
    form.grid_section.choices = [SelectChoice(*NO_SECTION)] + [
        SelectChoice(one.code, f"{one.code} {one.title}") for one in call.grid
    ]
    form.criteria.choices = [SelectChoice(one.code, f"{one.code} {one.text}")
                             for one in _criteria(call)]  # fmt: skip
    return form


def _criteria(call: Call) -> Sequence[Any]:
    return [criterion for section in call.grid for criterion in section.criteria]


def _kept(question: FormSection) -> dict[str, Any]:
    limits = {"national": question.max_words_national, "regional": question.max_words_regional}
    condition = f"{question.shown_if_key}={question.shown_if_value}"
    data: dict[str, Any] = {
        name: getattr(question, name)
        for name in ("title", "help", "example", "page", "key", "max_rows", "is_fixed")
    }
    for number, column in enumerate(question.columns, 1):
        data |= {f"column_{number}": column["label"], f"cell_{number}": column["kind"]}
    return data | {
        "kind": question.kind.value,
        "lots": [lot for lot, limit in limits.items() if limit is not None],
        **{f"words_{lot}": limit or None for lot, limit in limits.items()},
        "options": "\n".join(question.options),
        "slot": question.slot_key or "",
        "demand": question.required_at if question.is_required else "never",
        "shown_if": condition if question.shown_if_key else "",
        "grid_section": question.grid_section_code or "",
    }


def _suggested(call: Call, page: str) -> dict[str, Any]:
    taken = {one.key for one in call.form_sections}
    free = next(f"Q{number}" for number in range(1, len(taken) + 2) if f"Q{number}" not in taken)
    return {
        "kind": QuestionKind.LONG_TEXT.value,
        "page": page,
        "key": free,
        "lots": ["national", "regional"],
        "demand": "save",
        "max_rows": 10,
    }


def _conditions(call: Call, question: FormSection | None) -> Any:
    """Always, or after one answer to an earlier question: grouped by that question."""
    groups: dict[str, list[tuple[str, Any]]] = {str(_("No condition")): [NEVER]}
    for one in rules.in_order(call):
        if question is not None and one.key == question.key:
            break
        if values := rules.values_of(one):
            groups[f"{one.key} {one.title}"] = [
                (f"{one.key}={value}", _("If “%(value)s”", value=words(ANSWERS.get(value, value))))
                for value in values
            ]
    return groups
