"""dictionary: writes data/README.md from the models, so that the two cannot differ."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from report.facts.fields import WORDS, is_unwritable, parts
from report.facts.fields import column as column_of
from report.facts.figure import SECTIONS, Derivation, Figure
from report.facts.lists import TABLES
from report.facts.records import Book, Organisation, ProseRules, Site
from report.facts.snapshots import Notice, Reminder
from report.facts.table import Entry
from report.figures.forms import FORMS

HEAD = """# 数据

<!-- 由 report/commands/dictionary.py 生成，不要手改；改了数据模型后运行 make dictionary。 -->

每个事实只写一次，写在这里。YAML 的键用英文，值用中文；台账、学习计划、每月荐读是 CSV，表头和值都用中文，
可以用 Excel 或 WPS 打开，另存时选“CSV UTF-8（逗号分隔）”。一格里有几个值的，用“；”隔开。
空白等于待填报，不等于零，也不等于没有。

改完运行 `make check`：每处问题都写成“文件:行: 说明”，一次列全。
"""
FILES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("site.yml", "站名、编制单位、数据截至、公文要素", Site),
    ("figures.yml", "报告里的每个数和每处文字空项：定义和值写在一起，按节排列，键是“节.名”", Figure),
    ("books.yml", "规定书目，每种只写一次；层次逐级包含，全体党员的跟进学习另加", Book),
    (
        "organisation.yml",
        "单位和职务（按组织次序）、六位一体、重点措施、带学关系、青年小组、周期任务",
        Organisation,
    ),
    (
        "notices/<日期>.yml",
        "一期公示的快照，由 report notice 定稿；只改正文、范围、反馈方式和更正",
        Notice,
    ),
    ("reminders/<月份>.yml", "一个月提醒督办的快照，由 report reminder 定稿；只补反馈", Reminder),
    ("prose.yml", "行文规则：固定提法、次序、量词、可以直接写的数；各套数据共用", ProseRules),
)
GLOSSARY = (  # one meaning a word, in code as well as here
    ("report", "情况报告，局里向上报送的那一份"),
    ("figure", "报告里的一个数或一处文字空项；没有单位的是文字空项"),
    ("key", "figure 的键，写作“节.名”，如 `study.monthly_books`；YAML 文件里冒号前的词也叫键"),
    ("value", "figure 的值，填的或者算出的，算出的不修约；一格、一项里写的也叫值"),
    ("text", "写成文字的样子，如“6次”；修约、单位都已经写好"),
    ("basis", "口径"),
    ("source", "一页在 docs/ 里的原文（`Source`）；figure、荐读的 source 是出处，问题的 source 是来源"),
    ("owner", "填报单位"),
    ("form", f"figure 的算法：{'、'.join(FORMS)}"),
    ("record", "数据文件里的一条，记得自己在哪个文件、哪一行"),
    ("table", "表，一份 CSV：台账、学习计划、每月荐读"),
    ("ledger", "台账，有自己一页的表，各行写明公开不公开"),
    ("row", "表的一行，也是一条 record；由书目、荐读等数出的数，那里的一条也算一行"),
    ("kind", "一列里放的是什么（`Kind`）：文字、日期、单位……；一行的 kind 是“类型”这一列"),
    ("choice", "封闭列表里的一个取值"),
    ("name", "用来指一样东西的名字：宏、算法、台账、文件是英文，单位、职务是中文"),
    ("title", "给人看的中文名称：表头、书名、页面的题目"),
    ("status", "状态：figure 有没有值、为什么没有（`Status`），台账的一行办到哪一步（`RowStatus`）"),
    ("stage", "一行的状态属于哪个阶段：未启动、进行中、已完成、已销号、已转化"),
    ("state", "快照里一条当时的情形，如“逾期9天”"),
    ("closed", "已销号"),
    ("withheld", "不公开；只计数，哪里都不出现"),
    ("tier", "学习层次"),
    ("pick", "一条荐读"),
    ("link", "“六位一体”的一个环节"),
    ("notice", "一期公示"),
    ("reminder", "一个月的提醒督办"),
    ("snapshot", "定稿下来、带封签的公示或者提醒督办"),
    ("data date", "数据截至的日期，`as_of`"),
    ("counted", "计入各处的数的行：数据截至日期以后的行暂不计入，以后才办成的暂按那一天的状态计"),
    ("backfilling", "补登中的台账：登齐以前，填报数与它不一致也照用"),
    ("judgement date", "判定日，按这一天判定到期、逾期、临期，`today`"),
    ("edition", "版本：work 工作版，display 展示版"),
    ("settings", "一条命令按什么运行：哪一套数据、哪个判定日、哪个版本"),
    ("fault", "对输入的一条意见，带文件、行和改法；与 problem（问题台账的一行）不同"),
    ("place", "文件里的一行，意见指着它"),
    ("page", "网站的一页，用它在 docs/ 下的路径来指，如 `report/study.md`"),
    ("reading", "读过的一页：原文、读者看到的文字、背后的事实"),
    ("render", "把宏和 Markdown 变成读者看到的样子"),
    ("built", "生成好的网站，一页一个 HTML 文件"),
    ("view", "一页上的宏看得到的：事实、各页、由这一页出发的网址"),
    ("shown", "这个版本的读者看得到的，或者写给他看的样子"),
    ("shell", "网页里正文四周的部分：横幅、页眉、页脚"),
    ("copy", "报告的一份Word稿"),
)


EARLIER = "；早先的英文编号，日历和提醒督办已经用了的，仍然有效"


def text() -> str:
    """The content of data/README.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for name, purpose, model in FILES:
        yield f"## {name}\n\n{purpose}。\n"
        yield from _table(model)
        yield from _nested(model)
        if model is Figure:
            yield from _figure_notes()
    for table in TABLES.values():
        ids = f"编号 {table.id_of(1)} 起，不复用{EARLIER * table.earlier_ids}"
        yield f"## {table.file}\n\n{table.title}，{ids}。\n"
        yield from _columns(table.row)
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
    yield from (f"| `{form.name}: {form.example}` | {form.meaning} |" for form in FORMS.values())
    yield ""
    yield from _table(Derivation)


def _nested(model: type[BaseModel]) -> Iterator[str]:
    seen: set[type[BaseModel]] = {Derivation}
    for name, info in model.model_fields.items():
        inner = next((part for part in parts(info) if _is_record(part)), None)
        if inner is not None and inner not in seen:
            seen.add(inner)
            yield f"### {name}：{info.title}\n"
            yield from _table(inner)
            yield from _nested(inner)


def _is_record(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| 键 | 名称 | 必填 | 取值 |\n| --- | --- | --- | --- |"
    for name, info in model.model_fields.items():
        if info.title and not is_unwritable(info):
            written = f"`{info.alias or name}` | {info.title}"
            yield f"| {written} | {'是' if info.is_required() else ''} | {_told(info)} |"
    if model is Figure:
        yield from (f"| `{form.name}` | {form.title} |  | 算法，见下 |" for form in FORMS.values())
    yield ""


def _columns(row: type[Entry]) -> Iterator[str]:
    """The columns of a table: first those of the file, then the derived ones."""
    yield "| 列 | 空着是 | 取值 |\n| --- | --- | --- |"
    for title, column in row.written().items():
        several = "，几个值用“；”隔开" if column.several else ""
        blank = "不行，必填" if column.required else column.blank
        yield f"| {title} | {blank} | {column.kind.told}{several} |"
    yield ""
    if derived := [title for title, column in row.columns().items() if not column.written]:
        yield f"推算出来、文件里不写的列：{'、'.join(derived)}。\n"


def _told(info: FieldInfo) -> str:
    """What may be written: the members of a closed list, or the kind of value."""
    found = list(parts(info))
    if any(_is_record(part) for part in found):
        return "若干行“名称: 值”"
    kind = column_of("", info).kind
    return "列表" if list in found and kind is WORDS else kind.told


def run(root: Path, given: Namespace) -> int:
    """Write data/README.md from the models."""
    (root / "data" / "README.md").write_bytes(text().encode())
    print("已写好 data/README.md。")
    return 0
