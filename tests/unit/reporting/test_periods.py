"""Which reports there are, and when people are reminded of them."""

from datetime import date

import pytest

from portal.reporting import template
from portal.reporting.rules import reminder_due, schedule, terms_of

START, END = date(2026, 1, 1), date(2026, 10, 31)
TERMS = terms_of(template.terms("final"))


def made(interims):
    return schedule(START, END, months=10, interims=interims, interim_days=15, final_days=30)


def test_schedule_of_two_instalments_is_one_final_report():
    (final,) = made(0)

    assert (final.number, final.kind) == (1, "final")
    assert (final.starts_on, final.ends_on, final.due_on) == (START, END, date(2026, 11, 30))


def test_schedule_has_an_interim_report_for_each_further_prefinancing():
    found = [(one.kind, one.starts_on, one.ends_on, one.due_on) for one in made(1)]

    assert found == [
        ("interim", START, date(2026, 5, 31), date(2026, 6, 15)),
        ("final", date(2026, 6, 1), END, date(2026, 11, 30)),
    ]


@pytest.mark.parametrize(
    ("today", "reminder"),
    [
        (date(2026, 10, 31), None),  # the period is not over
        (date(2026, 11, 15), None),
        (date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 17), date(2026, 11, 16)),  # made up for
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 29)),
        (date(2026, 11, 30), None),  # the due day itself
        (date(2026, 12, 6), None),
        (date(2026, 12, 7), date(2026, 12, 7)),
        (date(2026, 12, 14), date(2026, 12, 14)),
    ],
)
def test_reminders_14_7_and_1_days_before_then_weekly(today, reminder):
    found = reminder_due(due_on=date(2026, 11, 30), period_to=END, today=today, terms=TERMS)

    assert found == reminder


def test_reminder_30_days_before_is_sent_when_the_report_is_open():
    found = reminder_due(
        due_on=date(2026, 12, 31), period_to=END, today=date(2026, 12, 1), terms=TERMS
    )

    assert found == date(2026, 12, 1)


def test_final_report_asks_for_lessons_and_an_interim_one_for_a_plan():
    final = {part.key for part in TERMS.parts}
    interim = {part.key for part in terms_of(template.terms("interim")).parts}

    assert final - interim == {"lessons", "records"}
    assert interim - final == {"plan"}


def test_fixed_rates_are_data_of_the_currency():
    known = template.currencies()

    assert (str(known["EUR"].rate), str(known["BAM"].rate)) == ("1", "1.95583")
    assert known["RSD"].rate is None
    assert [template.currency_of(code) for code in ("RS", "BA", "XK", None)] == [
        "RSD", "BAM", "EUR", "EUR",
    ]  # fmt: skip
