"""The award planner: quotas, reductions, transfers; what may never happen, whatever the input."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.evaluation.rules import (
    Candidate,
    Changes,
    LotRules,
    Quota,
    QuotaKind,
    Transfer,
    Waits,
    compare,
    cut,
    plan,
    promote,
    rank,
)
from tests.unit.evaluation.grids import OPENED, make_entry_of

D = Decimal
K = QuotaKind
COUNTRIES = {"RS": "RS", "AL": "AL", "REG": ""}


def lot(envelope="45000", most=10, **facts):
    return LotRules(D(envelope), most, **facts)


def in_lots(lots):
    """The candidates of ranked lots, by code."""
    return [
        Candidate(placed, code, COUNTRIES[code], "3")
        for code, entries in lots.items()
        for placed in rank(entries).placed
    ]


def of_rs(*rows):
    return in_lots({"RS": [make_entry_of(f"RS-{n}", 90 - n, asked) for n, asked in rows]})


def binding(made, code="RS"):
    return {
        row.candidate.placed.entry.number: row.binds for row in made.lots[code].rows if row.binds
    }


def test_a_full_quota_passes_over_and_says_which():
    candidates = in_lots(
        {
            "RS": [make_entry_of("RS-1", 90, "10000"), make_entry_of("RS-2", 80, "10000")],
            "AL": [make_entry_of("AL-1", 85, "10000")],
            "REG": [make_entry_of("REG-1", 70, "30000")],
        }
    )
    national = Quota(K.NATIONAL, least=24, most=24, held=22)
    quotas = (national, Quota(K.REGIONAL, most=6), Quota(K.COUNTRY, "RS", least=4, held=1))

    made = plan({"RS": lot(), "AL": lot(), "REG": lot()}, candidates, quotas)

    assert list(made.amounts()) == ["RS-1", "AL-1", "REG-1"]
    assert binding(made) == {"RS-2": Waits.QUOTA}
    assert made.lots["RS"].rows[1].quota == national
    assert [(use.total, use.missing, use.is_full) for use in made.quotas] == [
        (24, 0, True),
        (1, 0, False),
        (2, 2, False),
    ]


def test_a_reduced_grant_makes_room_for_the_next_and_says_so():
    candidates = of_rs((1, "12000"), (2, "12000"), (3, "11000"))
    lots = {"RS": lot("34000")}

    before = plan(lots, candidates)
    after = plan(lots, candidates, changes=Changes({"RS-1": cut(D("12000"), D(10))}))

    assert (before.lots["RS"].left, before.lots["RS"].short_by) == (D("10000"), D("1000"))
    assert [(one.number, one.before, one.after) for one in compare(before, after)] == [
        ("RS-1", D("12000"), D("10800.00")),
        ("RS-3", None, D("11000")),
    ]


def test_the_rest_of_a_lot_is_moved_to_another():
    candidates = in_lots(
        {
            "RS": [make_entry_of("RS-1", 90, "10000")],
            "AL": [make_entry_of("AL-1", 90, "9000"), make_entry_of("AL-2", 80, "9000")],
        }
    )
    lots = {"RS": lot("15000"), "AL": lot("14000")}
    moved = Changes(transfers=(Transfer("RS", "AL", D("4000")),))

    after = plan(lots, candidates, changes=moved)

    assert [one.number for one in compare(plan(lots, candidates), after)] == ["AL-2"]
    assert (after.lots["RS"].envelope, after.lots["AL"].envelope) == (D("11000"), D("18000"))
    assert (after.lots["RS"].left, after.lots["AL"].left) == (D("1000"), D(0))


def test_the_ceiling_counts_over_all_lots_and_a_smaller_grant_fits_under_it():
    lots = {
        code: lot(ceiling=D("20000"), max_awards_as_lead=None, committed={"Kora": D("5000")})
        for code in ("RS", "AL")
    }
    candidates = in_lots(
        {
            code: [make_entry_of(f"{code}-1", 90, "10000", organisation="Kora")]
            for code in ("RS", "AL")
        }
    )

    assert binding(plan(lots, candidates)) == {"RS-1": Waits.CEILING}
    smaller = plan(lots, candidates, changes=Changes({"RS-1": D("5000")}))
    assert smaller.amounts() == {"AL-1": D("10000"), "RS-1": D("5000")}


lots_of_entries = st.fixed_dictionaries(
    {
        code: st.lists(
            st.builds(
                lambda n, org, total, asked, minutes, code=code: make_entry_of(
                    f"{code}-{n:02}",
                    total,
                    asked * 1000,
                    organisation=f"org {org}",
                    submitted_at=OPENED + timedelta(minutes=minutes),
                ),
                st.integers(0, 30),
                st.integers(1, 5),
                st.integers(60, 66),
                st.integers(1, 20),
                st.integers(0, 3),
            ),
            max_size=6,
            unique_by=lambda entry: entry.number,
        )
        for code in COUNTRIES
    }
)
limits = st.builds(
    lambda envelope, most, ceiling, awards: LotRules(
        D(envelope) * 1000, most, D(ceiling) * 1000, {}, awards
    ),
    st.integers(0, 60),
    st.one_of(st.none(), st.integers(0, 4)),
    st.integers(5, 40),
    st.sampled_from((1, 2, None)),
)
some_quotas = st.lists(
    st.builds(
        Quota,
        st.sampled_from(list(K)),
        st.sampled_from(("RS", "AL", "3")),
        st.none(),
        st.one_of(st.none(), st.integers(0, 5)),
        st.integers(0, 2),
    ),
    max_size=3,
    unique=True,
).map(tuple)
percents = st.dictionaries(st.integers(0, 30), st.integers(1, 90), max_size=4)


def reduced(entries, percents):
    return Changes(
        {
            entry.number: cut(entry.requested, D(percents[place]))
            for place, entry in enumerate(e for rows in entries.values() for e in rows)
            if place in percents
        }
    )


@settings(max_examples=50)
@given(lots_of_entries, limits, some_quotas, percents, st.randoms(use_true_random=False))
def test_no_limit_is_ever_broken_and_the_order_of_the_input_never_counts(
    entries, rules, quotas, percents, random
):
    lots, changes = dict.fromkeys(COUNTRIES, rules), reduced(entries, percents)
    candidates = in_lots(entries)
    made = plan(lots, candidates, quotas, changes)
    shuffled = list(candidates)
    random.shuffle(shuffled)

    assert plan(lots, shuffled, quotas, changes) == made
    held, wins = {}, {}
    for one in made.lots.values():
        assert one.awarded == sum((row.amount for row in one.awards), D(0)) <= one.envelope
        assert rules.max_grants is None or len(one.awards) <= rules.max_grants
        for row in one.awards:
            who = row.candidate.placed.entry.organisation
            held[who] = held.get(who, D(0)) + row.amount
            wins[who] = wins.get(who, 0) + 1
    assert all(amount <= rules.ceiling for amount in held.values())
    most = rules.max_awards_as_lead
    assert all(most is None or count <= most for count in wins.values())
    for use in made.quotas:
        assert use.planned == 0 or use.quota.most is None or use.total <= use.quota.most


@settings(max_examples=50)
@given(lots_of_entries, limits, some_quotas)
def test_a_worse_application_changes_nobody_above_it(entries, rules, quotas):
    lots = dict.fromkeys(COUNTRIES, rules)
    worse = make_entry_of("RS-99", 59, "1000", organisation="newcomer")

    before = plan(lots, in_lots(entries), quotas).lots["RS"].rows
    after = plan(lots, in_lots(entries | {"RS": [*entries["RS"], worse]}), quotas).lots["RS"].rows

    def told(rows):
        return [(row.candidate.placed.entry.number, row.candidate.placed.position) for row in rows]

    assert told(after)[:-1] == told(before)
    assert [row.amount for row in after][:-1] == [row.amount for row in before]


@settings(max_examples=50)
@given(lots_of_entries, limits)
def test_one_lot_without_quotas_is_planned_as_it_is_promoted(entries, rules):
    candidates = in_lots({"RS": entries["RS"]})

    made = plan({"RS": rules}, candidates)

    walked = promote([one.placed for one in candidates], rules, kept={})
    assert [row.candidate.placed for row in made.lots["RS"].awards] == list(walked.awards)
    assert binding(made) == {one.placed.entry.number: one.reason for one in walked.reserve}
