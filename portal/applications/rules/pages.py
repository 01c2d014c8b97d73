"""The pages of the application form in the order of the task list."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.applications.rules.questions import FormQuestion
from portal.calls.rules.form import STANDARD_PAGES
from portal.core.text import N_, Text

TITLE_WORDS = 20
DESCRIPTION_WORDS = 200  # of one activity
GROUPS = (
    N_("Before you start"),
    N_("Your organisation"),
    N_("Your project"),
    N_("Money and documents"),
    N_("Declare and submit"),
)
FIXED = ("check", "organisation", "partners", "identification", "activities", "plan", "logframe",
         "budget", "documents", "declaration")  # fmt: skip
TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "check": N_("Check you can apply"),
        "organisation": N_("Confirm organisation details"),
        "partners": N_("Add partners"),
        "identification": N_("Name and place the project"),
        "plan": N_("Draw up the action plan"),
        "logframe": N_("Fill the logframe"),
        "budget": N_("Build the budget"),
        "documents": N_("Upload supporting documents"),
        "declaration": N_("Sign the declaration"),
        **STANDARD_PAGES,
    }
)


@dataclass(frozen=True)
class Page:
    """One page of the form; pages that are no block of the portal carry questions of the call."""

    name: str
    title: str
    group: int
    hint: str = ""
    questions: tuple[FormQuestion, ...] = ()
    help: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it consists of the call's own questions."""
        return self.name not in FIXED


def page_title(name: str) -> str:
    """What the task is called; a page the portal does not know is called by its own name."""
    return TITLES.get(name) or name.replace("_", " ").capitalize()


def field_name(key: str) -> str:
    """The form field of a section key: A2.1 -> A2_1."""
    return key.replace(".", "_")


def text_hint(questions: tuple[FormQuestion, ...]) -> str:
    """What a page asks for, in a few words."""
    most = max((question.words or 0 for question in questions), default=0)
    is_worded = all(question.is_worded and question.words for question in questions)
    if len(questions) == 1:
        return N_("Up to %(words)s words", words=most) if is_worded else N_("1 question")
    if not is_worded:
        return N_("%(count)s questions", count=len(questions))
    return N_("%(count)s questions, up to %(words)s words each", count=len(questions), words=most)
