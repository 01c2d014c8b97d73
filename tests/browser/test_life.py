"""The whole life of a grant in the browser: from the call to the closing letter, by its people.

Nothing is done behind the pages but what no page does: the staff and the evaluators have accounts,
two more applications are in the call, and time passes (each place says so).
"""

import pytest

from tests.browser.life import applying, calls, evaluating
from tests.browser.life.world import World

STAGES = (
    calls.prepare,
    calls.approve_and_publish,
    calls.find,
    applying.register,
    applying.enter_organisation,
    applying.start,
    applying.fill,
    applying.submit,
    evaluating.rivals,
    calls.close,
    evaluating.refuse_late_changes,
    evaluating.appoint,
    evaluating.declare,
    evaluating.check,
    evaluating.score,
    evaluating.rank,
)


@pytest.mark.timeout(600)
def test_a_grant_lives_from_the_call_to_the_closing_letter(live, visits, smtp, run_jobs):
    world = World(live, visits, smtp, run_jobs)
    world.settle()
    for stage in STAGES:
        stage(world)
