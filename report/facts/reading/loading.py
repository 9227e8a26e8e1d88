"""From the files of a data set to a campaign, with every fault in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from report.facts.campaign import Campaign
from report.facts.counting import Ledgers, newest
from report.facts.derived import with_derived
from report.facts.editions import DISPLAY
from report.facts.ledgers import LEDGERS
from report.facts.lists import PICKS, PLAN, Pick, PlanItem
from report.facts.reading.files import Files
from report.facts.reading.settings import DATA, Settings
from report.facts.records import UNSETTLED, Book, Letter, Organisation, ProseRules, Site
from report.facts.snapshots import Notice, Reminder
from report.faults import Fault, Place

NO_FORMS: Mapping[str, str] = {}


def load(chosen: Settings, forms: Mapping[str, str] = NO_FORMS) -> tuple[Campaign, list[Fault]]:
    """The campaign that the data files describe, and every fault in every file.

    `forms`: the titles, by name, of the forms that a figure can be computed by. If there are faults, the
    campaign is what could be read: enough to go on checking, not to publish.
    """
    files = Files(chosen)
    base = chosen.data.resolve() == (chosen.root / DATA).resolve()
    figures = files.figures(base, forms)
    ledgers = {name: files.table(ledger, ledger.row) for name, ledger in LEDGERS.items()}
    site = _settled(files.one(Site, "site"), ledgers, chosen.today)
    campaign = Campaign(
        site=site or STAND_IN_SITE,
        figures=figures,
        books=files.many(Book, "books"),
        plan=files.table(PLAN, PlanItem),
        picks=files.table(PICKS, Pick),
        organisation=files.one(Organisation, "organisation") or STAND_IN_ORGANISATION,
        ledgers=ledgers,
        notices=files.snapshots(Notice, "notices", "date"),
        reminders=files.snapshots(Reminder, "reminders", "month"),
        prose=files.one(ProseRules, "prose", chosen.root / DATA) or STAND_IN_PROSE,
        today=chosen.today or (site.as_of if site else None),
        edition=chosen.edition,
        edit=chosen.edit if chosen.edition != DISPLAY else "",
        incomplete=frozenset(files.incomplete),
        lost={name: frozenset(ids) for name, ids in files.lost.items() if ids},
    )
    if chosen.today and site and site.as_of and chosen.today < site.as_of:
        said = f"判定日 {chosen.today} 早于数据截至 {site.as_of}，会把以后落实的算进去，请核对"
        files.faults.append(Place("REPORT_DATE").fault(said))
    files.refuse_strays(base)
    return with_derived(campaign), files.faults


def _settled(site: Site | None, ledgers: Ledgers, today: date | None) -> Site | None:
    """The site facts with the data date found, where it follows the rows: the last day that one of them
    tells, and none after the judgement date."""
    if site is None or site.as_of != UNSETTLED:
        return site
    return site.model_copy(update={"as_of": newest(ledgers, today), "follows": True})


NOWHERE = Place("")
STAND_IN_SITE = Site(
    place=NOWHERE,
    lines={},
    title="",
    report_title=[""],
    campaign=[""],
    requirement=[""],
    publisher="",
    letter=Letter(place=NOWHERE, lines={}),
)
STAND_IN_ORGANISATION = Organisation(place=NOWHERE, lines={}, units=[], links=[], key_tasks=[], pairs=[])
STAND_IN_PROSE = ProseRules(place=NOWHERE, lines={}, phrases=[], orders=[], measure_words=[])
