"""A fair split of applications among assessors: even load, no conflicts."""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

Pairs = Collection[tuple[UUID, UUID]]


def fair_split(
    *,
    wanted: Mapping[UUID, int],
    given: Mapping[UUID, Sequence[UUID]],
    people: Sequence[UUID],
    barred: Pairs,
    unsuited: Pairs = frozenset(),
    knows: Pairs = frozenset(),
) -> dict[UUID, tuple[UUID, ...]]:
    """Who should be added to each application, so that the loads are as even as they can be.

    Shape:  `wanted` sheets by application; `given` are those assigned already; pairs are
            (application, person): `barred` are never given, `unsuited` (the person does not read
            the language) only where nobody else is left, `knows` go first among equals. An
            application that nobody is left for gets fewer than wanted.
    How:    the least loaded first, then sheets move along chains of people from somebody with
            two more than somebody else until no such chain is left: then no split is more even.
    """
    split = _Split(people, Counter(person for held in given.values() for person in held))
    free = {
        application: [
            person
            for person in people
            if person not in given.get(application, ()) and (application, person) not in barred
        ]
        for application in wanted
    }
    for application in sorted(wanted, key=lambda one: len(free[one])):
        missing = max(0, wanted[application] - len(given.get(application, ())))
        suited = [one for one in free[application] if (application, one) not in unsuited]
        if len(suited) < missing:
            rest = [one for one in free[application] if one not in suited]
            split.fix(application, suited)
            split.choose(application, rest, missing - len(suited), knows)
        else:
            split.choose(application, suited, missing, knows)
    split.even_out()
    return {
        application: (*split.fixed.get(application, ()), *split.chosen[application])
        for application in split.chosen
        if split.fixed.get(application) or split.chosen[application]
    }


@dataclass
class _Split:
    """The split while it is made: who may be given what, who was chosen, and the loads."""

    people: Sequence[UUID]
    load: Counter[UUID]
    fixed: dict[UUID, list[UUID]] = field(default_factory=dict)  # nobody else could take these
    pool: dict[UUID, list[UUID]] = field(default_factory=dict)
    chosen: dict[UUID, list[UUID]] = field(default_factory=dict)

    def fix(self, application: UUID, persons: list[UUID]) -> None:
        self.fixed[application] = persons
        self.load.update(persons)

    def choose(self, application: UUID, pool: list[UUID], count: int, knows: Pairs) -> None:
        order = {person: place for place, person in enumerate(self.people)}
        ranked = sorted(
            pool,
            key=lambda one: (self.load[one], (application, one) not in knows, order[one]),
        )
        self.pool[application] = pool
        self.chosen[application] = ranked[:count]
        self.load.update(ranked[:count])

    def even_out(self) -> None:
        """Move sheets along chains while somebody at the start has two more than at the end."""
        while chain := self._chain():
            for application, giver, taker in chain:
                held = self.chosen[application]
                held[held.index(giver)] = taker
                self.load[giver] -= 1
                self.load[taker] += 1

    def _chain(self) -> list[tuple[UUID, UUID, UUID]]:
        for start in sorted(self.people, key=lambda one: -self.load[one]):
            came: dict[UUID, tuple[UUID, UUID]] = {}
            waiting = deque([start])
            while waiting:
                giver = waiting.popleft()
                for application, taker in self._moves(giver):
                    if taker == start or taker in came:
                        continue
                    came[taker] = (application, giver)
                    if self.load[taker] + 2 <= self.load[start]:
                        return self._back(came, start, taker)
                    waiting.append(taker)
        return []

    def _moves(self, giver: UUID) -> list[tuple[UUID, UUID]]:
        return [
            (application, taker)
            for application, held in self.chosen.items()
            if giver in held
            for taker in self.pool[application]
            if taker not in held
        ]

    @staticmethod
    def _back(
        came: dict[UUID, tuple[UUID, UUID]], start: UUID, end: UUID
    ) -> list[tuple[UUID, UUID, UUID]]:
        steps, taker = [], end
        while taker != start:
            application, giver = came[taker]
            steps.append((application, giver, taker))
            taker = giver
        return steps
