"""The fair split of applications among assessors."""

from collections import Counter
from itertools import combinations, product
from time import perf_counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_fair_split_moves_sheets_along_a_chain():
    files = FILES[:4]
    barred = {(one, CEMA) for one in files[1:]} | {(files[0], BOJAN)}

    found = split(wanted=dict.fromkeys(files, 1), barred=barred)

    assert found[files[0]] == (CEMA,)
    assert Counter(person for added in found.values() for person in added)[ANA] <= 2


def test_fair_split_prefers_who_reads_the_language():
    found = split(
        wanted={FILES[0]: 2, FILES[1]: 2},
        unsuited={(FILES[0], ANA), (FILES[1], ANA), (FILES[1], BOJAN)},
    )

    assert set(found[FILES[0]]) == {BOJAN, CEMA}
    assert CEMA in found[FILES[1]]


def test_fair_split_prefers_who_knows_the_place():
    assert split(wanted={FILES[0]: 1}, knows={(FILES[0], CEMA)}) == {FILES[0]: (CEMA,)}


@st.composite
def boards(draw):
    people = [UUID(int=n) for n in range(1, draw(st.integers(2, 4)) + 1)]
    files = [UUID(int=n) for n in range(10, 10 + draw(st.integers(1, 4)))]
    pairs = [(file, person) for file in files for person in people]
    barred = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=5)))
    given_to = {file: tuple(draw(st.lists(st.sampled_from(people), max_size=1))) for file in files}
    return {
        "wanted": dict.fromkeys(files, 2),
        "given": given_to,
        "people": people,
        "barred": barred,
    }


def loads(board, added):
    held = Counter(dict.fromkeys(board["people"], 0))
    for persons in (*board["given"].values(), *added.values()):
        held.update(persons)
    return sorted(held.values(), reverse=True)


def every_split(board):
    """Each way to add as many as can be added."""
    ways = []
    for file, count in board["wanted"].items():
        held = board["given"][file]
        free = [p for p in board["people"] if p not in held and (file, p) not in board["barred"]]
        ways.append(list(combinations(free, min(count - len(held), len(free)))))
    return (dict(zip(board["wanted"], way, strict=True)) for way in product(*ways))


@settings(max_examples=50, deadline=None)
@given(boards())
def test_no_split_is_more_even_and_nobody_barred_is_given(board):
    found = rules.fair_split(**board)

    most_even = min(loads(board, one) for one in every_split(board))
    assert loads(board, found) == most_even
    for file, added in found.items():
        assert len({*board["given"][file], *added}) == len(board["given"][file]) + len(added)
        assert not {(file, person) for person in added} & board["barred"]
    assert rules.fair_split(**board) == found


def test_sixty_applications_and_twelve_assessors_differ_by_one_at_most():
    people = [UUID(int=n) for n in range(1, 13)]
    files = [UUID(int=n) for n in range(100, 160)]
    barred = {(file, people[place % 5]) for place, file in enumerate(files)}
    begun = perf_counter()

    found = rules.fair_split(wanted=dict.fromkeys(files, 2), given={}, people=people, barred=barred)

    load = Counter(person for added in found.values() for person in added)
    assert perf_counter() - begun < 2
    assert max(load.values()) - min(load.values()) <= 1
    assert sum(load.values()) == 120
