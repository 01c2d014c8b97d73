"""An amount of money in English words, as payment requests and contracts repeat it."""

from decimal import Decimal

from portal.core.money import EURO

_ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = (
    ".",
    ".",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{_ONES[hundreds]} hundred"
    return f"{words} and {_below_hundred(rest)}" if rest else words


def number_in_words(number: int) -> str:
    """A whole number in words: 12138 is "twelve thousand one hundred and thirty-eight".

    Units: 0 to 999,999,999,999. Raises: ValueError outside of that.
    """
    if not 0 <= number < 10**12:
        raise ValueError(f"{number} is outside of what can be written in words.")
    parts = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_below_thousand(count)} {name}")
    if number and parts and number < 100:
        parts.append(f"and {_below_hundred(number)}")
    elif number or not parts:
        parts.append(_below_thousand(number))
    return " ".join(parts)


def amount_in_words(amount: Decimal, currency: str = EURO) -> str:
    """An amount: 12138.17 is "twelve thousand one hundred and thirty-eight euro and seventeen
    cents"; in another currency "twelve thousand one hundred and thirty-eight RSD and 17/100".

    Units: not negative, at most two decimals. Raises: ValueError otherwise.
    """
    cents_in_all = amount * 100
    if cents_in_all != cents_in_all.to_integral_value() or amount < 0:
        raise ValueError(f"{amount} is not an amount in whole cents.")
    whole, cents = divmod(int(cents_in_all), 100)
    words = f"{number_in_words(whole)} {'euro' if currency == EURO else currency}"
    if not cents:
        return words
    if currency != EURO:
        return f"{words} and {cents:02}/100"
    return f"{words} and {number_in_words(cents)} {'cent' if cents == 1 else 'cents'}"
