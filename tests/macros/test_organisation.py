"""“六位一体”, 责任分工, youth groups: what is counted is what the ledgers hold, hidden rows and all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from report.facts.campaign import Campaign
from report.facts.editions import is_shown
from report.facts.figure import Status
from report.facts.records import YouthGroup
from report.figures.resolving import Facts
from report.macros import render
from report.macros.organisation import mechanism, tasks, youth_groups
from report.macros.view import View
from report.pages.survey import Survey
from report.publishing import prepare
from tests.rows import HIDDEN, MARK, made, with_marked_rows
from tests.trees import EVERY, ROOT

MECHANISM, TASKS, YOUTH = "organisation/mechanism.md", "organisation/tasks.md", "study/youth.md"


@pytest.fixture(scope="module")
def shown() -> View:
    return prepare(ROOT, {"REPORT_DATA": "demo/data", "REPORT_EDITION": "display"}).view


def view_of(campaign: Campaign, page: str) -> View:
    return View(Facts(campaign, {}), page=page)


def grouped(campaign: Campaign, *groups: YouthGroup, today: date | None) -> Campaign:
    organisation = campaign.organisation.model_copy(update={"youth_groups": list(groups)})
    return replace(campaign, organisation=organisation, today=today)


def group(**fields: Any) -> YouthGroup:
    return made(YouthGroup, **({"id": "one", "name": "第一小组", "rota": ["甲职", "乙职"]} | fields))


# ── “六位一体”


@pytest.mark.parametrize("data", EVERY)
def test_every_record_of_a_link_is_counted_under_it_once(data: str, surveys: dict[str, Survey]) -> None:
    view = surveys[data].view.at(MECHANISM)
    rows = [*view.campaign.activities, *view.campaign.documents]
    for link in mechanism(view)["links"]:
        mine = [row for row in rows if row.link == link["name"]]
        assert sum(records["total"] for records in link["records"]) == len(mine)
        assert all(sum(k["count"] for k in r["kinds"]) == r["total"] for r in link["records"])
        hidden = sum(not is_shown(view.campaign, row) for row in mine)
        assert sum(records["hidden"] for records in link["records"]) == hidden


@pytest.mark.parametrize(("edition", "disclosure"), HIDDEN)
def test_a_record_that_is_not_shown_only_counts(campaign: Campaign, edition: str, disclosure: str) -> None:
    facts = with_marked_rows(campaign, edition, disclosure)
    kinds = {
        "activities": [row.kind for row in facts.activities],
        "documents": [row.kind for row in facts.documents],
    }
    links = [link.model_copy(update=kinds) for link in facts.organisation.links]
    organisation = facts.organisation.model_copy(update={"links": links})
    marked = {
        name: tuple(
            row.model_copy(update={"link": links[0].name}) if hasattr(row, "link") else row for row in rows
        )
        for name, rows in facts.ledgers.items()
    }
    view = view_of(replace(facts, organisation=organisation, ledgers=marked), MECHANISM)
    (link,) = mechanism(view)["links"]
    assert [(records["total"], records["hidden"]) for records in link["records"]] == [(2, 1), (2, 1)]
    assert MARK not in render("mechanism", view)


def test_nothing_leads_to_a_ledger_that_would_show_no_row(shown: View) -> None:
    view = shown.at(MECHANISM)
    kinds = [
        kind for link in mechanism(view)["links"] for records in link["records"] for kind in records["kinds"]
    ]
    rows = [*view.campaign.activities, *view.campaign.documents]
    listed = {row.kind.value for row in rows if is_shown(view.campaign, row)}
    assert {kind["name"] for kind in kinds if kind["href"]} == {kind["name"] for kind in kinds} & listed


def test_the_newest_record_shown_is_named(shown: View) -> None:
    view = shown.at(MECHANISM)
    for link in mechanism(view)["links"]:
        if link["latest"] and link["latest"]["href"]:
            id = link["latest"]["href"].partition("#")[2].upper()
            assert view.campaign.by_id[id].name == link["latest"]["name"]
            assert is_shown(view.campaign, view.campaign.by_id[id])


def test_the_duties_wait_for_the_office_until_it_confirms_them(campaign: Campaign) -> None:
    for confirmed in (False, True):
        update = {"links_confirmed": confirmed}
        facts = replace(campaign, organisation=campaign.organisation.model_copy(update=update))
        assert ("待教育办确认" in render("mechanism", view_of(facts, MECHANISM))) is not confirmed


# ── 责任分工


@pytest.mark.parametrize("data", EVERY)
def test_a_key_task_counts_its_activities_and_states_the_figures_that_are_known(
    data: str, surveys: dict[str, Survey]
) -> None:
    view = surveys[data].view.at(TASKS)
    known = {key for key, result in view.results.items() if result.status is not Status.PENDING}
    for task, row in zip(view.campaign.organisation.key_tasks, tasks(view)["tasks"], strict=True):
        assert row["activities"] == sum(a.key_task == task.name for a in view.campaign.activities)
        assert [f.key for f in row["figures"]] == [key for key in task.figures if key in known]


def test_what_no_task_states_is_told_once(surveys: dict[str, Survey]) -> None:
    view = surveys["real"].view.at(TASKS)
    html = str(render("tasks", view))
    assert "待填报" not in html
    assert "牵头领导、责任单位、时限、进展待教育办填报" in html
    assert all(view.pages.headings[task.page] in html for task in view.campaign.organisation.key_tasks)


def test_what_one_task_lacks_waits_in_its_place(surveys: dict[str, Survey]) -> None:
    view = surveys["sample"].view.at(TASKS)
    first, *others = view.campaign.organisation.key_tasks
    bare = first.model_copy(update={"leaders": [], "deadline": None})
    organisation = view.campaign.organisation.model_copy(update={"key_tasks": [bare, *others]})
    facts = Facts(replace(view.campaign, organisation=organisation), view.results)
    html = str(render("tasks", replace(view, facts=facts)))
    assert html.count("fig--pending") == 2
    assert "待教育办填报" not in html


def test_the_display_edition_names_no_posts(shown: View, surveys: dict[str, Survey]) -> None:
    html = str(render("tasks", shown.at(TASKS)))
    assert "牵头领导" in render("tasks", surveys["sample"].view.at(TASKS))
    assert "牵头领导" not in html and "领导" not in re.sub("领导干部", "", html)


# ── youth groups


def test_this_months_leader_of_each_group_is_told(surveys: dict[str, Survey]) -> None:
    view = surveys["sample"].view.at(YOUTH)
    shown = youth_groups(view)
    assert shown["month"] == "11月"
    for each, row in zip(view.campaign.organisation.youth_groups, shown["groups"], strict=True):
        assert row["on_duty"] in each.rota


def test_without_a_day_or_a_first_month_nobody_is_named(campaign: Campaign) -> None:
    day = date(2023, 11, 24)
    for facts in (
        grouped(campaign, group(rota_from="2023-09"), today=None),
        grouped(campaign, group(), today=day),
    ):
        html = str(render("youth_groups", view_of(facts, YOUTH)))
        assert "轮值小组长待填报" in html and "甲职、乙职" in html
    known = str(
        render("youth_groups", view_of(grouped(campaign, group(rota_from="2023-10"), today=day), YOUTH))
    )
    assert "<b>乙职</b>" in known and "待填报" in known  # how many members it has


def test_without_groups_there_is_one_line(campaign: Campaign) -> None:
    html = str(render("youth_groups", view_of(grouped(campaign, today=None), YOUTH)))
    assert html.count("<p") == 1 and "<table" not in html


# ── 定期工作


def test_what_was_missed_is_for_the_office_alone(shown: View, surveys: dict[str, Survey]) -> None:
    assert "漏办" in render("rhythm", surveys["sample"].view.at(MECHANISM))
    assert "漏办" not in render("rhythm", shown.at(MECHANISM))


def test_without_a_record_when_tasks_are_due_is_told_once(surveys: dict[str, Survey]) -> None:
    html = str(render("rhythm", surveys["real"].view.at(MECHANISM)))
    assert html.count("上次") == 1 and "还没有记录" in html
