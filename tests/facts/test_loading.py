"""Data files: whatever bytes come, they are read or refused with a line; legitimate forms mean the same.

What is said of faulty files is asserted in test_broken.
"""

from __future__ import annotations

import copy
import csv
import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.campaign import Campaign
from report.facts.fields import CENTURIES, day, number, split
from report.facts.figure import Figure
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.documents import Document
from report.facts.ledgers.row import Disclosure
from report.facts.reading.binding import bind, bind_all
from report.facts.reading.csv_source import read_csv
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.facts.reading.text import NotText, blemish, decode
from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Located
from report.facts.records import Book, Organisation, ProseRules, Site
from report.faults import Fault, FaultsError, Place, visible
from tests.rows import cell
from tests.trees import MINIMAL, SECOND, appended, changed, complaints

LEDGER = "data/ledgers/documents.csv"
PLAIN = (MINIMAL / LEDGER).read_text(encoding="utf-8")
COLUMNS = Document.written()


def line_count(data: bytes) -> int:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1


def assert_sound(faults: list[Fault], data: bytes) -> None:
    """Every fault leads to a line that the file has, in words that can be printed on one line."""
    for fault in faults:
        assert 0 <= fault.line <= line_count(data), fault
        assert all(visible(char) for char in str(fault)), fault


def rows_of(data: bytes) -> tuple[list[dict[str, str]], list[Fault]]:
    rows, faults = read_csv(data, "documents.csv", COLUMNS)
    return [dict(row) for row in rows], faults


# ------------------------------------------------------------------ a ledger in its legitimate forms

EXPECTED = rows_of(PLAIN.encode())[0]
WINDOWS = PLAIN.replace("\n", "\r\n")
FORMS = {
    "utf-8": PLAIN.encode(),
    "utf-8 with a mark, as Excel saves it": WINDOWS.encode("utf-8-sig"),
    "GB18030, as an old Excel saves it": WINDOWS.encode("gb18030"),
    "lines that end in CR": PLAIN.replace("\n", "\r").encode("utf-8-sig"),
    "no line end behind the last row": PLAIN.rstrip("\n").encode(),
    "every cell in quotes": "\n".join(
        ",".join(f'"{text}"' for text in line.split(",")) for line in PLAIN.splitlines()
    ).encode(),
    "empty rows at the end": (PLAIN + "\n\n,,,,,,,,,,,\n  ,,,,,,,,,,,\n").encode(),
    "empty rows between": PLAIN.replace("\nWJ-0002", "\n,,,,,,,,,,,\n\nWJ-0002").encode(),
    "empty rows above": ("\n,,,\n" + PLAIN).encode(),
    "empty columns at the right": PLAIN.replace("\n", ",,\n").encode(),
    "an empty column at the right, in the rows alone": re.sub("(?m)^(WJ.*)$", r"\1,", PLAIN).encode(),
    "day with slashes": PLAIN.replace("2023-11-03", "2023/11/3").encode(),
    "columns in another order": "\n".join(
        ",".join(reversed(line.split(","))) for line in PLAIN.splitlines()
    ).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_means_the_same_in_every_form_a_spreadsheet_program_saves(form: str, small: Path) -> None:
    (small / LEDGER).write_bytes(FORMS[form])
    campaign, faults = load(settings(small, {}))
    assert faults == []
    expected, _ = load(settings(MINIMAL, {}))
    for row, same in zip(campaign.documents, expected.documents, strict=True):
        assert [cell(row, title) for title in COLUMNS] == [cell(same, title) for title in COLUMNS]
    assert campaign.documents[0].issued == date(2023, 11, 3)


def test_a_ledger_row_knows_the_line_it_begins_on() -> None:
    rows, faults = read_csv(FORMS["empty rows between"], "documents.csv", COLUMNS)
    assert faults == []
    assert [row.place for row in rows] == [Place("documents.csv", 2), Place("documents.csv", 5)]


def test_quoted_commas_and_quotes_belong_to_the_value() -> None:
    rows, faults = rows_of(PLAIN.replace("读书班方案", '"方案一,二""三"""').encode())
    assert faults == []
    assert rows[0]["name"] == '方案一,二"三"'


def test_an_empty_cell_is_left_out_and_the_default_stands(small: Path) -> None:
    changed(small, LEDGER, ",内部", ",")
    assert "issue" not in EXPECTED[0]
    campaign, _ = load(settings(small, {}))
    assert campaign.documents[0].disclosure is Disclosure.INTERNAL


def test_a_ledger_with_a_header_alone_is_an_empty_one() -> None:
    assert rows_of((PLAIN.splitlines()[0] + "\n").encode()) == ([], [])


def test_signs_that_look_odd_but_mean_themselves_are_taken() -> None:
    """A minus before a digit, a dash, a sign inside, digits of any length."""
    for text in ("-3", "——试行", "甲=乙", "a@b", "第1期", "2023", "〔2023〕5号", "5E", "#1", "½"):
        rows, faults = rows_of(PLAIN.replace("读书班方案", text).encode())
        assert faults == [], text
        assert rows[0]["name"] == text


letters = st.characters(codec="gb18030", exclude_categories=("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp", "Zs"))
words = st.text(letters, min_size=1, max_size=12).map(lambda text: f"文{text}".replace("\ufffd", ""))
tables = st.lists(st.lists(st.one_of(words, st.just("")), min_size=12, max_size=12), max_size=6)


@given(
    tables,
    st.sampled_from(["utf-8-sig", "utf-8", "gb18030"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.booleans(),
)
def test_what_a_spreadsheet_program_writes_is_read_back(
    table: list[list[str]], encoding: str, line_end: str, quoted: bool
) -> None:
    """Any rows of any words, in any encoding and with any line ends, come back as they were."""
    written = io.StringIO()
    writer = csv.writer(
        written, lineterminator=line_end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerows([list(COLUMNS), *table])
    rows, faults = rows_of(written.getvalue().encode(encoding))
    assert faults == []
    fields = [column.field for column in COLUMNS.values()]
    expected = [{f: text for f, text in zip(fields, row, strict=True) if text} for row in table if any(row)]
    assert rows == expected


@pytest.mark.parametrize("name", LEDGERS)
def test_every_cell_of_a_ledger_is_found_again_in_its_row(name: str, campaign: Campaign) -> None:
    """Read with the csv module alone; what stands for an empty cell is the default of its column."""
    model = LEDGERS[name].row
    text = (MINIMAL / "data/ledgers" / f"{name}.csv").read_text(encoding="utf-8-sig")
    records = list(csv.DictReader(io.StringIO(text)))
    assert list(records[0]) == list(model.written())
    for line, (row, record) in enumerate(zip(campaign.ledgers[name], records, strict=True), 2):
        assert row.place == Place(f"data/ledgers/{name}.csv", line)
        for title, written in record.items():
            assert cell(row, title) == written or (title == "公开" and not written)


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_every_ledger_means_the_same_in_both_encodings(
    name: str, encoding: str, small: Path, campaign: Campaign
) -> None:
    path = small / "data/ledgers" / f"{name}.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    loaded, faults = load(settings(small, {}))
    assert faults == []
    titles = LEDGERS[name].row.columns()
    for row, same in zip(loaded.ledgers[name], campaign.ledgers[name], strict=True):
        assert [cell(row, title) for title in titles] == [cell(same, title) for title in titles]


# ------------------------------------------------------------------ cells that hold several values

ITEM = st.text(letters, min_size=1, max_size=6).filter(lambda text: not set(text) & set("；;,，、"))


@given(st.lists(ITEM, unique=True, max_size=5), st.sampled_from(["；", " ；", "； ", "；；"]))
def test_values_are_split_at_the_full_width_semicolon(items: list[str], separator: str) -> None:
    assert split(separator.join(items)) == items
    assert split(items) is items


@given(st.lists(ITEM, unique=True, min_size=2, max_size=5), st.sampled_from(";,，、"))
def test_another_separator_is_refused(items: list[str], separator: str) -> None:
    with pytest.raises(ValueError, match="全角分号"):
        split(separator.join(items))


@given(st.lists(ITEM, unique=True, min_size=1, max_size=5), st.data())
def test_a_value_that_stands_twice_is_refused_by_name(items: list[str], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(items))
    with pytest.raises(ValueError, match=f"“{re.escape(again)}”写了两次"):
        split("；".join([*items, again]))


# ------------------------------------------------------------------ rows that could not be read


@pytest.mark.parametrize(
    ("name", "old", "new", "lost"),
    [
        ("problems", "立行立改,局党委书记", "随便改,局党委书记", {"problems": {"WT-0003"}}),
        ("problems", "业务培训偏少", "业务,培训偏少", {"problems": {"WT-0003"}}),  # a cell too many
        ("measures", "2023-11-15,,,已落实", "45245,,,已落实", {"measures": {"CS-0004"}}),
        ("measures", "CS-0004,", "1.1E+17,", {"measures": {""}}),
        ("measures", "CS-0004,", "CS-0003,", {"measures": {""}}),  # somebody's id, and it is gone
        ("topics", "KT-0004,", "KT4,", {"topics": {""}}),
        ("cases", "借阅登记不全", '"借阅登记不全', {"cases": {""}}),
        ("cases", "编号,月份", "编号,年月", {"cases": {"MQ-0001", "MQ-0002", "MQ-0003"}}),
        ("cases", "编号,月份", "序号,月份", {"cases": {""}}),
        ("activities", "参加人数,", "参加人数;", {"activities": {f"HD-000{n}" for n in range(1, 5)}}),
        ("measures", "已落实,2023-11-10", "已落实,45240", {}),  # a row without that cell
    ],
)
def test_what_could_not_be_read_is_remembered_by_its_id(
    small: Path, name: str, old: str, new: str, lost: dict[str, set[str]]
) -> None:
    changed(small, f"data/ledgers/{name}.csv", old, new)
    campaign, faults = load(settings(small, {}))
    assert campaign.lost == lost
    assert campaign.incomplete == {name}
    assert faults or name in ("measures", "topics")  # an id is judged with the rules


def test_a_cell_that_was_refused_stands_empty_and_is_known_to_be(small: Path) -> None:
    changed(small, "data/ledgers/measures.csv", "已落实,2023-11-10", "已落实,45240")
    campaign, _ = load(settings(small, {}))
    row = next(row for row in campaign.measures if row.id == "CS-0004")
    assert (row.done, row.refused) == (None, {"done"})
    assert row.lacks("verifier") and not row.lacks("done") and not row.lacks("evidence")


# ------------------------------------------------------------------ snapshots


def test_snapshots_are_read_in_the_order_of_their_days(campaign: Campaign) -> None:
    assert [(notice.issue, notice.date) for notice in campaign.notices] == [
        (1, date(2023, 11, 10)),
        (2, date(2023, 11, 24)),
    ]
    assert [reminder.month for reminder in campaign.reminders] == ["2023-11"]
    assert all(each.sound for each in (*campaign.notices, *campaign.reminders))
    assert campaign.notices[1].amount("rectification.measures_done").text == "3"  # as corrected


def test_what_was_read_of_a_file_is_not_changed_by_those_who_use_it(small: Path) -> None:
    """The same bytes are parsed once, and their content is shared."""
    files = [path for path in sorted(small.rglob("*.yml")) if path.is_file()]
    names = [path.relative_to(small).as_posix() for path in files]
    before = [copy.deepcopy(read_yaml(p.read_bytes(), name)) for p, name in zip(files, names, strict=True)]
    for environ in ({}, SECOND):
        assert complaints(small, environ) == []
    assert [read_yaml(p.read_bytes(), name) for p, name in zip(files, names, strict=True)] == before


def test_a_data_set_needs_no_snapshots(small: Path) -> None:
    shutil.rmtree(small / "data/notices")
    shutil.rmtree(small / "data/reminders")
    assert complaints(small) == []


def test_what_may_be_edited_in_a_snapshot_leaves_its_seal(small: Path) -> None:
    notice, reminder = "data/notices/2023-11-24.yml", "data/reminders/2023-11.yml"
    changed(small, notice, "scope: 局机关", "scope: 局机关和直属单位")
    changed(small, notice, "feedback: 由教育办汇总", "feedback: 由机关党委汇总")
    changed(small, notice, "销号问题1条，已落实措施3条。", "已落实措施3条。")
    changed(small, notice, "reason: 漏计一条", "reason: 漏计一条，已补登")
    changed(small, notice, 'value: "2"', 'value: "3"')  # the number as it was corrected
    changed(small, reminder, "reply: 已约谈经办人", "reply: 已约谈，月底前办结")
    changed(small, reminder, "reply_by: 2023-11-23", "reply_by: 2023-11-27")
    assert complaints(small) == []


def test_a_snapshot_in_another_form_of_yaml_is_the_same(small: Path) -> None:
    path = small / "data/notices/2023-11-24.yml"
    text = path.read_text(encoding="utf-8").replace("2023-11-11", '"2023/11/11"')
    path.write_bytes(("# 备注\n" + text).replace("\n", "\r\n").encode("utf-8-sig"))
    assert complaints(small) == []


@pytest.mark.parametrize("name", ["2023-11-24.yaml", "第2期.yml", "old/2023-11-24.yml", "2023-11-24.yml.bak"])
def test_what_lies_beside_the_snapshots_is_not_read_in_silence(small: Path, name: str) -> None:
    path = small / "data/notices" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((small / "data/notices/2023-11-24.yml").read_bytes())
    said = complaints(small)
    assert said and all(f"data/notices/{name}:" in fault for fault in said), said


# ------------------------------------------------------------------ any bytes

SEEDS = [PLAIN.encode(), *(path.read_bytes() for path in sorted((MINIMAL / "data").glob("*.yml")))]
PIECES = [
    *(sign.encode() for sign in "\n\r\t \0,#%|>~=;[]{}'\"\\\ufeff\u2028\u3000\x85"),
    *(b": ", b"- ", b"? ", b"&a", b"*a", b"!!", b"<<", b"---\n", b"...\n", b"\\UFFFFFFFF"),
    *(b"\xff", b"\x85", b"\x81\x30\x81\x30"),
]


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A real data file with pieces put in and taken out."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(data)))
        if draw(st.booleans()):
            data[at:at] = draw(st.sampled_from(PIECES))
        else:
            del data[at : at + draw(st.integers(1, 12))]
    return bytes(data)


anything = st.one_of(
    st.binary(max_size=80), spoilt(), st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join)
)


@given(anything)
def test_any_bytes_are_read_as_yaml_or_refused_with_a_line(data: bytes) -> None:
    value, faults = read_yaml(data, "x.yml")
    assert value is None or isinstance(value, str | list | dict)
    for model in (Site, Organisation, ProseRules, Figure):
        bind(model, value, Place("x.yml", 1), faults)
    bind_all(Book, value, Place("x.yml", 1), faults)
    assert_sound(faults, data)


@given(anything)
def test_any_bytes_are_read_as_a_ledger_or_refused_with_a_line(data: bytes) -> None:
    rows, faults = read_csv(data, "x.csv", COLUMNS)
    bind_all(Document, rows, Place("x.csv", 1), faults)
    assert_sound(faults, data)


@given(anything)
def test_any_bytes_become_text_without_carriage_returns_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data, "gb18030")
    except NotText as error:
        assert 1 <= error.line <= line_count(data)
    else:
        assert "\r" not in text and "\0" not in text and not text.startswith("\ufeff")


@given(st.text(max_size=20))
def test_text_without_a_blemish_is_one_visible_line(text: str) -> None:
    if blemish(text) is None:
        assert text == text.strip()
        assert all(visible(char) for char in text)


# ------------------------------------------------------------------ YAML


def value_of(text: str) -> object:
    value, faults = read_yaml(text.encode(), "x.yml")
    assert faults == []
    assert isinstance(value, Located)
    return value["a"]


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "yes",
        "0123",
        "1_000",
        "1e3",
        "87.60",
        "1:30",
        "0x1F",
        "2023-11-24",
        ".5",
        "true",
        "x#y",
        "a:b",
        "３",
        "=",
        "<",
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(text: str) -> None:
    assert value_of(f"a: {text}\n") == text


def test_quotes_make_text_of_what_would_be_something_else() -> None:
    assert value_of('a: "~"\n') == "~"
    assert value_of("a: 'null'\n") == "null"
    assert value_of('a: "b: c #d"\n') == "b: c #d"
    assert value_of("a: '*b*'\n") == "*b*"
    assert value_of('a: ""\n') is None


def test_nothing_after_the_colon_is_no_value() -> None:
    assert value_of("a:\n") is None
    assert value_of("a: # 以后再填\n") is None
    assert read_yaml(b"# only a remark\n", "x.yml") == (None, [])
    assert read_yaml(b"", "x.yml") == (None, [])


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa: 1\nb: [2, 3]\n",
        b"a: 1\r\nb: [2, 3]\r\n",
        b"a: 1\rb:\r- 2\r- 3",
        b"---\na: 1\nb:\n  - 2\n  - 3\n",
        b"{a: 1, b: [2, 3]}",
        b"a: 1   \nb:\n- 2\n-   3\n",
        b"? a\n: 1\n? b\n: [2, 3]\n",
    ],
)
def test_a_file_means_the_same_with_a_mark_with_any_line_ends_and_in_any_style(data: bytes) -> None:
    assert read_yaml(data, "x.yml") == ({"a": "1", "b": ["2", "3"]}, [])


def test_each_key_and_each_item_knows_its_line() -> None:
    value, _ = read_yaml(b"# x\na: 1\nb:\n  - 2\n\n  - c: 3\n    d: {e: 4}\n", "x.yml")
    assert (value.lines["a"], value.lines["b"], value["b"].lines) == (2, 3, [4, 6])
    assert (value["b"][1].place, value["b"][1].lines["d"]) == (Place("x.yml", 6), 7)


# ------------------------------------------------------------------ scalars


@pytest.mark.parametrize("text", ["0", "6", "87.6", "87.60", "0.5", "-3", "999999999999999"])
def test_a_plain_number_is_taken_as_it_is(text: str) -> None:
    assert f"{number(text):f}" == text


@given(st.text(max_size=12))
def test_a_number_is_ascii_digits_or_a_complaint_in_chinese(text: str) -> None:
    try:
        value = number(text)
    except ValueError as error:
        assert "写" in str(error) or "太长" in str(error)
    else:
        assert text.isascii() and f"{value:f}" == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2023-11-24", (2023, 11, 24)), ("2023/9/5", (2023, 9, 5)), ("2024-2-29", (2024, 2, 29))],
)
def test_a_day_may_have_hyphens_or_slashes_and_needs_no_zeros(
    text: str, expected: tuple[int, int, int]
) -> None:
    assert day(text) == date(*expected)


@given(st.dates(date(CENTURIES[0], 1, 1), date(CENTURIES[1], 12, 31)))
def test_every_day_is_read_back(value: date) -> None:
    assert day(value.isoformat()) == day(f"{value.year:04}/{value.month}/{value.day}") == day(value) == value


# ------------------------------------------------------------------ which files there are


def test_another_data_set_takes_definitions_and_brings_values(small: Path) -> None:
    base, _ = load(settings(small, {}))
    other, faults = load(settings(small, SECOND))
    assert faults == []
    assert (base.figures["study.sessions"].value, other.figures["study.sessions"].value) == ("6", "8")
    assert other.figures["study.sessions"].label == base.figures["study.sessions"].label
    assert other.site.sample and not base.site.sample


def test_a_value_typed_in_the_base_is_not_taken_over(small: Path) -> None:
    (small / "second/values.yml").write_text("", encoding="utf-8")
    other, faults = load(settings(small, SECOND))
    assert faults == []
    assert other.figures["study.sessions"].value is None


def test_a_value_may_come_with_its_own_source_date_and_reason(small: Path) -> None:
    sessions = "study.sessions:\n  value: 9\n  source: 另一份记录\n  as_of: 2023-10-31\n"
    (small / "second/values.yml").write_text(f"{sessions}org.city:\n  status: 不公开\n", encoding="utf-8")
    other, faults = load(settings(small, SECOND))
    assert faults == []
    figure = other.figures["study.sessions"]
    assert (figure.value, figure.source, figure.as_of) == ("9", "另一份记录", date(2023, 10, 31))
    assert figure.at("value") == Place("second/values.yml", 2)
    assert other.figures["org.city"].status == "不公开"


def test_a_value_lifts_what_did_not_apply_but_not_what_is_not_public(small: Path) -> None:
    changed(small, "data/figures.yml", "    value: 6\n", "    status: 不适用\n")
    other, _ = load(settings(small, SECOND))
    assert (other.figures["study.sessions"].value, other.figures["study.sessions"].status) == ("8", None)
    changed(small, "data/figures.yml", "    status: 不适用\n", "    status: 不公开\n")
    closed, _ = load(settings(small, SECOND))
    assert closed.figures["study.sessions"].status == "不公开"


@pytest.mark.parametrize(
    "name",
    ["site.yml", "figures.yml", "books.yml", "prose.yml", "ledgers/picks.csv", "ledgers/documents.csv"],
)
def test_a_missing_file_is_named_and_nothing_else_is_said(small: Path, name: str) -> None:
    (small / "data" / name).unlink()
    assert complaints(small) == [f"data/{name}:0: 缺少这个文件，请补上"]


def test_a_data_set_without_values_is_told_so(small: Path) -> None:
    (small / "second/values.yml").unlink()
    assert complaints(small, SECOND) == ["second/values.yml:0: 缺少这个文件，请补上"]


@pytest.mark.parametrize(
    "name",
    [
        "data/figure.yml",
        "data/values.yml",
        "data/ledgers/documents.csv.bak",
        "data/.DS_Store",
        "data/old/site.yml",
    ],
)
def test_a_file_that_nobody_reads_is_a_copy_that_would_drift(small: Path, name: str) -> None:
    path = small / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("", encoding="utf-8")
    (said,) = complaints(small)
    assert said.startswith(f"{name}:0: 这个文件不会被读取，请移走")


def test_the_readme_and_a_keeper_of_an_empty_folder_may_lie_beside_the_data(small: Path) -> None:
    for name in ("README.md", ".gitkeep"):
        (small / "data" / name).write_text("", encoding="utf-8")
    assert complaints(small) == []


def test_a_link_among_the_data_is_refused(small: Path) -> None:
    (small / "data/books.yml").unlink()
    (small / "data/books.yml").symlink_to("/etc/hostname")
    assert "data/books.yml:0: 数据文件夹里不能放链接，请换成文件本身" in complaints(small)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"REPORT_DATA": "nowhere"}, "REPORT_DATA:0: 没有“nowhere”这个文件夹"),
        ({"REPORT_DATA": "mkdocs.yml"}, "REPORT_DATA:0: 没有“mkdocs.yml”这个文件夹"),
        ({"REPORT_DATE": "2023-02-30"}, "REPORT_DATE:0: “2023-02-30”这一天不存在"),
        ({"REPORT_DATE": "today"}, "REPORT_DATE:0: “today”不是规范的日期"),
        ({"REPORT_EDITION": "draft"}, "REPORT_EDITION:0: 没有“draft”这个版本"),
        *(
            ({"REPORT_EDIT": bad}, f"REPORT_EDIT:0: “{bad}”不行，应写平台上改一个文件的网址")
            for bad in (
                "on",
                "http://git.example/_edit/main/",
                "git.example/_edit/main/{path}",
                "ftp://git.example/{path}",
                "javascript:alert(1)//{path}",
                "http://git.example/{path}{line}",
                "http://git.example/{path}/{path}",
                "http://git.example/{path}#L{number}",
                'http://git.example/{path}"',
                "http://git.example/{path} ",
                "http://me@git.example/{path}",
            )
        ),
    ],
)
def test_a_setting_that_means_nothing_is_refused_by_name(environ: dict[str, str], said: str) -> None:
    assert complaints(MINIMAL, environ)[0].startswith(said)


def test_all_settings_are_judged_at_once() -> None:
    environ = {"REPORT_DATA": "nowhere", "REPORT_DATE": "today", "REPORT_EDITION": "draft"}
    assert len(complaints(MINIMAL, environ)) == 3


def test_a_tree_without_its_data_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="没有“data”这个文件夹"):
        settings(tmp_path, {})


def test_the_day_of_judgement_is_the_one_set_or_else_the_data_date(small: Path) -> None:
    def today(environ: dict[str, str]) -> date | None:
        return load(settings(small, environ))[0].today

    assert today({}) == today({"REPORT_DATE": ""}) == date(2023, 11, 24)
    assert today({"REPORT_DATE": "2023/12/1"}) == date(2023, 12, 1)
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of:")
    assert today({}) is None


def test_the_base_named_as_a_data_set_is_still_the_base(small: Path) -> None:
    assert complaints(small, {"REPORT_DATA": "data"}) == []
    assert complaints(small, {"REPORT_DATA": str(small / "data")}) == []


def test_a_data_set_may_lie_outside_the_tree(small: Path, tmp_path: Path) -> None:
    outside = (small / "second").rename(tmp_path / "outside")
    assert complaints(small, {"REPORT_DATA": str(outside)}) == []
    (outside / "values.yml").write_text("a: 1\n", encoding="utf-8")
    assert complaints(small, {"REPORT_DATA": str(outside)})[0].startswith(f"{outside}/values.yml:1: ")


def test_what_is_left_empty_counts_as_not_written(small: Path) -> None:
    appended(small, "data/books.yml", "- id: other\n  title: 《示例》\n  tier: all\n  author:\n")
    campaign, faults = load(settings(small, {}))
    assert faults == []
    assert campaign.books[-1].author is None


def test_an_empty_section_is_no_fault(small: Path) -> None:
    appended(small, "data/figures.yml", "research:\n")
    assert complaints(small) == []


def test_records_are_frozen(campaign: Campaign) -> None:
    with pytest.raises(ValueError, match="frozen"):
        campaign.site.title = "别的"  # type: ignore[misc]


def test_a_folder_that_is_no_data_set_is_told_so_once(small: Path) -> None:
    (small / "elsewhere").mkdir()
    (small / "elsewhere" / "note.txt").write_text("x", encoding="utf-8")
    assert complaints(small, {"REPORT_DATA": "elsewhere"}) == [
        "REPORT_DATA:0: “elsewhere”里没有 site.yml，不是一套数据，请核对路径"
    ]


def test_a_file_that_a_spreadsheet_holds_open_is_named_as_such(small: Path) -> None:
    (small / "data" / "ledgers" / "~$documents.csv").write_bytes(b"x")
    assert complaints(small) == ["data/ledgers/~$documents.csv:0: 表格软件还开着这份数据，请存盘后关闭"]


def test_deadlines_are_not_judged_before_the_data(small: Path) -> None:
    """What was done since would count: 2023-11-24 is the data date."""
    said = "REPORT_DATE:0: 判定日 2023-11-23 早于数据截至 2023-11-24，会把以后落实的算进去，请核对"
    assert complaints(small, {"REPORT_DATE": "2023-11-23"}) == [said]
    assert complaints(small, {"REPORT_DATE": "2023-11-24"}) == []


@pytest.mark.parametrize(
    ("ledger", "title"), [(n, t) for n, each in LEDGERS.items() for t in each.row.written()]
)
def test_a_file_may_do_without_a_column_that_came_later_and_without_no_other_one(
    ledger: str, title: str
) -> None:
    columns = LEDGERS[ledger].row.columns()
    header = ",".join(each for each in LEDGERS[ledger].row.written() if each != title)
    _, faults = read_csv(f"{header}\r\n".encode("utf-8-sig"), "x.csv", columns)
    assert bool(faults) != columns[title].later
