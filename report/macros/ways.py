"""Macros of the home page that lead on: the first steps of an office that starts, the way of each reader."""

from __future__ import annotations

from typing import Any

from report.facts.editions import DISPLAY
from report.facts.ledgers.documents import DocumentKind, DocumentStatus
from report.facts.records import DATA_DATE
from report.macros.addresses import DICTIONARY
from report.macros.notices import notice_page
from report.macros.standing import rows_href
from report.macros.study import this_month
from report.macros.view import View

START = "handbook/start.md"
OFFICE = ("教育办主任", "科室负责人")  # readers of the working edition alone


def opening(view: View) -> dict[str, Any]:
    """从零开始: what an office registers first, each step ticked once it is done. Nothing when all are, and
    nothing in the display edition."""
    campaign = view.campaign
    issued = [
        row
        for row in campaign.documents
        if row.kind in (DocumentKind.SUBPLAN, DocumentKind.TIP) and row.status is DocumentStatus.ISSUED
    ]
    steps = (
        (DATA_DATE, "逾期、临期按这一天判定", "change-site", campaign.site.as_of is not None),
        ("组织机构", "逐个列出各科室", "change-organisation", bool(campaign.organisation.divisions)),
        (
            "子方案和工作提示",
            "补上印发日期",
            "add-document",
            bool(issued) and all(row.issued for row in issued),
        ),
        ("学习计划", "排定各项的日期", "add-plan-item", any(item.date for item in campaign.plan)),
        ("问题", "登记第一个问题", "add-problem", bool(campaign.problems)),
        ("第1期公示", "定稿并发布", "issue-notice", bool(campaign.notices)),
    )
    started = campaign.edition != DISPLAY and not all(done for *_, done in steps)
    return {
        "steps": [
            {"title": title, "what": what, "href": view.guide(f"handbook/{page}.md"), "done": done}
            for title, what, page, done in (steps if started else ())
        ],
        "done": sum(done for *_, done in steps),
        "start": view.guide(START),
    }


def entrances(view: View) -> dict[str, Any]:
    """常用入口: what each reader looks for first, as far as this edition has it."""
    readers = []
    for name, wanted in _wanted(view).items():
        if name in OFFICE and view.campaign.edition == DISPLAY:
            continue
        links = [{"text": text, "href": href} for text, page, href in wanted if page in view.pages.titles]
        if links:
            readers.append({"name": name, "links": links})
    return {"readers": readers}


def _wanted(view: View) -> dict[str, list[tuple[str, str, str]]]:
    """By reader: what he looks for, the page that has it, and the address there."""
    month, notices = this_month(view), view.campaign.notices
    newest = notice_page(notices[-1]) if notices else "notices/index.md"
    judged = view.campaign.today and view.campaign.measures

    def to(text: str, page: str, anchor: str = "") -> tuple[str, str, str]:
        return text, page, view.href(page, anchor)

    late = to("到期未完成", "ledgers/measures.md")
    if judged:
        late = (*late[:2], rows_href(view, "measures", "overdue"))
    by_unit = to("各单位进展", "ledgers/units.md")
    if by_unit[1] not in view.pages.titles:
        by_unit = to("各单位进展", "ledgers/measures.md", "by-unit")
    return {
        "教育办主任": [
            late,
            to("未填报", "data/pending.md"),
            to("下次公示和督办", "ledgers/rhythm.md"),
            to("报送前核对", "data/reconcile.md"),
        ],
        "科室负责人": [
            to("本科室到期措施", "ledgers/units.md"),
            to("每月“解剖麻雀”", "ledgers/cases.md", "coverage"),
            to("未填报", "data/pending.md"),
        ],
        "局领导": [
            to("整改进展", "ledgers/problems.md"),
            by_unit,
            to("责任分工", "organisation/tasks.md"),
            to("本月学习", "study/plan.md", month),
        ],
        "支部书记": [
            to("本月计划", "study/plan.md", month),
            to("规定书籍", "study/books.md"),
            to("会检查什么", "report/responsibility.md", "inspection"),
            to("应知应会", "data/sheet.md"),
        ],
        "党员": [
            to("本月学什么", "study/plan.md", month),
            to("读什么书", "study/books.md"),
            to("最新公示", newest),
            to("说一句话", "organisation/opinions.md"),
        ],
        "指导组": [
            to("说法与明细", DICTIONARY),
            to("机制与记录", "organisation/mechanism.md"),
            to("大事记", "data/chronicle.md"),
            to("公示与更正", "notices/index.md", "corrections"),
        ],
    }
