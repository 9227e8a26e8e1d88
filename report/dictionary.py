"""The data dictionary data/README.md, written from the models, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel

from report.models import (
    LEDGERS,
    SECTIONS,
    Book,
    Derivation,
    Figure,
    Notice,
    Organisation,
    Pick,
    PlanItem,
    ProseRules,
    Reminder,
    Row,
    Site,
    Status,
)

HEAD = """# 数据

<!-- 由 report/dictionary.py 生成，不要手改；改了数据模型后运行 make dictionary。 -->

每个事实只写一次，写在这里。YAML 的键用英文，值用中文；台账是 CSV，表头和值都用中文，
可以用 Excel 或 WPS 打开，另存时选“CSV UTF-8（逗号分隔）”。一格里有几个值的，用“；”隔开。
空白等于待填报，不等于零，也不等于没有。

改完运行 `make check`：每处问题都写成“文件:行: 说明”，一次列全。
"""
FILES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("site.yml", "站名、编制单位、数据截至、公文要素", Site),
    ("figures.yml", "报告里的每个数和每处文字空项：定义和值写在一起，按节排列，键是“节.名”", Figure),
    ("books.yml", "规定书目，每种只写一次；层次逐级包含，全体党员的跟进学习另加", Book),
    ("study-plan.yml", "学习计划，没有日期的是时间待定", PlanItem),
    ("picks.yml", "每月荐读", Pick),
    (
        "organisation.yml",
        "单位和职务（按组织次序）、六位一体、重点措施、带学关系、青年小组、周期任务",
        Organisation,
    ),
    (
        "notices/<日期>.yml",
        "一期公示的快照，由 report notice 冻结；只改正文、范围、反馈方式和更正",
        Notice,
    ),
    ("reminders/<月份>.yml", "一个月提醒督办的快照，由 report reminder 冻结；只补反馈", Reminder),
    ("prose.yml", "行文规则：固定提法、次序、量词、可以直接写的数；各套数据共用", ProseRules),
)
GLOSSARY = (
    ("figure", "报告里的一个数或一处文字空项"),
    ("fault", "对输入的一条意见，带文件、行和改法；与 problem（问题台账的一行）不同"),
    ("ledger", "台账，一份 CSV"),
    ("tier", "学习层次"),
    ("pick", "一条荐读"),
    ("link", "“六位一体”的一个环节"),
    ("owner", "报数责任"),
    ("basis", "口径"),
)
YES_NO = "true / false"
DERIVED_VALUES = (Status.KNOWN, Status.PENDING)  # follow from the value; never written


def text() -> str:
    """The whole of data/README.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for name, purpose, model in FILES:
        yield f"## {name}\n\n{purpose}。\n"
        yield from _table(model)
        yield from _nested(model)
        if model is Figure:
            yield from _figure_notes()
    for name, (model, prefix, title) in LEDGERS.items():
        yield f"## ledgers/{name}.csv\n\n{title}，编号 {prefix}-0001 起，不复用。\n"
        yield from _ledger(model)
    yield "## 另一套数据\n"
    yield (
        "`REPORT_DATA=文件夹` 换一套数据（如 `demo/data`）。"
        "它取 `data/figures.yml` 的定义和 `data/prose.yml`，不取这里的值；"
        "自带 `values.yml`（`键: 值`，或写明 value、source、as_of、status、difference）和上列其余文件。\n"
    )
    yield "## 用词\n"
    yield from (f"- `{word}`：{meaning}" for word, meaning in GLOSSARY)


def _figure_notes() -> Iterator[str]:
    sections = "、".join(f"`{key}` {title}" for key, title in SECTIONS.items())
    yield f"节：{sections}。\n"
    yield "有单位的是数，没有单位的是文字。值和算法都没有结果，就是待填报。算法最多写一种：\n"
    yield "| 写法 | 算什么 |\n| --- | --- |"
    for form, meaning in (
        ("count: {of: documents, where: {类型: 子方案}}", "数行；`among` 是范围，范围里没有行就是未知"),
        ("sum: {of: documents, field: 份数}", "合计一列；有一格空着就是未知"),
        ("distinct: {of: documents, field: 类型}", "一列里有几种"),
        ("norm: {of: picks, where: {种类: 好书}}", "各月一致的个数，不一致即报错"),
        ("ratio: {part: 键, whole: 键, digits: 1}", "百分比，四舍五入；没有全部完成不显示 100"),
        ("change: {from: 键, to: 键, digits: 1}", "同比，`word` 写下降、减少或增长"),
    ):
        yield f"| `{form}` | {meaning} |"
    yield ""
    yield from _table(Derivation)


def _nested(model: type[BaseModel]) -> Iterator[str]:
    seen: set[type[BaseModel]] = {Derivation}
    for name, info in model.model_fields.items():
        inner = next((kind for kind in _kinds(info.annotation) if issubclass(kind, BaseModel)), None)
        if inner is not None and inner not in seen:
            seen.add(inner)
            yield f"### {name}：{info.title}\n"
            yield from _table(inner)
            yield from _nested(inner)


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| 键 | 名称 | 必填 | 取值 |\n| --- | --- | --- | --- |"
    for name, info in model.model_fields.items():
        if info.title and not (info.alias or "").startswith("("):
            written = f"`{info.alias or name}` | {info.title}"
            yield f"| {written} | {'是' if info.is_required() else ''} | {_values(info.annotation)} |"
    yield ""


def _ledger(model: type[Row]) -> Iterator[str]:
    """The columns of a ledger: those a file holds, then those that are derived."""
    yield "| 列 | 必填 | 取值 |\n| --- | --- | --- |"
    for title, name in model.columns().items():
        info = model.model_fields[name]
        values = _values(info.annotation)
        if name in model.UNITS:
            values = "organisation.yml 里的单位名称"
        elif name in model.POSTS:
            values = "organisation.yml 里的职务，不写姓名"
        more = "，几个值用“；”隔开" if "list" in str(info.annotation) else ""
        yield f"| {title} | {'是' if info.is_required() else ''} | {values}{more} |"
    yield ""
    if derived := [title for title in model.titles() if title not in model.columns()]:
        yield f"推算出来、文件里不写的列：{'、'.join(derived)}。\n"


def _values(annotation: Any) -> str:
    """What may be written: the closed list, or the kind of value."""
    names = {"int": "整数", "date": "日期，如 2023-11-24", "bool": YES_NO}
    for kind in _kinds(annotation):
        if issubclass(kind, StrEnum):
            return "、".join(value for value in kind if value not in DERIVED_VALUES)
        if issubclass(kind, BaseModel):
            return "若干行“名称: 值”" if kind is not Derivation else "算法，见下"
        if kind.__name__ in names:
            return names[kind.__name__]
    return "列表" if "list" in str(annotation) else "文字"


def _kinds(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for argument in get_args(annotation):
        yield from _kinds(argument)
