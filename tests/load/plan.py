"""When each applicant presses the button: the nearer the deadline, the more of them.

The rate of submissions follows 1 / (time left + c); c is chosen so that the wanted share of all
falls into the last five minutes of the hour. Nothing is random: the same plan in every run.
"""

import math

HOUR = 60.0  # minutes
LAST = 5.0
SHARE_OF_LAST = 0.1


def offset(*, share: float = SHARE_OF_LAST, last: float = LAST, whole: float = HOUR) -> float:
    """The c of the law, in minutes, for which `share` of all falls into the `last` minutes."""
    low, high = 1e-6, 1e6
    for _ in range(200):
        middle = math.sqrt(low * high)
        if math.log1p(last / middle) / math.log1p(whole / middle) > share:
            low = middle
        else:
            high = middle
    return low


def minutes_left(people: int) -> list[float]:
    """For each person how many minutes before the deadline they submit, spread over all of them."""
    c = offset()
    left = [c * ((HOUR + c) / c) ** ((at + 0.5) / people) - c for at in range(people)]
    steps = range(people * 2 // 5 + 1, people + 2)
    step = next(step for step in steps if math.gcd(step, people) == 1)
    return [left[at * step % people] for at in range(people)]
