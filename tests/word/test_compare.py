"""What leaders change in a copy is found, all of it and nothing else, also after LibreOffice saved it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import report.__main__ as commands
from report.word.bookmarks import LONGEST, bookmark, keys_by_stem, parsed
from report.word.comparison import compare, compared
from report.word.copies import labels
from report.word.differences import SECTIONS, Comparison, as_json, as_text
from report.word.returned import NotACopy, read_copy
from tests.office import Office
from tests.word import editing
from tests.word.conftest import Given
from tests.word.editing import Edit, edited

MEETINGS = "responsibility.group_meetings"
SENTENCES = SECTIONS[3:]  # what is said of sentences, behind what is said of figures
FIRST, SECOND = bookmark(MEETINGS, 1), bookmark(MEETINGS, 2)  # in the text, in the table


@dataclass(frozen=True)
class Case:
    """Edits, and what is to be found: figures as key, data, returned; sentences by how they begin."""

    edits: tuple[Edit, ...]
    figures: tuple[tuple[str, str, str | None], ...] = ()
    uneven: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)


UNTOUCHED = {
    "nothing": (),
    "runs-split": (editing.split_runs,),
    "blanks-typed": (editing.with_blanks,),
    "no-bookmarks": (editing.drop_bookmarks,),
    "no-bookmarks-runs-split": (editing.drop_bookmarks, editing.split_runs),
}
NINETEEN = (MEETINGS, "6次", "19次")
CASES = {
    "one-of-two": Case((editing.change_figure(FIRST, "19次"),), (NINETEEN,), (MEETINGS,)),
    "the-other-of-two": Case((editing.change_figure(SECOND, "19次"),), (NINETEEN,), (MEETINGS,)),
    "both-alike": Case(
        (editing.change_figure(FIRST, "19次"), editing.change_figure(SECOND, "19次")), (NINETEEN, NINETEEN)
    ),
    "typed-before": Case((editing.type_before(FIRST, "1"),), ((MEETINGS, "6次", "16次"),), (MEETINGS,)),
    "typed-over": Case((editing.retype_figure(FIRST, "19次"),), (NINETEEN,), (MEETINGS,)),
    "typed-over-in-the-table": Case((editing.retype_figure(SECOND, "19次"),), (NINETEEN,), (MEETINGS,)),
    "in-chinese-numerals": Case(
        (editing.change_figure(FIRST, "十九次"),), ((MEETINGS, "6次", "十九次"),), (MEETINGS,)
    ),
    "without-any-bookmark": Case(
        (editing.change_figure(FIRST, "19次"), editing.drop_bookmarks), (NINETEEN,), (MEETINGS,)
    ),
    "tracked-figure": Case((editing.track_figure(FIRST, "19次"),), (NINETEEN,), (MEETINGS,)),
    "two-swapped": Case(
        (
            editing.change_figure(FIRST, "3次"),
            editing.change_figure(bookmark("responsibility.office_dispatches", 1), "6次"),
        ),
        ((MEETINGS, "6次", "3次"), ("responsibility.office_dispatches", "3次", "6次")),
        (MEETINGS, "responsibility.office_dispatches"),
    ),
    "reworded": Case(
        (editing.reword("常态化赴基层督促指导", "经常到基层督促检查指导"),),
        others={"reworded": ("局班子成员按照“一岗双责”要求，经常到基层",)},
    ),
    "reworded-and-number": Case(
        (editing.reword("常态化赴基层督促指导", "经常到基层"), editing.change_figure(FIRST, "19次")),
        (NINETEEN,),
        (MEETINGS,),
        others={"reworded": ("局班子成员按照",)},
    ),
    "moved": Case(
        (editing.move_paragraph("一是加强组织领导", after="三是深入基层一线"),),
        others={"moved": ("一是加强组织领导。", "局党委专题研究部署推进调研")},
    ),
    "moved-far": Case(
        (editing.move_paragraph("特此报告。", after="现将主要工作做法"),), others={"moved": ("特此报告。",)}
    ),
    "added": Case(
        (editing.add_paragraph("现将主要工作做法", "我局另开展专项行动12次，取得实效。"),),
        others={"added": ("我局另开展专项行动12次",)},
    ),
    "removed": Case(
        (editing.remove_paragraph("在取得成效的同时"),), others={"removed": ("在取得成效的同时",)}
    ),
    "removed-with-figures": Case(
        (editing.remove_paragraph("局党委汲取第一批主题教育"),),
        dropped=(MEETINGS, "responsibility.office_dispatches", "responsibility.work_tips"),
        others={"removed": ("局党委汲取第一批", "领导小组研究部署6次")},
    ),
    "tracked-insertion": Case(
        (editing.track_insertion("动态研究推进，下发工作提示", "（内部）"),),
        others={"reworded": ("领导小组研究部署6次",)},
    ),
    "tracked-deletion": Case(
        (editing.track_deletion("听取各级进展情况汇报，"),), others={"reworded": ("领导小组研究部署6次",)}
    ),
    "split": Case((editing.split_paragraph("领导小组研究部署"),), others={"split": ("领导小组研究部署6次",)}),
    "joined": Case(
        (editing.track_joining("理论学习上，个别党员"),), others={"joined": ("调查研究上，了解情况",)}
    ),
}


@pytest.fixture(scope="module")
def sample(completed: dict[str, Given]) -> Given:
    return completed["sample"]


@pytest.fixture(scope="module")
def copies(sample: Given) -> dict[str, bytes]:
    """A copy for every case, and those that were not touched, for review or not."""
    plain, review = sample.copy(), sample.copy(for_review=True)
    made = {name: edited(plain, *case.edits) for name, case in CASES.items()}
    made |= {name: edited(plain, *edits) for name, edits in UNTOUCHED.items()}
    return made | {"plain": plain, "review": review}


@pytest.fixture(scope="module")
def resaved(
    copies: dict[str, bytes], office: Office, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The same, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("copies")
    for name, content in copies.items():
        (folder / f"{name}.docx").write_bytes(content)
    results = office([folder / f"{name}.docx" for name in copies], "docx")
    return dict(zip(copies, (path.read_bytes() for path in results), strict=True))


def assert_found(found: Comparison, case: Case) -> None:
    assert sorted((c.key, c.data, c.returned or "") for c in found.figures) == sorted(case.figures)
    assert sorted(figure.key for figure in found.dropped) == sorted(case.dropped)
    assert sorted(figure.key for figure in found.uneven) == sorted(case.uneven)
    for name, _ in SENTENCES:
        wanted = case.others.get(name, ())
        texts = [getattr(entry, "text", "") or entry.returned for entry in getattr(found, name)]
        assert len(texts) == len(wanted), (name, texts)
        assert all(text.startswith(begins) for text, begins in zip(texts, wanted, strict=True)), (name, texts)


@pytest.mark.parametrize("name", CASES)
def test_every_change_is_found_and_nothing_else(name: str, sample: Given, copies: dict[str, bytes]) -> None:
    assert_found(compare(sample.desk, sample.page, copies[name]), CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_every_change_is_found_after_libreoffice_saved_the_copy(
    name: str, sample: Given, resaved: dict[str, bytes]
) -> None:
    assert_found(compare(sample.desk, sample.page, resaved[name]), CASES[name])


@pytest.mark.parametrize("name", [*UNTOUCHED, "plain", "review"])
def test_a_copy_that_nobody_changed_says_nothing(
    name: str, sample: Given, copies: dict[str, bytes], resaved: dict[str, bytes]
) -> None:
    for content in (copies[name], resaved[name]):
        found = compare(sample.desk, sample.page, content)
        assert found.is_empty, as_text(found)
        assert found.same_data
        assert as_text(found) == f"没有不同：{found.compared}处数都与数据一致，文字也没有改。"


def typed_over(name: str, words: str) -> Edit:
    """The figure typed over, and every bookmark lost."""

    def edit(body: object) -> None:
        editing.change_figure(name, words)(body)
        editing.drop_bookmarks(body)

    return edit


@pytest.mark.parametrize("change", [editing.change_figure, editing.retype_figure, typed_over])
def test_whichever_figure_is_changed_it_alone_is_found(change: Callable[..., Edit], sample: Given) -> None:
    keys = keys_by_stem(sample.desk.results)
    plain = sample.copy()
    data = read_copy(plain, keys)
    names = labels(sample.desk)
    marks = [(p, mark) for p in data.paragraphs for mark in p.marks]
    assert len(marks) > 100
    for paragraph, mark in marks:
        was = paragraph.text[mark.start : mark.end]
        new = re.sub(r"\d+(\.\d+)?", "97", was) if re.search(r"\d", was) else f"某{was[1:]}"
        returned = edited(plain, change(bookmark(mark.key, mark.place), new))
        found = compared(data, read_copy(returned, keys), names)
        assert [(c.key, c.data, c.returned) for c in found.figures] == [(mark.key, was, new)], as_text(found)
        assert not any(getattr(found, name) for name, _ in SENTENCES), as_text(found)


def test_every_bookmark_leads_back_to_its_figure(sample: Given) -> None:
    keys = keys_by_stem(sample.desk.results)
    assert len(keys) == len(sample.desk.results)
    for key in sample.desk.results:
        for place in (1, 12, 99):
            name = bookmark(key, place)
            assert len(name) <= LONGEST and parsed(name, keys) == (key, place)
    for foreign in ("_GoBack", "fig_", "fig_org_sector", "fig_org_sector_", "OLE_LINK1", "fig_no_such_1"):
        assert parsed(foreign, keys) is None


def test_two_long_keys_that_begin_alike_have_two_bookmarks() -> None:
    first, second = (f"rectification.measures_of_the_divisions_{end}" for end in ("done", "due"))
    assert bookmark(first, 1) != bookmark(second, 1)


def test_a_number_that_came_in_by_hand_is_named(sample: Given, copies: dict[str, bytes]) -> None:
    (added,) = compare(sample.desk, sample.page, copies["added"]).added
    assert added.numbers == ("12",)
    assert "（手写的数，数据里没有：12）" in as_text(compare(sample.desk, sample.page, copies["added"]))


def test_what_differs_is_said_with_its_place(sample: Given, copies: dict[str, bytes]) -> None:
    said = as_text(compare(sample.desk, sample.page, copies["one-of-two"])).split("\n")
    assert said[:3] == [
        "改了的数（1处）：",
        "  领导小组研究部署（responsibility.group_meetings）：数据6次 → 回稿19次",
        "    第15段：领导小组研究部署19次，教育办调度推进3次，听取各级进展情况汇报，动态研究推进，"
        "下发工作提示4期。",
    ]
    assert said[3] == "一处改了、另一处没改的数（1处）："
    assert said[4] == "  领导小组研究部署（responsibility.group_meetings）：第15段19次，第77段6次"


def test_a_rewritten_sentence_without_its_figure_is_for_a_person_to_check(sample: Given) -> None:
    returned = edited(
        sample.copy(), editing.retype_figure(FIRST, "多次"), editing.reword("领导小组研究部署", "领导小组")
    )
    found = compare(sample.desk, sample.page, returned)
    assert [(c.key, c.returned) for c in found.figures] == [(MEETINGS, "多次")]
    gone = edited(
        sample.copy(), editing.retype_figure(FIRST, ""), editing.reword("领导小组研究部署", "领导小组")
    )
    (change,) = compare(sample.desk, sample.page, gone).figures
    assert (change.key, change.returned) == (MEETINGS, None)
    assert "找不到这个数，请人工核对" in as_text(compare(sample.desk, sample.page, gone))


def test_a_copy_made_of_other_data_is_said_to_be_one(sample: Given, given_sample: Given) -> None:
    found = compare(sample.desk, sample.page, given_sample.copy())
    assert found.same_data is False and not found.is_empty
    assert as_text(found).startswith("注意：这份回稿不是由现在的数据生成的")


def test_json_holds_everything(sample: Given, copies: dict[str, bytes]) -> None:
    for name, case in CASES.items():
        found = json.loads(as_json(compare(sample.desk, sample.page, copies[name])))
        assert {*found} == {"compared", "same_data", *(name for name, _ in SECTIONS)}
        assert [c["key"] for c in found["figures"]] == [key for key, _, _ in case.figures]


@pytest.fixture
def command(sample: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The command over the sample, on a file of this content."""
    monkeypatch.setattr(commands, "ROOT", sample.tree)
    for name, value in {"REPORT_DATE": "", "REPORT_EDITION": "", **sample.environ}.items():
        monkeypatch.setenv(name, value)

    def run(content: bytes, *options: str) -> int:
        path = tmp_path / "回稿.docx"
        path.write_bytes(content)
        return commands.main(["compare", str(path), *options])

    return run


def test_the_command_fails_when_a_figure_differs_and_only_then(
    command: Callable[..., int], copies: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(copies["plain"]) == 0
    assert command(copies["reworded"]) == 0
    assert "改写的句子（1处）：" in capsys.readouterr().out
    assert command(copies["one-of-two"]) == 1
    assert "数据6次 → 回稿19次" in capsys.readouterr().out
    assert command(copies["one-of-two"], "--json") == 1
    assert json.loads(capsys.readouterr().out)["figures"][0]["key"] == MEETINGS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "这不是 .docx 文件，或者文件不完整"),
        (b"PK\x03\x04 cut off", "这不是 .docx 文件，或者文件不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是旧格式的 .doc，或者加了打开密码"),
    ],
    ids=["empty", "torn", "old"],
)
def test_a_file_that_is_no_copy_gets_a_clear_answer(
    content: bytes, said: str, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(content) == 2
    assert f"回稿.docx:0: {said}" in capsys.readouterr().err


RELATED = '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>'


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("_rels/.rels", RELATED)
        for name, content in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        zipped(other="<x/>"),
        zipped(word__document="<w:document"),
        zipped(word__document='<!DOCTYPE x [<!ENTITY e "e">]><x>&e;<y></x>'),
    ],
    ids=["no-document", "torn-xml", "wrong-xml"],
)
def test_a_zip_file_that_is_no_copy_is_refused(content: bytes) -> None:
    with pytest.raises(NotACopy, match="请在Word或者WPS里打开，另存为"):
        read_copy(content, {})


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report.word.returned.LARGEST", 10)
    with pytest.raises(NotACopy, match="大得不像一份报告"):
        read_copy(zipped(word__document="<x>0123456789</x>"), {})


def test_a_missing_file_is_named(
    sample: Given, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ROOT", sample.tree)
    monkeypatch.setenv("REPORT_DATA", sample.environ["REPORT_DATA"])
    assert commands.main(["compare", "没有.docx"]) == 2
    assert capsys.readouterr().err == "没有.docx:0: 读不了这个文件，请核对路径\n"
