"""The evaluation: committee, declarations, checks, sheets, a third assessor, the ranking."""

from playwright.sync_api import Page, expect

from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.clock import now
from portal.core.db import db
from tests.browser.life.calls import noon_in
from tests.browser.life.world import NAMES, World, address, heading, press
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.applications import make_application
from tests.factories.organisations import make_membership, make_organisation

COMMITTEE = {
    "chair": "chair",
    "secretary": "secretary",
    "voter1": "voter",
    "voter2": "voter",
    "voter3": "voter",
}
ASSESSORS = ("assessor1", "assessor2", "assessor3")
SIGNERS = tuple(COMMITTEE)
# The mark each assessor gives throughout, by the end of the application's number: 20 points each.
MARKS = {"0001": (5, 4), "0002": (4, 2, 4), "0003": (2, 2)}
RIVALS = {"0002": "Most preko Tise", "0003": "Nova luka"}


def rivals(world: World) -> None:
    """Two more organisations have applied in the lot; their pages are not walked again."""
    with world.live.app.app_context():
        call = db.session.query(Call).filter_by(reference=world.facts["call"]).one()
        for ending, name in RIVALS.items():
            owner = make_user(name=f"Owner of {name}", email=address(f"owner{ending}"))
            organisation = make_organisation(legal_name=name)
            make_membership(organisation=organisation, user=owner)
            make_application(
                call=call,
                organisation=organisation,
                owner=owner,
                title=f"{name}: legal aid",
                number=f"{call.reference}-{ending}",
                submitted_at=now(),
            )
        db.session.commit()


def _path(world: World, rest: str) -> str:
    return f"/manage/calls/{world.facts['call']}/{rest}"


def appoint(world: World) -> None:
    """The signatory names chair, secretary, voters and assessors; each gets a mail."""
    page = world.as_("signatory")
    page.goto(_path(world, "evaluation"))
    press(page, "Begin the evaluation")
    heading(page, "Committee")
    for key, function in {**COMMITTEE, **dict.fromkeys(ASSESSORS, "assessor")}.items():
        page.locator("#member-user").select_option(label=f"{NAMES[key]}, {address(key)}")
        page.locator("#member-function").select_option(function)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("row").filter(has_text=NAMES[key])).to_be_visible()
    world.look(page)
    page.locator("#appoint-scores_due_at").fill(noon_in(14).isoformat(timespec="minutes"))
    press(page, "Appoint the committee")
    expect(page.get_by_text("The committee is appointed.")).to_be_visible()
    world.work()
    for key in (*COMMITTEE, *ASSESSORS):
        world.mail(address(key), "You are appointed")


def declare(world: World) -> None:
    """Everybody on the list signs that they have no tie with any applicant."""
    for key in (*COMMITTEE, *ASSESSORS):
        page = world.as_(key)
        page.goto(f"/evaluate/declaration?call={world.facts['call']}")
        if key == "chair":
            world.look(page)
        expect(page.locator("input[type=radio][value=no]").first).to_be_attached()
        for answer in page.locator("input[type=radio][value=no]").all():
            answer.check()
        page.locator("#accepts").check()
        page.locator("#signed_name").fill(NAMES[key])
        press(page, "Sign the declaration")
        expect(page.get_by_text("Your declaration is signed.")).to_be_visible()


def check(world: World) -> None:
    """The secretary opens the applications, answers each sheet and gives each to two assessors."""
    page = world.as_("secretary")
    page.goto(_path(world, "evaluation"))
    press(page, "Open the applications")
    heading(page, "Administrative checks")
    world.look(page)
    for ending in MARKS:
        row = page.get_by_role("row").filter(has_text=f"{world.facts['call']}-{ending}")
        row.get_by_role("link").first.click()
        expect(page.locator(".gp-check-fields select").first).to_be_attached()
        for answer in page.locator(".gp-check-fields select").all():
            answer.select_option("yes")
        press(page, "Save and pass")
        expect(page.get_by_text(f"{ending} passed the check.")).to_be_visible()
    _assign(world, page, [(ending, key) for ending in MARKS for key in ASSESSORS[:2]])
    page.goto(_path(world, "evaluation"))
    world.look(page)
    press(page, "Start the scoring")
    heading(page, "Scores")


def _assign(world: World, page: Page, pairs: list[tuple[str, str]]) -> None:
    page.goto(_path(world, "assignments"))
    world.look(page)
    for ending, key in pairs:
        number = f"{world.facts['call']}-{ending}"
        page.get_by_label(f"Give {number} to {NAMES[key]}").check()
    press(page, "Confirm the assignments")
    expect(page.get_by_text("assigned.").first).to_be_visible()


def score(world: World) -> None:
    """Two assessors score alone; the comparison asks for a third where they are far apart."""
    for place, key in enumerate(ASSESSORS[:2]):
        for ending in MARKS:
            _fill(world, key, ending, MARKS[ending][place], with_axe=ending == "0001")
    page = world.as_("secretary")
    page.goto(_path(world, "evaluation"))
    press(page, "Compare the sheets")
    expect(page.get_by_text("One application needs a third evaluator.")).to_be_visible()
    world.look(page)
    _assign(world, page, [("0002", ASSESSORS[2])])
    world.work()
    world.mail(address(ASSESSORS[2]), "waiting for your scores")
    _fill(world, ASSESSORS[2], "0002", MARKS["0002"][2])


def _fill(world: World, key: str, ending: str, mark: int, *, with_axe: bool = False) -> None:
    """One sheet in the split view: every criterion gets this mark, by the keyboard."""
    page = world.as_(key)
    page.goto("/evaluate")
    row = page.get_by_role("row").filter(has_text=f"{world.facts['call']}-{ending}")
    row.get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")  # the keys work once their script is there
    page.locator("input[name=score_C1_1]").first.focus()
    page.keyboard.press(str(mark))
    for _ in range(16):
        page.keyboard.press("j")
        page.keyboard.press(str(mark))
    expect(page.locator("[data-total]")).to_have_text(str(mark * 20))
    if mark in (1, 2, 5):
        for reason in page.locator("textarea[name^=reason_]").all():
            reason.fill("It is proven so that it can be checked.")
    for comment in page.locator("textarea[name^=comment_]").all():
        comment.fill("Read whole; the words are in the proposal.")
    page.get_by_label("Fund" if mark > 2 else "Do not fund", exact=True).check()
    if with_axe:
        world.look(page)
    press(page, "Submit scores")
    expect(page.get_by_text("Your scores are submitted.")).to_be_visible()


def rank(world: World) -> None:
    """The sheets are locked; one award, one on the reserve list, one under the minimum."""
    page = world.as_("secretary")
    page.goto(_path(world, "evaluation"))
    press(page, "Lock and rank")
    heading(page, "Ranking")
    world.look(page)
    rows = page.locator(".gp-rank tbody tr").filter(has=page.locator("[data-th=Score]"))
    expect(rows).to_have_count(3)
    for row, ending, total in zip(rows.all(), MARKS, ("90.00", "80.00", "40.00"), strict=True):
        expect(row).to_contain_text(f"{world.facts['call']}-{ending}")
        expect(row.locator("[data-th=Score]")).to_contain_text(total)
    expect(rows.nth(1)).to_contain_text("closest pair counts")
    expect(rows.nth(1)).to_contain_text("Reserve")
    press(page, "Freeze ranking")
    expect(page.get_by_text("Ranking 1 of this lot is frozen.")).to_be_visible()


def refuse_late_changes(world: World) -> None:
    """After the deadline a colleague's draft is locked: nothing can be saved (423)."""
    with world.live.app.app_context():
        call = db.session.query(Call).filter_by(reference=world.facts["call"]).one()
        owner = make_user(email=address("late"), name="Late Writer", password=PASSWORD)
        organisation = make_organisation(legal_name="Kasni vlak", registration_number="28990001")
        make_membership(organisation=organisation, user=owner)
        draft = make_application(
            state=ApplicationState.DRAFT, call=call, organisation=organisation, owner=owner
        )
        db.session.commit()
        path = f"/applications/{draft.id}"
    page = world.as_("late")
    page.goto(path)
    expect(page.get_by_text("This application cannot be changed.")).to_be_visible()
    token = page.locator("input[name=csrf_token]").first.input_value()
    answer = page.request.post(
        f"{path}/summary",
        form={"csrf_token": token, "A1": "Late.", "is_complete": "no", "revision": "1"},
    )
    assert answer.status == 423, f"{answer.status} for a change after the deadline"
    assert "closed" in answer.text()
