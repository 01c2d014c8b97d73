"""The marks of a call: whole numbers from its lowest to its highest. Source: rules.md 4.1."""

from portal.core.errors import RuleBroken
from portal.core.text import N_, Text

MOST = 10  # the highest mark that any call may use: as many as a row of the sheet can show
VERY_POOR, VERY_GOOD = N_("Very poor"), N_("Very good")
OF_FIVE = (VERY_POOR, N_("Poor"), N_("Adequate"), N_("Good"), VERY_GOOD)


def check(lowest: int, highest: int) -> None:
    """Raises: RuleBroken at `highest` or `lowest` when these are no two ends of a scale."""
    if not 0 <= lowest < MOST:
        raise RuleBroken(
            N_("The lowest mark is from 0 to %(most)s", most=MOST - 1), field="lowest_mark"
        )
    if not lowest < highest <= MOST:
        raise RuleBroken(
            N_("The highest mark is above the lowest and at most %(most)s", most=MOST),
            field="highest_mark",
        )


def words_of(lowest: int, highest: int) -> dict[int, Text]:
    """Each mark with its word: five of them have a word each, otherwise only the ends have."""
    marks = range(lowest, highest + 1)
    if len(marks) == len(OF_FIVE):
        return dict(zip(marks, OF_FIVE, strict=True))
    return {mark: Text("") for mark in marks} | {lowest: VERY_POOR, highest: VERY_GOOD}


def explained(lowest: int, highest: int) -> frozenset[int]:
    """The marks that need a reason of their own: the two lowest and the highest."""
    return frozenset({lowest, lowest + 1, highest})
