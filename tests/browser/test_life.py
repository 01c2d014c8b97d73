"""The whole life of a grant in the browser: from the call to the closing letter, by its people.

Nothing is done behind the pages but what no page does: the staff and the evaluators have accounts,
two more applications and a draft that comes too late are in the call, and time passes (each place
says so). The pages are the same on both databases: axe looks at them on SQLite only.
"""

import pytest

from tests.browser.life import applying, calls, deciding, evaluating, granting, meeting, reporting
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
    deciding.report,
    deciding.decide,
    deciding.send_letters,
    deciding.ask_documents,
    deciding.award,
    granting.enter_account,
    granting.make_contract,
    granting.accept_contract,
    granting.pay_first,
    reporting.enter_costs,
    reporting.write,
    reporting.send,
    reporting.review,
    reporting.approve,
    reporting.close,
    meeting.announce,
    meeting.register,
    meeting.hold,
    meeting.report,
    meeting.count,
)


@pytest.mark.timeout(600)
def test_a_grant_lives_from_the_call_to_the_closing_letter(live, visits, smtp, run_jobs, database):
    world = World(live, visits, smtp, run_jobs, has_axe=database == "sqlite")
    world.settle()
    for stage in STAGES:
        stage(world)
