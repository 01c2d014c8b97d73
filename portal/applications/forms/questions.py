"""Fields of the questions that a call asks: one of each kind, named by the key of the question."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from portal.applications.rules.questions import FormQuestion, rows_kept, rows_of
from portal.calls.rules.form import ANSWERS
from portal.calls.states import QuestionKind
from portal.web.filters import words

K = QuestionKind
LONGEST = 30_000  # characters of one answer: far above every word limit
LONGEST_LINE = 500
MOST_BUTTONS = 8  # choices that are shown as buttons; more make a list
SPARE_ROWS = 2


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TableField(Field):
    """Rows of cells, each cell a field of its own named `<name>-<row>-<column>`.

    Shape: `data` are the filled rows; `lines` those to show, with empty ones to go on with.
    """

    def __init__(self, *args: Any, question: FormQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.places: set[str] = set()  # row and column of the cells with a problem

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:
        width = len(self.question.columns)
        self.process_errors: list[str] = []
        self.data = self.object_data = rows_kept(data, width)
        if formdata is not None and any(key.startswith(f"{self.name}-") for key in formdata):
            sent = ((key, str(formdata[key])) for key in formdata)
            self.data = rows_of(sent, self.name, width)

    @property
    def lines(self) -> list[list[str]]:
        """The rows to show."""
        spare = max(0, min(SPARE_ROWS, self.question.max_rows - len(self.data)))
        return [*self.data, *([""] * len(self.question.columns) for _row in range(spare))]


class CompletionForm(FlaskForm):
    """Ends every page of the form: is it done?"""

    is_complete = RadioField(
        _("Have you completed this section?"),
        choices=[
            SelectChoice("yes", _("Yes, I have completed this section")),
            SelectChoice("no", _("No, I will come back to it later")),
        ],
        validators=[AnyOf(["yes", "no"], _("Select whether you have completed this section"))],
        validate_choice=False,
    )  # fmt: skip


def question_form(questions: Sequence[FormQuestion], data: Mapping[str, Any]) -> CompletionForm:
    """The form of a page of questions; data are the kept answers by the name of the field."""
    parts = {question.name: field_of(question) for question in questions}
    form: CompletionForm = type("QuestionForm", (CompletionForm,), parts)(data=_shown(data))
    return form


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as fields take them."""
    return {name: value if value != "" else None for name, value in data.items()}


def answers_of(form: FlaskForm, questions: Iterable[FormQuestion]) -> dict[str, Any]:
    """What was answered, as it is kept: text as typed, lists of choices, rows of tables."""
    found: dict[str, Any] = {}
    for question in questions:
        data = form[question.name].data
        if question.kind is K.DECLARATION:
            found[question.name] = "yes" if data is True or data == "yes" else ""
        elif question.kind in {K.TABLE, K.MANY_OF}:
            found[question.name] = list(data or ())
        elif question.kind is not K.FILE:
            found[question.name] = str(data or "")
    return found


def long_text(label: str, help_text: str = "") -> TextAreaField:
    """A text of several lines."""
    return TextAreaField(
        label,
        description=help_text,
        validators=[Optional(), Length(max=LONGEST, message=_("The text is far too long"))],
    )


def _line(question: FormQuestion, **more: Any) -> StringField:
    most = LONGEST if question.kind is K.SHORT_TEXT else LONGEST_LINE
    validators = [Optional(), Length(max=most, message=_("The text is far too long"))]
    return StringField(question.title, description=question.help, validators=validators, **more)


def _choice(question: FormQuestion, choices: Sequence[tuple[str, str]]) -> Field:
    about = {"description": question.help, "validate_choice": False}
    if len(choices) > MOST_BUTTONS:
        every = [("", _("Choose")), *choices]
        return SelectField(question.title, choices=[SelectChoice(*one) for one in every], **about)
    return RadioField(question.title, choices=[SelectChoice(*one) for one in choices], **about)


def field_of(question: FormQuestion) -> Field:
    """The field of a question by its kind. It takes what is typed; rules check it when saved."""
    make = _FIELDS.get(question.kind, _line)
    return make(question)


def _about(question: FormQuestion) -> dict[str, Any]:
    return {"label": question.title, "description": question.help}


def _many_of(question: FormQuestion) -> Field:
    choices = [SelectChoice(one, one) for one in question.options]
    return CheckboxesField(**_about(question), choices=choices, validate_choice=False)


def _yes_no(question: FormQuestion) -> Field:
    return _choice(question, [(key, words(name)) for key, name in ANSWERS.items()])


_FIELDS: Mapping[QuestionKind, Callable[[FormQuestion], Field]] = {
    K.LONG_TEXT: lambda question: long_text(question.title, question.help),
    K.DATE: lambda question: _line(question, widget=TextInput(input_type="date")),
    K.YES_NO: _yes_no,
    K.ONE_OF: lambda question: _choice(question, [(one, one) for one in question.options]),
    K.MANY_OF: _many_of,
    K.TABLE: lambda question: TableField(**_about(question), question=question),
    K.FILE: lambda question: FileField(**_about(question)),
    K.DECLARATION: lambda question: BooleanField(
        **_about(question), false_values=(False, "false", "", "no")
    ),
}
