"""The fair split of applications among assessors."""

from collections import Counter
from uuid import UUID

from portal.evaluation import rules

ANA, BOJAN, CEMA = (UUID(int=n) for n in (1, 2, 3))
FILES = [UUID(int=n) for n in range(10, 16)]


def split(**changes):
    facts = {
        "wanted": dict.fromkeys(FILES, 2),
        "given": {},
        "people": [ANA, BOJAN, CEMA],
        "barred": frozenset(),
    }
    return rules.fair_split(**(facts | changes))


def test_fair_split_gives_two_different_people_and_even_load():
    found = split()

    load = Counter(person for added in found.values() for person in added)
    assert all(len(set(added)) == 2 for added in found.values())
    assert set(load.values()) == {4}


def test_fair_split_never_gives_a_conflict():
    barred = {(FILES[0], ANA), (FILES[1], ANA), (FILES[2], BOJAN)}

    found = split(barred=barred)

    assert not any((file, person) in barred for file, added in found.items() for person in added)
    assert all(len(added) == 2 for added in found.values())


def test_fair_split_leaves_what_is_given():
    found = split(given={FILES[0]: (ANA, BOJAN), FILES[1]: (ANA,)})

    assert FILES[0] not in found
    assert len(found[FILES[1]]) == 1
    assert ANA not in found[FILES[1]]


def test_fair_split_says_less_when_nobody_is_left():
    found = split(wanted={FILES[0]: 2}, barred={(FILES[0], ANA), (FILES[0], BOJAN)})

    assert found == {FILES[0]: (CEMA,)}
