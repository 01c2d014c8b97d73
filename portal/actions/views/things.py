"""The things that count to a target, one by one: the list behind each number."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.actions.rules import REGION, Counts, Stage, distinct
from portal.actions.views.progress import TargetRow, place_name
from portal.actions.views.standing import Standing
from portal.events import queries as events
from portal.grants import queries as grants
from portal.web.menus import leads


@dataclass(frozen=True)
class Thing:
    """A grant, an event or an organisation that counts to a target."""

    target: str
    title: str
    reference: str
    place: str
    stage: Stage
    url: str = ""

    @property
    def place_name(self) -> str:
        return place_name(self.place)


def things(
    standing: Standing, rows: list[TargetRow], *, code: str = "", country: str = "", stage: str = ""
) -> list[Thing]:
    """What counts, narrowed to a target, a place and a stage where given. Queries: none.

    `stage` "reached" is everything that is no longer only planned.
    """
    codes = {row.counts: row.target.code for row in rows}
    return [
        thing
        for thing in _all(standing, codes)
        if code in {"", thing.target}
        and country in {"", thing.place}
        and (stage in {"", thing.stage} or (stage == "reached" and thing.stage != Stage.PLANNED))
        and thing.place in standing.places
    ]


def _all(standing: Standing, codes: dict[Counts, str]) -> Iterator[Thing]:
    for one in distinct(standing.organisations):
        if code := codes.get(Counts.ORGANISATIONS):
            yield Thing(code, one.name, one.registration, one.country or REGION, one.stage)
    for grant in standing.grants:
        kind = Counts.NATIONAL_GRANTS if grant.country else Counts.REGIONAL_GRANTS
        fact, code = grants.fact_of(grant), codes.get(kind)
        if fact and code:
            url = leads(f"/manage/grants/{grant.id}")
            place = grant.country or REGION
            yield Thing(code, grant.title, grant.number, place, fact.stage, url)
    for event in standing.events:
        meeting = events.fact_of(event)
        code = codes.get(meeting.counts_as) if meeting and meeting.counts else None
        if meeting and code:
            url = leads(f"/manage/events/{event.id}")
            place = event.country or REGION
            yield Thing(code, event.title, event.code, place, meeting.stage, url)
