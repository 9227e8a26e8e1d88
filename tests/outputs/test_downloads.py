"""Downloads hold the rows an edition shows, each cell as what it is; a CSV goes back where it came from."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.campaign import EDITIONS, Campaign
from report.facts.fields import Column
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Disclosure, Row
from report.facts.reading.csv_source import DOWNLOADED, MANGLED, OF_THE_SITE
from report.facts.reading.files import Files
from report.facts.reading.loading import load
from report.facts.reading.settings import Settings, settings
from report.facts.reading.text import blemish
from report.facts.records import Organisation
from report.faults import UNPRINTABLE, Fault
from report.outputs.downloads import FORMULA, RETURN, csv_bytes, files, xlsx_bytes
from tests.rows import (
    HIDDEN,
    MARK,
    MARKED_IDS,
    activity,
    altered,
    case,
    document,
    made,
    measure,
    problem,
    with_ledgers,
    with_marked_rows,
)
from tests.trees import ROOT, copied_facts, minimal_facts

BOM = b"\xef\xbb\xbf"
FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠甲", " =1"]


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def column(content: bytes, title: str) -> list[str]:
    head, *rows = table(content)
    return [row[head.index(title)] for row in rows]


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def unpacked(content: bytes) -> str:
    """All the text in a download, whatever it is packed in."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def loaded_back(content: bytes, name: str, folder: Path) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The rows of a downloaded CSV, its derived columns deleted, as the site loads them."""
    head, *rows = table(content)
    kept = [place for place, title in enumerate(head) if title in LEDGERS[name].row.written()]
    (folder / "ledgers").mkdir(exist_ok=True)
    with (folder / "ledgers" / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([row[place] for place in kept] for row in [head, *rows])
    loader = Files(Settings(folder, folder, None, "work"))
    return typed(loader.table(LEDGERS[name], LEDGERS[name].row)), loader.faults


def typed(rows: Any) -> list[dict[str, Any]]:
    """What stands in the rows' own columns."""
    return [row.model_dump(include={column.field for column in row.written().values()}) for row in rows]


# ── CSV


def test_a_csv_has_the_columns_of_the_ledger_then_the_derived_ones(campaign: Campaign) -> None:
    content = csv_bytes(with_ledgers(campaign, measures=[measure()]), LEDGERS["measures"])
    assert content.startswith(BOM)
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 2
    head, row = table(content)
    assert head == [*LEDGERS["measures"].row.columns(), DOWNLOADED]
    assert head[:3] == ["编号", "所属", "措施"]
    assert dict(zip(head, row, strict=True)) == {
        "编号": "CS-0001", "所属": "WT-0001", "措施": "并联会签", "责任单位": "教育办",
        "整改类型": "限期整改", "完成时限": "2023-11-10", "延期至": "2023-11-30",
        "延期依据": "教育办第3次调度同意", "状态": "整改中", "落实日期": "", "销号日期": "", "审核人": "",
        "佐证": "档2023-1", "公开": "公开", "已到期": "否", "逾期": "否", "临期": "否", "清单": "",
        DOWNLOADED: "",
    }  # fmt: skip


def test_rows_stand_in_the_order_of_the_ledger_and_values_of_a_cell_are_joined(campaign: Campaign) -> None:
    rows = [problem(id="WT-0002"), problem(partners=["机关各支部", "教育办"])]
    content = csv_bytes(with_ledgers(campaign, problems=rows), LEDGERS["problems"])
    assert column(content, "编号") == ["WT-0002", "WT-0001"]
    assert column(content, "配合单位") == ["机关各支部", "机关各支部；教育办"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_inert(campaign: Campaign, text: str) -> None:
    rows = with_ledgers(campaign, measures=[measure(name=text)])
    assert column(csv_bytes(rows, LEDGERS["measures"]), "措施") == [f"'{text}"]
    cell = book(xlsx_bytes(rows, LEDGERS["measures"])).worksheets[0]["C2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix is False
    assert "<f>" not in unpacked(xlsx_bytes(rows, LEDGERS["measures"]))


@pytest.mark.parametrize("text", ["甲=乙", "第1期", "3－5人", "'引'", "http://内网", '他说"好"，走了'])
def test_other_text_stays_as_it_is(campaign: Campaign, text: str) -> None:
    rows = with_ledgers(campaign, measures=[measure(name=text)])
    assert column(csv_bytes(rows, LEDGERS["measures"]), "措施") == [text]
    assert book(xlsx_bytes(rows, LEDGERS["measures"])).worksheets[0]["C2"].value == text


@pytest.mark.parametrize("name", LEDGERS)
def test_a_csv_of_the_sample_data_loads_back_to_the_same_rows(name: str, tmp_path: Path) -> None:
    sample, _ = load(settings(ROOT, {"REPORT_DATA": "demo/data"}))
    opened = {
        each: tuple(
            row.model_copy(update={"disclosure": Disclosure.INTERNAL}) for row in sample.ledgers[each]
        )
        for each in LEDGERS
    }
    rows, faults = loaded_back(csv_bytes(altered(sample, **opened), LEDGERS[name]), name, tmp_path)
    assert faults == []
    assert rows == typed(opened[name])


def written(text: str) -> bool:
    """Whether a ledger may hold the text, and a download leaves it alone."""
    return not (blemish(text) or FORMULA.match(text) or any(re.fullmatch(form, text) for form, _ in MANGLED))


SEEN = st.characters(exclude_categories=UNPRINTABLE)
texts = st.text(SEEN, min_size=1, max_size=12).map(str.strip).filter(bool).filter(written)
values = texts.filter(lambda text: not set(";；,，、") & set(text))
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))  # those that a data file may hold
BY_KIND = {
    "count": st.integers(min_value=0, max_value=10**14),
    "day": DAYS,
    "month": DAYS.map(lambda day: day.isoformat()[:7]),
}


def cells_of(column: Column, organisation: Organisation) -> st.SearchStrategy[Any]:
    """Anything that a column of a ledger can hold."""
    choices = column.kind.choices(organisation) if column.kind.name in ("choice", "status") else []
    each = st.sampled_from(choices) if choices else BY_KIND.get(column.kind.name, texts)
    if column.several:
        return st.lists(each if choices else values, min_size=int(column.required), max_size=3, unique=True)
    return each if column.required else st.none() | each


def rows_of(model: type[Row], organisation: Organisation) -> st.SearchStrategy[Row]:
    """Any row of a ledger that is not 不公开."""
    fields = {column.field: cells_of(column, organisation) for column in model.written().values()}
    fields["disclosure"] = st.sampled_from([Disclosure.PUBLIC, Disclosure.INTERNAL])
    return st.builds(made, st.just(model), **fields)


@pytest.mark.parametrize("name", LEDGERS)
@given(data=st.data())
def test_any_csv_loads_back_to_the_same_rows(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    campaign = minimal_facts().campaign
    rows = data.draw(st.lists(rows_of(LEDGERS[name].row, campaign.organisation), max_size=4))
    content = csv_bytes(altered(campaign, **{name: tuple(rows)}), LEDGERS[name])
    loaded, faults = loaded_back(content, name, tmp_path_factory.getbasetemp())
    assert faults == []
    assert loaded == typed(rows)


# ── workbooks


def test_a_workbook_keeps_what_its_cells_are(campaign: Campaign) -> None:
    rows = [activity(days=None), activity(id="HD-0002", end=date(2023, 11, 8), attendance=None)]
    sheet = book(xlsx_bytes(with_ledgers(campaign, activities=rows), LEDGERS["activities"])).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, sheet[2], strict=True))
    assert sheet.title == "活动台账"
    assert head == [*LEDGERS["activities"].row.columns(), DOWNLOADED]
    assert sheet.column_dimensions[sheet.cell(1, len(head)).column_letter].hidden
    assert (first["日期"].value, first["日期"].number_format) == (datetime(2023, 11, 7), "yyyy-mm-dd")
    assert (first["参加人数"].value, first["参加人数"].data_type) == (40, "n")
    assert (first["编号"].value, first["编号"].data_type) == ("HD-0001", "s")
    assert first["结束日期"].value is None
    assert [cell.value for cell in sheet["C"]] == ["结束日期", None, datetime(2023, 11, 8)]


def test_a_number_that_is_text_stays_text(campaign: Campaign) -> None:
    rows = with_ledgers(campaign, documents=[document(number="0012", issue="3")])
    sheet = book(xlsx_bytes(rows, LEDGERS["documents"])).worksheets[0]
    assert [(sheet[cell].value, sheet[cell].data_type) for cell in ("D2", "E2")] == [
        ("3", "s"),
        ("0012", "s"),
    ]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31)])
def test_a_day_that_a_workbook_cannot_count_is_written_out(campaign: Campaign, day: date) -> None:
    rows = with_ledgers(campaign, activities=[activity(date=day)])
    value = book(xlsx_bytes(rows, LEDGERS["activities"])).worksheets[0]["B2"].value
    assert value == (day.isoformat() if day.year < 1900 or day.month == 2 else datetime(*day.timetuple()[:3]))


def test_the_head_stays_in_sight_can_be_filtered_and_is_printed_on_every_page(campaign: Campaign) -> None:
    sheet = book(
        xlsx_bytes(with_ledgers(campaign, cases=[case(), case(id="MQ-0002")]), LEDGERS["cases"])
    ).worksheets[0]
    last = f"{sheet.cell(1, sheet.max_column - 1).column_letter}3"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{last}"
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.font.bold for cell in sheet[1][:-1])
    assert not any(cell.font.bold for cell in sheet[2])


def test_a_column_is_as_wide_as_what_it_holds_up_to_a_point_and_wraps_beyond(campaign: Campaign) -> None:
    rows = with_ledgers(campaign, cases=[case(name="长" * 200, crux="甲乙丙丁戊己庚辛壬癸")])
    sheet = book(xlsx_bytes(rows, LEDGERS["cases"])).worksheets[0]
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert 44 <= widths["案例"] < 45
    assert 21 <= widths["症结"] < 22
    assert 8 <= widths["编号"] < 9
    assert sheet["C2"].alignment.wrap_text


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_download_in_the_place_of_its_ledger_is_refused_and_that_is_all(
    name: str, edition: str, tmp_path: Path
) -> None:
    """Its rows are not all: those 不公开, and in the display edition more, would be gone from the ledger."""
    sample = {"REPORT_DATA": "demo/data"}
    loaded, _ = load(settings(ROOT, sample | {"REPORT_EDITION": edition}))
    tree = copied_facts(tmp_path)
    path = f"demo/data/ledgers/{name}.csv"
    (tree / path).write_bytes(csv_bytes(loaded, LEDGERS[name]))
    _, faults = load(settings(tree, sample))
    assert faults == [Fault(path, 1, OF_THE_SITE)]


def test_a_ledger_without_rows_is_a_head(campaign: Campaign) -> None:
    empty = with_ledgers(campaign)
    assert len(table(csv_bytes(empty, LEDGERS["topics"]))) == 1
    assert book(xlsx_bytes(empty, LEDGERS["topics"])).worksheets[0].max_row == 1


def notes(content: bytes) -> dict[Any, Any]:
    return {label.value: said.value for label, said in book(content)["说明"].iter_rows()}


def test_the_second_sheet_says_what_the_first_one_is(campaign: Campaign) -> None:
    one = with_ledgers(campaign, measures=[measure()])
    assert book(xlsx_bytes(one, LEDGERS["measures"])).sheetnames == ["措施台账", "说明"]
    assert notes(xlsx_bytes(one, LEDGERS["measures"])) == {
        "台账": "措施台账",
        "数据截至": "2023年11月24日",
        "判定日": "2023年11月24日",
        "版本": "工作版，不含不公开的行",
        "行数": 1,
        "推算列": "已到期、逾期、临期、清单：自动算出，台账文件里没有",
        "交回": RETURN,
    }
    sample = replace(
        one, edition="display", today=None, site=one.site.model_copy(update={"sample": True, "as_of": None})
    )
    assert notes(xlsx_bytes(sample, LEDGERS["topics"])) == {
        "台账": "课题台账",
        "数据截至": "待填报",
        "判定日": "未定，不判定是否到期",
        "版本": "展示版，只含公开的行",
        "行数": 0,
        "交回": RETURN,
        "注意": "示例数据：均为演示而编，不得引用",
    }


# ── both


def test_every_ledger_is_there_in_both_forms(campaign: Campaign) -> None:
    assert set(files(campaign)) == {f"downloads/{n}.{form}" for n in LEDGERS for form in ("csv", "xlsx")}


def test_the_same_facts_give_the_same_bytes_and_no_clock_is_read(campaign: Campaign) -> None:
    rows = with_marked_rows(campaign, "work", "内部")
    assert files(rows) == files(rows)
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(rows, LEDGERS["problems"]))) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(">(2[0-9]{3}-[^<]*)<", packed.read("docProps/core.xml").decode())
    assert stamps == ["2023-11-24T00:00:00Z"] * 2


@pytest.mark.parametrize("path", [f"downloads/{n}.{form}" for n in LEDGERS for form in ("csv", "xlsx")])
@pytest.mark.parametrize(("edition", "disclosure"), HIDDEN)
def test_no_download_holds_anything_of_a_hidden_row(
    campaign: Campaign, edition: str, disclosure: str, path: str
) -> None:
    text = unpacked(files(with_marked_rows(campaign, edition, disclosure))[path])
    assert MARK not in text
    assert not [id for id in MARKED_IDS.values() if id in text]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_rows_would_be_there_if_they_were_public(campaign: Campaign, edition: str) -> None:
    """So that the test above can fail."""
    downloads = files(with_marked_rows(campaign, edition, "公开"))
    for name, id in MARKED_IDS.items():
        for form in ("csv", "xlsx"):
            text = unpacked(downloads[f"downloads/{name}.{form}"])
            assert MARK in text
            assert id in text
    for name in ("problems", "measures", "topics", "activities"):
        told = unpacked(downloads[f"downloads/{name}.csv"]).split(MARKED_IDS[name])[0]
        assert set(MARKED_IDS.values()) & set(re.split("[,；]", told)), f"{name} refers to no marked row"
