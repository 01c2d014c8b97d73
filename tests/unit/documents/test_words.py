from decimal import Decimal

import pytest

from portal.documents.words import amount_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (999, "nine hundred and ninety-nine"),
        (1000, "one thousand"),
        (1001, "one thousand and one"),
        (12500, "twelve thousand five hundred"),
        (1000000, "one million"),
        (33303022, "thirty-three million three hundred and three thousand and twenty-two"),
    ],
)
def test_number_in_words_reads_as_people_say_it(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("12138.17", "twelve thousand one hundred and thirty-eight euro and seventeen cents"),
        ("0.01", "zero euro and one cent"),
        ("10000.00", "ten thousand euro"),
        ("750", "seven hundred and fifty euro"),
    ],
)
def test_amount_in_words_says_euro_and_cents(amount, words):
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-1", "1.001", "1000000000000"])
def test_amount_in_words_refuses_what_is_no_payable_amount(amount):
    with pytest.raises(ValueError, match="is"):
        amount_in_words(Decimal(amount))
