"""The action plan: which activity runs in which months. Source: rules.md 3.3 (B1.4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.applications.rules.logframe import Problem
from portal.applications.rules.pages import field_name
from portal.core.text import N_, clean_name, count_words

WHO_WORDS = 20
LONGEST = 120  # months a plan can show


@dataclass(frozen=True)
class PlannedActivity:
    """One activity of the plan. Units: `months` counted from the start of the project, from 1."""

    code: str
    who: str
    months: tuple[int, ...]


def months_field(code: str) -> str:
    """The form field of an activity's months: EA1 -> months_EA1."""
    return f"months_{field_name(code)}"


def who_field(code: str) -> str:
    """The form field of who is responsible."""
    return f"who_{field_name(code)}"


def parse(answers: Mapping[str, Any], codes: Sequence[str]) -> tuple[PlannedActivity, ...]:
    """The plan of the chosen activities, in their order, from what was kept."""
    return tuple(
        PlannedActivity(
            code,
            clean_name(str(answers.get(who_field(code)) or "")),
            months_of(answers.get(months_field(code))),
        )
        for code in codes
    )


def months_of(sent: Any) -> tuple[int, ...]:
    """Months in order and once; whatever is no month is left out."""
    texts = [str(one) for one in sent] if isinstance(sent, (list, tuple)) else []
    numbers = {int(one) for one in texts if one.isascii() and one.isdigit() and len(one) <= 3}
    return tuple(sorted(one for one in numbers if 1 <= one <= LONGEST))


def check(plan: Sequence[PlannedActivity], duration: int | None) -> Iterator[Problem]:
    """What keeps a plan from being handed in."""
    if not plan:
        yield Problem(N_("Choose the activities of the project first"), "")
    if not duration:
        yield Problem(N_("Enter the duration of the project first"), "")
        return
    for row in plan:
        place = months_field(row.code)
        late = [month for month in row.months if month > duration]
        if late:
            message = N_(
                "Activity %(code)s is planned in month %(month)s of a project of %(months)s months",
                code=row.code,
                month=late[-1],
                months=duration,
            )
            yield Problem(message, place)
        elif not row.months:
            message = N_("Activity %(code)s needs at least one month", code=row.code)
            yield Problem(message, place)
        yield from _who(row)


def _who(row: PlannedActivity) -> Iterator[Problem]:
    words = count_words(row.who)
    if not words:
        message = N_("Say who is responsible for activity %(code)s", code=row.code)
        yield Problem(message, who_field(row.code))
    elif words > WHO_WORDS:
        message = N_("Responsible for %(code)s must be %(most)s words or less. You have %(words)s",
                     code=row.code, most=WHO_WORDS, words=words)  # fmt: skip
        yield Problem(message, who_field(row.code))


def spans(months: Sequence[int]) -> str:
    """Months in words: 1–3, 7, 9–10."""
    parts: list[list[int]] = []
    for month in sorted(set(months)):
        if parts and month == parts[-1][-1] + 1:
            parts[-1].append(month)
        else:
            parts.append([month])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
