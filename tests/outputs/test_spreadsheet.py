"""Ledgers that LibreOffice Calc opened and saved mean the same; what it spoils is refused with a way out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from report import __main__ as commands
from report.facts.campaign import Campaign
from report.facts.ledgers import LEDGERS
from report.facts.reading.csv_source import OF_THE_SITE
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.outputs.downloads import xlsx_bytes
from tests.office import Office
from tests.rows import cell
from tests.trees import ROOT, complaints, copied_facts

DEMO = {"REPORT_DATA": "demo/data"}
FILTER = "Text - txt - csv (StarCalc)"
UTF_8, GB18030, WESTERN = 76, 85, 1  # how Calc numbers the encodings
DEFAULTS = f"44,34,{UTF_8},1,,2052,false,false"  # what its dialog offers: commas, quotes, Chinese
GUESSING = f"44,34,{UTF_8},1,,2052,false,true"  # with “Detect special numbers”, as Excel and WPS always do
AS_SHOWN = f"csv:{FILTER}:44,34,{UTF_8},1,,2052,false,true,true,false,false,0,false,true"  # as Excel saves
Resave = Callable[..., None]


@pytest.fixture(scope="module")
def resave(office: Office) -> Resave:
    """Opens files in Calc as `opened` says, and puts what it saves as `saved` says in their places."""

    def converted(files: list[Path], opened: str, saved: str) -> list[Path]:
        return office(files, saved, *([f"--infilter={FILTER}:{opened}"] if opened else []))

    def resaved(files: list[Path], opened: str, encoding: int = UTF_8, by_way_of: str = "") -> None:
        books = converted(files, opened, by_way_of) if by_way_of else files
        results = converted(books, "" if by_way_of else opened, as_csv(encoding))
        for path, result in zip(files, results, strict=True):
            path.write_bytes(result.read_bytes())

    return resaved


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the tree with the data of the demo."""
    return copied_facts(tmp_path / "tree")


@pytest.fixture(scope="module")
def original() -> Campaign:
    loaded, faults = load(settings(ROOT, DEMO))
    assert faults == []
    return loaded


def ledgers(tree: Path) -> list[Path]:
    return [tree / "demo/data/ledgers" / f"{name}.csv" for name in LEDGERS]


def as_csv(encoding: int) -> str:
    """Saved as shown, text in quotes only where needed, with a mark where Calc knows how to write one."""
    return f"csv:{FILTER}:44,34,{encoding},1,,2052,false,true,false,false,false,0,false,true"


def assert_same(tree: Path, original: Campaign) -> None:
    loaded, faults = load(settings(tree, DEMO))
    assert faults == []
    for name, ledger in LEDGERS.items():
        for row, same in zip(loaded.ledgers[name], original.ledgers[name], strict=True):
            assert [cell(row, title) for title in ledger.row.columns()] == [
                cell(same, title) for title in ledger.row.columns()
            ]
            assert row.place == same.place


@pytest.mark.parametrize("opened", [DEFAULTS, GUESSING], ids=["defaults", "guessing"])
@pytest.mark.parametrize(("encoding", "name"), [(UTF_8, "utf-8"), (GB18030, "gb18030")])
def test_a_ledger_that_was_opened_and_saved_means_the_same(
    tree: Path, resave: Resave, original: Campaign, opened: str, encoding: int, name: str
) -> None:
    resave(ledgers(tree), opened, encoding)
    assert all(path.read_bytes().startswith("编号,".encode(name)) for path in ledgers(tree))
    assert_same(tree, original)


def test_a_mark_at_the_head_of_what_calc_saved_changes_nothing(
    tree: Path, resave: Resave, original: Campaign
) -> None:
    """This version writes none; Excel, WPS and newer ones do."""
    resave(ledgers(tree), GUESSING)
    for path in ledgers(tree):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    assert_same(tree, original)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_ledger_that_was_a_workbook_in_between_means_the_same(
    tree: Path, resave: Resave, original: Campaign, kind: str
) -> None:
    resave(ledgers(tree), GUESSING, by_way_of=kind)
    assert_same(tree, original)


def test_days_in_the_form_of_a_chinese_spreadsheet_are_the_same_days(
    tree: Path, resave: Resave, original: Campaign
) -> None:
    """2023/9/5 is how Excel and WPS show and save the day that was typed as 2023-09-05."""
    for path in ledgers(tree):
        text = path.read_text(encoding="utf-8-sig")
        slashed = re.sub(r"(?<=,)(\d{4})-0?(\d+)-0?(\d+)(?=,)", r"\1/\2/\3", text)
        path.write_text("\ufeff" + slashed, encoding="utf-8")
    assert_same(tree, original)
    resave(ledgers(tree), GUESSING)
    assert_same(tree, original)


def tidied(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ROOT", tree)
    monkeypatch.setenv("REPORT_DATA", "demo/data")
    assert commands.main(["tidy"]) == 0


@pytest.mark.parametrize("opened", [DEFAULTS, GUESSING], ids=["defaults", "guessing"])
def test_opened_in_calc_saved_and_tidied_a_ledger_is_as_it_was(
    tree: Path, resave: Resave, monkeypatch: pytest.MonkeyPatch, opened: str
) -> None:
    """To the byte: what a clerk did not change does not show in git."""
    before = [path.read_bytes() for path in ledgers(tree)]
    resave(ledgers(tree), opened)
    tidied(tree, monkeypatch)
    assert [path.read_bytes() for path in ledgers(tree)] == before


def as_excel_takes_it(path: Path, days: str, months: str) -> Path:
    """The workbook that Excel makes of a CSV on a double click: what looks like a day or a month becomes one,
    shown in the form of the country."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
        book.active.append([taken(text) for text in row])
    for each in (each for row in book.active.iter_rows() for each in row if isinstance(each.value, date)):
        each.number_format = months if path.stem == "cases" and each.column == 2 else days
    book.save(target := path.with_suffix(".xlsx"))
    return target


def taken(text: str) -> str | date | int:
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    return int(text) if re.fullmatch(r"[1-9]\d*", text) else text


@pytest.mark.parametrize(
    ("days", "months", "shown"),
    [
        ("yyyy/m/d", "[$-409]mmm-yy", "2023/[1-9]"),
        ('[$-804]yyyy"年"m"月"d"日"', '[$-804]yyyy"年"m"月"', "2023年[1-9]"),
        ("[$-409]d-mmm-yy", "[$-409]mmm-yy", "[0-9]-[A-Z][a-z][a-z]-23,"),
        ("yyyy/m/d h:mm", "yyyy/m/d", "2023/[0-9/]+ 0?0:00"),
    ],
    ids=["chinese", "words", "named", "timed"],
)
def test_opened_by_double_click_saved_and_tidied_a_ledger_is_as_it_was(
    tree: Path, office: Office, monkeypatch: pytest.MonkeyPatch, days: str, months: str, shown: str
) -> None:
    """To the byte, whatever form the country gives to days and months."""
    files = ledgers(tree)
    before = [path.read_bytes() for path in files]
    saved = office([as_excel_takes_it(path, days, months) for path in files], AS_SHOWN, "")
    for path, result in zip(files, saved, strict=True):
        path.write_bytes(result.read_bytes())
        path.with_suffix(".xlsx").unlink()
    assert all(re.search(shown, path.read_text(encoding="utf-8")) for path in files)
    tidied(tree, monkeypatch)
    assert complaints(tree, DEMO) == []
    assert [path.read_bytes() for path in files] == before


def test_a_download_saved_as_csv_in_the_place_of_its_ledger_is_refused(
    tree: Path, office: Office, original: Campaign
) -> None:
    """The workbook too, whose last column is hidden."""
    books = [path.with_suffix(".xlsx") for path in ledgers(tree)]
    for book, name in zip(books, LEDGERS, strict=True):
        book.write_bytes(xlsx_bytes(original, LEDGERS[name]))
    saved = office(books, as_csv(UTF_8), "")
    for path, book, result in zip(ledgers(tree), books, saved, strict=True):
        path.write_bytes(result.read_bytes())
        book.unlink()
    said = [f"demo/data/ledgers/{name}.csv:1: {OF_THE_SITE}" for name in sorted(LEDGERS)]
    assert [line for line in complaints(tree, DEMO) if "/ledgers/" in line] == said


def test_a_ledger_opened_in_the_wrong_encoding_is_refused_as_a_whole(tree: Path, resave: Resave) -> None:
    """Opened as if it were Western European and saved in UTF-8: nothing of it can be read any more."""
    path = tree / "demo/data/ledgers/measures.csv"
    resave([path], f"44,34,{WESTERN},1,,2052,false,false")
    (said,) = complaints(tree, DEMO)
    assert said.startswith("demo/data/ledgers/measures.csv:1: 第一行不是这张表的表头")
    assert "请恢复原来的文件，按 UTF-8 打开" in said


def test_a_month_in_another_form_is_refused_with_a_remedy(tree: Path, resave: Resave) -> None:
    """Nov-23 is what Excel shows and saves for a month that was typed as 2023-11; tidy puts it right."""
    path = tree / "demo/data/ledgers/cases.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(re.sub(r",\d{4}-\d\d,", ",Nov-23,", text, count=1), encoding="utf-8")
    resave([path], DEFAULTS)
    (said,) = complaints(tree, DEMO)
    assert said.startswith(
        "demo/data/ledgers/cases.csv:2: “月份”：“Nov-23”不是月份，应写成 2023-11；运行 make tidy"
    )
