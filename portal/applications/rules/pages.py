"""The pages of the application form in the order of the task list."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

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
        "summary": N_("Summarise your project"),
        "relevance": N_("Describe relevance and needs"),
        "design": N_("Describe the design"),
        "implementation": N_("Describe how you will work"),
        "sustainability": N_("Describe lasting results, visibility and protection"),
        "capacity": N_("Describe your experience and resources"),
        "regional": N_("Describe the regional dimension"),
        "activities": N_("Choose and plan activities"),
        "plan": N_("Draw up the action plan"),
        "logframe": N_("Fill the logframe"),
        "budget": N_("Build the budget"),
        "documents": N_("Upload supporting documents"),
        "declaration": N_("Sign the declaration"),
    }
)


@dataclass(frozen=True)
class TextQuestion:
    """One question answered by a text.

    Shape: `name` is its field on the form, `key` the section of the call. Units: `words` at most.
    """

    key: str
    name: str
    title: str
    help: str
    words: int | None
    is_required: bool = True


@dataclass(frozen=True)
class Page:
    """One page of the form; text pages carry their questions."""

    name: str
    title: str
    group: int
    hint: str = ""
    questions: tuple[TextQuestion, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it consists of the call's text questions."""
        return self.name not in FIXED


def page_title(name: str) -> str:
    """What the task is called; a page the portal does not know is called by its own name."""
    return TITLES.get(name) or name.replace("_", " ").capitalize()


def field_name(key: str) -> str:
    """The form field of a section key: A2.1 -> A2_1."""
    return key.replace(".", "_")


def text_hint(questions: tuple[TextQuestion, ...]) -> str:
    """What a text page asks for, in a few words."""
    most = max((question.words or 0 for question in questions), default=0)
    if len(questions) == 1:
        return N_("Up to %(words)s words", words=most)
    return N_("%(count)s questions, up to %(words)s words each", count=len(questions), words=most)
