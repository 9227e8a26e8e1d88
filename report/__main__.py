"""Commands: python -m report check | impact | notice | reminder | submit | compare | tidy | dictionary."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from report.written import named, replace, replace_kept

REMINDED = 60  # days before
SUBMISSION = "submission"
UNREADABLE = 2  # what compare returns when there is nothing that it could compare
ROOT = Path(__file__).resolve().parent.parent


def check(root: Path, _: Any) -> int:
    """Print every fault of data and pages as 文件:行: 说明; 1 when there is one."""
    from report.publishing import prepare

    survey = prepare(root, os.environ)
    print(f"没有发现问题：{len(survey.sources)}个页面，{len(survey.desk.results)}个数。")
    _remind(survey.desk.campaign.today)
    return 0


def _remind(today: date | None) -> None:
    """Say in time that the holidays of the coming year have to be installed."""
    from report.workdays import expires

    last = expires(today) if today else None
    if today and last and (last - today).days <= REMINDED:
        said = f"提醒：来年的节假日安排还没有装上，{last}以前几个工作日起判不了临期、发布不了"
        print(f"{said}；请在这以前更新依赖里的 chinesecalendar。")


def impact(root: Path, given: Any) -> int:
    """Print what the data change since a commit: figures, rows, pages, files."""
    from report.impact import NoSuchRevision, impact_of

    try:
        print(impact_of(root, os.environ, given.rev))
    except NoSuchRevision as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def notice(root: Path, given: Any) -> int:
    """Freeze the next notice into data/notices."""
    from report.notices import as_yaml, draft_notice

    survey = _prepared(root, given.day)
    draft = draft_notice(survey.desk.campaign, survey.desk.results, survey.desk.campaign.today)
    head = f"第{draft.issue}期公示。冻结的数和条目不能改；text、scope、feedback 可以改。\n"
    head += "数确实错了的，在 corrections 里写一条更正。"
    return _write(root, "notices", str(draft.date), as_yaml(draft, head))


def reminder(root: Path, given: Any) -> int:
    """Freeze the reminder of a month into data/reminders."""
    from report.notices import as_yaml, draft_reminder

    survey = _prepared(root, os.environ.get("REPORT_DATE", ""))
    draft = draft_reminder(survey.desk.campaign, given.month)
    head = f"{given.month} 提醒督办。冻结的条目不能改；收到反馈后，在各单位下写 reply。"
    return _write(root, "reminders", draft.month, as_yaml(draft, head))


def submit(root: Path, _: Any) -> int:
    """Write the report as it goes out; while something is missing, say what, by whom, and write nothing."""
    from report.word.copies import copy
    from report.word.reading import read_report
    from report.word.submission import file_name, refusal

    desk, page = _whole(root)
    report = read_report(page)
    path = root / SUBMISSION / f"{file_name(report.title)}.docx"
    if said := refusal(desk, report):
        print(said)
        print("没有写报送稿。", file=sys.stderr)
        if path.exists():
            print(f"{named(path, root)} 是以前写的，不要报送。", file=sys.stderr)
        return 1
    try:
        path.parent.mkdir(exist_ok=True)
        kept = replace_kept(path, copy(desk, report))
    except OSError as error:
        print(f"写不了 {named(path, root)}：{error.strerror}。请关掉打开着它的程序再试。", file=sys.stderr)
        return 1
    if kept:
        print(f"原来的一份不一样，改名留着：{named(kept, root)}。")
    print(f"已写好 {named(path, root)}。报送以前，照编辑手册“报送前看一遍”在Word或者WPS里看。")
    return 0


def compare(root: Path, given: Any) -> int:
    """Print what a copy that came back says otherwise than the data; 1 when a figure does."""
    from report.faults import FaultsError
    from report.word import comparison
    from report.word.differences import as_json, as_text
    from report.word.returned import NotACopy, judged_on

    try:
        content = Path(given.file).read_bytes()
        desk, page = _whole_of(root, judged_on(content))
        found = comparison.compare(desk, page, content)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except (OSError, NotACopy) as error:
        said = str(error) if isinstance(error, NotACopy) else "读不了这个文件，请核对路径"
        print(f"{given.file}:0: {said}", file=sys.stderr)
        return UNREADABLE
    print(as_json(found) if given.json else as_text(found))
    return 1 if found.differs else 0


def _whole(root: Path, **environ: str) -> tuple[Any, str]:
    """The desk, and the HTML of the report as a whole."""
    from report.faults import Fault, FaultsError
    from report.macros.desk import WHOLE
    from report.pages.rendering import whole_page
    from report.publishing import prepare

    survey = prepare(root, {**os.environ, **environ})
    if page := whole_page(root, survey):
        return survey.desk, page
    raise FaultsError([Fault(f"docs/{WHOLE}", 0, "没有整本这一页，写不出Word稿，请补上")])


def _whole_of(root: Path, judged: str) -> tuple[Any, str]:
    """The same, judged on the day of a copy where nobody asked for another and the data allow it."""
    from report.faults import FaultsError

    if judged and not os.environ.get("REPORT_DATE"):
        try:
            return _whole(root, REPORT_DATE=judged)
        except FaultsError:  # the data go further by now
            pass
    return _whole(root)


def tidy(root: Path, given: Any) -> int:
    """Rewrite ledgers as UTF-8 with a mark and one kind of line end, so that changes stay readable."""
    from report.faults import Fault, FaultsError
    from report.loading import settings
    from report.loading.csv_source import NOT_TEXT, UNREADABLE
    from report.loading.text import NotText, tidied

    data = settings(root, os.environ).data
    faults = []
    for path in [Path(name) for name in given.files] or sorted((data / "ledgers").glob("*.csv")):
        if not path.is_file() or path.is_symlink() or path.suffix != ".csv":
            wrong = "不是台账，只整理 .csv 文件" if path.is_file() else "没有这个文件，请核对路径"
            faults.append(Fault(str(path), 0, wrong))
            continue
        before = path.read_bytes()
        try:
            after = tidied(before)
        except NotText as error:
            faults.append(Fault(str(path), error.line, NOT_TEXT if error.binary else UNREADABLE))
            continue
        if after != before:
            replace(path, after)
            print(f"已整理 {named(path, root)}。")
    if faults:
        raise FaultsError(faults)
    return 0


def dictionary(root: Path, _: Any) -> int:
    """Write data/README.md from the models."""
    from report.dictionary import text

    (root / "data" / "README.md").write_text(text(), encoding="utf-8")
    print("已写好 data/README.md。")
    return 0


def _prepared(root: Path, day: str) -> Any:
    """The checked survey as of a day of judgement."""
    from report.publishing import prepare

    return prepare(root, {**os.environ, "REPORT_DATE": day})


def _write(root: Path, folder: str, name: str, text: str) -> int:
    """Write a new file of the data set, whole or not at all."""
    from report.loading import settings

    path = settings(root, os.environ).data / folder / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    replace(path, text.encode())
    print(f"已写好 {named(path, root)}。请看一遍，运行 make check，再提交。")
    return 0


COMMANDS: dict[str, tuple[str, Callable[[Path, Any], int]]] = {
    "check": ("检查数据和页面", check),
    "impact": ("与某次提交相比，数据的改动影响哪些数、哪些页", impact),
    "notice": ("冻结新一期公示，如 notice 2023-11-24", notice),
    "reminder": ("冻结一个月的提醒督办，如 reminder 2023-11", reminder),
    "submit": ("写出报送的Word稿；还缺什么，按报数责任列出来", submit),
    "compare": ("核对改过的Word稿，如 compare 回稿.docx", compare),
    "tidy": ("把台账整理成统一的编码和换行", tidy),
    "dictionary": ("由数据模型生成 data/README.md", dictionary),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is wrong with data or arguments is printed as faults, and 1 returned."""
    from report.faults import FaultsError
    from report.notices import NoDraft

    given = _parser().parse_args(arguments)
    try:
        return COMMANDS[given.command][1](ROOT, given)
    except FaultsError as error:
        print(error)
        print(f"共{len(error.faults)}处，改好后再试。", file=sys.stderr)
    except NoDraft as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m report", description="主题教育情况报告：检查与生成")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    of = {name: commands.add_parser(name, help=purpose) for name, (purpose, _) in COMMANDS.items()}
    of["impact"].add_argument(
        "rev", nargs="?", default="HEAD", metavar="提交", help="与它相比，缺省是最近一次提交"
    )
    of["notice"].add_argument("day", metavar="公示日", help="如 2023-11-24")
    of["reminder"].add_argument("month", metavar="月份", help="如 2023-11")
    of["compare"].add_argument("file", metavar="回稿", help="改过的 .docx")
    of["compare"].add_argument("--json", action="store_true", help="写成 JSON，供别的程序读")
    of["tidy"].add_argument("files", nargs="*", metavar="文件", help="缺省是全部台账")
    return parser


if __name__ == "__main__":
    sys.exit(main())
