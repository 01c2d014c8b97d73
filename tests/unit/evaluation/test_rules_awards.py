"""Ranking, awards, reserve, promotion and the concept-note cut: examples 2 and 7, properties."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.findings import Finding, Level
from portal.core.text import N_
from portal.evaluation.rules import (
    AwardProposal,
    Candidate,
    LotRules,
    Reserve,
    TieLevel,
    Waits,
    check_envelope,
    consolidate,
    cut_concept_notes,
    is_reserve_open,
    make_entry,
    plan,
    promote,
    rank,
    sheet_totals,
)
from tests.unit.evaluation.grids import GRID_B, OPENED, make_entry_of, make_rules, make_sheet

D = Decimal

SHEETS = {
    "A-01": ("11000", (16, 17, 12, 11, 11, 12), (15, 16, 12, 12, 10, 11)),
    "A-02": ("12000", (17, 18, 13, 12, 12, 13), (16, 17, 12, 12, 12, 12)),
    "A-03": ("10500", (14, 15, 10, 10, 9, 10), (15, 16, 11, 11, 10, 10)),
    "A-04": ("9000", (11, 17, 13, 12, 12, 13), (12, 16, 12, 12, 11, 12)),
    "A-05": (
        "11500",
        (17, 18, 13, 12, 12, 12),
        (12, 12, 9, 8, 8, 9),
        (15, 17, 12, 12, 11, 11),
    ),
    "A-06": ("12500", (15, 18, 12, 11, 11, 11), (15, 17, 12, 11, 11, 11)),
    "A-07": ("8000", (13, 12, 9, 8, 8, 9), (12, 12, 9, 9, 8, 9)),
}


def example_2():
    entries = []
    for number, (asked, *rows) in SHEETS.items():
        sheets = [sheet_totals(make_sheet(str(n), row), GRID_B) for n, row in enumerate(rows)]
        entries.append(
            make_entry(
                consolidate(sheets),
                GRID_B,
                make_rules(),
                number=number,
                organisation=f"org {number}",
                requested=D(asked),
                submitted_at=OPENED,
            )
        )
    return rank(entries)


def lot(envelope="45000", max_grants=4, **k):
    return LotRules(D(envelope), max_grants, **k)


def propose_awards(placed, rules, *, holders=()):
    """The first walk: nothing is kept from before."""
    return promote(placed, rules, kept={}, holders=holders)


def propose_call(lots, *, holders=()):
    """The plan of all lots side by side, told as a proposal for each."""
    candidates = [Candidate(item, code) for code, (placed, _) in lots.items() for item in placed]
    made = plan({code: rules for code, (_, rules) in lots.items()}, candidates, holders=holders)
    return {
        code: AwardProposal(
            tuple(row.candidate.placed for row in lot.awards),
            tuple(Reserve(row.candidate.placed, row.binds) for row in lot.rows if row.binds),
            lot.awarded,
            lot.left,
            lot.blocked.candidate.placed if lot.blocked else None,
        )
        for code, lot in made.lots.items()
    }


def numbers(items):
    return [item.entry.number for item in items]


def waiting(proposal):
    return {item.placed.entry.number: item.reason for item in proposal.reserve}


def test_example_2_ranking():
    ranking = example_2()

    assert numbers(ranking.placed) == ["A-02", "A-05", "A-06", "A-01", "A-03"]
    assert [float(item.entry.total) for item in ranking.placed] == [83, 81, 77.5, 77.5, 70.5]
    assert ranking.placed[3].tie is TieLevel.RELEVANCE
    assert {e.number: [f.code for f in e.failures] for e in ranking.rejected} == {
        "A-04": ["T2"],
        "A-07": ["T4"],
    }


def test_example_2_awards():
    proposal = propose_awards(example_2().placed, lot())

    assert numbers(proposal.awards) == ["A-02", "A-05", "A-06"]
    assert (proposal.awarded, proposal.left) == (D("36000"), D("9000"))
    assert waiting(proposal) == {"A-01": Waits.MONEY, "A-03": Waits.BEHIND}
    assert proposal.blocked.entry.number == "A-01"


def test_example_2_with_48_000():
    proposal = propose_awards(example_2().placed, lot("48000"))

    assert numbers(proposal.awards) == ["A-02", "A-05", "A-06", "A-01"]
    assert proposal.awarded == D("47000")
    assert waiting(proposal) == {"A-03": Waits.NUMBER}


def test_example_2_nobody_leaps_ahead_with_46_600():
    proposal = propose_awards(example_2().placed, lot("46600"))

    assert numbers(proposal.awards) == ["A-02", "A-05", "A-06"]
    assert waiting(proposal) == {"A-01": Waits.MONEY, "A-03": Waits.BEHIND}


def test_example_2_promotion_after_a_withdrawal():
    kept = {"A-02": D("12000"), "A-05": D("11500")}

    proposal = promote(example_2().placed, lot(), kept=kept, gone={"A-06"})

    assert numbers(proposal.awards) == ["A-01", "A-03"]
    assert (proposal.awarded, proposal.left) == (D("45000"), D("0"))
    assert proposal.reserve == ()


def test_promotion_after_the_blocking_file_withdraws():
    placed = rank(
        [
            make_entry_of("N-01", 90, "30000"),
            make_entry_of("N-02", 80, "20000"),
            make_entry_of("N-03", 70, "10000"),
        ]
    ).placed
    first = propose_awards(placed, lot("40000"))

    later = promote(placed, lot("40000"), kept={"N-01": D("30000")}, gone={"N-02"})

    assert waiting(first) == {"N-02": Waits.MONEY, "N-03": Waits.BEHIND}
    assert numbers(later.awards) == ["N-03"]


def test_a_reduced_award_frees_money_for_the_next():
    placed = rank([make_entry_of("N-01", 90, "30000"), make_entry_of("N-02", 80, "12000")]).placed

    later = promote(placed, lot("40000"), kept={"N-01": D("28000")})

    assert numbers(later.awards) == ["N-02"]


def test_a_second_application_of_an_awarded_organisation_is_passed_over():
    placed = rank(
        [
            make_entry_of("N-01", 90, "10000", organisation="Kora"),
            make_entry_of("N-02", 85, "10000", organisation="Kora"),
            make_entry_of("N-03", 80, "10000", organisation="Lipa"),
        ]
    ).placed

    proposal = propose_awards(placed, lot())
    declined = promote(placed, lot(), kept={"N-03": D("10000")}, gone={"N-01"})

    assert numbers(proposal.awards) == ["N-01", "N-03"]
    assert waiting(proposal) == {"N-02": Waits.ONE_AWARD}
    assert numbers(declined.awards) == ["N-02"]


def test_a_call_may_allow_two_awards_to_an_organisation():
    placed = rank(
        [make_entry_of(f"N-0{n}", 90 - n, "10000", organisation="Kora") for n in (1, 2, 3)]
    ).placed

    two = propose_awards(placed, lot(max_awards_as_lead=2))
    one_left = propose_awards(placed, lot(max_awards_as_lead=2), holders=["Kora"])
    no_limit = propose_awards(placed, lot(max_awards_as_lead=None))

    assert numbers(two.awards) == ["N-01", "N-02"]
    assert numbers(one_left.awards) == ["N-01"]
    assert numbers(no_limit.awards) == ["N-01", "N-02", "N-03"]


def test_two_awards_are_counted_over_all_lots():
    lots = {
        code: (rank([make_entry_of(f"{code}-01", 80, asked, organisation="Kora")]).placed, rules)
        for code, asked, rules in (
            ("AL", "10000", lot(max_awards_as_lead=2)),
            ("BA", "12000", lot(max_awards_as_lead=2)),
            ("RS", "11000", lot(max_awards_as_lead=2)),
        )
    }

    proposals = propose_call(lots)

    assert {code: len(p.awards) for code, p in proposals.items()} == {"AL": 0, "BA": 1, "RS": 1}
    assert [len(p.awards) for p in propose_call(lots, holders=["Kora"]).values()] == [0, 1, 0]


def test_an_organisation_at_its_ceiling_is_passed_over():
    placed = rank(
        [make_entry_of("N-01", 90, "10000.01"), make_entry_of("N-02", 80, "10000")]
    ).placed
    rules = lot(ceiling=D("60000"), committed={"org N-01": D("50000"), "org N-02": D("50000")})

    proposal = propose_awards(placed, rules)

    assert numbers(proposal.awards) == ["N-02"]
    assert waiting(proposal) == {"N-01": Waits.CEILING}


def test_an_organisation_in_two_lots_gets_the_better_rank():
    serbia = rank(
        [
            make_entry_of("RS-01", 90, "10000", organisation="Lipa"),
            make_entry_of("RS-02", 80, "10000", organisation="Kora"),
            make_entry_of("RS-03", 70, "10000", organisation="Most"),
        ]
    ).placed
    region = rank([make_entry_of("REG-04", 75, "20000", organisation="Kora")]).placed

    proposals = propose_call({"RS": (serbia, lot("20000")), "REG": (region, lot("20000"))})

    assert numbers(proposals["REG"].awards) == ["REG-04"]
    assert numbers(proposals["RS"].awards) == ["RS-01", "RS-03"]
    assert waiting(proposals["RS"]) == {"RS-02": Waits.ONE_AWARD}


def test_the_same_rank_in_two_lots_is_parted_by_the_amount():
    serbia = rank([make_entry_of("RS-02", 80, "10000", organisation="Kora")]).placed
    region = rank([make_entry_of("REG-04", 75, "20000", organisation="Kora")]).placed

    proposals = propose_call({"REG": (region, lot()), "RS": (serbia, lot())})

    assert {code: numbers(p.awards) for code, p in proposals.items()} == {
        "REG": ["REG-04"],
        "RS": [],
    }


@pytest.mark.parametrize(
    ("level", "better", "worse"),
    [
        (TieLevel.RELEVANCE, {"relevance": Fraction(11)}, {"design": Fraction(14)}),
        (TieLevel.DESIGN, {"design": Fraction(11)}, {"budget": Fraction(14)}),
        (TieLevel.BUDGET, {"budget": Fraction(11)}, {"capacity": Fraction(14)}),
        (TieLevel.CAPACITY, {"capacity": Fraction(11)}, {"submitted_at": OPENED}),
        (TieLevel.SUBMISSION, {}, {"submitted_at": OPENED + timedelta(hours=2)}),
    ],
)
def test_tie_levels(level, better, worse):
    ahead = make_entry_of("N-02", 80, "1", **better)
    behind = make_entry_of("N-01", 80, "1", **worse)

    placed = rank([behind, ahead]).placed

    assert numbers(placed) == ["N-02", "N-01"]
    assert placed[1].tie is level


def test_the_last_tie_level_is_the_dossier_number_and_instants_are_compared():
    east = timezone(timedelta(hours=2))
    first = make_entry_of("N-9-01", 80, "1", submitted_at=datetime(2026, 3, 1, 14, tzinfo=east))
    second = make_entry_of("N-10-01", 80, "1", submitted_at=datetime(2026, 3, 1, 12, tzinfo=UTC))

    placed = rank([second, first]).placed

    assert numbers(placed) == ["N-9-01", "N-10-01"]
    assert placed[1].tie is TieLevel.NUMBER


T1 = (Finding("T1", Level.ERROR, N_("Below the threshold")),)
NOTES = (
    (44, "15000"),
    (42, "15000"),
    (40, "15000"),
    (38, "15000"),
    (36, "15000"),
    (34, "15000"),
    (34, "14000"),
    (31, "12000"),
    (29, "10000"),
)


def example_7():
    return [
        make_entry_of(f"C-{n:02}", score, asked, failures=T1 if score < 30 else ())
        for n, (score, asked) in enumerate(NOTES, start=1)
    ]


def test_example_7_cut():
    cut = cut_concept_notes(example_7(), envelope=D("45000"), percent=D("200"), invitations=None)

    assert numbers(cut.kept) == [f"C-{n:02}" for n in range(1, 8)]
    assert numbers(cut.cut) == ["C-08"]
    assert [entry.number for entry in cut.rejected] == ["C-09"]
    assert (cut.requested, cut.limit) == (D("104000"), 90000)


def test_the_walk_ends_at_the_first_that_does_not_fit():
    notes = [make_entry_of("C-01", 44, "60000"), make_entry_of("C-02", 42, "40000")]
    notes.append(make_entry_of("C-03", 40, "10000"))

    cut = cut_concept_notes(notes, envelope=D("45000"), percent=D("200"), invitations=None)

    assert (numbers(cut.kept), numbers(cut.cut)) == (["C-01"], ["C-02", "C-03"])


def test_equal_notes_of_which_none_fits_are_all_cut():
    notes = [make_entry_of("C-01", 44, "80000")]
    notes += [make_entry_of(f"C-0{n}", 40, "15000") for n in (2, 3)]

    cut = cut_concept_notes(notes, envelope=D("45000"), percent=D("200"), invitations=None)

    assert (numbers(cut.kept), numbers(cut.cut)) == (["C-01"], ["C-02", "C-03"])


def test_a_number_of_invitations_keeps_equal_scores_too():
    cut = cut_concept_notes(example_7(), envelope=D("45000"), percent=None, invitations=6)

    assert len(cut.kept) == 7


@pytest.mark.parametrize(("awarded", "breaks"), [("45000.00", False), ("45000.01", True)])
def test_envelope(awarded, breaks):
    finding = check_envelope([D("20000"), D(awarded) - D("20000")], D("45000"))

    assert (finding is not None) == breaks


def test_the_last_day_of_the_reserve_counts():
    last = date(2026, 9, 30)

    assert is_reserve_open(last, last)
    assert not is_reserve_open(last, date(2026, 10, 1))


entries = st.lists(
    st.builds(
        lambda n, org, total, asked, relevance, submitted: make_entry_of(
            f"N-{n:02}",
            total,
            asked,
            organisation=f"org {org}",
            relevance=Fraction(relevance),
            submitted_at=OPENED + timedelta(minutes=submitted),
        ),
        st.integers(0, 99),
        st.integers(1, 6),
        st.integers(60, 66),
        st.integers(1, 20).map(lambda thousands: thousands * 1000),
        st.integers(10, 12),
        st.integers(0, 3),
    ),
    max_size=10,
    unique_by=lambda entry: entry.number,
)
lots = st.builds(
    lambda envelope, grants, ceiling: LotRules(D(envelope) * 1000, grants, D(ceiling) * 1000),
    st.integers(0, 80),
    st.one_of(st.none(), st.integers(0, 6)),
    st.integers(5, 60),
)


@given(entries, st.randoms(use_true_random=False))
def test_ranking_does_not_depend_on_the_order_of_input(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert rank(rows) == rank(shuffled)


@given(entries, lots)
def test_no_award_set_exceeds_envelope_number_or_ceiling(rows, rules):
    proposal = propose_awards(rank(rows).placed, rules)

    awarded = [item.entry for item in proposal.awards]
    assert sum(entry.requested for entry in awarded) == proposal.awarded <= rules.envelope
    assert rules.max_grants is None or len(awarded) <= rules.max_grants
    assert all(entry.requested <= rules.ceiling for entry in awarded)
    assert len({entry.organisation for entry in awarded}) == len(awarded)
    assert len(proposal.awards) + len(proposal.reserve) == len(rows)


@given(entries, lots)
def test_a_worse_application_never_changes_who_is_above(rows, rules):
    worse = make_entry_of("Z-99", 59, "1000", organisation="newcomer")
    before, after = rank(rows).placed, rank([*rows, worse]).placed

    assert after[:-1] == before
    awarded = propose_awards(before, rules).awards
    assert propose_awards(after, rules).awards[: len(awarded)] == awarded


@given(entries, lots)
def test_nobody_on_the_reserve_for_money_stands_above_an_award(rows, rules):
    proposal = propose_awards(rank(rows).placed, rules)

    lowest = max((item.position for item in proposal.awards), default=0)
    short = {Waits.MONEY, Waits.NUMBER, Waits.BEHIND}
    assert all(r.placed.position > lowest for r in proposal.reserve if r.reason in short)


@given(entries, lots, st.randoms(use_true_random=False))
def test_promotion_keeps_every_award_and_the_envelope(rows, rules, random):
    placed = rank(rows).placed
    first = propose_awards(placed, rules)
    gone = {item.entry.number for item in first.awards if random.random() < 0.5}
    kept = {
        item.entry.number: item.entry.requested
        for item in first.awards
        if item.entry.number not in gone
    }

    later = promote(placed, rules, kept=kept, gone=gone)

    promoted = set(numbers(later.awards))
    assert not promoted & (set(kept) | gone)
    assert later.awarded <= rules.envelope
    assert rules.max_grants is None or len(kept) + len(promoted) <= rules.max_grants


@given(st.lists(entries, min_size=2, max_size=3), lots)
def test_an_organisation_wins_at_most_once_in_a_call(rows, rules):
    call = {str(n): (rank(row).placed, rules) for n, row in enumerate(rows)}

    proposals = propose_call(call)

    winners = [item.entry.organisation for p in proposals.values() for item in p.awards]
    assert len(winners) == len(set(winners))


@given(entries, st.integers(0, 60), st.integers(150, 300))
def test_equal_scores_at_the_cut_are_treated_alike(rows, envelope, percent):
    cut = cut_concept_notes(rows, envelope=D(envelope) * 1000, percent=D(percent), invitations=None)

    assert not {p.entry.total for p in cut.kept} & {p.entry.total for p in cut.cut}
