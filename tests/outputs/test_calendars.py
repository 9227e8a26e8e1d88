"""Calendars say what the plan and the ledgers say, on the right days, under names that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from report.facts.campaign import EDITIONS, Campaign
from report.facts.lists import Audience, PlanItem
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.facts.records import Tier
from report.figures.resolving import Facts
from report.macros.study import plan
from report.macros.view import View
from report.outputs.calendars import deadlines_calendar, files, plan_calendar
from tests.rows import (
    HIDDEN,
    MARK,
    MARKED_IDS,
    case,
    made,
    measure,
    problem,
    with_ledgers,
    with_marked_rows,
)
from tests.trees import ROOT

LONGEST_LINE = 75  # bytes, by RFC 5545
DAY = timedelta(days=1)
DATED = ("problems", "measures", "cases")


def item(**fields: Any) -> PlanItem:
    """An item of the study plan for all members, on one day."""
    known = {
        "id": "lecture",
        "title": "专题党课",
        "form": "党课",
        "organisers": ["教育办"],
        "tiers": [Tier.ALL],
        "date": date(2023, 11, 8),
    }
    return made(PlanItem, **(known | fields))


def planned(campaign: Campaign, *items: PlanItem, **site: Any) -> Campaign:
    return replace(campaign, plan=items, site=campaign.site.model_copy(update=site))


def parsed(content: bytes) -> Any:
    return vobject.readOne(content.decode())


def events(content: bytes) -> list[Any]:
    return list(parsed(content).contents.get("vevent", []))


def summaries(content: bytes) -> list[str]:
    return [event.summary.value for event in events(content)]


def unfolded(content: bytes) -> str:
    return content.decode().replace("\r\n ", "")


# ── the study plan


def test_an_event_says_what_is_held_for_whom_and_what_is_read(campaign: Campaign) -> None:
    held = item(
        form="集中领读",
        organisers=["教育办", "机关各支部"],
        tiers=[Tier.MEMBERS, Tier.LEADERS],
        end=date(2023, 11, 10),
        books=["《中国共产党章程》", "《论党的自我革命》"],
    )
    (event,) = events(plan_calendar(planned(campaign, held), Tier.MEMBERS))
    assert event.uid.value == "lecture@plan.theme-education"
    assert event.summary.value == "专题党课"
    assert (event.dtstart.value, event.dtend.value) == (date(2023, 11, 8), date(2023, 11, 11))
    assert event.description.value.split("\n") == [
        "形式：集中领读",
        "组织单位：教育办、机关各支部",
        "参加对象：普通党员、干部；副处级以上领导干部",
        "书目：《中国共产党章程》、《论党的自我革命》",
    ]
    assert event.categories.value == ["普通党员、干部", "副处级以上领导干部"]
    assert event.transp.value == "TRANSPARENT"
    assert "书目" not in events(plan_calendar(planned(campaign, item()), Tier.ALL))[0].description.value


def test_a_calendar_says_what_it_is_and_how_often_to_ask_again(campaign: Campaign) -> None:
    calendar = parsed(plan_calendar(planned(campaign, item()), Tier.CHIEFS))
    assert calendar.contents["x-wr-calname"][0].value == "学习计划（局主官）"
    assert calendar.method.value == "PUBLISH"
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in unfolded(plan_calendar(campaign, Tier.ALL)).split("\r\n")


def test_a_calendar_of_sample_data_says_so(campaign: Campaign) -> None:
    sample = files(planned(campaign, item(), sample=True)).values()
    assert all(parsed(each).contents["x-wr-calname"][0].value.startswith("示例：") for each in sample)


@pytest.mark.parametrize("tier", Tier)
def test_each_tier_finds_in_its_calendar_what_the_page_of_the_plan_shows_it(
    campaign: Campaign, tier: Tier
) -> None:
    every = planned(campaign, *(item(id=each, title=each, tiers=[each]) for each in Tier))
    page = plan(View(Facts(every, {}), page="study/plan.md"), tier.value)
    shown = [row["title"] for month in page["months"] for row in month["rows"]]
    assert summaries(plan_calendar(every, tier)) == shown
    assert Tier.ALL in shown


def test_what_only_some_attend_stands_in_their_calendar_alone(campaign: Campaign) -> None:
    items = (item(id=each.slug, title=each, tiers=[], audience=[each]) for each in Audience)
    every = planned(campaign, *items)
    assert all(summaries(plan_calendar(every, tier)) == [] for tier in Tier)
    assert all(summaries(plan_calendar(every, who)) == [who] for who in Audience)
    assert {f"calendar/{who.slug}.ics" for who in (*Tier, *Audience)} < set(files(every))


def test_what_some_attend_beside_a_tier_stands_in_both_calendars(campaign: Campaign) -> None:
    """And not in that of a tier below, though its people are told apart in the same event."""
    every = planned(campaign, item(tiers=[Tier.CHIEFS], audience=[Audience.YOUTH]))
    held = {who: events(plan_calendar(every, who)) for who in (*Tier, *Audience)}
    assert [who for who, found in held.items() if found] == [Tier.CHIEFS, Audience.YOUTH]
    assert "参加对象：局主官；青年小组成员" in held[Audience.YOUTH][0].description.value
    assert held[Audience.YOUTH][0].uid.value == held[Tier.CHIEFS][0].uid.value


def test_what_has_no_date_yet_is_left_out(campaign: Campaign) -> None:
    assert events(plan_calendar(planned(campaign, item(date=None)), Tier.ALL)) == []


@given(st.dates(), st.integers(min_value=0, max_value=400))
def test_an_event_ends_the_day_after_its_last_one(campaign: Campaign, first: date, length: int) -> None:
    last = first + timedelta(days=min(length, (date.max - first).days))
    (event,) = events(plan_calendar(planned(campaign, item(date=first, end=last)), Tier.ALL))
    assert event.dtstart.value == first
    if last < date.max:
        assert event.dtend.value == last + DAY
    else:
        assert not hasattr(event, "dtend")


# ── deadlines


def test_what_is_open_stands_on_the_day_it_is_due(campaign: Campaign) -> None:
    rows = with_ledgers(
        campaign,
        problems=[problem(deadline=date(2023, 11, 15))],
        measures=[measure()],
        cases=[case(deadline=date(2023, 12, 5))],
    )
    found = {event.uid.value: event for event in events(deadlines_calendar(rows))}
    assert {uid: (event.dtstart.value, event.summary.value) for uid, event in found.items()} == {
        "WT-0001@problems.theme-education": (date(2023, 11, 15), "到期：公文流转慢"),
        "CS-0001@measures.theme-education": (date(2023, 11, 30), "到期：并联会签"),
        "MQ-0001@cases.theme-education": (date(2023, 12, 5), "到期：同一材料多次报送"),
    }
    assert {event.dtend.value - event.dtstart.value for event in found.values()} == {DAY}
    assert [event.categories.value for event in found.values()] == [["问题台账"], ["措施台账"], ["案例台账"]]
    assert [event.description.value.split("\n") for event in found.values()] == [
        ["编号：WT-0001", "责任单位：教育办", "状态：整改中"],
        [
            "编号：CS-0001",
            "所属：WT-0001",
            "责任单位：教育办",
            "状态：整改中",
            "延期依据：教育办第3次调度同意",
        ],
        ["编号：MQ-0001", "科室：教育办", "状态：整改中"],
    ]


def test_what_is_done_is_not_due(campaign: Campaign) -> None:
    rows = with_ledgers(
        campaign,
        problems=[problem(status="已完成待销号"), problem(id="WT-0002", status="已销号")],
        measures=[measure(status="已落实"), measure(id="CS-0002", status="未启动")],
        cases=[case(status="已销号"), case(id="MQ-0002", status="解剖中")],
    )
    uids = [event.uid.value.partition("@")[0] for event in events(deadlines_calendar(rows))]
    assert uids == ["CS-0002", "MQ-0002"]


@pytest.mark.parametrize(("edition", "disclosure"), HIDDEN)
def test_no_calendar_holds_anything_of_a_hidden_row(
    campaign: Campaign, edition: str, disclosure: str
) -> None:
    text = "".join(map(unfolded, files(with_marked_rows(campaign, edition, disclosure)).values()))
    assert len(events(deadlines_calendar(with_marked_rows(campaign, edition, disclosure)))) == len(DATED)
    assert MARK not in text
    assert not [id for id in MARKED_IDS.values() if id in text]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_rows_would_be_there_if_they_were_public(campaign: Campaign, edition: str) -> None:
    """So that the test above can fail."""
    text = unfolded(deadlines_calendar(with_marked_rows(campaign, edition, "公开")))
    assert MARK in text
    assert f"所属：{MARKED_IDS['problems']}" in text
    assert all(f"UID:{MARKED_IDS[name]}@" in text for name in DATED)


# ── all of them


def test_there_is_a_calendar_for_each_tier_and_audience_and_one_of_deadlines(campaign: Campaign) -> None:
    """The addresses that people have subscribed to stay."""
    tiers, some = ("members", "leaders", "chiefs", "all"), ("leadership", "core-group", "secretaries")
    names = (*tiers, *some, "youth", "on-the-move", "deadlines")
    assert set(files(campaign)) == {f"calendar/{name}.ics" for name in names}


def test_a_calendar_may_be_empty(campaign: Campaign) -> None:
    empty = planned(with_ledgers(campaign))
    assert not any(events(content) for content in files(empty).values())


def test_a_uid_stays_whatever_else_changes(campaign: Campaign) -> None:
    def uids(plan_item: PlanItem, row: Any) -> list[str]:
        changed = with_ledgers(planned(campaign, plan_item), problems=[row])
        return [event.uid.value for content in files(changed).values() for event in events(content)]

    before = uids(item(), problem())
    later = item(title="改名", date=date(2023, 12, 1), form="线上", organisers=["机关各支部"])
    assert uids(later, problem(name="另一种说法", extended=date(2023, 12, 20), unit="机关各支部")) == before


@pytest.mark.parametrize("edition", EDITIONS)
def test_of_the_sample_data_every_calendar_can_be_read_and_no_uid_comes_twice(edition: str) -> None:
    sample, _ = load(settings(ROOT, {"REPORT_DATA": "demo/data", "REPORT_EDITION": edition}))
    for content in files(sample).values():
        uids = [event.uid.value for event in events(content)]
        assert len(uids) == len(set(uids))


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1))
def test_lines_are_folded_between_characters_and_nothing_is_lost(campaign: Campaign, title: str) -> None:
    content = plan_calendar(planned(campaign, item(title=title)), Tier.ALL)
    lines = content.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert all(len(line) <= LONGEST_LINE and line.decode() is not None for line in lines)
    assert summaries(content) == [title]


def test_the_same_facts_give_the_same_bytes_and_no_clock_is_read(campaign: Campaign) -> None:
    def stamps(facts: Campaign) -> set[str]:
        return {event.dtstamp.serialize().strip() for event in events(plan_calendar(facts, Tier.ALL))}

    facts = planned(with_marked_rows(campaign, "work", "内部"), item())
    assert files(facts) == files(facts)
    assert stamps(facts) == {"DTSTAMP:20231124T000000Z"}
    assert stamps(planned(facts, item(), as_of=None)) == {"DTSTAMP:20231108T000000Z"}
