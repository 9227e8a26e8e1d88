"""大事记: every event once, in order of time, under its month; none invented, none that may not be seen."""

from __future__ import annotations

import re
from html import unescape

import pytest

from report.facts.editions import is_shown
from report.facts.ledgers.documents import DocumentStatus
from report.figures.resolving import Facts
from report.macros import render
from report.macros.chronicle import chronicle
from report.macros.view import View
from report.publishing import prepare
from tests.rows import altered
from tests.trees import EVERY, FOLDERS, ROOT

PAGE = "data/chronicle.md"
OUT = (DocumentStatus.ISSUED, DocumentStatus.REPEALED)


@pytest.fixture(scope="module", params=["work", "display"])
def view(request: pytest.FixtureRequest) -> View:
    """The sample, in each edition."""
    environ = {"REPORT_DATA": "demo/data", "REPORT_EDITION": request.param}
    return prepare(ROOT, environ).view.at(PAGE)


@pytest.fixture
def real(first_day: Facts) -> View:
    return View(first_day).at(PAGE)


def ids(html: str) -> list[str]:
    """The numbers in the last cells of the rows, in the order of the page."""
    return re.findall(r'data-label="编号">(?:<a [^>]*>)?([^<]+)<', html)


def test_every_event_that_may_be_shown_stands_there_once(view: View) -> None:
    campaign = view.campaign
    rows = [*campaign.activities, *(row for row in campaign.documents if row.status in OUT)]
    wanted = [row.id for row in rows if is_shown(campaign, row)]
    notices = [f"第{notice.issue}期" for notice in campaign.notices]
    html = str(render("chronicle", view))
    assert sorted(ids(html)) == sorted(wanted + notices)
    assert notices and len(wanted) > 100
    assert f"共{len(ids(html))}条。" in html


def test_a_row_that_is_not_shown_is_only_counted(view: View) -> None:
    campaign = view.campaign
    rows = [*campaign.activities, *(row for row in campaign.documents if row.status in OUT)]
    hidden = [row for row in rows if not is_shown(campaign, row)]
    html = unescape(str(render("chronicle", view)))
    assert hidden
    assert [row.id for row in hidden if row.id in html or row.name in html] == []
    assert f"另有{len(hidden)}条不列出，只计数。" in html


def test_a_draft_is_no_event(view: View) -> None:
    drafts = {row.id for row in view.campaign.documents if row.status not in OUT}
    assert drafts and drafts.isdisjoint(ids(str(render("chronicle", view))))


def test_events_follow_one_another_in_time_under_their_months(view: View) -> None:
    days = {row.id: row.date for row in view.campaign.activities}
    days |= {row.id: row.issued for row in view.campaign.documents if row.issued}
    days |= {f"第{notice.issue}期": notice.date for notice in view.campaign.notices}
    shown = chronicle(view)
    assert [month["id"] for month in shown["months"]] == sorted({month["id"] for month in shown["months"]})
    for month in shown["months"]:
        found = [days[event["id"]] for event in month["events"]]
        assert found == sorted(found)
        assert {f"{day:%Y-%m}" for day in found} == {month["id"]}
        for event, day in zip(month["events"], found, strict=True):
            assert event["day"].startswith(f"{day.day}日")


def test_an_event_leads_to_its_record(view: View) -> None:
    html = str(render("chronicle", view))
    links = re.findall(r'data-label="编号"><a href="([^"]+)"', html)
    assert len(links) == len(ids(html))
    assert all(re.match(r"\.\./\.\./(?:ledgers/\w+/#\w\w-\d+|notices/[\d-]+/)$", link) for link in links)


def test_the_filters_offer_what_occurs_and_each_row_says_what_it_is(view: View) -> None:
    shown = chronicle(view)
    events = [event for month in shown["months"] for event in month["events"]]
    assert [control["name"] for control in shown["controls"]] == ["kind", "host", "key_task", "link"]
    for control in shown["controls"]:
        said = {dict(event["data"])[control["name"]] for event in events} - {""}
        assert set(control["options"]) == said
        assert len(control["options"]) == len(said)
    hosts = next(c["options"] for c in shown["controls"] if c["name"] == "host")
    assert hosts == sorted(hosts, key=view.campaign.organisation.rank)


def test_the_first_day_dates_nothing_and_lists_what_waits_for_its_date(real: View) -> None:
    html = str(render("chronicle", real))
    waiting = [row.id for row in real.campaign.documents if row.status in OUT and row.issued is None]
    assert waiting and ids(html) == waiting
    assert "各事项的日期待填报" in html and "印发日期待填报" in html
    assert 'data-label="日期"' not in html and "<form" not in html


def test_documents_without_a_date_come_last_once_others_have_one(view: View) -> None:
    campaign = view.campaign
    first = next(row for row in campaign.documents if row.issued and is_shown(campaign, row))
    documents = tuple(
        row.model_copy(update={"issued": None}) if row is first else row for row in campaign.documents
    )
    undated = View(Facts(altered(campaign, documents=documents), view.results), view.pages, PAGE)
    assert ids(str(render("chronicle", undated)))[-1] == first.id
    assert ids(str(render("chronicle", view)))[-1] != first.id


def test_without_any_event_the_page_says_how_it_fills(real: View) -> None:
    empty = View(Facts(altered(real.campaign, documents=()), real.results), real.pages, PAGE)
    html = str(render("chronicle", empty))
    assert "空白等于待填报，不等于没有开展。" in html and "<table" not in html


@pytest.mark.parametrize("name", EVERY)
def test_no_day_is_invented(name: str) -> None:
    """As many days on the page as rows and notices that have one."""
    view = prepare(ROOT, {"REPORT_DATA": FOLDERS[name]}).view.at(PAGE)
    campaign = view.campaign
    dated = [row for row in campaign.activities if is_shown(campaign, row)]
    out = [row for row in campaign.documents if row.status in OUT and row.issued]
    issued = [row for row in out if is_shown(campaign, row)]
    html = str(render("chronicle", view))
    assert html.count('data-label="日期"') == len(dated) + len(issued) + len(campaign.notices)
