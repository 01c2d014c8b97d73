"""One table of moves per lifecycle, one function that makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from portal.core.errors import WrongState
from portal.core.text import N_

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """From which states a verb is possible, and where it leads."""

    sources: frozenset[S]
    target: S


Moves = Mapping[str, Move[S]]


class HasState(Protocol):
    """Anything with a state that `move` may set."""

    state: Any


def label(state: StrEnum) -> str:
    """The state in words, for sentences: under_full_evaluation -> "under full evaluation"."""
    return state.value.replace("_", " ")


def can_move(state: S, verb: str, moves: Mapping[str, Move[S]]) -> bool:
    """Whether `verb` is possible from `state`."""
    return state in moves[verb].sources


def move(thing: HasState, verb: str, moves: Mapping[str, Move[S]]) -> S:
    """Set `thing.state` to where `verb` leads; answers the state it came from.

    Raises: WrongState, in words, when the verb is not possible from the present state.
    """
    before: S = thing.state
    if before not in moves[verb].sources:
        raise WrongState(
            N_(
                "This cannot be done now: it is %(state)s. Allowed from: %(sources)s.",
                state=label(before),
                sources=", ".join(sorted(label(source) for source in moves[verb].sources)),
            )
        )
    thing.state = moves[verb].target
    return before
