"""A fair split of applications among assessors: even load, no conflicts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID


def fair_split(
    *,
    wanted: Mapping[UUID, int],
    given: Mapping[UUID, Sequence[UUID]],
    people: Sequence[UUID],
    barred: Collection[tuple[UUID, UUID]],
) -> dict[UUID, tuple[UUID, ...]]:
    """Who should be added to each application; the least loaded first, in the order of `people`.

    Shape:  `wanted` sheets by application; `given` are those assigned already; `barred` are
            (application, person) with a conflict. An application that nobody is left for gets
            fewer than wanted.
    """
    load = Counter(person for held in given.values() for person in held)
    order = {person: place for place, person in enumerate(people)}
    found: dict[UUID, tuple[UUID, ...]] = {}
    free = {
        application: [
            person
            for person in people
            if person not in given.get(application, ()) and (application, person) not in barred
        ]
        for application in wanted
    }
    for application in sorted(wanted, key=lambda one: len(free[one])):
        missing = wanted[application] - len(given.get(application, ()))
        chosen = sorted(free[application], key=lambda one: (load[one], order[one]))
        found[application] = tuple(chosen[: max(0, missing)])
        load.update(found[application])
    return {application: added for application, added in found.items() if added}
