"""Where what a page shows is edited: the file of its words, and the file of its data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from report.built.history import SHOWS
from report.facts.ledgers import LEDGERS
from report.faults import Place
from report.pages.survey import DOCS, Survey

PAGE, DATA = "编辑这一页", "编辑数据"
OWN = {ledger.page: ledger.file for ledger in LEDGERS.values()}


@dataclass(frozen=True)
class Edit:
    """A link to the place where something is edited."""

    title: str
    href: str


def page_edits(survey: Survey, page: str) -> list[Edit]:
    """Where a page is edited, and where its data are if they are all in one file; a page that no file holds,
    where it comes from. None without REPORT_EDIT and in the display edition."""
    made = next((each for each in survey.made if each.name == page), None)
    places = {PAGE: made.origin if made else Place(f"{DOCS}/{page}")}
    if not made and (file := _data_of(page)):
        folder = PurePosixPath(survey.facts.campaign.site.place.path).parent
        places[DATA] = Place(str(folder / file))
    found = [Edit(title, survey.view.edit_href(place)) for title, place in places.items()]
    return [edit for edit in found if edit.href]


def _data_of(page: str) -> str:
    """The one file of the data set that a page shows; empty if there are several, or none."""
    shown = [OWN[page]] if page in OWN else SHOWS.get(page, [])
    return shown[0] if len(shown) == 1 and not shown[0].endswith("/") else ""
