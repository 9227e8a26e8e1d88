"""The feed is sound Atom: newest first, on days of Beijing, its texts as they were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from report.facts.campaign import Campaign
from report.facts.snapshots import Correction, Item, Stated
from report.outputs.feed import Entry, feed, notice_entries
from tests.rows import HIDDEN, MARK, MARKED_IDS, made, notice, with_marked_rows

SITE = "http://intranet.example/education/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SEEN = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(str.strip)


def post(**fields: Any) -> Entry:
    """A post of the column."""
    url = f"{SITE}column/youth/"
    known = {
        "id": url,
        "title": "青年小组学习交流",
        "url": url,
        "date": date(2023, 11, 8),
        "summary": "摘要",
        "category": "学习动态",
    }
    return Entry(**(known | fields))


def written(*entries: Entry, updated: date | None = None) -> bytes:
    return feed(entries, SITE, "主题教育情况报告", "教育办", updated)


def read(content: bytes) -> Any:
    """The feed as a reader's program takes it; ill-formed or wrongly declared ones are refused."""
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def texts(content: bytes, path: str) -> list[str]:
    return [
        each if isinstance(each, str) else each.text
        for each in etree.fromstring(content).xpath(path, namespaces=ATOM)
    ]


def titles(content: bytes) -> list[str]:
    return [entry.title for entry in read(content).entries]


def test_a_feed_says_what_it_is_and_where_it_stands() -> None:
    content = written(post())
    head = read(content).feed
    assert content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert etree.fromstring(content).tag == "{http://www.w3.org/2005/Atom}feed"
    assert (head.title, head.author, head.language) == ("主题教育情况报告", "教育办", "zh-CN")
    assert head.id == f"{SITE}feed.xml"
    assert {(link.rel, link.href) for link in head.links} == {
        ("alternate", SITE),
        ("self", f"{SITE}feed.xml"),
    }


def test_an_entry_says_what_where_and_when_in_beijing() -> None:
    (entry,) = read(written(post())).entries
    assert (entry.title, entry.link, entry.id) == ("青年小组学习交流", post().url, post().id)
    assert (entry.summary, entry.tags[0].term) == ("摘要", "学习动态")
    assert entry.published == entry.updated == "2023-11-08T00:00:00+08:00"


def test_the_newest_come_first_and_those_of_a_day_in_the_order_given() -> None:
    days = {"甲": 8, "乙": 24, "丙": 8, "丁": 10}
    assert titles(written(*(post(title=t, date=date(2023, 11, day)) for t, day in days.items()))) == list(
        "乙丁甲丙"
    )


@given(st.lists(st.dates(min_value=date(1000, 1, 1)), min_size=1, max_size=6))
def test_whatever_the_days_they_go_down_and_the_feed_is_as_new_as_its_newest(days: list[date]) -> None:
    content = written(*(post(date=day) for day in days))
    stamps = texts(content, "//a:entry/a:published")
    assert stamps == [f"{day}T00:00:00+08:00" for day in sorted(days, reverse=True)]
    assert texts(content, "/a:feed/a:updated") == stamps[:1]


def test_a_feed_without_entries_is_as_new_as_the_data() -> None:
    content = written(updated=date(2023, 11, 24))
    assert read(content).feed.updated == "2023-11-24T00:00:00+08:00"
    assert read(content).entries == []
    assert read(written()).feed.updated == "1970-01-01T00:00:00+08:00"


def test_the_same_entries_give_the_same_bytes() -> None:
    assert written(post(), post(title="另一篇")) == written(post(), post(title="另一篇"))


@given(SEEN, SEEN)
def test_text_comes_out_as_it_was_written(title: str, summary: str) -> None:
    content = written(post(title=title, summary=summary))
    assert texts(content, "//a:entry/a:title") == [title]
    assert texts(content, "//a:entry/a:summary") == [summary]


def test_markup_in_a_title_is_text() -> None:
    content = written(post(title="<script>1</script> & “减负”", summary="a<b>c"))
    assert b"&lt;script&gt;1&lt;/script&gt; &amp;" in content
    assert texts(content, "//a:entry/a:title/@type") == []  # none: plain text
    assert len(etree.fromstring(content).xpath("//*[local-name()='script']")) == 0


# ── notices


def stated(key: str, label: str, value: str, unit: str = "条") -> Stated:
    return made(Stated, key=key, label=label, value=value, unit=unit)


def published(campaign: Campaign, **fields: Any) -> list[Entry]:
    return notice_entries(replace(campaign, notices=(notice(**fields),)), SITE)


def test_a_notice_states_its_numbers_as_they_were_frozen(campaign: Campaign) -> None:
    figures = [
        stated("opened", "新增问题", "3"),
        stated("rectification.completion_rate", "措施完成率", "66.7", "%"),
        stated("rectification.problems_closed", "已销号问题", "待填报"),
    ]
    assert published(campaign, figures=figures) == [
        Entry(
            id=f"{SITE}notices/2023-11-24/",
            title="第4期公示",
            url=f"{SITE}notices/2023-11-24/",
            date=date(2023, 11, 24),
            summary="检视整改清单新增问题3条，措施完成率66.7%，已销号问题待填报。",
            category="公示",
        )
    ]


def test_a_notice_that_was_corrected_says_what_and_changes_its_day(campaign: Campaign) -> None:
    correction = made(Correction, date=date(2023, 12, 1), key="opened", was="3", now="4", reason="漏登一条。")
    (entry,) = published(campaign, figures=[stated("opened", "新增问题", "3")], corrections=[correction])
    assert (
        entry.summary
        == "检视整改清单新增问题4条。更正（2023年12月1日）：新增问题原为3条，应为4条，漏登一条。"
    )
    content = written(entry, post(date=date(2023, 11, 30)))
    assert titles(content) == ["青年小组学习交流", "第4期公示"]
    assert texts(content, "//a:entry[2]/a:published") == ["2023-11-24T00:00:00+08:00"]
    assert texts(content, "//a:entry[2]/a:updated") == ["2023-12-01T00:00:00+08:00"]
    assert read(content).feed.updated == "2023-12-01T00:00:00+08:00"


def test_a_notice_says_until_when_and_by_whom_opinions_are_taken(campaign: Campaign) -> None:
    stated_too = {"shown_until": date(2023, 12, 1), "receiver": "教育办", "contact": "电话：示例号码"}
    (entry,) = published(campaign, figures=[stated("opened", "新增问题", "3")], **stated_too)
    assert entry.summary == (
        "检视整改清单新增问题3条。公示期至2023年12月1日，受理单位教育办，电话：示例号码。"
    )


def test_a_correction_of_a_number_that_is_not_stated_says_nothing(campaign: Campaign) -> None:
    correction = made(Correction, date=date(2023, 12, 1), key="x.y", was="3", now="4", reason="漏登")
    (entry,) = published(campaign, corrections=[correction])
    assert entry.summary == ""


def test_a_campaign_without_notices_has_no_entries(campaign: Campaign) -> None:
    assert notice_entries(replace(campaign, notices=()), SITE) == []


@pytest.mark.parametrize(("edition", "disclosure"), HIDDEN)
def test_the_feed_names_no_row_that_a_notice_froze(campaign: Campaign, edition: str, disclosure: str) -> None:
    """A row may have become 不公开 since; the feed has the numbers alone."""
    rows = [
        made(Item, id=id, name=MARK, unit="教育办", deadline=date(2023, 11, 30)) for id in MARKED_IDS.values()
    ]
    named = notice(
        figures=[stated("opened", "新增问题", "6")],
        opened=rows,
        closed=rows,
        overdue=rows,
        text=[f"其中{MARK}"],
        deadlines=dict.fromkeys(MARKED_IDS.values(), date(2023, 11, 30)),
        settled=list(MARKED_IDS.values()),
    )
    facts = replace(with_marked_rows(campaign, edition, disclosure), notices=(named,))
    content = written(*notice_entries(facts, SITE)).decode()
    assert "新增问题6条" in content
    assert MARK not in content
    assert not [id for id in MARKED_IDS.values() if id in content]
