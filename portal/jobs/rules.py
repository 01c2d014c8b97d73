"""When a failed job runs again, and which period an instant falls into."""

from datetime import UTC, datetime, timedelta

FIRST_GAP = timedelta(seconds=10)
LONGEST_GAP = timedelta(hours=1)


def gap(attempts: int, *, luck: float) -> timedelta:
    """How long to wait after the n-th failed try: doubling, spread so that retries do not bunch.

    Units: `attempts` from 1; `luck` 0 to 1 gives 75 % to 125 % of the plain gap.
    """
    plain: timedelta = min(FIRST_GAP * 2 ** min(attempts - 1, 20), LONGEST_GAP)
    return plain * (0.75 + luck / 2)


def period_start(at: datetime, every: timedelta) -> datetime:
    """The start of the period `at` falls into; counted from midnight UTC of 1 January 1970."""
    seconds = every.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)
